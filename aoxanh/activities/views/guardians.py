"""The page behind the link that a guardian received: what the child wants, what it means, yes or no."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aoxanh.activities.actions import minors as actions
from aoxanh.activities.forms.guardians import AnswerForm
from aoxanh.activities.queries.minors import question
from aoxanh.kit.addresses import network, visitor_ip, with_next
from aoxanh.kit.limits import limit, refuse_spent
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import guardians
from aoxanh.people.guardian_rules import may_answer
from aoxanh.people.models import Guardianship
from aoxanh.people.queries.guardians import by_token, is_unanswered

PAGE, REFUSED = "activities/guardian_answer.html", "activities/guardian_refused.html"
MISSES, WINDOW = 20, 600


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link may read; only the account with the address that was asked may answer."""
    try:
        guardianship = found(request, token)
    except Refused as refusal:
        return answer_refusal(request, refusal)
    if not is_unanswered(guardianship):
        return answered(request, guardianship)
    here = reverse("guardian:answer", args=[token])
    context: dict[str, Any] = {"guardianship": guardianship, "question": question(guardianship), "here": here}
    if not request.user.is_authenticated:
        return render_page(request, PAGE, sign_in=with_next(reverse("accounts:enter"), here), **context)
    try:
        may_answer(guardianship, request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, REFUSED, **context)
    return decide(request, guardianship, context)


def found(request: HttpRequest, token: str) -> Guardianship:
    """404 for a link that is none; who tries many is stopped for a while: `too_many_tries`."""
    key = f"guardian-link {network(visitor_ip(request))}"
    refuse_spent(key, times=MISSES, seconds=WINDOW)
    if guardianship := by_token(token):
        return guardianship
    limit(key, times=MISSES, seconds=WINDOW)
    raise Http404


def answered(request: HttpRequest, guardianship: Guardianship) -> HttpResponse:
    if request.user.is_authenticated and guardianship.user_id == request.user.pk and guardianship.consented_at:
        return redirect("guardian:children")
    refusal = Refused("answered", _("This question was answered already."))
    return answer_refusal(request, refusal, REFUSED, guardianship=guardianship)


def decide(request: HttpRequest, guardianship: Guardianship, context: dict[str, Any]) -> HttpResponse:
    names = {"full_name": guardianship.full_name, "relation": guardianship.relation, "phone": spoken(guardianship.phone)}
    if request.method != "POST":
        return render_page(request, PAGE, form=AnswerForm(initial=names), **context)
    if "no" in request.POST:
        guardians.decline(guardianship, by=request.user)
        return render_page(request, "activities/guardian_declined.html", **context)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, form=form, **context)
    given = {name: form.cleaned_data[name] for name in ("full_name", "relation", "phone", "pictures", "agrees")}
    try:
        actions.consent(guardianship, identity=_("Declared on the page, answering for it"), by=request.user, **given)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, form=form, **context)
    say(request, _("Thank you. You may withdraw here on any day."))
    return redirect("guardian:child", guardianship.child_id)
