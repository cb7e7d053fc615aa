"""Shifts that are full, with people who wait: the volunteer of the cast waits in one list, and is asked from another."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.db.models import Exists, OuterRef
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.actions.returns import cancel_signup
from aoxanh.activities.actions.waiting import join
from aoxanh.activities.eligibility import STANDING, candidate, why_not
from aoxanh.activities.models import Activity, Shift, ShiftRole, Signup
from aoxanh.demo.cast import VOLUNTEER
from aoxanh.demo.world import World
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

LISTS, IN_EACH, AHEAD_OF_HER = 2, 8, 2


def make_waits(world: World) -> int:
    """Two lists; how many people wait."""
    person = Person.objects.filter(user__email=VOLUNTEER.email).select_related("area", "user").first()
    if person is None or person.area is None:
        return 0
    shifts = list(popular(person))[:LISTS]
    waiting = sum(fill(shift, person) for shift in shifts)
    if shifts:
        give_one_back(shifts[-1], person)
    return waiting


def popular(person: Person) -> Iterator[Shift]:
    """Shifts of the next two weeks in the volunteer's province that she could take, each of another activity."""
    now, seen = timezone.now(), set()
    ahead = Shift.objects.filter(
        ~Exists(ShiftRole.objects.filter(shift=OuterRef("pk"))),
        activity__status=Activity.Status.OPEN,
        activity__area__parent=person.area and person.area.parent_id,
        starts_at__gt=now + timedelta(days=3),
        starts_at__lt=now + timedelta(days=14),
        taken__range=(4, 20),
        withheld=0,
        held=0,
    ).select_related("activity__unit", "activity__training_first")
    for shift in ahead.order_by("starts_at", "id"):
        if shift.activity_id not in seen and why_not(candidate(shift, person), rules=STANDING) is None:
            seen.add(shift.activity_id)
            yield shift


def fill(shift: Shift, person: Person) -> int:
    """As many places as people, and a list in which she stands third."""
    Shift.objects.filter(pk=shift.pk).update(places=shift.taken, extra=0, least=0)
    here = Signup.objects.filter(shift=shift, person=OuterRef("pk"), status=Signup.Status.CONFIRMED)
    others = Person.objects.filter(~Exists(here), user=None, merged_into=None, restricted_at=None, erased_at=None, birth_date__isnull=False)
    near = others.filter(area__parent=person.area and person.area.parent_id).exclude(pk=person.pk).order_by("id")[:60]
    line = waits_of(shift, near)
    count = sum(1 for _ in zip(range(AHEAD_OF_HER), line, strict=False))
    count += stands(shift, person)
    return count + sum(1 for _ in zip(range(IN_EACH - AHEAD_OF_HER), line, strict=False))


def waits_of(shift: Shift, people: object) -> Iterator[Person]:
    for one in people:  # type: ignore[attr-defined]
        if stands(shift, one):
            yield one


def stands(shift: Shift, person: Person) -> bool:
    try:
        join(shift, person=person, request_id=uuid4(), by=person.user)
    except Refused:
        return False
    return True


def give_one_back(shift: Shift, person: Person) -> None:
    """Three places come free, so that those before her are asked, and she is."""
    rows = Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).exclude(person=person).order_by("-at")[: AHEAD_OF_HER + 1]
    for signup in rows:
        cancel_signup(signup, by=User.objects.filter(person=signup.person).first())
