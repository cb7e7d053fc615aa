"""Waiting for a place: joining the list, one's position and its history, leaving; and the list as the organiser reads it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from aoxanh.activities import policies, queries
from aoxanh.activities.actions import waiting as actions
from aoxanh.activities.actions.returns import excuse as excuse_signup
from aoxanh.activities.candidates import Known
from aoxanh.activities.models import Activity, Shift, ShiftRole, Signup, Waiting
from aoxanh.activities.policies.places import waitings_at_hand
from aoxanh.activities.queries.misfits import misfits_in
from aoxanh.activities.queries.reliability import missed_in, once_absent
from aoxanh.activities.queries.waiting import history, next_offer_ends, position_of, waiting_in, would_be_position
from aoxanh.activities.states import state_of
from aoxanh.activities.views.arrivals import (
    Sent,
    confirmed_in,
    key_in,
    login_or_key,
    person_or_profile,
    public_shift,
    refuse,
    role_in,
    with_key,
)
from aoxanh.kit.addresses import safe_next
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

MOST = 100
"""Absences that one page lists."""


@never_cache
@login_required
def wait(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """What waiting means here and which position one would have; one button. Sent, the place in the list."""
    shift = public_shift(request, shift_pk)
    person = person_or_profile(request)
    if isinstance(person, HttpResponse):
        return person
    if request.method == "POST":
        return join(request, shift, person)
    mine = Waiting.objects.filter(shift=shift, person=person, status__in=Waiting.OPEN).first()
    if mine:
        return redirect("signup:waiting", mine.pk)
    return render_page(
        request,
        "activities/wait.html",
        shift=shift,
        activity=shift.activity,
        person=person,
        is_own=person.user_id == request.user.pk,
        position=would_be_position(shift),
        kept_until=next_offer_ends(shift),
        roles=Known([person], [shift]).roles.get(shift.pk, []),
        request_id=uuid7(),
    )


def join(request: HttpRequest, shift: Shift, person: Person, *, role: ShiftRole | None = None) -> HttpResponse:
    try:
        waiting = actions.join(
            shift, person=person, role=role or role_in(request, shift), request_id=Sent.id_in(request), by=request.user  # type: ignore[arg-type]
        )  # fmt: skip
    except Refused as reason:
        if reason.code == "already_signed_up" and (mine := confirmed_in(shift, person)):
            return redirect("signup:pass", mine.pk)
        return refuse(request, reason, shift, person)
    if waiting.status == Waiting.Status.TAKEN and waiting.signup_id:
        return redirect("signup:pass", waiting.signup_id)
    say(request, _("You are in the waiting list."))
    return redirect("signup:waiting", waiting.pk)


@never_cache
@require_safe
@login_or_key
def waiting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's position, everything that changed it and why, and the button to leave."""
    found = get_object_or_404(waitings_at_hand(request.user, pk, key_in(request)), pk=pk)
    return render_page(
        request,
        "activities/waiting.html",
        mine=found,
        shift=found.shift,
        activity=found.shift.activity,
        is_own=request.user.is_authenticated and found.person.user_id == request.user.pk,
        position=position_of(found),
        events=list(reversed(history(found))),
        offer=found.offers.filter(answer="").first(),
        kept_until=next_offer_ends(found.shift),
        key=key_in(request),
    )


@require_POST
@login_or_key
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tap, and it is done."""
    found = get_object_or_404(waitings_at_hand(request.user, pk, key_in(request)), pk=pk)
    actions.leave(found, by=request.user if request.user.is_authenticated else None)
    say(request, _("You left the waiting list."))
    return redirect(with_key("signup:waiting", pk, key_in(request)))


@login_required
@require_safe
def waiting_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who waits for each shift, for the organiser to read: nobody's hand moves anyone."""
    activity = get_object_or_404(policies.readable_activities(request.user).select_related("unit"), pk=pk)
    shifts = [shift for shift in queries.shifts_of(activity) if not shift.has_begun]
    chosen = next((shift for shift in shifts if str(shift.pk) == request.GET.get("ca")), next(iter(shifts), None))
    return render_page(
        request,
        "activities/waiting_list.html",
        activity=activity,
        state=state_of(activity),
        shifts=shifts,
        shift=chosen,
        page=page(waiting_in(chosen), request, by=("number", "id"), size=50) if chosen else None,
        is_open=activity.status == Activity.Status.OPEN,
        **(absences_in(activity, chosen) if policies.may_manage(request.user, activity) else {}),
    )


def absences_in(activity: Activity, shift: Shift | None) -> dict[str, object]:
    """For the organiser alone."""
    return {
        "may_manage": True,
        "missed": list(missed_in(activity)[:MOST]),
        "once_absent": once_absent(shift) if shift else [],
        "misfits": misfits_in(activity),
    }


@require_POST
@login_required
def excuse(request: HttpRequest, pk: UUID, signup_pk: UUID) -> HttpResponse:
    """The organiser's word that there was a good reason; again, and it is taken back."""
    activity = get_object_or_404(policies.manageable_activities(request.user), pk=pk)
    signup = get_object_or_404(Signup.objects.filter(shift__activity=activity), pk=signup_pk)
    try:
        changed = excuse_signup(signup, by=request.user)  # type: ignore[arg-type]
    except Refused as reason:
        return answer_refusal(request, reason, back=reverse("activities:waiting", args=[pk]))
    say(request, _("Noted as excused.") if changed.excused_at else _("No longer excused."))
    return redirect(safe_next(request) or reverse("activities:waiting", args=[pk]))
