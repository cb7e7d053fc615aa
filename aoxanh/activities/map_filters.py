"""What a visitor looks for on the map, as it stands in the address: a link keeps the view."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from aoxanh.activities.queries.lists import day_start
from aoxanh.kit.dates import today
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.needs.kinds import KINDS
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree_ids
from aoxanh.people.models import Skill
from aoxanh.places.models import Area, Layer, Spot
from aoxanh.places.sights import Box, Sight

PROVINCE, COMMUNE, SLUG = re.compile(r"\d{2}"), re.compile(r"\d{5}"), re.compile(r"[a-z0-9-]{1,120}")
LONGEST_TEXT = 60
LAYERS = {Layer.NEED: "nhu-cau", Layer.ACTIVITY: "hoat-dong", Layer.UNIT: "don-vi"}
WEEKEND, WEEK, MONTH, RANGE = "cuoi-tuan", "tuan", "thang", "khoang"
SATURDAY = 5
NAMES = {
    "province": "tinh",
    "layers": "lop",
    "text": "tim",
    "urgent": "gap",
    "people": "nguoi",
    "goods": "vat",
    "free": "cho",
    "when": "khi",
    "since": "tu",
    "until": "den",
    "kind": "loai",
    "skill": "ky-nang",
    "unit": "don-vi",
    "commune": "xa",
    "box": "khung",
}
FROM_FORM = "lop-nhieu"
"""How a form without a script sends several layers: each by itself."""


@dataclass(frozen=True)
class MapFilters:
    """`province` and `commune` are codes, `kind` a code of `needs.kinds`, `skill` a code, `unit` a slug. What cannot be read is left out.

    On the page the commune selects rather than narrows: list and map go on showing the same set. With a `box` (west, south, east, north)
    the view is what lies in it, whatever the province.
    """

    province: str = ""
    layers: tuple[Layer, ...] = (Layer.NEED,)
    text: str = ""
    urgent: bool = False
    people: bool = False
    goods: bool = False
    free: bool = False
    when: str = ""
    since: date | None = None
    until: date | None = None
    kind: str = ""
    skill: str = ""
    unit: str = ""
    commune: str = ""
    box: Box | None = None

    @classmethod
    def read(cls, query: QueryDict) -> "MapFilters":
        given = {name: query.get(parameter, "").replace("\0", "") for name, parameter in NAMES.items()}
        when, since, until = read_when(given, is_weekend=bool(query.get(WEEKEND)))
        return cls(
            province=matching(PROVINCE, given["province"]),
            layers=read_layers(query),
            text=tidy(given["text"])[:LONGEST_TEXT],
            urgent=bool(given["urgent"]),
            people=bool(given["people"]),
            goods=bool(given["goods"]),
            free=bool(given["free"]),
            when=when,
            since=since,
            until=until,
            kind=given["kind"] if given["kind"] in KINDS else "",
            skill=matching(SLUG, given["skill"]),
            unit=matching(SLUG, given["unit"]),
            commune=matching(COMMUNE, given["commune"]),
            box=read_box(given["box"]),
        )

    def but(self, **changes: Any) -> "MapFilters":
        return replace(self, **changes)

    @property
    def parameters(self) -> dict[str, str]:
        usual = MapFilters()
        changed = [field.name for field in fields(self) if getattr(self, field.name) != getattr(usual, field.name)]
        return {NAMES[name]: written(getattr(self, name)) for name in changed}

    def query(self, **more: str) -> str:
        """The query string, with "?" even where it is empty."""
        return f"?{urlencode({**self.parameters, **more}, safe=',')}"

    @property
    def narrowing(self) -> int:
        """How many filters are set beyond the place."""
        return sum(bool(getattr(self, name)) for name in ("text", "urgent", "people", "goods", "free", "when", "kind", "skill", "unit"))

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The first and the last day asked for."""
        return window(self.when, today()) if self.when != RANGE else (self.since, self.until)

    @property
    def layer_names(self) -> list[str]:
        return [LAYERS[layer] for layer in self.layers]


def name_of(spot: Spot) -> str:
    """How an address names a spot that is selected: a need by its slug, others by that of their layer and theirs."""
    return spot.slug if spot.layer == Layer.NEED else f"{LAYERS[Layer(spot.layer)]}.{spot.slug}"


def matching(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def read_layers(query: QueryDict) -> tuple[Layer, ...]:
    """Those named, needs where none is."""
    named = {*query.get(NAMES["layers"], "").split("."), *query.getlist(FROM_FORM)}
    return tuple(layer for layer, name in LAYERS.items() if name in named) or (Layer.NEED,)


def read_when(given: dict[str, str], *, is_weekend: bool) -> tuple[str, date | None, date | None]:
    if given["when"] in (WEEKEND, WEEK, MONTH):
        return given["when"], None, None
    since, until = (day_of(given[name]) for name in ("since", "until"))
    if since and until and until < since:
        since, until = until, since
    if since or until:
        return RANGE, since, until
    return (WEEKEND if is_weekend else ""), None, None


def day_of(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None


def read_box(text: str) -> Box | None:
    """ "west,south,east,north" in degrees."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    fits = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return Box(west, south, east, north) if fits else None


def written(value: Any) -> str:
    """A value as it stands in an address."""
    if value is True:
        return "1"
    if isinstance(value, Box):
        return ",".join(f"{edge:.4f}".rstrip("0").rstrip(".") for edge in (value.west, value.south, value.east, value.north))
    if isinstance(value, tuple):
        return ".".join(LAYERS[layer] for layer in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def weekend_of(on: date) -> tuple[date, date]:
    """The Saturday and Sunday of the week of that day."""
    saturday = on + timedelta(days=SATURDAY - on.weekday())
    return saturday, saturday + timedelta(days=1)


def window(when: str, on: date) -> tuple[date | None, date | None]:
    """The days that a word means on that day, those gone by left out."""
    if when == WEEKEND:
        saturday, sunday = weekend_of(on)
        return max(saturday, on), sunday
    if when == WEEK:
        return on, on + timedelta(days=6 - on.weekday())
    return (on, on + timedelta(days=30)) if when == MONTH else (None, None)


def sight_of(filters: MapFilters, *, readable: Collection[UUID] = ()) -> Sight:
    """The filters as `places` understands them. One statement for each of province, skill and unit; what is not there finds nothing."""
    first, last = filters.window
    return Sight(
        now=timezone.now(),
        layers=frozenset(filters.layers),
        box=filters.box,
        areas=None if filters.box or not filters.province else communes(filters.province),
        kind=filters.kind,
        skill=skill_of(filters.skill),
        units=units_below(filters.unit) if filters.unit else None,
        urgent=filters.urgent,
        people=filters.people,
        goods=filters.goods,
        free=filters.free,
        since=day_start(first) if first else None,
        until=day_start(last + timedelta(days=1)) if last else None,
        text=search_key(filters.text),
        readable=readable,
    )


def communes(province: str) -> list[UUID]:
    """The province and its communes, of all times."""
    return list(Area.objects.filter(code=province, parent=None).values_list("pk", flat=True).union(below(province)))


def below(province: str) -> Any:
    return Area.objects.filter(parent__code=province, parent__parent=None).values_list("pk", flat=True)


NOBODY = UUID(int=0)


def skill_of(code: str) -> UUID | None:
    if not code:
        return None
    return Skill.objects.filter(code=code).values_list("pk", flat=True).first() or NOBODY


def units_below(slug: str) -> list[UUID]:
    """The unit and all below it today."""
    unit = Unit.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return list(Unit.objects.filter(pk__in=subtree_ids([unit], on=today())).values_list("pk", flat=True)) if unit else []
