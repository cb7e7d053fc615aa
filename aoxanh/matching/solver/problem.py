"""What is asked of the solver and what it answers: NumPy arrays and numbers, no rows of the database.

Minutes count from one midnight for all; a day is the number of the day on which something begins, a week that of its Monday. A slot is a
shift, or a role in one; roles of one shift share `Slots.shift`. `NONE` stands for "no ceiling".
"""

from dataclasses import dataclass, field, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]
type Floats = NDArray[np.float64]

NONE = 1 << 30
DETOUR = 1.3
"""A road is so much longer than the straight line."""
EARTH_RADIUS_KM = 6_371.0088
SAME_PLACE_KM = 0.5


class Table:
    """Columns of one length."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))  # type: ignore[arg-type]

    def take(self, rows: Ints | Bools) -> Self:
        return replace(self, **{one.name: getattr(self, one.name)[rows] for one in fields(self)})  # type: ignore[type-var,arg-type]


@dataclass(frozen=True)
class Slots(Table):
    """Places of one kind. `free` more people may come, `least` more must; `rank` 0 to 3 is how urgent that is.

    `lone`: a minor may not be there alone, and no adult has a place yet.
    """

    shift: Ints
    day: Ints
    week: Ints
    start: Ints
    end: Ints
    free: Ints
    least: Ints
    rank: Ints
    latitude: Floats
    longitude: Floats
    lone: Bools


@dataclass(frozen=True)
class Shifts(Table):
    """What holds for all slots of a shift together."""

    free: Ints
    least: Ints
    rank: Ints


@dataclass(frozen=True)
class People(Table):
    """Ceilings on shifts and minutes, in which what is `Held` counts too. `speed` is in km/h; `team` is −1 without one.

    `minor`: an adult must be in the shift beside them; `adult`: may be that one. Some are neither.
    """

    day_shifts: Ints
    day_minutes: Ints
    week_shifts: Ints
    week_minutes: Ints
    all_shifts: Ints
    all_minutes: Ints
    speed: Floats
    minor: Bools
    adult: Bools
    team: Ints


@dataclass(frozen=True)
class Pairs(Table):
    """Who may go where, and how well that fits. Each pair by itself breaks no hard rule."""

    person: Ints
    slot: Ints
    points: Ints


@dataclass(frozen=True)
class Held(Table):
    """Shifts that people are in whatever is decided: signed up, or pinned. Places they take are taken off already."""

    person: Ints
    day: Ints
    week: Ints
    start: Ints
    end: Ints
    latitude: Floats
    longitude: Floats


@dataclass(frozen=True)
class Prices:
    """What counts how much: a place of a minimum (times three for each rank), any place, a mate of one's team in the same shift."""

    least: int = 1_000
    place: int = 300
    mate: int = 8

    def of_least(self, rank: Ints) -> Ints:
        return self.least * 3**rank


@dataclass(frozen=True)
class Problem:
    """Who may go where. `pairs` are sorted by person."""

    slots: Slots
    shifts: Shifts
    people: People
    pairs: Pairs
    held: Held
    prices: Prices = field(default_factory=Prices)


@dataclass(frozen=True)
class Part:
    """The answer of one component. `chosen` are rows of the problem's pairs, `shifts` and `slots` those that it decided about.

    `proved`: "optimal", "within" (no more than `bound` − `value` is missing), or "open" where nothing was solved: `trouble` says why.
    """

    number: int
    chosen: Ints
    slots: Ints
    people: int
    pairs: int
    value: int
    bound: int
    mates: int
    proved: str
    method: str
    seconds: float
    trouble: str = ""


@dataclass(frozen=True)
class Answer:
    """All parts together. `value` and `bound` leave out what teams add, which `mates` has."""

    chosen: Ints
    value: int
    bound: int
    mates: int
    parts: tuple[Part, ...]
    seconds: float

    @property
    def ratio(self) -> float:
        """How much of the bound was reached; 1 where there is nothing to reach."""
        return self.value / self.bound if self.bound else 1.0


def empty_held() -> Held:
    whole, real = np.zeros(0, np.int64), np.zeros(0)
    return Held(whole, whole, whole, whole, whole, real, real)


def worth(problem: Problem, chosen: Ints) -> int:
    """Points of these pairs with the prices of places and minimums, without those of teams."""
    slots, shifts, prices = problem.slots, problem.shifts, problem.prices
    of_slot = np.bincount(problem.pairs.slot[chosen], minlength=len(slots))
    of_shift = np.bincount(slots.shift, weights=of_slot, minlength=len(shifts)).astype(np.int64)
    least = (prices.of_least(slots.rank) * np.minimum(of_slot, slots.least)).sum()
    least += (prices.of_least(shifts.rank) * np.minimum(of_shift, shifts.least)).sum()
    return int(problem.pairs.points[chosen].sum() + prices.place * len(chosen) + least)


def mates(problem: Problem, chosen: Ints) -> int:
    """What teams add: a price for each member in a shift beyond the first one of the team."""
    team, shift = problem.people.team[problem.pairs.person[chosen]], problem.slots.shift[problem.pairs.slot[chosen]]
    known = team >= 0
    together = int(known.sum()) - len(np.unique(team[known] * len(problem.shifts) + shift[known]))
    return problem.prices.mate * together


def kilometres(one_latitude: Floats, one_longitude: Floats, other_latitude: Floats, other_longitude: Floats) -> Floats:
    """The straight line along the earth's surface, as `places.geometry` has it."""
    north, east = np.radians(other_latitude - one_latitude), np.radians(other_longitude - one_longitude)
    across = np.sin(north / 2) ** 2 + np.cos(np.radians(one_latitude)) * np.cos(np.radians(other_latitude)) * np.sin(east / 2) ** 2
    result: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(across))
    return result


def minutes_between(km: Floats, speed: Floats) -> Floats:
    """How long the way takes by road, in whole minutes; nothing within the same place, as `activities.travel` has it."""
    result: Floats = np.where(km < SAME_PLACE_KM, 0, np.ceil(km * DETOUR / speed * 60))
    return result
