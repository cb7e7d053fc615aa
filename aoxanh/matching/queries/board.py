"""The board of a proposal: its shifts by day and hour, today beside the proposed plan, in as many queries with many rows as with one."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cos, Radians, Sqrt
from django.utils import timezone

from aoxanh.activities.models import Activity, Offer, Shift, Signup
from aoxanh.kit.dates import local, today
from aoxanh.matching.models import Assignment, Proposal, Shortfall
from aoxanh.org.queries import subtree_ids

KM_A_DEGREE = 111.2
STAYS = Q(offer__answer=Offer.Answer.ACCEPTED, offer__signup__status=Signup.Status.CONFIRMED)
ANSWERS = {
    "waiting": Q(offer__answer=""),
    "accepted": STAYS,
    "declined": Q(offer__answer=Offer.Answer.DECLINED) | Q(offer__answer=Offer.Answer.ACCEPTED) & ~STAYS,
    "lapsed": Q(offer__answer__in=[Offer.Answer.LAPSED, Offer.Answer.WITHDRAWN]),
    "not_sent": ~Q(not_sent=""),
}
"""What became of an invitation. Who accepted and gave the place back counts as somebody who declined."""
NOT_COMING = (Offer.Answer.DECLINED, Offer.Answer.LAPSED, Offer.Answer.WITHDRAWN)


@dataclass(frozen=True)
class Answers:
    """What became of those who were proposed for a shift: asked and silent, coming, not coming, silent too long, not asked."""

    proposed: int = 0
    pinned: int = 0
    waiting: int = 0
    accepted: int = 0
    declined: int = 0
    lapsed: int = 0
    not_sent: int = 0

    @property
    def coming(self) -> int:
        """Proposed people who may still come or do come."""
        return self.proposed - self.declined - self.lapsed - self.not_sent


@dataclass(frozen=True)
class Row:
    """A shift of the board. `before` people have a place or were offered one by others; `after` with those of the proposal."""

    shift: Shift
    answers: Answers
    shortfalls: list[Shortfall] = field(default_factory=list)

    @property
    def places(self) -> int:
        return self.shift.places

    @property
    def before(self) -> int:
        """Without the places that the proposal itself took or holds since it was sent."""
        return self.shift.taken + self.shift.held - self.answers.accepted - self.answers.waiting

    @property
    def after(self) -> int:
        return self.before + self.answers.coming

    @property
    def missing(self) -> int:
        return max(self.places - self.after, 0)

    @property
    def was_full(self) -> bool:
        return self.before >= self.places


@dataclass(frozen=True)
class Figures:
    """What the headline counts, today and with the proposal. Kilometres are a mean a person, None where nobody goes."""

    places: int
    before: int
    after: int
    shifts: int
    full_before: int
    full_after: int
    km_before: float | None
    km_after: float | None
    people: int

    @property
    def invited(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Board:
    """Rows by day, and what they come to."""

    rows: list[Row]
    figures: Figures

    @property
    def days(self) -> list[tuple[datetime, list[Row]]]:
        """Rows under the first moment of their day in Viet Nam."""
        by_day = groupby(self.rows, key=lambda row: local(row.shift.starts_at).date())
        return [(found[0].shift.starts_at, found) for _day, rows in by_day if (found := list(rows))]

    @property
    def answers(self) -> Answers:
        return total(row.answers for row in self.rows)

    @property
    def short(self) -> int:
        return sum(row.missing for row in self.rows)

    @property
    def short_shifts(self) -> int:
        return sum(1 for row in self.rows if row.missing)


def window(proposal: Proposal) -> tuple[datetime, datetime]:
    """From the first moment of its first day to the last of its last, in Viet Nam."""
    first, last = (datetime.combine(on, time.min) for on in (proposal.starts_on, proposal.ends_on + timedelta(days=1)))
    return timezone.make_aware(first), timezone.make_aware(last)


def shifts_of(proposal: Proposal) -> QuerySet[Shift]:
    """The open shifts in its window of its units, and those for which somebody was proposed whatever became of them."""
    start, end = window(proposal)
    roots = list(proposal.among.values_list("pk", flat=True)) or [proposal.unit_id]
    below = subtree_ids(roots, on=today())
    inside = Q(activity__status=Activity.Status.OPEN, activity__unit_id__in=below, starts_at__gte=start, starts_at__lt=end)
    proposed = Exists(Assignment.objects.filter(proposal=proposal, shift=OuterRef("pk")))
    return Shift.objects.filter(inside | Q(proposed)).select_related("activity__area", "activity__unit").order_by("starts_at", "id")


def board(proposal: Proposal) -> Board:
    shifts = list(shifts_of(proposal))
    return Board(rows := rows_of(proposal, shifts), figures_of(proposal, rows))


def rows_of(proposal: Proposal, shifts: Iterable[Shift]) -> list[Row]:
    shifts = list(shifts)
    answers = answers_of(proposal)
    short: dict[UUID, list[Shortfall]] = {}
    for shortfall in proposal.shortfalls.filter(shift__in=[shift.pk for shift in shifts]).select_related("role__skill").order_by("id"):
        short.setdefault(shortfall.shift_id, []).append(shortfall)
    return [Row(shift, answers.get(shift.pk, Answers()), short.get(shift.pk, [])) for shift in shifts]


def answers_of(proposal: Proposal) -> dict[UUID, Answers]:
    """Counts by shift, in one query."""

    def answered(what: str) -> Count:
        return Count("id", filter=ANSWERS[what])

    found = (
        Assignment.objects.filter(proposal=proposal)
        .values("shift_id")
        .annotate(
            proposed=Count("id"),
            pins=Count("id", filter=Q(pinned=True)),
            waiting=answered("waiting"),
            accepted=answered("accepted"),
            declined=answered("declined"),
            lapsed=answered("lapsed"),
            unsent=answered("not_sent"),
        )
        .order_by()
    )
    return {
        row["shift_id"]: Answers(
            row["proposed"], row["pins"], row["waiting"], row["accepted"], row["declined"], row["lapsed"], row["unsent"]
        )
        for row in found
    }


def total(answers: Iterable[Answers]) -> Answers:
    return Answers(*(sum(column) for column in zip(*map(astuple, answers), strict=True)))


def figures_of(proposal: Proposal, rows: list[Row]) -> Figures:
    km_before, km_after = kilometres(proposal, rows)
    return Figures(
        places=sum(row.places for row in rows),
        before=sum(min(row.before, row.places) for row in rows),
        after=sum(min(row.after, row.places) for row in rows),
        shifts=len(rows),
        full_before=sum(1 for row in rows if row.was_full),
        full_after=sum(1 for row in rows if not row.missing),
        km_before=km_before,
        km_after=km_after,
        people=Assignment.objects.filter(proposal=proposal, not_sent="")
        .exclude(offer__answer__in=NOT_COMING)
        .aggregate(n=Count("person", distinct=True))["n"],
    )


def kilometres(proposal: Proposal, rows: list[Row]) -> tuple[float | None, float | None]:
    """How far one goes on the average, as the crow flies from the middle of one's commune: today, and with the proposal."""
    shifts = [row.shift.pk for row in rows]
    ours = Q(offer__assignment__proposal=proposal)
    today_ = Signup.objects.filter(shift__in=shifts, status=Signup.Status.CONFIRMED).exclude(ours)
    added = Assignment.objects.filter(proposal=proposal, not_sent="").exclude(offer__answer__in=NOT_COMING)
    before, many = mean(today_)
    proposed, more = mean(added)
    if not many + more:
        return None, None
    return before if many else None, ((before or 0) * many + (proposed or 0) * more) / (many + more)


def mean(rows: QuerySet[Any]) -> tuple[float | None, int]:
    """The mean distance of those whose commune is known, and how many they are."""
    known = rows.filter(person__area__isnull=False)
    found = known.aggregate(km=Avg(distance("person__area", "shift__activity")), many=Count("id"))
    return found["km"], found["many"]


def distance(home: str, work: str) -> Any:
    """Kilometres between two rows that have a latitude and a longitude, flat as a province is."""
    up = F(f"{work}__latitude") - F(f"{home}__latitude")
    across = (F(f"{work}__longitude") - F(f"{home}__longitude")) * Cos(Radians(F(f"{work}__latitude")))
    return Value(KM_A_DEGREE, FloatField()) * Sqrt(up * up + across * across, output_field=FloatField())
