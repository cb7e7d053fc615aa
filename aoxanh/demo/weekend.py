"""The coming weekend in Lạng Sơn: forty activities that wait for a coordinator, with roles that ask for skills; six are hard to fill."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from aoxanh.activities.models import Activity, Shift, ShiftRole
from aoxanh.demo.places import spot
from aoxanh.demo.stage import next_day
from aoxanh.demo.timetable import AFTERNOON, MORNING, PATTERNS, SATURDAY, SUNDAY, Slot
from aoxanh.demo.words import Words
from aoxanh.demo.works import activity_of, all_words, shifts_of
from aoxanh.demo.world import NORTH, Work, World
from aoxanh.people.models import PersonSkill

FILE = Path(__file__).parent / "weekend.toml"
SEED = 2211
ACTIVITIES = 40
HOURS: tuple[tuple[Slot, ...], ...] = ((MORNING,), (MORNING, AFTERNOON), (AFTERNOON,), PATTERNS["am"][1], PATTERNS["pm"][0])
TAKEN = (0.2, 0.6)


@cache
def told() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@contextmanager
def own_dice(world: World, seed: int) -> Iterator[Random]:
    """Dice of its own, so that what else the demo draws stays what it was."""
    kept, world.random = world.random, Random(seed)
    try:
        yield world.random
    finally:
        world.random = kept


def make_weekend(world: World) -> int:
    """Its activities, not saved yet; how many. The hard ones first, each in another commune."""
    with own_dice(world, SEED) as dice:
        saturday = next_day(world, SATURDAY, 2)
        communes = dice.sample(world.organisers[NORTH], len(world.organisers[NORTH]))
        asked = [(words_of(entry), entry) for entry in told()["hard"]]
        asked += [(said, role_of(said.kind)) for said in usual(world, saturday, max(world.some(ACTIVITIES) - len(asked), 2))]
        for number, (said, role) in enumerate(asked):
            hours = (MORNING,) if said.outcome == "" else dice.choice(HOURS)
            world.works.append(work(world, said, communes[number % len(communes)], (hours, day_for(world, said, saturday)), role))
    return len(asked)


def words_of(entry: dict[str, Any]) -> Words:
    """What a hard one says; it has no outcome yet."""
    known = {name: entry[name] for name in ("kind", "title", "place", "description", "insured") if name in entry}
    return Words(**known, outcome="", places=tuple(entry["shift_places"]))


def role_of(kind: str) -> dict[str, Any] | None:
    """The role that this kind of work asks for, if one."""
    return next((entry for entry in told()["role"] if entry["kind"] == kind), None)


def usual(world: World, saturday: date, number: int) -> list[Words]:
    """Work that people of the north do in that month, each kind as often as any."""
    fitting = [said for said in all_words() if "north" in said.regions and saturday.month in said.months and not said.by_the_sea]
    return world.random.sample(fitting * (number // len(fitting) + 1), number)


def day_for(world: World, said: Words, saturday: date) -> date:
    """Its own day of the week, else one of the two."""
    weekday = said.weekday if said.weekday is not None else world.random.choice((SATURDAY, SATURDAY, SUNDAY))
    return saturday + timedelta(days=max(weekday - SATURDAY, 0))


def work(world: World, said: Words, home: str, when: tuple[tuple[Slot, ...], date], role: dict[str, Any] | None) -> Work:
    """Open, a part of its places taken; its shifts run with half of their people."""
    there = spot(world, world.new[home], home)
    activity = activity_of(world, world.new_unions[home], there, said)
    activity.status = Activity.Status.OPEN
    shifts = shifts_of(world, activity, *when, said.places)
    for shift in shifts:
        shift.least = shift.places // 2
    roles = [role_in(world, shift, role) for shift in shifts] if role else []
    world.roles += roles
    kept = roles[0].places if roles else 0
    taken = tuple(round((shift.places - kept) * world.random.uniform(*TAKEN)) for shift in shifts)
    return Work(activity, shifts, "", NORTH, home, skills=said.skills, taken=taken, is_settled=True)


def role_in(world: World, shift: Shift, entry: dict[str, Any]) -> ShiftRole:
    """A role of a shift that asks for a skill."""
    return ShiftRole(
        shift=shift,
        name=entry["name"],
        places=min(entry["places"], shift.places),
        skill=world.skills[entry["skill"]],
        must_be_proved=entry.get("proved", False),
        degree=entry.get("degree", PersonSkill.Degree.BASIC),
    )
