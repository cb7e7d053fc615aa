"""Who may approve, or read what is sensitive, works only after a second step of signing in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aoxanh.access.queries import permissions
from aoxanh.access.roles import TABLE
from aoxanh.accounts.recent import passed_second_factor
from aoxanh.config.home import MissingSetting
from aoxanh.kit.addresses import with_next
from aoxanh.kit.dates import today
from aoxanh.kit.pages import is_htmx

OPEN = {"", "accounts", "kit", "media", "notices", "places", "portal", "programmes", "verify"}
OPEN_PAGES = {"people:viewer"}


class SecondFactor:
    """Middleware, innermost: a holder of one of SECOND_FACTOR_PERMISSIONS is led to the step that is missing, from every page but the
    public ones and those of the account. Of who passed the step in this session nothing is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        if unknown := set(settings.SECOND_FACTOR_PERMISSIONS) - TABLE.keys():
            raise MissingSetting(
                f"SECOND_FACTOR_PERMISSIONS names {', '.join(sorted(unknown))}, which no role has. See aoxanh/access/roles.py."
            )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_PERMISSIONS or is_open(request) or not request.user.is_authenticated:
            return None
        if passed_second_factor(request) or not permissions(request.user, on=today()) & set(settings.SECOND_FACTOR_PERMISSIONS):
            return None
        step = with_next(reverse("accounts:second_factor_needed"), request.get_full_path() if request.method == "GET" else "")
        return HttpResponse(status=204, headers={"HX-Redirect": step}) if is_htmx(request) else redirect(step)


def is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.namespace in OPEN or match.view_name in OPEN_PAGES
