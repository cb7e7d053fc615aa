"""The digital map: a list and a map of the same set."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from aoxanh.activities import map_chips
from aoxanh.activities.map_filters import LAYERS, MapFilters, sight_of
from aoxanh.activities.map_points import points, zoom_of
from aoxanh.activities.queries import map as queries
from aoxanh.kit.dates import today
from aoxanh.kit.pages import public_page, render_page, render_part
from aoxanh.kit.paging import page
from aoxanh.needs.queries import Pin
from aoxanh.places.models import Area, Layer
from aoxanh.places.sights import Sight, spots
from aoxanh.portal import need_maps
from aoxanh.portal.queries import needs as of_needs

FIRST_PROVINCE = "20"
CHOSEN, KIND_OF_MAP, DRAWN = "chon", "ban-do", "ve"
AT_ONCE, IN_SHEET = 40, 20
FRAMED = {**settings.SECURE_CSP, "frame-ancestors": ["*"]}
"""The embedded map, and only it, may stand in pages of others: it has no form that writes and knows nobody."""


@dataclass(frozen=True)
class Choice:
    """What is selected: a need with what to do about it, an activity, a unit, or a commune with several spots."""

    area: Area | None = None
    need: Any = None
    answer: of_needs.Answer | None = None
    activity: Any = None
    unit: Any = None
    rows: Any = ()

    @property
    def key(self) -> Any:
        """The key of the one thing that is selected."""
        chosen = self.need or self.activity or self.unit
        return chosen.pk if chosen else None


@public_page
@require_safe
def needs_map(request: HttpRequest) -> HttpResponse:
    return render_page(request, "portal/map.html", **shown(request, embedded=False))


@public_page
@require_safe
def map_list(request: HttpRequest) -> HttpResponse:
    """The list alone, for a map that has moved."""
    return render_part(request, "portal/map.html", "list", **listed(request))


@public_page
@require_safe
def map_points(request: HttpRequest) -> HttpResponse:
    """The numbers and single spots of a view, as JSON."""
    return points(sight_of(MapFilters.read(request.GET)), zoom_of(request))


@xframe_options_exempt
@public_page
@csp_override(FRAMED)
@require_safe
def embedded_map(request: HttpRequest) -> HttpResponse:
    """The map for pages of others."""
    return render_page(request, "portal/map_embedded.html", **shown(request, embedded=True))


def listed(request: HttpRequest) -> dict[str, Any]:
    """What the list shows: the box of the map where there is one, else the province."""
    filters = MapFilters.read(request.GET)
    choice = choice_of(request)
    provinces = queries.provinces(sight_of(MapFilters(layers=filters.layers)))
    commune, filters = filters.commune, filters.but(province=province_code(filters, choice, provinces), commune="")
    sight = sight_of(filters)
    found = page(spots(sight), request, by=queries.LIST_BY, size=AT_ONCE)
    offered = map_chips.offered(filters)
    is_plain = not filters.box and not filters.narrowing and filters.layers == (Layer.NEED,)
    return {
        "filters": filters,
        "sight": sight,
        "commune": commune,
        "choice": choice,
        "offered": offered,
        "page": found,
        "rows": queries.rows(found),
        "is_needs_only": filters.layers == (Layer.NEED,),
        "stale": of_needs.stale(today(), filters.province) if is_plain else None,
        "provinces": map_chips.provinces(filters, provinces),
        "province_name": next((str(row["name"]) for row in provinces if row["code"] == filters.province), ""),
        "base": filters.query(),
        "address": reverse("portal:map"),
        "list_address": reverse("portal:map_list"),
        "points_address": reverse("portal:map_points"),
    }


def shown(request: HttpRequest, *, embedded: bool) -> dict[str, Any]:
    """All that the page shows."""
    found = listed(request)
    sight, choice = found["sight"], found["choice"]
    pins = queries.pins(sight)
    if not choice.key:
        choice = of_commune(found["commune"], pins, sight) or choice
    drawn = drawings(found["filters"], pins, choice)
    is_drawn = request.GET.get(KIND_OF_MAP) == DRAWN
    return found | {
        "choice": choice,
        "embedded": embedded,
        "is_drawn": is_drawn,
        "hidden": {**found["filters"].but(text="").parameters, **({KIND_OF_MAP: DRAWN} if is_drawn else {})},
        **drawn,
    }


def province_code(filters: MapFilters, choice: Choice, provinces: list[dict[str, Any]]) -> str:
    """The one of what is selected, the one asked for, or the one with most on the map."""
    if choice.area and choice.area.parent:
        return str(choice.area.parent.code)
    return filters.province or next((str(row["code"]) for row in provinces), FIRST_PROVINCE)


def choice_of(request: HttpRequest) -> Choice:
    """A need by its slug; activities and units by theirs after the name of their layer and a dot."""
    layer, _, slug = request.GET.get(CHOSEN, "").replace("\0", "").rpartition(".")
    if layer == LAYERS[Layer.ACTIVITY]:
        activity = of_needs.activity_called(slug)
        return Choice(activity.area, activity=activity) if activity else Choice()
    if layer == LAYERS[Layer.UNIT]:
        unit = of_needs.unit_called(slug)
        return Choice(unit.area, unit=unit) if unit else Choice()
    need = of_needs.need_called(slug)
    return Choice(need.area, need, of_needs.answer_to(need)) if need else Choice()


def of_commune(code: str, pins: list[Pin], sight: Sight) -> Choice | None:
    pin = next((pin for pin in pins if pin.area.code == code), None)
    if not pin:
        return None
    found = queries.rows(spots(sight.but(box=None, areas=[pin.area.pk])).order_by(*queries.LIST_BY)[:IN_SHEET])
    if len(found) == 1 and found[0].need:
        need = found[0].need
        return Choice(pin.area, need, of_needs.answer_to(need))
    return Choice(pin.area, rows=found)


def drawings(filters: MapFilters, pins: list[Pin], choice: Choice) -> dict[str, Any]:
    """Both maps of the province, none where the areas are not loaded."""

    def link(pin: Pin) -> str:
        return f"{reverse('portal:map')}{filters.but(commune=pin.area.code).query()}"

    middle = choice.area or need_maps.middle_of(pins) or of_needs.any_commune(filters.province)
    if middle is None:
        return {"far": None, "near": None}
    return {
        "far": need_maps.far(filters.province, pins, link, choice.area),
        "near": need_maps.near(filters.province, pins, link, middle, choice.area),
    }
