"""Borders for maps in the browser, and the two questions of forms: which communes are called so, and which is here."""

import gzip
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from aoxanh.kit.pages import UNPROCESSABLE, is_htmx, render_part
from aoxanh.places import geojson, queries
from aoxanh.places.forms import HereForm, SearchForm
from aoxanh.places.geojson import Document
from aoxanh.places.models import Area

DAY_S, YEAR_S = 60 * 60 * 24, 60 * 60 * 24 * 365
FOUND_AT_MOST = 12


@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    return answer_document(request, geojson.provinces())


@require_safe
def communes(request: HttpRequest, code: str) -> HttpResponse:
    try:
        return answer_document(request, geojson.communes(code))
    except KeyError as error:
        raise Http404 from error


def answer_document(request: HttpRequest, document: Document) -> HttpResponse:
    """The file, compressed where the browser can read it. Named with its version it may be kept for a year."""
    tag = f'W/"{document.version}"'
    response: HttpResponse
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(document.compressed, content_type="application/geo+json", headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(document.compressed), content_type="application/geo+json")
    is_named = request.GET.get("v") == document.version
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={YEAR_S}, immutable" if is_named else f"public, max-age={DAY_S}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Communes by name, tones ignored, as radio buttons of the field `name`: a part of other people's forms."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render_part(request, "places/choices.html", "mistakes", status=UNPROCESSABLE, form=form)
    asked = form.cleaned_data
    found = list(queries.search_communes(asked["q"], asked["on"], asked["province"] or None)[: FOUND_AT_MOST + 1])
    return render_part(request, "places/choices.html", "found", areas=found[:FOUND_AT_MOST], more=len(found) > FOUND_AT_MOST, **asked)


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """The commune at a point and the nearest ones: JSON for maps, for htmx the question which commune is meant."""
    form = HereForm(request.GET)
    if not form.is_valid():
        return answer_bad_point(request, form)
    latitude, longitude, on = form.cleaned_data["lat"], form.cleaned_data["lon"], form.cleaned_data["on"]
    commune = queries.commune_at(latitude, longitude, on=on)
    nearby = queries.suggest_communes(latitude, longitude, on=on)
    if is_htmx(request):
        return render_part(request, "places/choices.html", "here", commune=commune, nearby=nearby, name=form.cleaned_data["name"])
    return JsonResponse(
        {
            "commune": commune and described(commune),
            "nearby": [{**described(near.area), "metres": round(near.metres)} for near in nearby],
            "tolerance": settings.PLACE_TOLERANCE_M,
        }
    )


def answer_bad_point(request: HttpRequest, form: HereForm) -> HttpResponse:
    if is_htmx(request):
        return render_part(request, "places/choices.html", "mistakes", status=UNPROCESSABLE, form=form)
    return JsonResponse({"errors": form.errors}, status=UNPROCESSABLE)


def described(area: Area) -> dict[str, Any]:
    return {
        "id": str(area.pk),
        "code": area.code,
        "name": area.name,
        "province": queries.province_of(area).name,
        "latitude": area.latitude,
        "longitude": area.longitude,
    }
