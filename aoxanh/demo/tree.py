"""The union's tree on both sides of 01/07/2025, led from one to the other by events like any other."""

from collections.abc import Iterable
from datetime import date

from aoxanh.demo.agencies import AGENCIES, MERGED, SCHOOLS
from aoxanh.demo.world import CHI_LANG_DISTRICT, COAST, HIGHLAND, NORTH, REGIONS, REORGANISED, World
from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.actions import reorganisations
from aoxanh.org.country import found_union, make_dong_nai_a_city, name_addresses, read_country, reorganise, reorganise_2025
from aoxanh.org.models import Parentage, Unit
from aoxanh.org.reorganisation.plans import Plan
from aoxanh.places.models import Area, Level, Share
from aoxanh.places.models import Succession as AreaSuccession

DONG_NAI = "75"


def read_areas(world: World) -> None:
    """The areas of the provinces, and who follows whom."""
    for area in Area.objects.filter(level=Level.PROVINCE, code__in=REGIONS).order_by("during"):
        world.provinces[area.code] = area
    old_provinces = Area.objects.filter(level=Level.PROVINCE, code__in=REGIONS, during__endswith=REORGANISED)
    districts = Area.objects.filter(level=Level.DISTRICT, parent__in=old_provinces).select_related("parent").order_by("code")
    world.districts = {area.code: area for area in districts}
    old = Area.objects.filter(parent__in=world.districts.values()).select_related("parent__parent").order_by("code")
    world.old = {area.code: area for area in old}
    steps = (
        AreaSuccession.objects.filter(old__in=world.old.values()).select_related("old__parent__parent", "new__parent").order_by("old__code")
    )
    for step in steps:
        world.new[step.new.code] = step.new
        if step.share != Share.PART:
            world.heir[step.old.code] = step.new.code
            world.region[step.new.code] = step.old.parent.parent.code
    world.new = dict(sorted(world.new.items()))


def make_units(world: World) -> int:
    """The Union as it stood before 01/07/2025, with schools and agencies beside it; how many units."""
    country = world.country = read_country(None if world.whole_country else REGIONS)
    number = found_union(country)
    world.provincial = {code: country.units[Level.PROVINCE][code] for code in REGIONS}
    world.district_unions = {code: country.units[Level.DISTRICT][code] for code in world.districts}
    world.old_unions = {code: country.units[Level.COMMUNE][code] for code in world.old}
    world.new_unions = {code: country.founded[code] for code in world.new}
    beside = [*schools(world), *agencies(world)]
    name_addresses(beside, lambda unit: False)
    world.agencies = {unit.code: unit for unit in Unit.objects.bulk_create(beside)}
    Parentage.objects.bulk_create([*school_parentages(world), *agency_parentages(world)])
    return number + len(beside)


def beside_unit(kind: str, code: str, name: str, sign: str, area: Area | None, short_name: str = "") -> Unit:
    return Unit(
        kind=kind,
        code=code,
        name=name,
        short_name=short_name or name,
        abbreviation=sign,
        search_key=search_key(name),
        area=area,
        during=during(),
    )


def schools(world: World) -> Iterable[Unit]:
    for school in SCHOOLS:
        made = beside_unit(school.kind, school.code, school.name, school.sign, world.new[school.commune], school.short_name)
        world.schools[school.code] = made
        yield made


def agencies(world: World) -> Iterable[Unit]:
    for agency in AGENCIES:
        area = world.districts[agency.area] if len(agency.area) == 3 else world.provinces[agency.area]
        yield beside_unit(agency.kind, agency.code, agency.name, agency.sign, area)


def school_parentages(world: World) -> Iterable[Parentage]:
    """Chi Lăng's schools stood under the district union."""
    for school in world.schools.values():
        yield Parentage(child=school, parent=world.district_unions[CHI_LANG_DISTRICT], during=during())


def agency_parentages(world: World) -> Iterable[Parentage]:
    for agency in AGENCIES:
        if agency.under:
            yield Parentage(child=world.agencies[agency.code], parent=world.agencies[agency.under], during=during())


def reorganise_all(world: World) -> int:
    """The events, in their order: agencies in March 2025, the whole Union and what stands beside it on 01/07/2025; how many units ended.

    Chi Lăng's schools, which stood under the district union, go under the union of the commune in which they are.
    """
    counts = [decided(world, "Sắp xếp các sở cấp tỉnh", MERGED)]
    plan = reorganise(world.country)
    for school in SCHOOLS:
        plan.move(world.schools[school.code], world.new_unions[school.commune])
    counts.append(reorganise_2025(world.country, plan).counts["ended"])
    counts.append(decided(world, "Sắp xếp cơ quan nhà nước, kết thúc cấp huyện", REORGANISED))
    if world.whole_country:
        make_dong_nai_a_city(world.country.heirs[DONG_NAI])
    return sum(counts)


def decided(world: World, title: str, on: date) -> int:
    """The event in which agencies went into others on the day."""
    plan = Plan()
    for agency in AGENCIES:
        if agency.until == on:
            plan.divide(world.agencies[agency.code], {world.agencies[code].pk: share for code, share in agency.heirs})
    event = reorganisations.draft(title, on=on, by=None)
    reorganisations.plan(event, plan, by=None)
    return int(reorganisations.decide(event, by=None, seen=True).counts["ended"])


def organising_communes(world: World, others: int = 24) -> None:
    """Which communes have officers and organise: all of the two plans, some of the rest."""
    for region in (NORTH, COAST, HIGHLAND):
        codes = [code for code, of in world.region.items() if of == region]
        kept = [code for code in codes if is_planned(world, code)]
        rest = sorted(set(codes) - set(kept))
        world.organisers[region] = sorted([*kept, *world.random.sample(rest, min(others, len(rest)))])


def is_planned(world: World, code: str) -> bool:
    """Whether the commune carries on one of the two plans' areas."""
    return world.region[code] == COAST or any(
        heir == code and (area := world.old[old].parent) is not None and area.code == CHI_LANG_DISTRICT for old, heir in world.heir.items()
    )
