"""Needs: some urgent, some that nobody has confirmed for long, some answered by what is coming, some over."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils.text import slugify

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.demo import cast
from aoxanh.demo.places import Spot, is_by_the_sea, spot
from aoxanh.demo.world import CHI_LANG, COAST, HIGHLAND, NORTH, REGIONS, VAN_LINH, Work, World, moment, own_times
from aoxanh.kit.vietnamese import search_key
from aoxanh.needs.actions import status_with
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit

FILE = Path(__file__).parent / "wants.toml"
ANSWERED, OVER = 12, 10


@dataclass(frozen=True)
class Want:
    """A need in words."""

    kind: str
    title: str
    text: str
    people: tuple[int, int]
    skills: tuple[str, ...] = ()
    regions: tuple[str, ...] = ("north", "coast", "highland")


@dataclass(frozen=True)
class Given:
    """A need that the demo tells by name; `asked` days ago it was last confirmed, in `left` days it ends."""

    home: str
    kind: str
    title: str
    text: str
    people: int
    asked: int
    left: int
    urgent: bool = False


def read() -> tuple[list[Want], list[Given]]:
    """What is asked for here and there, and what is told by name."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    wants = [Want(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}) for entry in found["want"]]
    return wants, [Given(**entry) for entry in found["given"]]


def make_needs(world: World) -> int:
    """Needs with their skills; activities that answer one are told so. How many."""
    wants, given = read()
    made: list[tuple[Need, tuple[str, ...]]] = [(by_name(world, one), ()) for one in given]
    made += answered(world, wants)
    places = [codes for codes, number in shares(world) for _ in range(number)]
    made += [shaded(world, number, *drawn(world, wants, codes)) for number, codes in enumerate(places)]
    made += [over(world, *drawn(world, wants, list(CHI_LANG))) for _ in range(world.some(OVER, 2))]
    world.needs += [need for need, _ in made]
    with own_times(Need):
        Need.objects.bulk_create(world.needs)
    links = [Need.skills.through(need_id=need.pk, skill_id=world.skills[code].pk) for need, codes in made for code in codes]
    Need.skills.through.objects.bulk_create(links)
    return len(world.needs)


def shares(world: World) -> list[tuple[list[str], int]]:
    """Where the rest comes from, and how many."""
    north = [code for code in world.new if world.region[code] == NORTH and code not in CHI_LANG]
    highland = [code for code in world.new if world.region[code] == HIGHLAND]
    return [
        (list(CHI_LANG), world.some(8)),
        (north, world.some(10)),
        (world.organisers[COAST], world.some(9)),
        (highland, world.some(7)),
    ]


def need_of(
    world: World, unit: Unit, there: Spot, kind: str, title: str, text: str, people: int, *, asked: float, days: tuple[int, int]
) -> Need:
    """A need, last confirmed `asked` days ago; published before that, or just then."""
    by = publisher(world, unit)
    confirmed = by_daylight(world, world.now - timedelta(days=asked))
    return Need(
        unit=unit,
        slug=f"{slugify(search_key(title))[:80].strip('-')}-{world.code(5).lower()}",
        title=title,
        description=text,
        kind=kind,
        people_wanted=people,
        starts_on=world.today + timedelta(days=days[0]),
        ends_on=world.today + timedelta(days=days[1]),
        address=f"{there.words['thon'][:1].upper()}{there.words['thon'][1:]}",
        latitude=there.latitude,
        longitude=there.longitude,
        area=there.area,
        request_id=world.uuid(),
        published_at=confirmed - timedelta(days=world.random.choice((0, 0, world.random.randint(1, 20)))),
        published_by=by,
        confirmed_at=confirmed,
        confirmed_by=getattr(by, "person", None),
    )


def publisher(world: World, unit: Unit) -> User:
    if unit.pk == world.new_unions[VAN_LINH].pk:
        return world.accounts[cast.FOCAL_POINT.key]
    found = world.heads.get(unit.pk)
    return found or world.approvers[HIGHLAND if unit.area and unit.area.parent and unit.area.parent.code == HIGHLAND else NORTH][-1][1]


def by_daylight(world: World, at: datetime) -> datetime:
    """That day between 8 and 16 o'clock, or the moment itself where that lies ahead."""
    found = moment(at.astimezone(world.now.tzinfo).date(), time(8)) + timedelta(minutes=world.random.randrange(480))
    return min(found, world.now)


