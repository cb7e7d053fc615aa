"""The slots of shifts: what may still be filled, and what each asks of who comes, as numbers and birth dates that SQL can compare."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db.models import QuerySet

from aoxanh.activities.models import Shift, ShiftRole
from aoxanh.kit.dates import local
from aoxanh.matching.solver import Shifts, Slots
from aoxanh.people.bands import adults_born_by, bands, born_by, is_at_night, youngest

OLDEST = date(1880, 1, 1)


@dataclass(frozen=True)
class Wanted:
    """A skill that must be there: how well, whether proved, valid on which day."""

    skill: UUID
    degree: int
    proved: bool
    day: date


@dataclass(frozen=True)
class Slot:
    """A role of a shift, or its places without a role. Who was born from `born_from` up to `born_until` is of the right age; who was born
    after `grown` needs a guardian's consent."""

    shift: Shift
    role: ShiftRole | None
    number: int
    shift_number: int
    born_from: date
    born_until: date
    grown: date
    wanted: Wanted | None
    training: Wanted | None


@dataclass(frozen=True)
class Places:
    """All slots, and the clock from which their minutes count: a Monday's midnight in Viet Nam."""

    slots: list[Slot]
    shifts: list[Shift]
    midnight: datetime

    @property
    def wanted(self) -> list[Wanted]:
        """Each demand once."""
        return list(dict.fromkeys(one for slot in self.slots for one in (slot.wanted, slot.training) if one))

    def minute(self, moment: datetime) -> int:
        return int((moment - self.midnight).total_seconds() // 60)


def places(shifts: QuerySet[Shift]) -> Places:
    rows = list(shifts.select_related("activity__need").prefetch_related("roles", "activity__skills").order_by("starts_at", "id"))
    return places_of(rows)


def places_of(shifts: Sequence[Shift]) -> Places:
    slots: list[Slot] = []
    for number, shift in enumerate(shifts):
        for role in (*shift.roles.all(), None):
            slots.append(slot(shift, role, number=len(slots), shift_number=number))
    first = local(min((shift.starts_at for shift in shifts), default=datetime.now().astimezone()))
    monday = first.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=first.weekday())
    return Places(slots, list(shifts), monday)


def slot(shift: Shift, role: ShiftRole | None, *, number: int, shift_number: int) -> Slot:
    on, training = local(shift.starts_at).date(), shift.activity.training_first_id
    least = max(shift.activity.min_age, youngest(), (role and role.min_age) or 0, age_for_hours(shift))
    most = role.max_age if role else None
    wanted = Wanted(role.skill_id, role.degree, role.must_be_proved, on) if role and role.skill_id else None
    return Slot(
        shift=shift,
        role=role,
        number=number,
        shift_number=shift_number,
        born_from=born_by(on, most + 1) + timedelta(days=1) if most else OLDEST,
        born_until=born_by(on, least),
        grown=born_by(on, settings.GUARDIAN_UNDER_AGE),
        wanted=wanted,
        training=Wanted(training, 0, proved=True, day=on) if training else None,
    )


def age_for_hours(shift: Shift) -> int:
    """How old one must be for the shift's hours: by day, by the latest end, by how long it is. 0 where they are right for all."""
    if is_at_night(shift.starts_at, shift.ends_at):
        return settings.ADULT_AGE
    end, minutes = local(shift.ends_at).time(), (shift.ends_at - shift.starts_at).total_seconds() / 60
    return max((band.until for band in bands() if end > band.latest_end or minutes > band.hours_a_day * 60), default=0)


def tables(found: Places, adults: set[UUID]) -> tuple[Slots, Shifts]:
    """The slots and shifts for the solver; `adults` says where an adult has a place already, by shift."""
    per_shift: dict[UUID, list[Slot]] = defaultdict(list)
    for one in found.slots:
        per_shift[one.shift.pk].append(one)
    rows = [row(one, found, per_shift[one.shift.pk], adults) for one in found.slots]
    ranks = {shift.pk: rank(shift) for shift in found.shifts}
    shifts = [(max(shift.free, 0), missing(shift), ranks[shift.pk]) for shift in found.shifts]
    slots = Slots(*(np.array(column, dtype) for column, dtype in zip(transposed(rows, 11), SLOT_TYPES, strict=True)))
    return slots, Shifts(*(np.array(column, np.int64) for column in transposed(shifts, 3)))


SLOT_TYPES = (*[np.int64] * 8, np.float64, np.float64, np.bool_)


def transposed(rows: Iterable[Sequence[object]], width: int) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def row(one: Slot, found: Places, siblings: list[Slot], adults: set[UUID]) -> tuple[object, ...]:
    shift, activity = one.shift, one.shift.activity
    start, end = found.minute(shift.starts_at), found.minute(shift.ends_at)
    lone = not activity.guided and shift.pk not in adults
    least = missing(one.role) if one.role else 0
    at = (one.shift_number, start // 1440, start // 10080, start, end)
    return (*at, room(one, siblings), least, rank(shift), activity.latitude, activity.longitude, lone)


def room(one: Slot, siblings: list[Slot]) -> int:
    """Free places of the role, or those that no role keeps for itself."""
    if one.role:
        return max(min(one.role.free, one.shift.free), 0)
    return max(one.shift.free - sum(max(other.role.free, 0) for other in siblings if other.role), 0)


def missing(of: Shift | ShiftRole) -> int:
    """How many must still come."""
    return max(of.least - of.taken - of.held, 0)


def rank(shift: Shift) -> int:
    """How urgent: 0 without a need, 1 with one, 3 with an urgent one."""
    need = shift.activity.need
    return 0 if not need else 3 if need.urgent else 1


def is_adult(born: date, on: date) -> bool:
    return born <= adults_born_by(on)


DAY_PARTS = (time(12), time(17))
"""Where the afternoon and the evening of `people.Availability` begin."""
