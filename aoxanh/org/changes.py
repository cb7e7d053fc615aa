"""What changed on a day: which units became which, which began, ended, moved, were renamed; by province and by old district."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from aoxanh.kit.dates import holds
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import FormerIdentity, Parentage, Succession, Unit
from aoxanh.org.wording import ordered_kinds
from aoxanh.places.models import Area, Level

DAY = timedelta(days=1)
COMMUNE, PROVINCE = "commune_union", "provincial_union"
DRAWN = 60
LISTED = 60


@dataclass(frozen=True)
class Part:
    """A province or an old district in which communes became others: how many there were, how many there are."""

    area: Area
    olds: int
    news: int
    old_kinds: tuple[str, ...] = ()
    new_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindCount:
    """Units of a kind that a day ended and began."""

    kind: str
    ended: int
    begun: int


@dataclass
class Others:
    """What happened beside successions, the first of each sort, and how many there are in all."""

    founded: list[Unit] = field(default_factory=list)
    dissolved: list[Unit] = field(default_factory=list)
    moved: list[Parentage] = field(default_factory=list)
    renamed: list[FormerIdentity] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.counts.values())


def rows(day: date) -> QuerySet[Succession]:
    """Who took up whom on the day, among units of one kind."""
    found = Succession.objects.filter(on=day, predecessor__kind=F("successor__kind"))
    return found.select_related("predecessor__area__parent", "successor__area__parent").order_by("predecessor__code", "successor__code")


def whole_of(found: QuerySet[Succession], day: date) -> list[Succession]:
    """The rows with all others of their successors: what a commune took from beyond the district belongs to it."""
    news = list(found.order_by().values_list("successor", flat=True).distinct())  # As a list: the database plans a subquery far worse.
    return list(rows(day).filter(successor__in=news))


def around(unit: Unit, day: date) -> list[Succession]:
    """The rows of the old district in which the unit's own succession lies; where there was none, those that hang together with it."""
    own = rows(day).filter(Q(predecessor=unit) | Q(successor=unit))
    first = own.order_by(F("share").desc()).first()
    district = first.predecessor.area.parent if first and first.predecessor.area else None
    if district is None or district.level != Level.DISTRICT or unit.kind != COMMUNE:
        return whole_of(own, day)
    return of_district(district, day)


def of_district(district: Area, day: date) -> list[Succession]:
    return whole_of(rows(day).filter(predecessor__kind=COMMUNE, predecessor__area__parent=district), day)


def of_province(province: Area, day: date) -> list[Succession]:
    return list(rows(day).filter(successor__area__parent=province))


def kinds(day: date) -> list[KindCount]:
    """How many units of each kind the day ended and began, the most first."""
    ended = dict(Unit.objects.filter(during__endswith=day).values_list("kind").annotate(Count("id")).order_by())
    begun = dict(Unit.objects.filter(during__startswith=day).values_list("kind").annotate(Count("id")).order_by())
    found = [KindCount(kind, ended.get(kind, 0), begun.get(kind, 0)) for kind in {*ended, *begun}]
    return sorted(found, key=lambda one: (-one.ended - one.begun, one.kind))


def provinces(day: date) -> list[Part]:
    """Provinces of the day whose communes are others than the day before, by code."""
    return parts(rows(day).filter(successor__kind=COMMUNE), "successor__area__parent")


def districts(province: Area, day: date) -> list[Part]:
    """Districts of the day before whose communes lie in the province now, by code; a commune's part counts where it is."""
    found = rows(day).filter(successor__kind=COMMUNE, successor__area__parent=province, predecessor__area__parent__level=Level.DISTRICT)
    return parts(found, "predecessor__area__parent")


def parts(found: QuerySet[Succession], above: str) -> list[Part]:
    sides = {"olds": Count("predecessor", distinct=True), "news": Count("successor", distinct=True)}
    counts = {row[above]: (row["olds"], row["news"]) for row in found.order_by().values(above).annotate(**sides)}
    seen: dict[UUID, tuple[set[str], set[str]]] = {key: (set(), set()) for key in counts}
    for key, old, new in found.order_by().values_list(above, "predecessor__area__kind", "successor__area__kind").distinct():
        seen[key][0].add(old)
        seen[key][1].add(new)
    areas = Area.objects.filter(pk__in=counts).select_related("parent").order_by("code")
    return [Part(area, *counts[area.pk], *(ordered_kinds(names) for names in seen[area.pk])) for area in areas]


def reused_codes(areas: Iterable[Area], day: date) -> dict[str, str]:
    """Codes of these communes that stood for a commune of another name the day before: code → that name."""
    today = {area.code: area for area in areas if area.level == Level.COMMUNE}
    before = Area.objects.filter(holds(day - DAY), level=Level.COMMUNE, code__in=today)
    return {old.code: old.name for old in before if search_key(old.short_name) != search_key(today[old.code].short_name)}


def others(day: date, province: Area | None = None) -> Others:
    """What began, ended, moved or was renamed on the day without another unit's carrying it on."""
    inside = Q() if province is None else Q(area=province) | Q(area__parent=province) | Q(area__parent__parent=province)
    inherited, handed = Succession.objects.filter(on=day).values("successor"), Succession.objects.filter(on=day).values("predecessor")
    founded = Unit.objects.filter(inside, during__startswith=day).exclude(pk__in=inherited)
    dissolved = Unit.objects.filter(inside, during__endswith=day).exclude(pk__in=handed)
    below = Unit.objects.filter(inside).values("pk")
    moved = Parentage.objects.filter(during__startswith=day, child__in=below).exclude(child__during__startswith=day)
    renamed = FormerIdentity.objects.filter(during__endswith=day, unit__in=below).exclude(name=F("unit__name"))
    sorts: dict[str, Any] = {
        "founded": founded.select_related("area__parent").order_by("search_key", "id"),
        "dissolved": dissolved.select_related("area__parent").order_by("search_key", "id"),
        "moved": moved.select_related("child", "parent").order_by("child__search_key", "id"),
        "renamed": renamed.select_related("unit").order_by("unit__search_key", "id"),
    }
    counts = {name: found.count() for name, found in sorts.items()}
    return Others(**{name: list(found[:LISTED]) for name, found in sorts.items()}, counts=counts)


def parents_of(ids: Iterable[UUID], on: date) -> list[Unit]:
    """The units directly above these on the day."""
    return list(
        Unit.objects.filter(holds(on, "child_parentages__during"), child_parentages__child__in=list(ids)).distinct().order_by("search_key")
    )
