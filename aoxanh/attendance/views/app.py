"""The app for the door: a page that a phone keeps, its worker, its manifest, and who is signed in."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.attendance import offline
from aoxanh.attendance.answers import Answer
from aoxanh.attendance.rules import name_of
from aoxanh.attendance.words import words
from aoxanh.kit.pages import public_page

UNAUTHORISED = 401
BLUE, PAPER = "#0b57ad", "#faf9f6"
ICONS = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"), ("icon-512-maskable.png", "512x512", "maskable"))


@public_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The app as the phone keeps it: no person, no token. What it knows of people it asks for, signed in."""
    return HttpResponse(shell())


def shell() -> str:
    return render_to_string("attendance/app.html", {"words": words(), "blank": Answer("", "", ""), "blue": BLUE})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that hands out the app where there is no network; its folder is its scope."""
    version = offline.version(shell())
    facts = {"cache": f"door-{get_language()}-{version}", "page": reverse("attendance:app"), "kept": offline.assets()}
    text = render_to_string("attendance/app_worker.js", {"facts": json.dumps(facts)})
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """How the app stands on the home screen."""
    address = reverse("attendance:app")
    told = {
        "name": _("Attendance Áo Xanh"),
        "short_name": _("Attendance"),
        "lang": get_language(),
        "id": address,
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "theme_color": BLUE,
        "background_color": PAPER,
        "icons": [{"src": static(f"brand/{name}"), "sizes": sizes, "type": "image/png", "purpose": use} for name, sizes, use in ICONS],
    }
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@never_cache
@require_safe
def who(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and a token to send with."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed_out"}, status=UNAUTHORISED)
    return JsonResponse({"token": get_token(request), "user": {"id": str(request.user.pk), "name": name_of(request.user)}})
