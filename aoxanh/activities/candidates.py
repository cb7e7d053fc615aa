"""Who asks for a place, as the rules of `eligibility`, `minors` and `fitting` see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from aoxanh.activities.models import OPEN_PLACES, Activity, Shift, ShiftRole, Signup, Wave
from aoxanh.kit.dates import local
from aoxanh.people.models import Person, PersonSkill
from aoxanh.people.queries import age
from aoxanh.people.queries.guardians import standing

WEEK = timedelta(days=7)
ON_THE_ROAD = timedelta(hours=6)
"""Places that end or begin so close to a week still count for the way between two shifts."""

OFF = (Activity.Status.CANCELLED, Activity.Status.POSTPONED, Activity.Status.WITHDRAWN)
"""Activities whose places keep nobody from elsewhere."""


class Known:
    """What the rules must know beyond the rows at hand. Each fact is asked of the database when the first rule wants it, at once for all
    the people and shifts that are being looked at."""

    def __init__(self, people: Iterable[Person], shifts: Iterable[Shift]) -> None:
        self.people, self.shifts = [person.pk for person in people], list(shifts)

    @cached_property
    def consented(self) -> set[UUID]:
        """Children for whom a guardian's consent stands."""
        return set(standing().filter(child__in=self.people).values_list("child", flat=True))

    @cached_property
    def skills(self) -> dict[UUID, dict[UUID, PersonSkill]]:
        """The skills of each person, by the skill."""
        found: dict[UUID, dict[UUID, PersonSkill]] = defaultdict(dict)
        for skill in PersonSkill.objects.filter(person__in=self.people):
            found[skill.person_id][skill.skill_id] = skill
        return found

    @cached_property
    def eldest(self) -> dict[UUID, date]:
        """The earliest birth date among those who have a place, by the shift."""
        places = Signup.objects.filter(shift__in=self.shifts, status=Signup.Status.CONFIRMED, person__birth_date__isnull=False)
        return dict(places.order_by().values_list("shift").annotate(Min("person__birth_date")))

    @cached_property
    def roles(self) -> dict[UUID, list[ShiftRole]]:
        """The roles of each shift in their order."""
        found: dict[UUID, list[ShiftRole]] = defaultdict(list)
        for role in ShiftRole.objects.filter(shift__in=self.shifts).select_related("skill").order_by("order", "id"):
            found[role.shift_id].append(role)
        return found

    @cached_property
    def next_waves(self) -> dict[UUID, Wave]:
        """The wave that comes next, by the shift."""
        waves = Wave.objects.filter(shift__in=self.shifts, released_at=None).order_by("-at", "-id")
        return {wave.shift_id: wave for wave in waves}

    @cached_property
    def siblings(self) -> dict[UUID, list[Shift]]:
        """Shifts ahead that have places, by their activity."""
        activities = {shift.activity_id for shift in self.shifts}
        found: dict[UUID, list[Shift]] = defaultdict(list)
        ahead = Shift.objects.filter(activity__in=activities, starts_at__gt=timezone.now(), taken__lt=OPEN_PLACES)
        for shift in ahead:
            found[shift.activity_id].append(shift)
        return found


@dataclass(frozen=True)
class Candidate:
    """A person who asks for a place. `taken` are their confirmed places in the week of the shift and right before and after it."""

    person: Person
    shift: Shift
    taken: list[Signup]
    now: datetime
    known: Known

    @property
    def roles(self) -> list[ShiftRole]:
        return self.known.roles.get(self.shift.pk, [])


def day_of(shift: Shift) -> date:
    """The day on which the shift begins, in Viet Nam."""
    return midnight_before(shift.starts_at).date()


def monday_of(shift: Shift) -> datetime:
    """Where the week of the shift begins, in Viet Nam."""
    midnight = midnight_before(shift.starts_at)
    return midnight - timedelta(days=midnight.weekday())


@lru_cache(4096)
def midnight_before(moment: datetime) -> datetime:
    """Where the day begins in Viet Nam; asked of the same few moments again and again."""
    return local(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def window(shift: Shift) -> tuple[datetime, datetime]:
    """The time in which another place may matter for one in this shift."""
    monday = monday_of(shift)
    return min(monday, shift.starts_at) - ON_THE_ROAD, max(monday + WEEK, shift.ends_at) + ON_THE_ROAD


def age_on_the_day(person: Person, shift: Shift) -> int:
    """Full years on the day of the shift. Only asked where the birth date is known."""
    return age(person.birth_date, on=day_of(shift)) if person.birth_date else 0


def around(shift: Shift, person: Person) -> list[Signup]:
    """The person's sign-ups, also given back ones, near the shift. One plain query where there are none, as in a rush."""
    since, until = window(shift)
    near = Signup.objects.filter(person=person, shift__starts_at__lt=until, shift__ends_at__gt=since)
    return list(near.prefetch_related("shift__activity").order_by("shift__starts_at", "id"))


def held(signups: Iterable[Signup]) -> list[Signup]:
    """Those that keep a person from elsewhere."""
    return [one for one in signups if one.status == Signup.Status.CONFIRMED and one.shift.activity.status not in OFF]


def candidate(shift: Shift, person: Person, *, without: Signup | None = None) -> Candidate:
    """One person before one shift; `without` leaves out a place that would be given back for it."""
    return asking(shift, person, around(shift, person), without=without)


def asking(shift: Shift, person: Person, signups: Iterable[Signup], *, without: Signup | None = None) -> Candidate:
    taken = [signup for signup in held(signups) if without is None or signup.pk != without.pk]
    return Candidate(person, shift, taken, timezone.now(), Known([person], [shift]))


def candidates(people: Iterable[Person], shifts: Iterable[Shift]) -> dict[tuple[UUID, UUID], Candidate]:
    """Each person before each shift, by both keys; a constant number of queries however many there are."""
    everyone, all_shifts, now = list(people), list(shifts), timezone.now()
    if not everyone or not all_shifts:
        return {}
    known, windows = Known(everyone, all_shifts), {shift.pk: window(shift) for shift in all_shifts}
    since, until = min(start for start, _ in windows.values()), max(end for _, end in windows.values())
    near = Signup.objects.filter(person__in=everyone, status=Signup.Status.CONFIRMED, shift__starts_at__lt=until, shift__ends_at__gt=since)
    by_person: dict[UUID, list[Signup]] = defaultdict(list)
    for signup in held(near.select_related("shift__activity").order_by("shift__starts_at", "id")):
        by_person[signup.person_id].append(signup)
    return {
        (person.pk, shift.pk): Candidate(person, shift, within(by_person[person.pk], *windows[shift.pk]), now, known)
        for person in everyone
        for shift in all_shifts
    }


def within(signups: list[Signup], since: datetime, until: datetime) -> list[Signup]:
    return [signup for signup in signups if signup.shift.starts_at < until and signup.shift.ends_at > since]
