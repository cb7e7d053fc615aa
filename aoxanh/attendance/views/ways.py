"""How people of an activity are checked in: what the organiser switches on."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aoxanh.activities.models import Activity
from aoxanh.activities.posters import has_something_to_say
from aoxanh.attendance import policies
from aoxanh.attendance.actions import ways as actions
from aoxanh.attendance.forms.ways import WaysForm
from aoxanh.attendance.models import SelfCheckIn
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

PAGE = "attendance/ways.html"
KEYS = {"ap-phich": "poster_key", "man-hinh": "screen_key"}


def taken_activity(request: HttpRequest, pk: UUID) -> Activity:
    return get_object_or_404(policies.takeable_activities(request.user).select_related("unit"), pk=pk)


@never_cache
@login_required
def ways(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Which ways are on, their codes, and the form that changes them."""
    activity = taken_activity(request, activity_pk)
    if request.method != "POST":
        return render_page(request, PAGE, **page_of(activity, WaysForm.of(ways_set(activity))))
    form = WaysForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **page_of(activity, form))
    try:
        actions.set_ways(activity, **form.facts, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(activity, form))
    say(request, _("Saved. It holds from now on."))
    return redirect("attendance:ways", activity.pk)


@login_required
@require_POST
def renew(request: HttpRequest, activity_pk: UUID, key: str) -> HttpResponse:
    """A new code for the poster or a new address for the screen."""
    activity = taken_activity(request, activity_pk)
    if key not in KEYS:
        raise Http404
    actions.renew_key(activity, key=KEYS[key], by=request.user)
    say(request, _("There is a new code. The old one leads nowhere: hang up the new one."))
    return redirect("attendance:ways", activity.pk)


def ways_set(activity: Activity) -> SelfCheckIn | None:
    return SelfCheckIn.objects.filter(activity=activity).first()


def page_of(activity: Activity, form: WaysForm) -> dict[str, Any]:
    found = ways_set(activity)
    return {
        "activity": activity,
        "form": form,
        "ways": found,
        "has_poster": has_something_to_say(activity),
        "poster_address": address("arrive:poster", found.poster_key) if found and found.by_poster else "",
        "screen_address": address("screen:screen", found.screen_key) if found and found.by_screen else "",
    }


def address(name: str, key: str) -> str:
    return settings.BASE_URL + reverse(name, args=[key])
