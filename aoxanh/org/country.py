"""The Youth Union of Viet Nam before 01/07/2025, and the plan of its reorganisation on that day, read from the administrative areas.

Provinces, districts and communes each have their committee. On that day the district level ended, 29 provinces went into others and
10,035 communes became 3,321; the Union followed its areas. A province's committee goes on where the new province bears its name.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.actions import reorganisations
from aoxanh.org.models import Parentage, Reorganisation, Unit
from aoxanh.org.reorganisation.plans import MAIN_PART, PART, WHOLE, NewUnit, Plan
from aoxanh.places.models import Area, Level, Share
from aoxanh.places.models import Succession as AreaSuccession

CENTRE = "TWD"
REORGANISED = date(2025, 7, 1)
DONG_NAI_CITY = date(2026, 4, 30)
TITLE = "Sắp xếp đơn vị hành chính, kết thúc cấp huyện"
DECISION = {"number": "202/2025/QH15", "date": date(2025, 6, 12), "issuer": "Quốc hội"}
"""The provinces' resolution; the Standing Committee of the National Assembly decided on the communes of each province."""

DISTRICT_NAMES = {"Huyện": "Huyện đoàn", "Thị xã": "Thị đoàn", "Thành phố": "Thành đoàn", "Quận": "Quận đoàn"}
DISTRICT_SIGNS = {"Huyện": "HĐTN", "Thị xã": "TXĐTN", "Thành phố": "THĐTN", "Quận": "QĐTN"}
PROVINCE_NAMES = {"Tỉnh": "Tỉnh đoàn", "Thành phố": "Thành đoàn"}
PROVINCE_SIGNS = {"Tỉnh": "TĐTN", "Thành phố": "THĐTN"}
LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)


@dataclass
class Country:
    """The Union on both sides of the day: units that stood by level and area code; areas that stand now, and the ids of their units."""

    centre: Unit
    areas: dict[str, dict[str, Area]] = field(default_factory=lambda: {level: {} for level in LEVELS})
    units: dict[str, dict[str, Unit]] = field(default_factory=lambda: {level: {} for level in LEVELS})
    communes: dict[str, Area] = field(default_factory=dict)
    provinces: dict[str, Area] = field(default_factory=dict)
    steps: list[AreaSuccession] = field(default_factory=list)
    founded: dict[str, Unit] = field(default_factory=dict)
    """The communes' committees since the day, by area code: no rows yet, but with the ids that they will have."""

    heirs: dict[str, Unit] = field(default_factory=dict)
    """The committee that goes on in each province of now, by area code."""


def read_country(only: Iterable[str] | None = None) -> Country:
    """The areas on both sides of the day and what became of which; with `only`, of these old provinces."""
    country = Country(centre=centre())
    wanted = set(only) if only is not None else None
    for level in LEVELS:
        for area in Area.objects.filter(level=level, during__endswith=REORGANISED).select_related("parent__parent").order_by("code"):
            if wanted is None or (area.above[-1] if area.above else area).code in wanted:
                country.areas[level][area.code] = area
    known = {area.pk for found in country.areas.values() for area in found.values()}
    steps = (
        AreaSuccession.objects.filter(on=REORGANISED)
        .select_related("old__parent__parent", "new__parent")
        .order_by("old__code", "new__code")
    )
    country.steps = [step for step in steps if step.old_id in known]
    country.communes = {step.new.code: step.new for step in sorted(country.steps, key=lambda step: step.new.code)}
    country.provinces = {commune.parent.code: commune.parent for commune in country.communes.values() if commune.parent}
    return country


def centre() -> Unit:
    name = "Trung ương Đoàn TNCS Hồ Chí Minh"
    return Unit(
        kind="central_union",
        code=CENTRE,
        slug="trung-uong-doan",
        name=name,
        short_name="Trung ương Đoàn",
        english_name="Central Committee of the Ho Chi Minh Communist Youth Union",
        abbreviation="TWĐTN",
        search_key=search_key(name),
        during=during(),
    )


