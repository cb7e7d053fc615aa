"""Activities: years of them behind, weeks ahead, in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from aoxanh.activities.models import Activity, Shift
from aoxanh.activities.slugs import slug_of
from aoxanh.demo import words
from aoxanh.demo.places import Spot, is_by_the_sea, spot
from aoxanh.demo.timetable import ON_SCHOOL_DAYS, Slot, fitting, past_day, slots
from aoxanh.demo.words import Words
from aoxanh.demo.world import CHI_LANG, CHI_LANG_DISTRICT, COAST, HIGHLAND, NORTH, REGIONS, REORGANISED, VAN_LINH, Work, World
from aoxanh.org.models import Unit
from aoxanh.places.models import Area

Status = Activity.Status
BEGINNING = date(2023, 1, 7)
WEIGHTS = {VAN_LINH: 5, "06463": 6}
PLANNED = {"chi-lang": NORTH, "phu-yen": COAST, "": ""}
TRIES = 60
CROWD = 1.2
KITCHEN = "Sửa bếp ăn bán trú điểm trường {ten}"


@dataclass(frozen=True)
class Share:
    """So many activities of a plan or of the rest of a province, behind since a day, and ahead."""

    plan: str
    region: str
    since: date
    behind: int
    ahead: int


SHARES = (
    Share("chi-lang", NORTH, date(2024, 4, 20), 206, 26),
    Share("phu-yen", COAST, date(2023, 11, 20), 190, 24),
    Share("", NORTH, BEGINNING, 62, 14),
    Share("", HIGHLAND, BEGINNING, 66, 14),
)


@dataclass(frozen=True)
class Host:
    """Who organises and where: the unit, the area of its day, today's commune."""

    unit: Unit
    area: Area
    home: str


@cache
def all_words() -> tuple[Words, ...]:
    return words.read()


def make_works(world: World) -> int:
    """Activities with their shifts, not saved yet; how many."""
    titles = {f"{KITCHEN} {VAN_LINH} {world.today.year}", f"{KITCHEN} {VAN_LINH} {world.today.year + 1}"}
    for share in SHARES:
        for _ in range(world.some(share.behind, 8)):
            world.works.append(behind(world, share, titles))
        for number in range(world.some(share.ahead, 4)):
            world.works.append(ahead(world, share, titles, number, world.some(share.ahead, 4)))
    return len(world.works)


def behind(world: World, share: Share, titles: set[str]) -> Work:
    """One that is over."""
    for _ in range(TRIES):
        day = past_day(world.random, world.today, share.since)
        if found := drawn(world, share, day, titles):
            first, host, said, hours = found
            last = first + timedelta(days=hours[-1].day)
            if last < world.today and not first < REORGANISED <= last:
                return work(world, share, host, said, hours, first)
    raise ValueError(f"No day fits {share}")


def ahead(world: World, share: Share, titles: set[str], number: int, of: int) -> Work:
    """One that is to come: two thirds within the next nine days, each of which has one, the rest in the weeks after."""
    near = of * 2 // 3
    for _ in range(TRIES):
        off = number % 9 + 1 if number < near else world.random.randint(10, 44)
        if found := drawn(world, share, world.today + timedelta(days=off), titles, exact=number < near):
            first, host, said, hours = found
            if first > world.today:
                return work(world, share, host, said, hours, first)
    raise ValueError(f"No day fits {share}")


def drawn(
    world: World, share: Share, day: date, titles: set[str], *, exact: bool = False
) -> tuple[date, Host, Words, tuple[Slot, ...]] | None:
    """Words for the season, the day that suits them, and a unit that existed then."""
    region = REGIONS[share.region]
    said = world.random.choice([said for said in all_words() if region in said.regions and day.month in said.months])
    first = day if exact and is_free(said) else fitting(world.random, day, said.hours, said.weekday)
    if (exact and first != day) or first.month not in said.months:
        return None
    host = host_on(world, share, first)
    if said.by_the_sea and not is_by_the_sea(world, host.area):
        return None
    key = f"{said.title} {host.home} {first:%Y}"
    if key in titles:
        return None
    titles.add(key)
    return first, host, said, slots(world.random, said.hours)


