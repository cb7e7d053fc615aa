"""The page of somebody who is asked to come: who asks, why, until when; yes or no."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.actions import offers as actions
from aoxanh.activities.actions.placing import cancel_until
from aoxanh.activities.keys import key_of
from aoxanh.activities.models import Offer
from aoxanh.activities.policies.places import offers_at_hand
from aoxanh.activities.views.arrivals import key_in, login_or_key, with_key
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

PAGE = "activities/offer.html"


def found(request: HttpRequest, pk: UUID) -> Offer:
    return get_object_or_404(offers_at_hand(request.user, pk, key_in(request)), pk=pk)


@never_cache
@require_safe
@login_or_key
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render_page(request, PAGE, **context_of(request, found(request, pk)))


def context_of(request: HttpRequest, made: Offer) -> dict[str, object]:
    shift = made.shift
    return {
        "offer": made,
        "shift": shift,
        "activity": shift.activity,
        "is_own": not request.user.is_authenticated or made.person.user_id == request.user.pk,
        "is_open": not made.answer and made.until > timezone.now(),
        "back_until": cancel_until(shift),
        "key": key_in(request),
    }


@require_POST
@login_or_key
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I come."""
    made, key = found(request, pk), key_in(request)
    try:
        signup = actions.accept(made, by=request.user if request.user.is_authenticated else None)
    except Refused as reason:
        return answer_refusal(request, reason, PAGE, **context_of(request, found(request, pk)))
    say(request, _("You have a place. The pass is also in your mail."))
    return redirect("signup:pass", signup.pk) if not key else redirect(keyed_pass(signup.pk))


def keyed_pass(pk: UUID) -> str:
    return with_key("signup:pass", pk, key_of(pk))


@require_POST
@login_or_key
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I cannot come."""
    made = found(request, pk)
    try:
        actions.decline(made, reason=request.POST.get("ly-do", "")[:200], by=request.user if request.user.is_authenticated else None)
    except Refused as reason:
        return answer_refusal(request, reason, PAGE, **context_of(request, found(request, pk)))
    say(request, _("Thank you for answering. The place goes to the next."))
    return redirect(with_key("signup:offer", pk, key_in(request)))
