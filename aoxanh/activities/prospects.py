"""What one person may take, and why not the rest: many shifts at once, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from aoxanh.activities.candidates import Candidate, candidates
from aoxanh.activities.eligibility import check
from aoxanh.activities.fitting import choose
from aoxanh.activities.models import Activity, Offer, Shift, ShiftRole, Waiting
from aoxanh.activities.ways import Way, ways_of
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

AHEAD = timedelta(days=28)
MOST = 50


@dataclass(frozen=True)
class Prospect:
    """A shift before one person: free for them in this role, or why not, with the ways on. `position` is what they have in the waiting
    list, or would have."""

    shift: Shift
    reason: Refused | None
    role: ShiftRole | None = None
    waiting: Waiting | None = None
    offer: Offer | None = None
    position: int = 0

    @property
    def is_open(self) -> bool:
        return self.reason is None

    @property
    def is_mine(self) -> bool:
        """Whether they have a place there already."""
        return self.reason is not None and self.reason.code == "already_signed_up"

    @property
    def ways(self) -> tuple[Way, ...]:
        return ways_of(self.reason)

    @property
    def first_way(self) -> Way | None:
        return next(iter(self.ways), None)


def page(person: Person, shifts: Iterable[Shift]) -> list[Prospect]:
    """Each shift with the answer of the rules, in the order given. Shifts come with what `looked_at` selects."""
    listed = list(shifts)
    seen = candidates([person], listed)
    waits = {row.shift_id: row for row in Waiting.objects.filter(person=person, shift__in=listed, status__in=Waiting.OPEN)}
    offers = {row.shift_id: row for row in Offer.objects.filter(person=person, shift__in=listed, answer="", until__gt=timezone.now())}
    lines = line_lengths(listed, waits)
    return [
        prospect(seen[person.pk, shift.pk], waits.get(shift.pk), offers.get(shift.pk), position=lines.get(shift.pk, 0) + 1)
        for shift in listed
    ]


def prospect(seen: Candidate, waiting: Waiting | None, offer: Offer | None, *, position: int) -> Prospect:
    reason, role = None, None
    try:
        check(seen)
        role = choose(seen) if seen.roles else None
    except Refused as refused:
        reason = refused
    return Prospect(seen.shift, reason, role, waiting, offer, position)


def line_lengths(shifts: list[Shift], waits: dict[UUID, Waiting]) -> dict[UUID, int]:
    """How many wait for each shift, of a shift for which the person waits too only those ahead."""
    ahead = Q(status=Waiting.Status.WAITING, shift__in=shifts)
    behind = [Q(shift=row.shift_id, number__gte=row.number) for row in waits.values()]
    rows = Waiting.objects.filter(ahead)
    for part in behind:
        rows = rows.exclude(part)
    return dict(rows.order_by().values_list("shift").annotate(Count("pk")))


def looked_at(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Shifts with all that rules and rows of a list read of them."""
    whole = shifts.select_related("activity").defer("activity__description")
    return whole.prefetch_related("activity__unit", "activity__area", "activity__training_first")


def near(person: Person, *, days: timedelta = AHEAD, most: int = MOST) -> QuerySet[Shift]:
    """Open shifts of the coming weeks in the person's province, or anywhere where their place is not known, the soonest first."""
    now = timezone.now()
    shifts = Shift.objects.filter(activity__status=Activity.Status.OPEN, starts_at__gt=now, starts_at__lt=now + days)
    if person.area:
        home = person.area.parent_id or person.area_id
        shifts = shifts.filter(Q(activity__area__parent=home) | Q(activity__area=home) | Q(activity__area=person.area_id))
    return looked_at(shifts).order_by("starts_at", "id")[:most]
