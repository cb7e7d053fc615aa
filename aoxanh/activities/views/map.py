"""The map at the desk: what the public sees and what the reader's units have besides, with unmet need by commune."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.queries import permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities import map_chips
from aoxanh.activities.map_filters import MapFilters, sight_of
from aoxanh.activities.map_points import points, zoom_of
from aoxanh.activities.queries import map as queries
from aoxanh.activities.queries.communes import communes
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page, render_part
from aoxanh.kit.paging import page
from aoxanh.org.models import Unit
from aoxanh.places.queries import province_of
from aoxanh.places.sights import spots

AT_ONCE = 40


@login_required
@never_cache
@require_safe
def desk_map(request: HttpRequest) -> HttpResponse:
    return render_page(request, "activities/map/desk.html", **shown(request))


@login_required
@never_cache
@require_safe
def desk_list(request: HttpRequest) -> HttpResponse:
    """The table and the list alone, for a map that has moved."""
    return render_part(request, "activities/map/desk.html", "list", **shown(request))


@login_required
@never_cache
@require_safe
def desk_points(request: HttpRequest) -> HttpResponse:
    """The numbers and single spots of a view, as JSON."""
    return points(sight_of(MapFilters.read(request.GET), readable=readable(request)), zoom_of(request))


def readable(request: HttpRequest) -> list[UUID]:
    """The units of which the reader sees more than the public."""
    return list(permitted_units(request.user, "activities.read", on=today()).values_list("pk", flat=True))


def shown(request: HttpRequest) -> dict[str, Any]:
    filters = MapFilters.read(request.GET)
    if not filters.box and not filters.province:
        filters = filters.but(province=own_province(request.user))
    units = readable(request)
    sight = sight_of(filters, readable=units)
    found = page(spots(sight), request, by=queries.LIST_BY, size=AT_ONCE)
    return {
        "filters": filters,
        "offered": map_chips.offered(filters, readable=units),
        "communes": communes(sight),
        "page": found,
        "rows": queries.rows(found),
        "own": frozenset(units),
        "base": filters.query(),
        "address": reverse("desk_map:map"),
        "list_address": reverse("desk_map:list"),
        "points_address": reverse("desk_map:points"),
    }


def own_province(user: User) -> str:
    """Where the reader's first unit lies; none for the country."""
    units = permitted_units(user, "needs.read", on=today()).filter(area__isnull=False)
    unit: Unit | None = units.select_related("area__parent__parent").first()
    return province_of(unit.area).code if unit and unit.area else ""
