"""Taking a place, the pass, giving the place back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from uuid_utils.compat import uuid7

from aoxanh.activities import queries
from aoxanh.activities.actions import signups as actions
from aoxanh.activities.actions.placing import cancel_until
from aoxanh.activities.actions.returns import cancel_signup
from aoxanh.activities.calendars import calendar_of
from aoxanh.activities.eligibility import candidate, why_not
from aoxanh.activities.fitting import role_choices
from aoxanh.activities.minors import CONSENT_MISSING
from aoxanh.activities.models import Activity, Offer, Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.activities.policies import passes_at_hand
from aoxanh.activities.policies.places import keyed_passes
from aoxanh.activities.queries.minors import minor_of, open_wishes
from aoxanh.activities.queries.misfits import is_misfit
from aoxanh.activities.queries.waiting import would_be_position
from aoxanh.activities.views.arrivals import (
    NO_ROLE,
    Sent,
    confirmed_in,
    key_in,
    login_or_key,
    person_or_profile,
    public_shift,
    refuse,
    remember_key,
    role_in,
    with_key,
)
from aoxanh.activities.views.waiting import join
from aoxanh.activities.ways import ways_of
from aoxanh.kit import qr
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person
from aoxanh.people.queries import person_of
from aoxanh.people.queries.guardians import children_of

OTHERS = 8
ARRIVE_BEFORE = timedelta(minutes=15)


@never_cache
@login_required
def new(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """One page, one button: which shift, who comes, take the place. Without a person yet, the profile is asked first."""
    shift = public_shift(request, shift_pk)
    person = person_or_profile(request)
    if isinstance(person, HttpResponse):
        return person
    return take(request, shift, person) if request.method == "POST" else ask(request, shift, person)


def ask(request: HttpRequest, shift: Shift, person: Person) -> HttpResponse:
    if mine := confirmed_in(shift, person):
        return redirect("signup:pass", mine.pk)
    if kept := Offer.objects.filter(shift=shift, person=person, answer="", until__gt=timezone.now()).first():
        return redirect("signup:offer", kept.pk)
    return render_page(request, "activities/signup.html", **signup_page(request, shift, person))


def signup_page(request: HttpRequest, shift: Shift, person: Person) -> dict[str, Any]:
    """Of adults who are no guardians one query more than their own rules need: whether there are children."""
    seen = candidate(shift, person)
    reason = why_not(seen)
    lacking = reason is not None and reason.code == CONSENT_MISSING
    return {
        "shift": shift,
        "activity": shift.activity,
        "person": person,
        "others": others_who_may_come(request, person),
        "is_own": person.user_id == request.user.pk,
        "cho": None if person.user_id == request.user.pk else person.pk,
        "until": cancel_until(shift),
        "reason": reason,
        "ways": ways_of(reason),
        "choices": [] if reason else role_choices(seen),
        "minor": minor_of(person) if lacking else None,
        "wish": open_wishes(person).filter(shift=shift).first() if lacking else None,
        "position": would_be_position(shift) if reason is not None and reason.code == "full" else 0,
        "request_id": uuid7(),
    }


def others_who_may_come(request: HttpRequest, person: Person) -> list[Person]:
    """For whom else the reader could sign up: themselves, their children."""
    family = list(children_of(request.user))
    own = person_of(request.user) if family else None
    return [one for one in (own, *family) if one and one.pk != person.pk]


def take(request: HttpRequest, shift: Shift, person: Person) -> HttpResponse:
    """The pass; where no place is left and the form says so, a place in the waiting list; else a small page that says why not."""
    request_id, plain = Sent.id_in(request), request.POST.get("vai-tro") == NO_ROLE
    role, would_wait = role_in(request, shift), "cho-neu-het" in request.POST
    if would_wait and shift.free <= 0:
        return join(request, shift, person, role=role)
    try:
        signup = actions.sign_up(shift, person=person, request_id=request_id, role=role, plain=plain, by=request.user)  # type: ignore[arg-type]
    except Refused as reason:
        if reason.code == "already_signed_up" and (mine := confirmed_in(shift, person)):
            return redirect("signup:pass", mine.pk)
        if reason.code in NO_PLACE and would_wait:
            return join(request, shift, person, role=role)
        return refuse(request, reason, shift, person)
    say(request, _("You have a place. The pass is also in your mail."))
    return redirect("signup:pass", signup.pk)


NO_PLACE = ("full", "role_full")


@never_cache
@login_required
def next_pass(request: HttpRequest) -> HttpResponse:
    """The pass of the next shift; without one, what one could join."""
    person = person_of(request.user)
    signup = queries.next_signup(person) if person else None
    return redirect("signup:pass", signup.pk) if signup else render_page(request, "activities/no_pass.html")


@never_cache
@login_or_key
def show_pass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pass with its QR, its short code, and what the day looks like."""
    signup = pass_of(request, pk)
    remember_key(request, signup.pk)
    return render_page(request, "activities/pass.html", **pass_page(request, signup))


def pass_of(request: HttpRequest, pk: UUID, **facts: str) -> Signup:
    """One's own pass, a child's, or the one whose link the reader holds."""
    key = key_in(request)
    return get_object_or_404(keyed_passes(pk, key) if key else passes_at_hand(request.user), pk=pk, **facts)


def pass_page(request: HttpRequest, signup: Signup) -> dict[str, Any]:
    shift = signup.shift
    return {
        "signup": signup,
        "is_own": bool(key_in(request)) or signup.person.user_id == request.user.pk,
        "key": key_in(request),
        "is_late": timezone.now() > cancel_until(shift),
        "shift": shift,
        "activity": shift.activity,
        "arrive_at": shift.starts_at - ARRIVE_BEFORE,
        "until": cancel_until(shift),
        "hours": settings.SIGNUP_CANCEL_HOURS,
        "others": other_shifts(signup),
        "is_misfit": is_misfit(signup),
        "swaps": list(signup.swaps.filter(settled_at=None).select_related("wanted")),
    }


def other_shifts(signup: Signup) -> list[Shift]:
    """Shifts ahead of the same activity, for which this one could be swapped."""
    if signup.status != Signup.Status.CONFIRMED or signup.shift.activity.status != Activity.Status.OPEN:
        return []
    ahead = Shift.objects.filter(activity=signup.shift.activity_id, starts_at__gt=timezone.now()).exclude(pk=signup.shift_id)
    return list(ahead.order_by("starts_at", "id")[:OTHERS])


@never_cache
@login_or_key
def pass_picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The QR as a picture to keep on the phone."""
    signup = pass_of(request, pk, status=Signup.Status.CONFIRMED)
    headers = {"Content-Disposition": f'attachment; filename="the-{signup.code}.png"'}
    return HttpResponse(qr.png(pass_text(signup), scale=16), content_type="image/png", headers=headers)


@require_POST
@login_or_key
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the place back."""
    signup = pass_of(request, pk)
    try:
        cancel_signup(signup, why=request.POST.get("ly-do", ""), by=request.user if request.user.is_authenticated else None)
    except Refused as reason:
        return answer_refusal(request, reason, "activities/pass.html", **pass_page(request, signup))
    say(request, _("You gave your place back. Others can take it now."))
    return redirect(with_key("signup:pass", signup.pk, key_in(request)))


@login_or_key
def calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The shift as a calendar file."""
    signup = pass_of(request, pk)
    address = request.build_absolute_uri(reverse("signup:pass", args=[pk]))
    headers = {"Content-Disposition": f'attachment; filename="ca-{signup.code}.ics"'}
    return HttpResponse(calendar_of([signup.shift], address), content_type="text/calendar; charset=utf-8", headers=headers)
