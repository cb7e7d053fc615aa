"""The filters of the map as links and fields."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aoxanh.activities.map_filters import LAYERS, MONTH, RANGE, WEEK, WEEKEND, MapFilters, sight_of
from aoxanh.activities.queries import map as queries
from aoxanh.needs.kinds import KINDS
from aoxanh.people.models import Skill
from aoxanh.places.models import Layer
from aoxanh.places.viewport import Facets, facets

WHEN = {WEEKEND: _("This weekend"), WEEK: _("This week"), MONTH: _("The next 30 days"), RANGE: _("From one day to another")}
LAYER_WORDS = {Layer.NEED: _("Needs"), Layer.ACTIVITY: _("Activities"), Layer.UNIT: _("Units")}


NEEDS = frozenset({Layer.NEED})
PLAIN: dict[str, Any] = dict.fromkeys(("urgent", "people", "goods", "free"), False) | dict.fromkeys(
    ("text", "when", "kind", "skill", "unit"), ""
)
"""Every filter left open."""


@dataclass(frozen=True)
class Chip:
    """A filter as a link that turns it on or off."""

    label: Any
    count: int | None
    query: str
    is_on: bool
    icon: str = ""


@dataclass(frozen=True)
class Choice:
    """A value of a field of the filter form."""

    value: str
    label: Any
    count: int | None
    is_on: bool


@dataclass(frozen=True)
class Offered:
    """Every filter as the page offers it, with how much each would show; `total` is what is shown now."""

    total: int
    all: int
    chips: list[Chip]
    layers: list[Choice]
    whens: list[Choice]
    kinds: list[Choice]
    skills: list[Choice]
    units: list[Choice]


def offered(filters: MapFilters, **reader: Any) -> Offered:
    """How much each filter would show by itself where the visitor looks; the kinds and the units with all other filters as they are."""
    here = sight_of(filters.but(**PLAIN), **reader)
    sight = sight_of(filters, **reader)
    weekend = sight_of(MapFilters(when=WEEKEND))
    asked = [
        sight,
        here,
        here.but(urgent=True),
        here.but(people=True, layers=NEEDS),
        here.but(goods=True, layers=NEEDS),
        here.but(since=weekend.since, until=weekend.until),
        *(here.but(layers=frozenset({layer})) for layer in Layer),
    ]
    found = facets(asked, sight.but(kind=""), sight.but(units=None))
    total, every, urgent, people, goods, this_weekend, *layers = found.counts
    return Offered(
        total,
        every,
        chips(filters, urgent, people, goods, this_weekend),
        [
            Choice(value, LAYER_WORDS[layer], count, layer in filters.layers)
            for (layer, value), count in zip(LAYERS.items(), layers, strict=True)
        ],
        [Choice(code, label, None, code == filters.when) for code, label in WHEN.items()],
        kinds(filters, found),
        [Choice(skill.code, str(skill), None, skill.code == filters.skill) for skill in Skill.objects.all()],
        [
            Choice(unit.slug, unit.short_name, found.units.get(unit.pk), unit.slug == filters.unit)
            for unit in queries.named_units(found.units, filters.unit)
        ],
    )


def chips(filters: MapFilters, urgent: int, people: int, goods: int, weekend: int) -> list[Chip]:
    is_weekend = filters.when == WEEKEND
    return [
        Chip(_("Urgent"), urgent, filters.but(urgent=not filters.urgent).query(), filters.urgent),
        Chip(_("Needs people"), people, filters.but(people=not filters.people).query(), filters.people),
        Chip(_("Needs things"), goods, filters.but(goods=not filters.goods).query(), filters.goods),
        Chip(_("This weekend"), weekend, filters.but(when="" if is_weekend else WEEKEND, since=None, until=None).query(), is_weekend),
    ]


def kinds(filters: MapFilters, found: Facets) -> list[Choice]:
    """Kinds of work that there are here, those most wanted first."""
    known = sorted(((KINDS[code], count) for code, count in found.kinds.items() if code in KINDS), key=lambda row: (-row[1], row[0].code))
    return [Choice(kind.code, kind.label, count, kind.code == filters.kind) for kind, count in known]


def provinces(filters: MapFilters, counts: list[dict[str, Any]]) -> list[Chip]:
    return [
        Chip(row["name"], row["count"], filters.but(province=row["code"], box=None, commune="").query(), row["code"] == filters.province)
        for row in counts
    ]
