"""Who signed up, who came, and the hours that followed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.hours import minutes_of_turn
from aoxanh.attendance.models import CheckIn, CheckOut, Method, ServiceHours, Source
from aoxanh.demo.world import REORGANISED, VAN_LINH, Work, World, own_times
from aoxanh.people.models import Person

Status = Activity.Status
CAME, CHECKED_OUT, GAVE_UP, AGAIN, REGULAR = 0.91, 0.86, 0.04, 0.6, 0.3
METHODS = ((Method.QR, Method.CODE, Method.ROSTER), (66, 14, 20))
BATCH = 2000


@dataclass
class Ledger:
    """Rows to be written together."""

    signups: list[Signup] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    check_outs: list[CheckOut] = field(default_factory=list)
    hours: list[ServiceHours] = field(default_factory=list)
    busy: dict[UUID, set[date]] = field(default_factory=lambda: defaultdict(set))
    around: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    """Everybody of a province of old."""


def turn_out(world: World) -> Ledger:
    """Who signs up and comes, not saved yet; shifts learn what is taken."""
    ledger = Ledger()
    for code, people in world.volunteers.items():
        ledger.around[world.region[code]] += people
    for work in sorted(world.works, key=lambda work: (not work.is_settled, work.shifts[0].starts_at)):
        if work.activity.status in Activity.PUBLIC:
            fill(world, ledger, work)
    return ledger


def save(ledger: Ledger) -> int:
    """Sign-ups with attendance; how many sign-ups."""
    with own_times(Signup, ServiceHours):
        Signup.objects.bulk_create(ledger.signups, batch_size=BATCH)
        CheckIn.objects.bulk_create(ledger.check_ins, batch_size=BATCH)
        CheckOut.objects.bulk_create(ledger.check_outs, batch_size=BATCH)
        ServiceHours.objects.bulk_create(ledger.hours, batch_size=BATCH)
    return len(ledger.signups)


def fill(world: World, ledger: Ledger, work: Work) -> None:
    before: list[Person] = []
    share = world.random.choices((1.0, world.random.uniform(0.6, 0.98), world.random.uniform(0.25, 0.6)), share_of(world, work))[0]
    for number, shift in enumerate(work.shifts):
        wanted = work.taken[number] if work.taken else max(1, round(shift.places * share))
        guests = work.guests if number == 0 else []
        chosen = choose(world, ledger, work, shift, min(wanted, shift.places), [*guests, *before])
        before = [person for person in chosen if person not in guests and world.random.random() < AGAIN]
        shift.taken = len(chosen)
        for person in chosen:
            attend(world, ledger, work, sign_up(world, ledger, work, shift, person))
        for person in world.random.sample(pool_of(world, work), min(1, len(pool_of(world, work)))):
            if person not in chosen and world.random.random() < GAVE_UP * shift.places:
                give_up(world, ledger, work, shift, person)


def share_of(world: World, work: Work) -> tuple[int, int, int]:
    """How likely it is full, well filled, or short: what lies ahead still fills up."""
    return (30, 60, 10) if work.shifts[0].starts_at < world.now else (16, 58, 26)


def choose(world: World, ledger: Ledger, work: Work, shift: Shift, number: int, first: Iterable[Person]) -> list[Person]:
    """People of the commune, then of the province, who are old enough and free that day; those named come first."""
    day = timezone.localtime(shift.starts_at).date()
    chosen: dict[UUID, Person] = {}
    taken_before = {person.pk for person in first}
    pool = pool_of(world, work)
    regulars: list[Person] = []
    if work.home == VAN_LINH:
        hanh, *pool = pool
        regulars = [hanh] if day >= REORGANISED and not work.is_settled and world.random.random() < REGULAR else []
    around = ledger.around[work.region]
    for people in (first, regulars, world.random.sample(pool, len(pool)), world.random.sample(around, min(len(around), 300))):
        for person in people:
            if len(chosen) == number:
                return list(chosen.values())
            if person.pk in chosen or not may_come(world, work, person, day):
                continue
            if day in ledger.busy[person.pk] and person.pk not in taken_before:
                continue
            chosen[person.pk] = person
            ledger.busy[person.pk].add(day)
    return list(chosen.values())


def pool_of(world: World, work: Work) -> list[Person]:
    return world.volunteers.get(work.home, [])


def may_come(world: World, work: Work, person: Person, day: date) -> bool:
    born, joined = person.birth_date, world.joined.get(person.pk, date.min)
    return born is not None and joined <= day and born + timedelta(days=work.activity.min_age * 365.25 + 1) <= day


def sign_up(world: World, ledger: Ledger, work: Work, shift: Shift, person: Person) -> Signup:
    opened = work.opened_at or world.now
    last = min(shift.starts_at - timedelta(hours=1), world.now)
    signup = Signup(
        shift=shift, person=person, code=world.code(), request_id=world.uuid(), at=world.between(opened, max(opened, last)), by=person.user
    )
    ledger.signups.append(signup)
    return signup


def give_up(world: World, ledger: Ledger, work: Work, shift: Shift, person: Person) -> None:
    """A place taken and given back."""
    signup = sign_up(world, ledger, work, shift, person)
    signup.status = Signup.Status.CANCELLED
    signup.cancelled_at = world.between(signup.at, min(max(signup.at, shift.starts_at - timedelta(hours=13)), world.now))


def attend(world: World, ledger: Ledger, work: Work, signup: Signup) -> None:
    """What is known of the turn by now: nothing before the shift, an arrival, a leaving, an absence once results are published."""
    shift, status = signup.shift, work.activity.status
    if status == Status.CANCELLED or shift.starts_at - timedelta(minutes=30) > world.now:
        return
    at = arrival(world, shift)
    came = signup.person in work.guests or world.random.random() < CAME
    if at > world.now or not came:
        if status == Status.RECORDED:
            signup.outcome = Signup.Outcome.ABSENT
        return
    by = world.heads[work.activity.unit_id]
    signup.outcome = Signup.Outcome.CAME
    check_in = CheckIn(signup=signup, scan_id=world.uuid(), at=at, device_at=at, method=method(world), by=by)
    ledger.check_ins.append(check_in)
    if shift.ends_at <= world.now:
        leave(world, ledger, work, check_in, by)


def arrival(world: World, shift: Shift) -> datetime:
    return shift.starts_at + timedelta(minutes=world.random.triangular(-25, 14, -6), seconds=world.random.randrange(60))


def leave(world: World, ledger: Ledger, work: Work, check_in: CheckIn, by: User) -> None:
    """Checked out, or counted to the end of the shift when results were published, or still open."""
    signup = check_in.signup
    shift = signup.shift
    at = min(shift.ends_at + timedelta(minutes=world.random.triangular(-30, 20, 2)), world.now)
    if world.random.random() < CHECKED_OUT:
        check_out = CheckOut(check_in=check_in, scan_id=world.uuid(), at=at, device_at=at, method=method(world), by=by)
        ledger.check_outs.append(check_out)
        count(world, ledger, work, signup, check_in.at, at, at, Source.CHECK_OUT, by)
    elif work.activity.status == Status.RECORDED:
        count(world, ledger, work, signup, check_in.at, shift.ends_at, work.recorded_at or at, Source.SHIFT_END, by)
    else:
        work.turns.append((signup.person_id, 0))


def count(
    world: World, ledger: Ledger, work: Work, signup: Signup, came: datetime, left: datetime, at: datetime, source: Source, by: User
) -> None:
    shift = signup.shift
    minutes = minutes_of_turn(came, left, starts_at=shift.starts_at, ends_at=shift.ends_at)
    day = timezone.localtime(shift.starts_at).date()
    facts = {"minutes": minutes, "on": day, "starts_at": came, "ends_at": max(came, left), "at": at, "source": source, "by": by}
    ledger.hours.append(ServiceHours.of_turn(signup, **facts))
    work.turns.append((signup.person_id, minutes))


def method(world: World) -> Method:
    return world.random.choices(*METHODS)[0]
