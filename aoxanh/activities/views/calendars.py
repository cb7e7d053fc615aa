"""A person's shifts as a calendar to subscribe to."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.activities.actions import calendars as actions
from aoxanh.activities.calendars import feed_of
from aoxanh.activities.models import CalendarKey
from aoxanh.activities.queries.signups import places_around
from aoxanh.kit.pages import render_page, say
from aoxanh.people.queries import person_of

KEPT_FOR = timedelta(minutes=10)


@never_cache
@login_required
def subscription(request: HttpRequest) -> HttpResponse:
    """The address, for a tap on a phone or to copy; sent, a new one."""
    person = person_of(request.user)
    if person is None:
        return redirect("people:profile")
    if request.method == "POST":
        actions.renew_calendar(person, by=request.user)  # type: ignore[arg-type]
        say(request, _("The calendar has a new address. The old one no longer works."))
        return redirect("signup:subscription")
    address = settings.BASE_URL + reverse("signup:feed", args=[actions.calendar_key(person).key])
    webcal = "webcal" + address.removeprefix("https").removeprefix("http")
    return render_page(request, "activities/subscription.html", address=address, webcal=webcal)


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """What calendar programs fetch: only the address is asked, so it is a secret. Nothing for a record that is not in use."""
    person = get_object_or_404(
        CalendarKey.objects.select_related("person"), key=key, person__erased_at=None, person__merged_into=None
    ).person
    places = [] if person.restricted_at else places_around(person, timezone.now())
    told = feed_of((signup, settings.BASE_URL + reverse("signup:pass", args=[signup.pk])) for signup in places)
    response = HttpResponse(
        told, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'inline; filename="ao-xanh.ics"'}
    )
    patch_cache_control(response, private=True, max_age=int(KEPT_FOR.total_seconds()))
    response["X-Robots-Tag"] = "noindex"
    return response
