"""The union's tree on both sides of 01/07/2025: every committee of Lạng Sơn, Phú Yên and Đắk Lắk, and what became of whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from aoxanh.demo.agencies import AGENCIES, SCHOOLS
from aoxanh.demo.world import CHI_LANG_DISTRICT, COAST, HIGHLAND, NORTH, REGIONS, REORGANISED, World
from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Parentage, Succession, Unit
from aoxanh.places.models import Area, Level, Share
from aoxanh.places.models import Succession as AreaSuccession

DISTRICT_UNIONS = {"Huyện": "Huyện đoàn", "Thị xã": "Thị đoàn", "Thành phố": "Thành đoàn"}
DISTRICT_SIGNS = {"Huyện": "HĐTN", "Thị xã": "TXĐTN", "Thành phố": "THĐTN"}
UNTIL_2025 = "den-2025"


@dataclass(frozen=True)
class Draft:
    """A unit before its address is settled: `apart` are words that tell it from its namesakes."""

    unit: Unit
    apart: str
    ended: bool


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
    """All units with their parents and successors; how many."""
    drafts = [*provincial_unions(world), *district_unions(world), *commune_unions(world)]
    drafts += [Draft(made, "", made.during.upper is not None) for made in (*schools(world), *agencies(world))]
    name_addresses(drafts)
    units = Unit.objects.bulk_create([draft.unit for draft in drafts])
    Parentage.objects.bulk_create([*parentages(world), *school_parentages(world), *agency_parentages(units)])
    Succession.objects.bulk_create([*successions(world), *agency_successions(units)])
    return len(units)


def unit(kind: str, code: str, name: str, sign: str, area: Area | None, since: Any = None, until: Any = None, **facts: str) -> Unit:
    facts.setdefault("short_name", name)
    return Unit(
        kind=kind, code=code, name=name, abbreviation=sign, search_key=search_key(name), area=area, during=during(since, until), **facts
    )


def name_addresses(drafts: Iterable[Draft]) -> None:
    """Slugs without tones: units that ended say so, namesakes say where they are."""
    drafts = list(drafts)
    bare = Counter((slugify(draft.unit.search_key), draft.ended) for draft in drafts)
    for draft in drafts:
        words = slugify(draft.unit.search_key)
        parts = [words, slugify(search_key(draft.apart)) if bare[words, draft.ended] > 1 else "", UNTIL_2025 if draft.ended else ""]
        draft.unit.slug = "-".join(part for part in parts if part)
        draft.unit.email = f"{parts[0]}{'-' + parts[1] if parts[1] else ''}@doan.example"


def initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("'", " ").split()).upper()


def provincial_unions(world: World) -> Iterable[Draft]:
    for code in REGIONS:
        area = world.provinces[code]
        until = REORGANISED if code == COAST else None
        made = unit(
            "provincial_union",
            f"TD-{code}",
            f"Tỉnh đoàn {area.short_name}",
            f"TĐTN-{initials(area.short_name)}",
            area,
            until=until,
            english_name=f"Youth Union of {area.short_name} province",
        )
        world.provincial[code] = made
        yield Draft(made, "", until is not None)


def district_unions(world: World) -> Iterable[Draft]:
    for code, area in world.districts.items():
        name = f"{DISTRICT_UNIONS[area.kind]} {area.short_name}"
        sign = f"{DISTRICT_SIGNS[area.kind]}-{initials(area.short_name)}"
        english = f"Youth Union of {area.short_name} district"
        world.district_unions[code] = made = unit("district_union", f"HD-{code}", name, sign, area, until=REORGANISED, english_name=english)
        yield Draft(made, area.parent.short_name if area.parent else "", ended=True)


def commune_unions(world: World) -> Iterable[Draft]:
    for code, area in world.old.items():
        world.old_unions[code] = made = commune_union(area, f"DX-{code}-{UNTIL_2025}", until=REORGANISED)
        yield Draft(made, area.parent.short_name if area.parent else "", ended=True)
    for code, area in world.new.items():
        world.new_unions[code] = made = commune_union(area, f"DX-{code}", since=REORGANISED)
        yield Draft(made, area.parent.short_name if area.parent else "", ended=False)


def commune_union(area: Area, code: str, **days: Any) -> Unit:
    name = f"Đoàn {area.name[:1].lower()}{area.name[1:]}"
    english = f"Youth Union of {area.short_name}"
    return unit("commune_union", code, name, f"ĐTN-{initials(area.short_name)}", area, english_name=english, **days)


def schools(world: World) -> Iterable[Unit]:
    for school in SCHOOLS:
        made = unit(
            school.kind, school.code, school.name, school.sign, world.new[school.commune], short_name=school.short_name or school.name
        )
        world.schools[school.code] = made
        yield made


def agencies(world: World) -> Iterable[Unit]:
    for agency in AGENCIES:
        area = world.districts[agency.area] if len(agency.area) == 3 else world.provinces[agency.area]
        yield unit(agency.kind, agency.code, agency.name, agency.sign, area, agency.since, agency.until)


def parentages(world: World) -> Iterable[Parentage]:
    """Communes under districts under provinces; since 01/07/2025 communes under provinces."""
    for code, area in world.districts.items():
        province = world.provincial[area.parent.code if area.parent else ""]
        yield Parentage(child=world.district_unions[code], parent=province, during=during(None, REORGANISED))
    for code, area in world.old.items():
        district = world.district_unions[area.parent.code if area.parent else ""]
        yield Parentage(child=world.old_unions[code], parent=district, during=during(None, REORGANISED))
    for code, area in world.new.items():
        province = world.provincial[area.parent.code if area.parent else ""]
        yield Parentage(child=world.new_unions[code], parent=province, during=during(REORGANISED))


def school_parentages(world: World) -> Iterable[Parentage]:
    """Chi Lăng's schools stood under the district union and stand under the commune's."""
    for school in SCHOOLS:
        child = world.schools[school.code]
        yield Parentage(child=child, parent=world.district_unions[CHI_LANG_DISTRICT], during=during(None, REORGANISED))
        yield Parentage(child=child, parent=world.new_unions[school.commune], during=during(REORGANISED))


def agency_parentages(units: list[Unit]) -> Iterable[Parentage]:
    by_code = {found.code: found for found in units}
    for agency in AGENCIES:
        if agency.under:
            yield Parentage(child=by_code[agency.code], parent=by_code[agency.under], during=during(agency.since, agency.until))


def successions(world: World) -> Iterable[Succession]:
    """Communes as their areas went; a district's work went to all communes that took up its own; Phú Yên's union into Đắk Lắk's."""
    steps = list(AreaSuccession.objects.filter(old__in=world.old.values()).select_related("old__parent", "new"))
    for step in steps:
        before, after = world.old_unions[step.old.code], world.new_unions[step.new.code]
        yield Succession(predecessor=before, successor=after, on=step.on, share=step.share)
    pairs = sorted({(step.old.parent.code if step.old.parent else "", step.new.code) for step in steps})
    for district, commune in pairs:
        before, after = world.district_unions[district], world.new_unions[commune]
        yield Succession(predecessor=before, successor=after, on=REORGANISED, share=Share.PART)
    yield Succession(predecessor=world.provincial[COAST], successor=world.provincial[HIGHLAND], on=REORGANISED, share=Share.WHOLE)


def agency_successions(units: list[Unit]) -> Iterable[Succession]:
    by_code = {found.code: found for found in units}
    for agency in AGENCIES:
        for code, share in agency.heirs:
            yield Succession(predecessor=by_code[agency.code], successor=by_code[code], on=agency.until, share=share)


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