def found_union(country: Country) -> int:
    """Write the committees as they stood before the day, with what they stood under; how many."""
    units = country.units
    for code, area in country.areas[Level.PROVINCE].items():
        name, sign = f"{PROVINCE_NAMES[area.kind]} {area.short_name}", f"{PROVINCE_SIGNS[area.kind]}-{initials(area.short_name)}"
        units[Level.PROVINCE][code] = committee("provincial_union", f"TD-{code}", name, sign, area)
    for code, area in country.areas[Level.DISTRICT].items():
        name, sign = f"{DISTRICT_NAMES[area.kind]} {area.short_name}", f"{DISTRICT_SIGNS[area.kind]}-{initials(area.short_name)}"
        units[Level.DISTRICT][code] = committee("district_union", f"HD-{code}", name, sign, area)
    for code, area in country.areas[Level.COMMUNE].items():
        units[Level.COMMUNE][code] = committee(
            "commune_union", f"DX-{code}-den-2025", commune_name(area), f"ĐTN-{initials(area.short_name)}", area
        )
    for code, area in country.communes.items():
        sign = f"ĐTN-{initials(area.short_name)}"
        country.founded[code] = committee("commune_union", f"DX-{code}", commune_name(area), sign, area, since=REORGANISED)
    made = [unit for level in LEVELS for unit in units[level].values()]
    name_addresses([*made, *country.founded.values()], lambda unit: unit.kind == "district_union" or unit.code.endswith("-den-2025"))
    Unit.objects.bulk_create([country.centre, *made], batch_size=2000)
    Parentage.objects.bulk_create(list(parentages(country)), batch_size=2000)
    return len(made) + 1


def parentages(country: Country) -> Iterator[Parentage]:
    """Communes under districts under provinces under the centre."""
    for upper, level in zip((None, *LEVELS), LEVELS, strict=False):
        for code, area in country.areas[level].items():
            parent = country.units[upper][above(area).code] if upper else country.centre
            yield Parentage(child=country.units[level][code], parent=parent, during=during())


def committee(kind: str, code: str, name: str, sign: str, area: Area, *, since: date | None = None) -> Unit:
    return Unit(
        kind=kind,
        code=code,
        name=name,
        short_name=name,
        english_name=english_name(area),
        abbreviation=sign,
        search_key=search_key(name),
        area=area,
        during=during(since),
    )


def commune_name(area: Area) -> str:
    """As in Đoàn xã Vạn Linh."""
    return f"Đoàn {area.name[:1].lower()}{area.name[1:]}"


def english_name(area: Area) -> str:
    level = {Level.PROVINCE: " province", Level.DISTRICT: " district", Level.COMMUNE: ""}[Level(area.level)]
    return f"Youth Union of {area.short_name}{level}"


def initials(name: str) -> str:
    """Capitals of a name, as they stand in document numbers: "Lạng Sơn" → "LS"."""
    return "".join(word[0] for word in name.replace("'", " ").replace("-", " ").split() if word[0].isalnum()).upper()


def name_addresses(units: Iterable[Unit], has_ended: Callable[[Unit], bool]) -> None:
    """Slugs without tones: units that will have ended say so, namesakes say where they are, and where that does not do, their code."""
    units = list(units)
    bare = Counter((slugify(unit.search_key), has_ended(unit)) for unit in units)
    seen: set[str] = set()
    for unit in units:
        words, ended = slugify(unit.search_key), has_ended(unit)
        around = unit.area.above if unit.area else []
        parts = [words]
        if bare[words, ended] > 1:
            parts += [slugify(search_key(area.short_name)) for area in around]
        slug = "-".join([*parts, "den-2025"] if ended else parts)
        unit.slug = slug if slug not in seen else f"{slug}-{unit.code.split('-')[1].lower()}"
        unit.email = f"{'-'.join(parts)}@doan.example"
        seen.add(unit.slug)


