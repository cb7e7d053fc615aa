"""The home page: what is ahead around a commune. The place is in the address, never kept."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from aoxanh.activities.map_filters import COMMUNE, LONGEST_TEXT
from aoxanh.kit.dates import today
from aoxanh.kit.pages import public_page, render_page
from aoxanh.needs.queries import pins
from aoxanh.places.models import Area
from aoxanh.places.queries import province_of, search_communes
from aoxanh.portal import need_maps
from aoxanh.portal.queries import home as queries
from aoxanh.portal.queries.needs import in_province, public_needs

FOUND_AT_MOST = 20


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    on = today()
    asked = asked_commune(request)
    area = asked or queries.busiest_commune(on)
    if area is None:
        return render_page(request, "portal/home.html", area=None)
    week = queries.week_around(area, on)
    day = asked_day(request, week)
    province = province_of(area)
    return render_page(
        request,
        "portal/home.html",
        area=area,
        province=province,
        week=week,
        day=day,
        turns=week.on(day),
        kept=urlencode({"noi": area.code}) if asked else "",
        urgent=queries.urgent_needs(area, on),
        year=queries.year_of(province, on),
        on=on,
        **maps_of(area, week, on),
    )


def asked_commune(request: HttpRequest) -> Area | None:
    code = request.GET.get("noi", "")
    return queries.commune(code) if COMMUNE.fullmatch(code) else None


def asked_day(request: HttpRequest, week: queries.Week) -> date:
    """The day in the address when it is one of the seven, else the first with a free place."""
    days = {day.isoformat(): day for day, _count in week.days}
    return days.get(request.GET.get("ngay", ""), week.first_day)


def maps_of(area: Area, week: queries.Week, on: date) -> dict[str, Any]:
    """The wide map of the desk and the small one of the phone: needs of the province and activities of the week."""
    spots = pins(in_province(public_needs(on), province_of(area).code))
    return {
        "wide": need_maps.around(area, spots, week.turns, need_maps.WIDE),
        "small": need_maps.around(area, spots, week.turns, need_maps.SMALL),
    }


@public_page
@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """Choose the commune that the home page looks around; it stays in the address only."""
    on = today()
    text = " ".join(request.GET.get("tim", "").replace("\0", "").split())[:LONGEST_TEXT]
    found = list(search_communes(text, on)[: FOUND_AT_MOST + 1]) if len(text) > 1 else []
    return render_page(
        request,
        "portal/place.html",
        text=text,
        found=found[:FOUND_AT_MOST],
        more=len(found) > FOUND_AT_MOST,
        busy=queries.free_by_commune(on),
        home=reverse("portal:home"),
    )
