"""The problem of a proposal: its candidates with their points, pins and ceilings, as the solver wants them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.conf import settings

from aoxanh.kit.dates import local
from aoxanh.matching.candidates.places import Places, tables
from aoxanh.matching.candidates.points import Weighed
from aoxanh.matching.candidates.reading import EPOCH, Facts
from aoxanh.matching.solver import NONE, Held, Pairs, People, Problem, Shifts, Slots
from aoxanh.matching.solver.problem import Ints
from aoxanh.people.bands import bands


@dataclass(frozen=True)
class Ceilings:
    """Hours for one person at most, the stricter of what the proposal and the house say; `shifts` in all, 0 without."""

    a_day: int
    a_week: int
    shifts: int = 0


@dataclass(frozen=True)
class Pinned:
    """Somebody who stays where they are: numbers of person, slot."""

    person: int
    slot: int


def problem(facts: Facts, places: Places, weighed: Weighed, ceilings: Ceilings, pins: Sequence[Pinned] = ()) -> Problem:
    """The pairs are those of the facts, which are sorted by person and start; pins are held and their places taken off."""
    adults = {places.shifts[number].pk for number in facts.adults}
    slots, shifts = tables(places, adults)
    people = persons(facts, places, ceilings)
    held = facts.held
    if pins:
        person, slot = np.array([pin.person for pin in pins]), np.array([pin.slot for pin in pins])
        slots, shifts, held = with_pins(slots, shifts, held, people, person, slot)
    return Problem(slots, shifts, people, Pairs(facts.person, facts.slot, weighed.total), held)


def with_pins(slots: Slots, shifts: Shifts, held: Held, people: People, person: Ints, slot: Ints) -> tuple[Slots, Shifts, Held]:
    of_slot = np.bincount(slot, minlength=len(slots))
    of_shift = np.bincount(slots.shift[slot], minlength=len(shifts))
    with_adult = np.isin(slots.shift, slots.shift[slot[people.adult[person]]])
    own = Held(person, *(getattr(slots, name)[slot] for name in ("day", "week", "start", "end", "latitude", "longitude")))
    both = Held(*(np.concatenate([getattr(held, name), getattr(own, name)]) for name in Held.__dataclass_fields__))
    left = replace(
        slots,
        free=np.maximum(slots.free - of_slot, 0),
        least=np.maximum(slots.least - of_slot, 0),
        lone=slots.lone & ~with_adult,
    )
    return left, replace(shifts, free=np.maximum(shifts.free - of_shift, 0), least=np.maximum(shifts.least - of_shift, 0)), both


def persons(facts: Facts, places: Places, ceilings: Ceilings) -> People:
    """Ceilings by age on the first day of the window, when the bands are strictest."""
    count = len(facts.ids)
    on = local(places.midnight).date()
    first = min((local(shift.starts_at).date() for shift in places.shifts), default=on)
    years = age(facts.born, first)
    day, week = (np.full(count, hours * 60 if hours else NONE) for hours in (ceilings.a_day, ceilings.a_week))
    minor = np.zeros(count, bool)
    for band in bands():
        mine = (years >= band.since) & (years < band.until)
        day[mine] = np.minimum(day[mine], band.hours_a_day * 60)
        week[mine] = np.minimum(week[mine], band.hours_a_week * 60)
        minor |= mine & band.never_alone
    none = np.full(count, NONE)
    speeds = np.array(list(settings.TRAVEL_KMH.values()), float)
    return People(
        day_shifts=none,
        day_minutes=day,
        week_shifts=none,
        week_minutes=week,
        all_shifts=np.full(count, ceilings.shifts or NONE),
        all_minutes=none,
        speed=speeds[facts.transport],
        minor=minor,
        adult=years >= settings.ADULT_AGE,
        team=facts.team,
    )


def age(born: Ints, on: date) -> Ints:
    """Full years on a day, of days of birth counted from `EPOCH`."""
    births = np.datetime64(EPOCH) + born
    months = births.astype("datetime64[M]")
    day, month = (births - months.astype("datetime64[D]")).astype(int) + 1, months.astype(int) % 12 + 1
    later = (month > on.month) | ((month == on.month) & (day > on.day))
    years: Ints = on.year - 1970 - births.astype("datetime64[Y]").astype(int) - later
    return years