def reorganise(country: Country) -> Plan:
    """The plan of 01/07/2025: communes founded and old ones taken up as their areas were, districts ended, provinces merged."""
    plan = Plan()
    went = provinces_went(country)
    country.heirs = {code: goes_on(country, code, went) for code in country.provinces}
    for code, unit in country.founded.items():
        plan.found(as_new(unit, country.heirs[above(country.communes[code]).code]), unit.pk)
    communes: dict[str, list[AreaSuccession]] = defaultdict(list)
    districts: dict[str, list[AreaSuccession]] = defaultdict(list)
    for step in country.steps:
        if step.old.level == Level.COMMUNE:
            communes[step.old.code].append(step)
        district = step.old if step.old.level == Level.DISTRICT else step.old.parent
        districts[district.code if district else ""].append(step)
    for code, steps in communes.items():
        plan.divide(country.units[Level.COMMUNE][code], {country.founded[step.new.code].pk: _share(step.share) for step in steps})
    for code, steps in districts.items():
        heir = country.heirs[above(steps[0].new).code]
        plan.divide(country.units[Level.DISTRICT][code], {heir.pk: MAIN_PART} | {country.founded[step.new.code].pk: PART for step in steps})
    merge_provinces(country, went, plan)
    return plan


def above(area: Area) -> Area:
    """What an area lies in; communes and districts always lie in one."""
    assert area.parent is not None
    return area.parent


def provinces_went(country: Country) -> dict[str, str]:
    """Of every old province, by code, the code of the one of now that its communes came to."""
    return {(step.old.above[-1] if step.old.above else step.old).code: above(step.new).code for step in country.steps}


def goes_on(country: Country, code: str, went: dict[str, str]) -> Unit:
    """The committee that goes on in a province of now: that of the old province whose name it bears."""
    name = search_key(country.provinces[code].short_name)
    old = next(old for old, now in went.items() if now == code and search_key(country.areas[Level.PROVINCE][old].short_name) == name)
    return country.units[Level.PROVINCE][old]


def as_new(unit: Unit, under: Unit) -> NewUnit:
    """The facts of a unit that has no row yet, as a plan founds it."""
    return NewUnit(
        unit.kind,
        unit.name,
        under,
        english_name=unit.english_name,
        abbreviation=unit.abbreviation,
        code=unit.code,
        slug=unit.slug,
        area=unit.area,
        email=unit.email,
    )


def merge_provinces(country: Country, went: dict[str, str], plan: Plan) -> None:
    """Provinces' committees that go on stand in the new area from the day on; the others go wholly into them."""
    for code, unit in country.units[Level.PROVINCE].items():
        heir = country.heirs[went[code]]
        if heir.pk == unit.pk:
            plan.rename(unit, area=country.provinces[went[code]])
        else:
            plan.divide(unit, {heir.pk: WHOLE})


def _share(share: str) -> str:
    return {Share.WHOLE: WHOLE, Share.PART_DEFAULT: MAIN_PART, Share.PART: PART}[Share(share)]


@transaction.atomic
def load_country(only: Iterable[str] | None = None) -> Country:
    """The Union before the day, then the reorganisation as an event like any other, then what came after it. Once: see `is_loaded`."""
    country = read_country(only)
    found_union(country)
    reorganise_2025(country)
    if "75" in country.provinces:
        make_dong_nai_a_city(country.heirs["75"])
    return country


def is_loaded() -> bool:
    return Unit.objects.filter(code=CENTRE).exists()


def reorganise_2025(country: Country, plan: Plan | None = None) -> Reorganisation:
    """Draft, plan and decide the event of 01/07/2025; `plan`: that of `reorganise`, with more steps."""
    event = reorganisations.draft(TITLE, on=REORGANISED, by=None, decision=DECISION)
    reorganisations.plan(event, plan or reorganise(country), by=None)
    return reorganisations.decide(event, by=None, seen=True)


def make_dong_nai_a_city(unit: Unit) -> Reorganisation:
    """Since 30/04/2026 Đồng Nai is a city under the central government; its committee is a Thành đoàn."""
    event = reorganisations.draft("Thành lập thành phố Đồng Nai", on=DONG_NAI_CITY, by=None, decision={"issuer": "Quốc hội"})
    steps = Plan()
    steps.rename(
        unit,
        name="Thành đoàn Đồng Nai",
        short_name="Thành đoàn Đồng Nai",
        english_name="Youth Union of Đồng Nai city",
        abbreviation="THĐTN-ĐN",
        area_name="Thành phố Đồng Nai",
        area_kind="Thành phố",
    )
    reorganisations.plan(event, steps, by=None)
    return reorganisations.decide(event, by=None, seen=True)
