"""The digital map of needs: a list and a map of the same set."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from aoxanh.kit.dates import today
from aoxanh.kit.pages import public_page, render_page
from aoxanh.kit.paging import page
from aoxanh.needs.kinds import KINDS
from aoxanh.needs.models import Need
from aoxanh.needs.queries import Pin, pins
from aoxanh.places.boundaries import EDITION
from aoxanh.places.models import Area
from aoxanh.portal import need_maps
from aoxanh.portal.need_filters import NeedFilters
from aoxanh.portal.queries import needs as queries

FIRST_PROVINCE = "20"
LIST_BY = ("-urgent", "ends_on", "id")
CHOSEN, KIND_OF_MAP = "chon", "ban-do"


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
    """What is selected: one need with what to do about it, or a commune with several needs."""

    area: Area | None = None
    need: Any = None
    answer: queries.Answer | None = None
    needs: Any = ()


@public_page
@require_safe
def needs_map(request: HttpRequest) -> HttpResponse:
    on = today()
    need = chosen_need(request)
    filters = NeedFilters.read(request.GET)
    open_needs = queries.public_needs(on)
    provinces = queries.provinces(open_needs)
    commune, filters = filters.commune, filters.but(province=province_code(filters, need, provinces), commune="")
    here = queries.in_province(open_needs, filters.province)
    shown = queries.filtered(here, filters, on)
    spots = pins(shown)
    choice = choice_of(need, commune, spots, shown)
    facets = queries.facets(here, on)
    return render_page(
        request,
        "portal/map.html",
        filters=filters,
        facets=facets,
        shown=shown.count() if filters.narrowing else facets["total"],
        chips=chips(filters, facets),
        kinds=kind_chips(filters, queries.kind_counts(here)),
        kind=KINDS.get(filters.kind),
        provinces=province_chips(filters, provinces),
        province_name=province_name(filters.province, provinces),
        hidden=filters.but(text="").parameters,
        page=page(queries.with_missing(shown), request, by=LIST_BY, size=40),
        choice=choice,
        base=filters.query(),
        stale_days=settings.NEED_STALE_DAYS,
        is_moving=KIND_OF_MAP in request.GET,
        **drawn(filters, spots, choice),
    )


def chips(filters: NeedFilters, facets: dict[str, int]) -> list[Chip]:
    return [
        Chip(_("Urgent"), facets["urgent"], filters.but(urgent=not filters.urgent).query(), filters.urgent),
        Chip(_("This weekend"), facets["weekend"], filters.but(weekend=not filters.weekend).query(), filters.weekend),
    ]


def kind_chips(filters: NeedFilters, counts: dict[str, int]) -> list[Chip]:
    """Kinds that are needed here, those most wanted first, and the way back to all."""
    known = sorted(((KINDS[code], count) for code, count in counts.items() if code in KINDS), key=lambda row: (-row[1], row[0].code))
    every = Chip(_("All kinds of work"), None, filters.but(kind="").query(), not filters.kind, "list")
    return [every, *(Chip(k.label, n, filters.but(kind=k.code).query(), k.code == filters.kind, k.icon) for k, n in known)]


def province_chips(filters: NeedFilters, provinces: list[dict[str, Any]]) -> list[Chip]:
    return [Chip(row["name"], row["count"], NeedFilters(row["code"]).query(), row["code"] == filters.province) for row in provinces]


def chosen_need(request: HttpRequest) -> Any:
    slug = request.GET.get(CHOSEN, "").replace("\0", "")
    standing = Need.objects.filter(slug=slug, area__during__contains=EDITION)
    return queries.with_missing(standing).first() if slug else None


def province_code(filters: NeedFilters, need: Any, provinces: list[dict[str, Any]]) -> str:
    """The one of the need, the one asked for, or the one with most needs."""
    if need and need.area.parent:
        return str(need.area.parent.code)
    return filters.province or next((str(row["code"]) for row in provinces), FIRST_PROVINCE)


def province_name(code: str, provinces: list[dict[str, Any]]) -> str:
    return next((str(row["name"]) for row in provinces if row["code"] == code), "")


def choice_of(need: Any, commune: str, spots: list[Pin], shown: Any) -> Choice:
    if need:
        return Choice(need.area, need, queries.answer_to(need))
    pin = next((pin for pin in spots if pin.area.code == commune), None)
    if not pin:
        return Choice()
    found = list(queries.with_missing(shown.filter(area=pin.area)).order_by(*LIST_BY)[:20])
    return Choice(pin.area, found[0], queries.answer_to(found[0])) if len(found) == 1 else Choice(pin.area, needs=found)


def drawn(filters: NeedFilters, spots: list[Pin], choice: Choice) -> dict[str, Any]:
    """Both maps, none where the areas are not loaded."""

    def link(pin: Pin) -> str:
        return f"{reverse('portal:map')}{filters.but(commune=pin.area.code).query()}"

    middle = choice.area or need_maps.middle_of(spots) or queries.any_commune(filters.province)
    if middle is None:
        return {"far": None, "near": None}
    return {
        "far": need_maps.far(filters.province, spots, link, choice.area),
        "near": need_maps.near(filters.province, spots, link, middle, choice.area),
    }


@public_page
@require_safe
def needs_geojson(request: HttpRequest) -> HttpResponse:
    """The same needs as points, for maps that move."""
    on = today()
    filters = NeedFilters.read(request.GET)
    open_needs = queries.public_needs(on)
    found = queries.in_province(open_needs, filters.province) if filters.province else open_needs
    rows = queries.filtered(found, filters, on).order_by("id")
    values = rows.values_list("id", "slug", "title", "area__code", "urgent", "longitude", "latitude")
    response = JsonResponse(
        {"type": "FeatureCollection", "features": [feature(*row) for row in values]}, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = "application/geo+json"
    return response


def feature(pk: Any, slug: str, title: str, area: str, urgent: Any, longitude: float, latitude: float) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]},
        "properties": {"id": str(pk), "title": title, "area": area, "urgent": urgent, "url": reverse("portal:need", args=[slug])},
    }
