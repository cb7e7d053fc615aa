"""The screen at the door: a code that changes every half minute, and who has just come, by given name only."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.attendance.queries import ways as queries
from aoxanh.attendance.screen_codes import code_of
from aoxanh.kit.pages import is_htmx, render_page, render_part

PAGE = "attendance/kiosk.html"


@never_cache
@require_safe
def screen(request: HttpRequest, screen_key: str) -> HttpResponse:
    """The page of the screen, and the part of it that is asked for again every few seconds. Nobody signs in on it."""
    ways = queries.ways_by(screen_key=screen_key)
    if ways is None:
        raise Http404
    now = timezone.now()
    context: dict[str, Any] = {
        "activity": ways.activity,
        "address": settings.BASE_URL + reverse("arrive:screen_code", args=[code_of(ways, now)]),
        "shifts": list(queries.shifts_about(ways.activity, now)),
        "names": [given_name(arrival.signup.person.full_name) for arrival in queries.just_come(ways.activity, now)],
        "now": now,
    }
    return render_part(request, PAGE, "code", **context) if is_htmx(request) else render_page(request, PAGE, **context)


def given_name(full_name: str) -> str:
    """ "Nông Thị Hạnh" is called Hạnh; more of it is nobody's business on a wall."""
    return full_name.rsplit(maxsplit=1)[-1] if full_name.strip() else ""