def is_free(said: Words) -> bool:
    """Whether any day of the week will do."""
    return said.weekday is None and said.hours not in ON_SCHOOL_DAYS


def host_on(world: World, share: Share, on: date) -> Host:
    """A unit of the plan's scope, or of the rest of the province, as it stood on the day."""
    random = world.random
    if on < REORGANISED:
        old = random.choice(old_communes(world, share))
        area = world.old[old]
        return Host(old_unit(world, share, old), area, world.heir[old])
    codes = new_communes(world, share)
    home = random.choices(codes, [WEIGHTS.get(code, 2) for code in codes])[0]
    unit, area = world.new_unions[home], world.new[home]
    if share.plan == "chi-lang" and random.random() < 0.07:
        unit = random.choice(list(world.schools.values()))
        area = unit.area or area
        home = area.code
    elif not share.plan and random.random() < 0.1:
        unit = world.provincial[share.region]
    return Host(unit, area, home)


def old_unit(world: World, share: Share, old: str) -> Unit:
    """Mostly the commune's own, now and then that of its district or province."""
    district = world.old[old].parent
    dice = world.random.random()
    if share.plan and district and dice < 0.1:
        return world.district_unions[district.code]
    return world.provincial[COAST] if share.plan == "phu-yen" and dice < 0.14 else world.old_unions[old]


def old_communes(world: World, share: Share) -> list[str]:
    if share.plan == "chi-lang":
        return [code for code, area in world.old.items() if area.parent and area.parent.code == CHI_LANG_DISTRICT]
    kept = set(new_communes(world, share))
    return [old for old, heir in world.heir.items() if heir in kept and of_province(world.old[old]) == share.region]


def of_province(area: Area) -> str:
    return area.above[-1].code


def new_communes(world: World, share: Share) -> list[str]:
    if share.plan == "chi-lang":
        return list(CHI_LANG)
    return [code for code in world.organisers[share.region] if code not in CHI_LANG]


def work(world: World, share: Share, host: Host, said: Words, hours: tuple[Slot, ...], first: date) -> Work:
    there = spot(world, host.area, host.home)
    activity = activity_of(world, host.unit, there, said)
    least, most = (round(number * CROWD) for number in said.places)
    shifts = shifts_of(world, activity, hours, first, (least, most))
    outcome = said.outcome.format(n=world.random.randint(*said.n), **there.words)
    return Work(activity, shifts, share.plan, share.region, host.home, outcome, said.picture, said.skills)


def activity_of(world: World, unit: Unit, there: Spot, said: Words) -> Activity:
    title = said.title.format(**there.words)
    pk = world.uuid()
    return Activity(
        id=pk,
        unit=unit,
        slug=slug_of(title, pk),
        kind=said.kind,
        title=title,
        description="\n\n".join((said.description, words.BRING, words.SAFE)),
        place_name=said.place.format(**there.words),
        meeting_point=said.meeting.format(**there.words),
        latitude=there.latitude,
        longitude=there.longitude,
        area=there.area,
        min_age=18 if said.kind == "blood_donation" else 16,
        insured=said.insured,
        request_id=world.uuid(),
    )


def shifts_of(world: World, activity: Activity, hours: tuple[Slot, ...], first: date, places: tuple[int, int]) -> list[Shift]:
    made = []
    for slot in hours:
        starts_at, ends_at = slot.on(first)
        made.append(Shift(activity=activity, name=slot.name, starts_at=starts_at, ends_at=ends_at, places=world.random.randint(*places)))
    span(activity, made)
    return made


def span(activity: Activity, shifts: list[Shift]) -> None:
    activity.starts_at = min(shift.starts_at for shift in shifts)
    activity.ends_at = max(shift.ends_at for shift in shifts)


def ended(works: list[Work], now: datetime) -> Iterator[Work]:
    """Those whose last shift is over."""
    return (work for work in works if work.shifts[-1].ends_at <= now)
