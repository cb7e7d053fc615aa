"""The volunteer reads what keeps everyone safe, once, and says so."""

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aoxanh.activities.actions import safety as actions
from aoxanh.activities.models import Signup
from aoxanh.activities.passes import pass_text
from aoxanh.activities.policies.safety import signups_at_hand
from aoxanh.activities.queries import safety as queries
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused


@never_cache
def briefing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text and one button. With `the` (the text of the pass) for who has no account."""
    shown = request.POST.get("the", "") or request.GET.get("the", "")
    signup = signups_at_hand(request.user, shown).filter(pk=pk, status=Signup.Status.CONFIRMED).first()
    if signup is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return read(request, signup, shown) if request.method == "POST" else render_page(request, "activities/briefing.html", **page_of(signup))


def page_of(signup: Signup) -> dict[str, Any]:
    briefing = queries.latest_briefing(signup.shift.activity)
    return {
        "signup": signup,
        "activity": signup.shift.activity,
        "briefing": briefing,
        "lines": [line for line in briefing.text.splitlines() if line.strip()] if briefing else [],
        "reading": queries.reading_of(signup, briefing),
        "pass_text": pass_text(signup),
    }


def read(request: HttpRequest, signup: Signup, shown: str) -> HttpResponse:
    try:
        actions.read_briefing(signup, version=version_in(request))
    except Refused as refusal:
        return answer_refusal(request, refusal, "activities/briefing.html", **page_of(signup))
    say(request, _("Noted. Come as you are, and watch over each other."))
    if request.user.is_authenticated:
        return redirect("signup:pass", signup.pk)
    return redirect(f"{reverse('safety:briefing', args=[signup.pk])}?the={shown}")


def version_in(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else 0