def by_name(world: World, given: Given) -> Need:
    area, unit = world.new[given.home], world.new_unions[given.home]
    there = spot(world, area, given.home)
    need = need_of(
        world, unit, there, given.kind, given.title, given.text, given.people, asked=given.asked + 0.1, days=(-given.asked, given.left)
    )
    need.urgent = given.urgent
    return need


def drawn(world: World, wants: list[Want], codes: list[str]) -> tuple[Need, tuple[str, ...]]:
    code = world.random.choice(codes)
    area, region = world.new[code], REGIONS[world.region[code]]
    fits = [want for want in wants if region in want.regions and (want.kind != "coast" or is_by_the_sea(world, area))]
    return from_want(world, world.random.choice(fits), world.new_unions[code], spot(world, area, code))


def from_want(world: World, want: Want, unit: Unit, there: Spot) -> tuple[Need, tuple[str, ...]]:
    """A need that is live and was confirmed within the last weeks."""
    asked = world.random.uniform(0.1, 24)
    left = world.random.randint(5, 32)
    title = want.title.format(**there.words)
    starts = -world.random.randint(0, int(asked) + 1)
    need = need_of(world, unit, there, want.kind, title, want.text, world.random.randint(*want.people), asked=asked, days=(starts, left))
    return need, want.skills


def shaded(world: World, number: int, need: Need, skills: tuple[str, ...]) -> tuple[Need, tuple[str, ...]]:
    """Of eleven needs two are urgent, one has not been confirmed for more than thirty days, four begin in some days."""
    turn = number % 11
    if turn in (1, 6):
        need.urgent, need.ends_on = True, world.today + timedelta(days=world.random.randint(3, 9))
        need.confirmed_at = max(need.confirmed_at, by_daylight(world, world.now - timedelta(days=world.random.randint(1, 4))))
    elif turn == 3:
        need.confirmed_at = by_daylight(world, world.now - timedelta(days=world.random.randint(32, 46)))
        need.published_at = need.confirmed_at - timedelta(days=world.random.randint(0, 9))
    elif turn in (0, 4, 7, 9):
        need.starts_on = world.today + timedelta(days=world.random.randint(2, 12))
        need.ends_on = need.starts_on + timedelta(days=world.random.randint(0, 14))
    return need, skills


def answered(world: World, wants: list[Want]) -> list[tuple[Need, tuple[str, ...]]]:
    """Needs that an activity to come answers, in part or wholly."""
    coming = [work for work in world.works if work.activity.status == Activity.Status.OPEN and work.shifts[0].starts_at > world.now]
    made = []
    for work in coming:
        fits = [want for want in wants if want.kind == work.activity.kind and REGIONS[work.region] in want.regions]
        if (
            fits
            and len(made) < world.some(ANSWERED, 2)
            and work.activity.need is None
            and work.activity.unit_id == world.new_unions[work.home].pk
        ):
            made.append(answer(world, world.random.choice(fits), work))
    return made


def answer(world: World, want: Want, work: Work) -> tuple[Need, tuple[str, ...]]:
    there = spot(world, work.activity.area, work.home)
    need, skills = from_want(world, want, work.activity.unit, there)
    need.latitude, need.longitude, need.address = work.activity.latitude, work.activity.longitude, work.activity.place_name
    need.ends_on = max(need.ends_on, work.last_day)
    tie(work, need, world)
    return need, skills


def tie(work: Work, need: Need, world: World) -> None:
    """The activity answers the need, which counts its places."""
    places = sum(shift.places for shift in work.shifts)
    need.people_wanted = max(need.people_wanted, places - world.random.randint(-6, 4))
    need.met_people = places
    need.status = status_with(need)
    work.activity.need = need


def over(world: World, need: Need, skills: tuple[str, ...]) -> tuple[Need, tuple[str, ...]]:
    """One that was closed weeks ago."""
    back = timedelta(days=world.random.randint(20, 160))
    need.starts_on, need.ends_on, need.urgent = need.starts_on - back, need.ends_on - back, False
    need.published_at, need.confirmed_at = need.published_at - back, need.confirmed_at - back
    need.status = Need.Status.CLOSED
    return need, skills
