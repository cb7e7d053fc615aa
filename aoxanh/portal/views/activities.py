"""Activities for everyone: the list, the page of one (before: come along; after: its report), its card, its calendar."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from aoxanh.activities import queries
from aoxanh.activities.calendars import calendar_of
from aoxanh.activities.models import Activity
from aoxanh.activities.queries import ActivityPage, Filters
from aoxanh.kit.dates import today
from aoxanh.kit.pages import public_page, render_page
from aoxanh.kit.paging import page
from aoxanh.needs.kinds import KINDS
from aoxanh.places import maps
from aoxanh.places import queries as places
from aoxanh.places.models import Area, Level
from aoxanh.portal import cards
from aoxanh.records.queries import report

SITE_VIEW = (300, 150)


@public_page
def activities(request: HttpRequest) -> HttpResponse:
    """What is ahead, by day; filters stand in the address."""
    on = today()
    asked = asked_filters(request)
    found = queries.public_activities(on, asked)
    without_day = Filters(kind=asked.kind, area=asked.area, text=asked.text, is_free_only=asked.is_free_only)
    return render_page(
        request,
        "portal/activities.html",
        page=page(found, request, by=("starts_at", "id"), size=20),
        total=found.order_by().count(),
        asked=asked,
        strip=queries.week_strip(on, without_day),
        kinds=KINDS.values(),
        provinces=places.areas_on(Level.PROVINCE, on).filter(parts__activities__status__in=Activity.PUBLIC).distinct(),
        kept=kept_filters(request),
    )


def asked_filters(request: HttpRequest) -> Filters:
    """What the address asks for; what cannot be read is left out."""
    ask = request.GET
    kind = ask.get("viec", "")
    return Filters(
        day=day_of(ask.get("ngay", "")),
        kind=kind if kind in KINDS else "",
        area=province_of(ask.get("tinh", "")),
        text=ask.get("tim", "")[:80].strip(),
        is_free_only=ask.get("con-cho") == "1",
    )


def kept_filters(request: HttpRequest) -> str:
    """The query string without the day, for the links of the day strip."""
    return urlencode({name: value for name, value in request.GET.items() if name not in {"ngay", "sau"} and value})


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def province_of(code: str) -> Area | None:
    return places.areas_on(Level.PROVINCE, today()).filter(code=code).first() if code else None


@public_page
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a public activity: its report once there is one. What is not public does not exist."""
    found = page_or_404(slug)
    told = report(found.activity)
    card = cards.of_activity(found.activity, places_left=found.free)
    return render_page(
        request,
        "portal/report.html" if told else "portal/activity.html",
        found=found,
        activity=found.activity,
        report=told,
        related=queries.related(found.activity),
        map=None if told else site_map(found.activity),
        url=request.build_absolute_uri(request.path),
        card_url=request.build_absolute_uri(f"{reverse('portal:activity_card', args=[slug])}?v={card.version}"),
        summary=summary(found),
    )


def page_or_404(slug: str) -> ActivityPage:
    try:
        return queries.activity_page(slug)
    except Activity.DoesNotExist:
        raise Http404(_("This activity does not exist, or is not public.")) from None


def summary(found: ActivityPage) -> str:
    """One line for chat apps: when, where, how many places."""
    card = cards.of_activity(found.activity, places_left=found.free)
    when = " ".join((*card.lines[:1], card.big, *card.lines[1:])) or card.tagline
    return " · ".join(part for part in (when, found.activity.place_name, card.places) if part)


def site_map(shown: Activity) -> maps.DrawnMap | None:
    """The place within its commune; None where the commune has no border of its own."""
    try:
        province = maps.province_map(places.province_of(shown.area).code)
    except Area.DoesNotExist:
        return None
    return maps.draw(
        province.code,
        title=_("Map of %(place)s") % {"place": shown.place_name},
        view=province.view_around(shown.latitude, shown.longitude, *SITE_VIEW),
        style=maps.SITE,
        selected=shown.area.code,
        pins=[maps.Pin(shown.latitude, shown.longitude, 0, kind="act", name=shown.place_name)],
        fills=True,
    )


def activity_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The Open Graph picture: drawn when asked for, kept by whoever asked."""
    found = page_or_404(slug)
    card = cards.of_activity(found.activity, places_left=found.free)
    etag = f'"{card.version}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    response = HttpResponse(cards.draw(card, picture=found.activity.picture), content_type="image/png", headers={"ETag": etag})
    patch_cache_control(response, public=True, max_age=3600)
    return response


def activity_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All shifts as a calendar file."""
    found = page_or_404(slug)
    address = request.build_absolute_uri(reverse("portal:activity", args=[slug]))
    return HttpResponse(
        calendar_of(found.shifts, address),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.ics"'},
    )
