"""Changing one's place for one in another shift."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from uuid_utils.compat import uuid7

from aoxanh.activities.actions import swaps as actions
from aoxanh.activities.actions.placing import cancel_until
from aoxanh.activities.candidates import candidate
from aoxanh.activities.eligibility import STANDING, why_not
from aoxanh.activities.models import Shift, Signup, Swap
from aoxanh.activities.policies import passes_at_hand
from aoxanh.activities.policies.places import swaps_at_hand
from aoxanh.activities.views.arrivals import Sent, public_shift
from aoxanh.activities.ways import ways_of
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

PAGE = "activities/swap.html"


@never_cache
@login_required
def swap(request: HttpRequest, pk: UUID, shift_pk: UUID) -> HttpResponse:
    """From here to there, in one step; where there is no place, the wish to."""
    signup = get_object_or_404(passes_at_hand(request.user).filter(status=Signup.Status.CONFIRMED), pk=pk)
    to = public_shift(request, shift_pk)
    context = context_of(signup, to)
    if request.method != "POST":
        return render_page(request, PAGE, **context)
    act = actions.wish_swap if "nguyen-vong" in request.POST else actions.swap
    try:
        done = act(signup, to=to, request_id=Sent.id_in(request), by=request.user)  # type: ignore[operator]
    except Refused as reason:
        return answer_refusal(request, reason, PAGE, **context_of(signup, to))
    return after(request, done, signup)


def after(request: HttpRequest, done: Signup | Swap, signup: Signup) -> HttpResponse:
    if isinstance(done, Swap) and not done.signup_id:
        say(request, _("Remembered. You keep your place until the swap works out."))
        return redirect("signup:pass", signup.pk)
    say(request, _("Swapped. This is your new pass."))
    return redirect("signup:pass", done.signup_id if isinstance(done, Swap) else done.pk)


def context_of(signup: Signup, to: Shift) -> dict[str, object]:
    seen = candidate(
        Shift.objects.select_related("activity__unit", "activity__training_first").get(pk=to.pk), signup.person, without=signup
    )
    reason = why_not(seen)
    hard = why_not(seen, rules=STANDING)
    return {
        "signup": signup,
        "shift": to,
        "activity": to.activity,
        "reason": reason,
        "ways": ways_of(hard),
        "may_wish": reason is not None and hard is None,
        "until": cancel_until(signup.shift),
        "wish": Swap.objects.filter(have=signup, wanted=to, settled_at=None).first(),
        "request_id": uuid7(),
    }


@require_POST
@login_required
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No longer wanted."""
    made = get_object_or_404(swaps_at_hand(request.user), pk=pk)
    actions.drop_swap(made, by=request.user)  # type: ignore[arg-type]
    say(request, _("Forgotten. You keep the place you have."))
    return redirect("signup:pass", made.have_id)
