"""Shifts as one person sees them: the list "Ca bạn vào được", and what is theirs on the public page of an activity."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from uuid_utils.compat import uuid7

from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.policies import own_signups
from aoxanh.activities.prospects import looked_at, near, page
from aoxanh.activities.views.arrivals import person_or_profile
from aoxanh.kit.pages import render_page
from aoxanh.people.queries import person_of


@never_cache
@login_required
@require_safe
def fitting(request: HttpRequest) -> HttpResponse:
    """The open shifts near the reader: those they can take first, then the others with what keeps them and the way on."""
    person = person_or_profile(request)
    if isinstance(person, HttpResponse):
        return person
    found = page(person, near(person))
    return render_page(
        request,
        "activities/fitting.html",
        person=person,
        is_own=person.user_id == request.user.pk,
        cho=None if person.user_id == request.user.pk else person.pk,
        open_ones=[one for one in found if one.is_open],
        closed=[one for one in found if not one.is_open and not one.is_mine],
        request_id=uuid7(),
    )


@never_cache
@require_safe
def mine(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """For the public page, which is the same for everyone: the reader's own place, and for each shift what keeps them from it."""
    person = person_of(request.user) if request.user.is_authenticated else None
    if person is None:
        return HttpResponse(status=204)
    ahead = own_signups(request.user).filter(status=Signup.Status.CONFIRMED, shift__ends_at__gt=timezone.now())
    signup = ahead.filter(shift__activity=activity_pk).order_by("shift__starts_at").first()
    shifts = Shift.objects.filter(activity=activity_pk, activity__status=Activity.Status.OPEN, starts_at__gt=timezone.now())
    prospects = [one for one in page(person, looked_at(shifts)) if not one.is_open]
    if not signup and not prospects:
        return HttpResponse(status=204)
    return render_page(request, "activities/mine.html", signup=signup, prospects=prospects, person=person)
