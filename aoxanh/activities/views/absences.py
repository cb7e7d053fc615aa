"""Saying why one did not come."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aoxanh.activities.actions.returns import explain_absence, may_still_say
from aoxanh.activities.forms.decisions import ReasonForm
from aoxanh.activities.views.arrivals import key_in, login_or_key, with_key
from aoxanh.activities.views.signups import pass_of
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

PAGE = "activities/absence.html"


@never_cache
@login_or_key
def absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sentence to whoever is in charge; it can be said again while there is time."""
    signup = pass_of(request, pk, outcome="absent")
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"reason": signup.why})
    context = {
        "signup": signup,
        "activity": signup.shift.activity,
        "shift": signup.shift,
        "form": form,
        "key": key_in(request),
        "open": may_still_say(signup),
        "days": settings.ABSENCE_WORD_DAYS,
    }
    if not form.is_bound:
        return render_page(request, PAGE, **context)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **context)
    try:
        explain_absence(signup, why=form.cleaned_data["reason"], by=request.user if request.user.is_authenticated else None)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **context)
    say(request, _("Thank you. Whoever is in charge reads it."))
    return redirect(with_key("signup:absence", pk, key_in(request)))
