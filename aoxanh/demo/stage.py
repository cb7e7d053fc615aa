"""What is told by name around Vạn Linh: something running now, short of people tomorrow, waiting, returned, over and not recorded."""

import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone

from aoxanh.activities.models import Activity
from aoxanh.demo import cast
from aoxanh.demo.officers import person_of
from aoxanh.demo.places import spot
from aoxanh.demo.timetable import AFTERNOON, MORNING, PATTERNS, SATURDAY, SUNDAY, Slot
from aoxanh.demo.wants import need_of, tie
from aoxanh.demo.words import Words
from aoxanh.demo.works import activity_of, shifts_of, span
from aoxanh.demo.world import NORTH, VAN_LINH, Work, World
from aoxanh.needs.models import Need

FILE = Path(__file__).parent / "stage.toml"
Status = Activity.Status
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=3)
HALF_HOUR = 30
CENTRE = "06463"
SHIFT_NAMES = {"day": "Ca này", "evening": "Buổi tối", "night": "Ca đêm"}


@cache
def told() -> dict[str, Words]:
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Words(**{"outcome": ""} | {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for name, entry in entries.items()
    }


def make_stage(world: World) -> int:
    """The named activities, not saved yet; how many."""
    saturday, sunday = next_day(world, SATURDAY, 2), next_day(world, SUNDAY, 2)
    made = [
        running(world),
        tomorrow(world),
        unrecorded(world),
        recorded(world),
        work(world, "market", PATTERNS["market"][0], sunday, Status.OPEN, (5,)),
        work(world, "waiting", (MORNING,), saturday + timedelta(days=7), Status.SUBMITTED),
        work(world, "returned", (AFTERNOON,), saturday + timedelta(days=7), Status.RETURNED),
        work(world, "draft", (AFTERNOON,), sunday + timedelta(days=14), Status.DRAFT),
        work(world, "stream", (MORNING,), world.today + timedelta(days=4), Status.OPEN, (12,), home=CENTRE),
        work(world, "eyes", (MORNING,), world.today + timedelta(days=2), Status.OPEN, (7,), home=CENTRE),
    ]
    world.works += made
    return len(made)


def work(
    world: World, name: str, hours: tuple[Slot, ...], first: date, status: Status, taken: tuple[int, ...] = (), *, home: str = VAN_LINH
) -> Work:
    """One of a commune's union, its state given."""
    said = told()[name]
    there = spot(world, world.new[home], home)
    there.words["day"] = f"{first:%d/%m}"
    activity = activity_of(world, world.new_unions[home], there, said)
    activity.status = status
    shifts = shifts_of(world, activity, hours, first, said.places)
    return Work(activity, shifts, "chi-lang", NORTH, home, said.outcome, said.picture, said.skills, taken=taken, is_settled=True)


def running(world: World) -> Work:
    """From an hour ago to three hours from now, whatever the hour, begun today: 14 of 18 places taken."""
    here = timezone.localtime(world.now)
    name = "day" if 5 <= here.hour < 17 else "evening" if 17 <= here.hour < 20 else "night"
    made = work(world, name, (MORNING,), world.today, Status.OPEN, (14,))
    [shift] = made.shifts
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    shift.name = SHIFT_NAMES[name]
    shift.starts_at, shift.ends_at = max(half_hour(here - BEFORE), midnight), half_hour(here) + AFTER
    span(made.activity, made.shifts)
    return made


def half_hour(at: datetime) -> datetime:
    return at.replace(minute=at.minute // HALF_HOUR * HALF_HOUR, second=0, microsecond=0)


def tomorrow(world: World) -> Work:
    """The kitchen: the morning lacks six, the afternoon is full. Hạnh has a place."""
    made = work(world, "kitchen", (MORNING, AFTERNOON), world.today + timedelta(days=1), Status.OPEN, (12, 12))
    made.shifts[0].name, made.shifts[1].name = "Tháo mái, chuyển tôn", "Lợp mái, đắp bếp"
    made.shifts[1].places = 12
    made.guests = [person_of(world, cast.VOLUNTEER)]
    need = kitchen_need(world, made)
    tie(made, need, world)
    need.people_wanted, need.status = 36, Need.Status.PARTLY_MET
    return made


def kitchen_need(world: World, made: Work) -> Need:
    there = spot(world, world.new[VAN_LINH], VAN_LINH)
    title, text = "Bếp ăn bán trú xuống cấp, 86 học sinh", "Mái bếp cũ đã thủng, cần lợp lại trước mùa lạnh."
    need = need_of(world, made.activity.unit, there, "repair", title, text, 36, asked=3, days=(-20, 12))
    need.latitude, need.longitude, need.address = made.activity.latitude, made.activity.longitude, made.activity.place_name
    world.needs.append(need)
    return need


def next_day(world: World, weekday: int, least: int) -> date:
    """The first such weekday at least so many days away."""
    day = world.today + timedelta(days=least)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def last_day(world: World, weekday: int, least: int) -> date:
    """The latest such weekday at least so many days ago."""
    day = world.today - timedelta(days=least)
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def unrecorded(world: World) -> Work:
    """A Sunday at least sixteen days ago: people came, and the record is late."""
    return work(world, "unrecorded", (MORNING,), last_day(world, SUNDAY, 16), Status.CLOSED, (24,))


def recorded(world: World) -> Work:
    """A road a fortnight ago, with its report; Hạnh was there."""
    made = work(world, "recorded", (MORNING, AFTERNOON), last_day(world, SATURDAY, 12), Status.RECORDED, (20, 18))
    made.guests = [person_of(world, cast.VOLUNTEER)]
    return made
