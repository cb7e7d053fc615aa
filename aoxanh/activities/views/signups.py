"""Taking a place, the pass, giving the place back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from uuid_utils.compat import uuid7

from aoxanh.activities import queries
from aoxanh.activities.actions import signups as actions
from aoxanh.activities.calendars import calendar_of
from aoxanh.activities.eligibility import refusal
from aoxanh.activities.minors import CONSENT_MISSING
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.activities.policies import own_signups, passes_at_hand
from aoxanh.activities.queries.minors import minor_of, open_wishes
from aoxanh.kit import qr
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person
from aoxanh.people.queries import person_of
from aoxanh.people.queries.guardians import children_of

ARRIVE_BEFORE = timedelta(minutes=15)


class Sent(forms.Form):
    """The id that the page gave the form, so that sending it twice takes one place."""

    request_id = forms.UUIDField()


@never_cache
@login_required
def new(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """One page, one button: which shift, who comes, take the place. Without a person yet, the profile is asked first."""
    is_sent = request.method == "POST"
    public = Shift.objects.filter(activity__status__in=Activity.PUBLIC)
    shown = public.select_related("activity") if is_sent else public.select_related("activity__unit", "activity__area__parent")
    shift = get_object_or_404(shown, pk=shift_pk)
    person = who_comes(request)
    if not person or (person.user_id == request.user.pk and not person.birth_date):
        return redirect(f"{reverse('people:profile')}?{urlencode({'next': request.path})}")
    return take(request, shift, person) if is_sent else ask(request, shift, person)


def who_comes(request: HttpRequest) -> Person | None:
    """The reader, or with `cho` a child of theirs; a guardian without a profile signs up the first child. 404 for the child of others."""
    if chosen := request.POST.get("cho") or request.GET.get("cho"):
        return get_object_or_404(children_of(request.user), pk=as_uuid(chosen))
    return person_of(request.user) or children_of(request.user).first()


def as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def ask(request: HttpRequest, shift: Shift, person: Person) -> HttpResponse:
    if mine := confirmed_in(shift, person):
        return redirect("signup:pass", mine.pk)
    return render_page(request, "activities/signup.html", **signup_page(request, shift, person))


def signup_page(request: HttpRequest, shift: Shift, person: Person) -> dict[str, Any]:
    """Of adults who are no guardians one query more than their own rules need: whether there are children."""
    reason = refusal(shift, person=person)
    lacking = reason is not None and reason.code == CONSENT_MISSING
    return {
        "shift": shift,
        "activity": shift.activity,
        "person": person,
        "others": others_who_may_come(request, person),
        "is_own": person.user_id == request.user.pk,
        "until": actions.cancel_until(shift),
        "reason": reason,
        "minor": minor_of(person) if lacking else None,
        "wish": open_wishes(person).filter(shift=shift).first() if lacking else None,
        "request_id": uuid7(),
    }


def others_who_may_come(request: HttpRequest, person: Person) -> list[Person]:
    """For whom else the reader could sign up: themselves, their children."""
    family = list(children_of(request.user))
    own = person_of(request.user) if family else None
    return [one for one in (own, *family) if one and one.pk != person.pk]


def take(request: HttpRequest, shift: Shift, person: Person) -> HttpResponse:
    """The pass, or a small page that says why not: in a rush most people get that one."""
    sent = Sent(request.POST)
    request_id = sent.cleaned_data["request_id"] if sent.is_valid() else uuid7()
    try:
        signup = actions.sign_up(shift, person=person, request_id=request_id, by=request.user)
    except Refused as reason:
        if reason.code == "already_signed_up" and (mine := confirmed_in(shift, person)):
            return redirect("signup:pass", mine.pk)
        return answer_refusal(request, reason, "activities/refused.html", activity=shift.activity, shift=shift)
    say(request, _("You have a place. The pass is also in your mail."))
    return redirect("signup:pass", signup.pk)


def confirmed_in(shift: Shift, person: Person) -> Signup | None:
    """The place in the shift that this person already has."""
    return Signup.objects.filter(person=person, shift=shift, status=Signup.Status.CONFIRMED).first()


@never_cache
def mine(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """For the public page, which is the same for everyone: the reader's own place in the activity, where there is one ahead."""
    ahead = own_signups(request.user).filter(status=Signup.Status.CONFIRMED, shift__ends_at__gt=timezone.now())
    signup = ahead.filter(shift__activity=activity_pk).order_by("shift__starts_at").first()
    return render_page(request, "activities/mine.html", signup=signup) if signup else HttpResponse(status=204)


@never_cache
@login_required
def next_pass(request: HttpRequest) -> HttpResponse:
    """The pass of the next shift; without one, what one could join."""
    person = person_of(request.user)
    signup = queries.next_signup(person) if person else None
    return redirect("signup:pass", signup.pk) if signup else render_page(request, "activities/no_pass.html")


@never_cache
@login_required
def show_pass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pass with its QR, its short code, and what the day looks like."""
    signup = get_object_or_404(passes_at_hand(request.user), pk=pk)
    return render_page(request, "activities/pass.html", **pass_page(request, signup))


def pass_page(request: HttpRequest, signup: Signup) -> dict[str, Any]:
    shift = signup.shift
    return {
        "signup": signup,
        "is_own": signup.person.user_id == request.user.pk,
        "shift": shift,
        "activity": shift.activity,
        "arrive_at": shift.starts_at - ARRIVE_BEFORE,
        "until": actions.cancel_until(shift),
        "hours": settings.SIGNUP_CANCEL_HOURS,
    }


@never_cache
@login_required
def pass_picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The QR as a picture to keep on the phone."""
    signup = get_object_or_404(passes_at_hand(request.user).filter(status=Signup.Status.CONFIRMED), pk=pk)
    headers = {"Content-Disposition": f'attachment; filename="the-{signup.code}.png"'}
    return HttpResponse(qr.png(pass_text(signup), scale=16), content_type="image/png", headers=headers)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the place back."""
    signup = get_object_or_404(passes_at_hand(request.user), pk=pk)
    try:
        actions.cancel_signup(signup, by=request.user)
    except Refused as reason:
        return answer_refusal(request, reason, "activities/pass.html", **pass_page(request, signup))
    say(request, _("You gave your place back. Others can take it now."))
    return redirect("signup:pass", signup.pk)


@login_required
def calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The shift as a calendar file."""
    signup = get_object_or_404(passes_at_hand(request.user), pk=pk)
    address = request.build_absolute_uri(reverse("signup:pass", args=[pk]))
    headers = {"Content-Disposition": f'attachment; filename="ca-{signup.code}.ics"'}
    return HttpResponse(calendar_of([signup.shift], address), content_type="text/calendar; charset=utf-8", headers=headers)
