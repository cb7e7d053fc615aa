"""A small world drawn by chance, the same for the same number: people of all kinds around two communes, shifts of all kinds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid4

from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Offer, Shift, ShiftRole, Signup, Waiting
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Unit
from aoxanh.people.models import Availability, Consent, Guardianship, Membership, Person, PersonSkill, Skill
from tests.cast import make_activity, make_need, noon

HOURS = ((7, 4), (7.5, 8), (9, 3), (13.5, 3.5), (18, 3), (21, 3))


@dataclass
class World:
    """What was made."""

    people: list[Person]
    shifts: list[Shift]
    skills: list[Skill]


def make_world(units: list[Unit], by: User, *, people: int = 40, shifts: int = 12, chance: int = 1) -> World:
    dice = Random(chance)
    skills = list(Skill.objects.order_by("code")[:3])
    crowd = [make_person(dice, units, skills, number) for number in range(people)]
    work = [make_shift(dice, units, skills, by, number) for number in range(shifts)]
    for person in crowd:
        before(dice, person, dice.choice(work))
    for shift in work:
        settle(shift)
    return World(crowd, work, skills)


def make_person(dice: Random, units: list[Unit], skills: list[Skill], number: int) -> Person:
    unit = dice.choice(units)
    years = dice.choice([13, 14, 15, 16, 17, 19, 22, 30])
    born = today() - timedelta(days=int(years * 365.25) + dice.choice([0, 1, 3, 200]))
    person = Person.objects.create(
        full_name=f"Nông Văn {number}",
        birth_date=born if dice.random() > 0.05 else None,
        area=unit.area if dice.random() > 0.05 else None,
        transport=dice.choice(["", "motorbike", "bicycle"]),
        restricted_at=timezone.now() if dice.random() < 0.04 else None,
    )
    Membership.objects.create(person=person, unit=unit, during=during(date(2024, 1, 1)))
    if dice.random() > 0.07:
        Consent.objects.create(person=person, purpose="volunteering", version="2026-11", channel="web")
    if years < 16 and dice.random() > 0.4:
        guardian(person, withdrawn=dice.random() < 0.3)
    for skill in skills:
        if dice.random() < 0.5:
            proved = timezone.now() if dice.random() < 0.5 else None
            until = today() + timedelta(days=dice.choice([-3, 2, 400])) if proved and dice.random() < 0.5 else None
            PersonSkill.objects.create(person=person, skill=skill, degree=dice.choice([1, 2, 3]), proved_at=proved, valid_until=until)
    if dice.random() < 0.5:
        Availability.objects.create(person=person, weekday=dice.randrange(7), part=dice.choice(["morning", "afternoon", "evening"]))
    return person


def guardian(child: Person, *, withdrawn: bool) -> None:
    now = timezone.now()
    Guardianship.objects.create(
        child=child,
        full_name="Mẹ",
        relation="mother",
        phone="+84912345678",
        invitation=uuid4().hex,
        invited_until=now,
        user=User.objects.create_user(f"{uuid4().hex[:10]}@tinhnguyen.example"),
        consented_at=now - timedelta(days=2),
        withdrawn_at=now if withdrawn else None,
    )


def make_shift(dice: Random, units: list[Unit], skills: list[Skill], by: User, number: int) -> Shift:
    unit = dice.choice(units)
    start, hours = dice.choice(HOURS)
    at = noon(dice.choice([3, 3, 4, 9])).replace(hour=0) + timedelta(hours=start)
    places = dice.randint(1, 5)
    activity = make_activity(
        unit,
        by,
        shifts=[(at, at + timedelta(hours=hours), places)],
        title=f"Việc {number}",
        kind=dice.choice(["repair", "teaching"]),
        min_age=dice.choice([13, 15, 16, 18]),
        guided=dice.random() < 0.6,
        training_first=dice.choice(skills) if dice.random() < 0.15 else None,
        need=make_need(unit, by, urgent=dice.random() < 0.3) if dice.random() < 0.4 else None,
        latitude=unit.area.latitude + dice.uniform(-0.02, 0.02),
    )
    if dice.random() < 0.3:
        activity.skills.add(dice.choice(skills))
    shift = activity.shifts.get()
    Shift.objects.filter(pk=shift.pk).update(least=dice.randint(0, places))
    if dice.random() < 0.4:
        ShiftRole.objects.create(
            shift=shift,
            name="Phiên dịch",
            places=dice.randint(1, places),
            least=dice.randint(0, 1),
            skill=dice.choice(skills) if dice.random() < 0.8 else None,
            degree=dice.choice([1, 2]),
            must_be_proved=dice.random() < 0.5,
            min_age=dice.choice([None, 18]),
            max_age=dice.choice([None, 25]),
        )
    return Shift.objects.get(pk=shift.pk)


def before(dice: Random, person: Person, shift: Shift) -> None:
    """Somebody's place, question, no, or wish."""
    luck, now = dice.random(), timezone.now()
    if luck < 0.15:
        Signup.objects.create(shift=shift, person=person, code=uuid4().hex[:8].upper(), request_id=uuid4())
    elif luck < 0.25:
        answer = "" if luck < 0.2 else Offer.Answer.DECLINED
        until = now + timedelta(hours=20)
        Offer.objects.create(shift=shift, person=person, source="organiser", until=until, answer=answer, request_id=uuid4())
    elif luck < 0.35:
        number = shift.waitings.count() + 1
        Waiting.objects.create(shift=shift, person=person, number=number, request_id=uuid4())


def settle(shift: Shift) -> None:
    """Counts as the actions keep them, with places for all who are there."""
    taken = shift.signups.count()
    held = shift.offers.filter(answer="").count()
    Shift.objects.filter(pk=shift.pk).update(taken=taken, held=held, places=max(shift.places, taken + held))
    shift.refresh_from_db()


def on(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def activity_of(shift: Shift) -> Activity:
    return shift.activity
