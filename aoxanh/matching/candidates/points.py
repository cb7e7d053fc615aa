"""How well a person fits a slot: points, term by term, so that a page can say where they come from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from aoxanh.kit.dates import local
from aoxanh.matching.candidates.places import DAY_PARTS, Places
from aoxanh.matching.candidates.reading import Facts
from aoxanh.matching.solver.problem import Bools, Floats, Ints

FREE, WISH, DONE, BUSY = 12, 20, 8, -4
"""Said to be free then (as much less where other times were named); waits for this shift; came to this kind of work before; has another
shift on that day or the one beside it."""
TERMS = ("skill", "near", "free", "wish", "done", "fair", "keep", "busy")


@dataclass(frozen=True)
class Weighed:
    """Points of each pair by term, and what they rest on. `skill` is the number of the skill that counted, −1 without one."""

    terms: dict[str, Ints]
    skill: Ints
    former: Bools

    @property
    def total(self) -> Ints:
        """All terms together."""
        return np.sum(list(self.terms.values()), axis=0, dtype=np.int64)


def weigh(facts: Facts, places: Places, weights: dict[str, int], *, reach_km: float) -> Weighed:
    """Points for all pairs of the facts."""
    skill, which = skill_fit(facts, places)
    former = listed(facts, places, facts.former)
    terms = {
        "skill": whole(weights["skill"] * skill),
        "near": whole(weights["near"] * np.clip(1 - facts.km / reach_km, 0, 1)),
        "free": free_fit(facts, places),
        "wish": WISH * listed(facts, places, facts.wishes),
        "done": DONE * done_before(facts, places),
        "fair": whole(weights["fair"] / (1 + facts.turns))[facts.person],
        "keep": weights["keep"] * former,
        "busy": BUSY * busy(facts, places),
    }
    return Weighed(terms, which, former)


def whole(points: Floats) -> Ints:
    return np.rint(points).astype(np.int64)


def listed(facts: Facts, places: Places, rows: tuple[Ints, Ints]) -> Bools:
    """Which pairs are among rows of (person, shift)."""
    shift = np.array([slot.shift_number for slot in places.slots], np.int64)
    keys = np.sort(rows[0] * (1 << 24) + rows[1])
    mine = facts.person * (1 << 24) + (shift[facts.slot] if len(shift) else facts.slot)
    return among(mine, keys)


def among(mine: Ints, keys: Ints) -> Bools:
    if not len(keys):
        return np.zeros(len(mine), bool)
    place = np.minimum(np.searchsorted(keys, mine), len(keys) - 1)
    result: Bools = keys[place] == mine
    return result


def skill_fit(facts: Facts, places: Places) -> tuple[Floats, Ints]:
    """From 0 to 1, and the skill that counted: for a role the one it asks for, the better the more; else those the activity wishes for."""
    person, skill, degree = facts.skills
    known = np.zeros((len(facts.ids), max(len(facts.skill_ids), 1)), np.int8)
    known[person, skill] = degree
    number = {one: place for place, one in enumerate(facts.skill_ids)}
    asked = np.array([number[slot.wanted.skill] if slot.wanted else -1 for slot in places.slots], np.int64)
    least = np.array([slot.wanted.degree if slot.wanted else 0 for slot in places.slots], np.int64)
    fit, which = np.zeros(len(facts.person)), np.full(len(facts.person), -1)
    if not len(asked):
        return fit, which
    of_role = asked[facts.slot] >= 0
    has = known[facts.person, np.maximum(asked[facts.slot], 0)].astype(np.int64)
    fit[of_role] = np.minimum(0.7 + 0.15 * (has - least[facts.slot]), 1.0)[of_role]
    which[of_role] = asked[facts.slot][of_role]
    return wished(facts, places, known, number, fit, which)


def wished(facts: Facts, places: Places, known: np.ndarray, number: dict[UUID, int], fit: Floats, which: Ints) -> tuple[Floats, Ints]:
    """What the activity wishes for: all its skills count 0.8; skill by skill, since an activity names few of them."""
    lists = [[number[skill.pk] for skill in slot.shift.activity.skills.all()] if not slot.wanted else [] for slot in places.slots]
    counts = np.array([len(skills) for skills in lists])
    for place in range(int(counts.max(initial=0))):
        column = np.array([skills[place] if len(skills) > place else -1 for skills in lists])[facts.slot]
        rows = np.flatnonzero(column >= 0)
        hits = rows[known[facts.person[rows], column[rows]] > 0]
        fit[hits] += 0.8 / counts[facts.slot[hits]]
        first = hits[which[hits] < 0]
        which[first] = column[first]
    return fit, which


def free_fit(facts: Facts, places: Places) -> Ints:
    wanted = np.array([parts(slot.shift.starts_at, slot.shift.ends_at) for slot in places.slots], np.int64)
    if not len(wanted):
        return np.zeros(len(facts.person), np.int64)
    has = (facts.free[facts.person] & wanted[facts.slot]) == wanted[facts.slot]
    return np.where(facts.free_known[facts.person], np.where(has, FREE, -FREE), 0)


def parts(start: datetime, end: datetime) -> int:
    """Bits of the parts of the weekdays that a shift touches, as `people.Availability` has them."""
    begins, ends = local(start), local(end)
    bits = 0
    for part, (since, until) in enumerate(zip((None, *DAY_PARTS), (*DAY_PARTS, None), strict=True)):
        if (until is None or begins.time() < until) and (since is None or ends.time() > since or ends.date() > begins.date()):
            bits |= 1 << (begins.weekday() * 3 + part)
    return bits


def done_before(facts: Facts, places: Places) -> Bools:
    kind = np.array([facts.kinds.index(slot.shift.activity.kind) for slot in places.slots], np.int64)
    keys = np.sort(facts.done[0] * 1000 + facts.done[1])
    return among(facts.person * 1000 + (kind[facts.slot] if len(kind) else facts.slot), keys)


def busy(facts: Facts, places: Places) -> Bools:
    day = np.array([places.minute(slot.shift.starts_at) // 1440 for slot in places.slots], np.int64)
    held = facts.held
    keys = np.sort(np.concatenate([held.person * 100_000 + held.day + near + 10 for near in (-1, 0, 1)]))
    return among(facts.person * 100_000 + (day[facts.slot] if len(day) else facts.slot) + 10, keys)
