"""The desk's page of children: who waits for a guardian, asking one, noting a paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.access.queries import permitted_units
from aoxanh.activities.actions import minors as actions
from aoxanh.activities.policies import visible_minors, visible_questions
from aoxanh.activities.queries.minors import minors_in, places_ahead, with_states, without_consent
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import guardians
from aoxanh.people.forms.guardians import InviteForm, PaperForm
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import asked_of, consent_stands

LIST, MINOR = "activities/minors.html", "activities/minor.html"


@never_cache
@require_safe
@login_required
def minors(request: HttpRequest) -> HttpResponse:
    """Children without consent, or with `?tat-ca` all, of the units for which the reader acts."""
    units = acting(request).narrow(permitted_units(request.user, "guardians.manage", on=today()), "pk")
    people, is_all = minors_in(units), "tat-ca" in request.GET
    lacking = without_consent(people)
    found = page(people if is_all else lacking, request, by=("sort_key", "id"), size=30)
    context = {"page": found, "rows": with_states(found.rows), "count": lacking.count(), "is_all": is_all}
    return render_page(request, LIST, **context)


@never_cache
@require_safe
@login_required
def minor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One child: who was asked, and both forms."""
    return render_page(request, MINOR, **minor_page(child_of(request, pk)))


def child_of(request: HttpRequest, pk: UUID) -> Person:
    return get_object_or_404(visible_minors(request.user).select_related("area", "user"), pk=pk)


def minor_page(person: Person, **forms: Any) -> dict[str, Any]:
    invite, paper = forms.get("invite") or InviteForm(prefix="moi"), forms.get("paper") or PaperForm(prefix="giay")
    return {
        "person": person,
        "asked": asked_of(person),
        "consented": consent_stands(person),
        "places": places_ahead(person).order_by("shift__starts_at", "id"),
        "invite": invite,
        "paper": paper,
    }


@require_POST
@login_required
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a guardian for the child."""
    person, form = child_of(request, pk), InviteForm(request.POST, prefix="moi")
    return sent(request, person, form, "invite", guardians.invite, _("The link is on its way. You can also show it here."))


@require_POST
@login_required
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note the signed paper that the officer has seen."""
    person, form = child_of(request, pk), PaperForm(request.POST, prefix="giay")
    return sent(request, person, form, "paper", actions.note_paper, _("The paper is noted. The child can take part."))


def sent(request: HttpRequest, person: Person, form: Any, name: str, action: Callable[..., object], done: str) -> HttpResponse:
    if not form.is_valid():
        return answer_mistakes(request, MINOR, **minor_page(person, **{name: form}))
    facts = {key: value for key, value in form.cleaned_data.items() if key != "signed"}
    try:
        action(person, **facts, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, MINOR, **minor_page(person, **{name: form}))
    say(request, done)
    return redirect("minors:minor", person.pk)


@require_POST
@login_required
def resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new link to the same guardian."""
    return settle(request, pk, guardians.resend, _("The link is on its way again. The old one no longer works."))


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The guardian told the officer that they withdraw."""
    return settle(request, pk, actions.withdraw, _("The consent is withdrawn. Places ahead were given back, and everyone was told."))


def settle(request: HttpRequest, pk: UUID, action: Callable[..., object], done: str) -> HttpResponse:
    guardianship = get_object_or_404(visible_questions(request.user), pk=pk)
    try:
        action(guardianship, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, MINOR, **minor_page(guardianship.child))
    say(request, done)
    return redirect("minors:minor", guardianship.child_id)
