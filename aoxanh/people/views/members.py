"""What an officer does on a person's page: memberships begun and ended, papers seen."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people import actions, policies
from aoxanh.people.forms.desk import LeaveForm, MembershipForm, PaperForm

JOIN, LEAVE, PAPER = "people/desk/join.html", "people/desk/leave.html", "people/desk/paper.html"


@never_cache
@login_required
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody whom the officer sees, into a unit whose members the officer writes down."""
    person = get_object_or_404(policies.visible_people(request.user, today()), pk=pk)
    units = policies.joinable_units(request.user)
    if not units.exists():
        raise Http404
    form = MembershipForm(request.POST if request.method == "POST" else None, units=units, first=acting(request).first_choice(units))
    context: dict[str, Any] = {"form": form, "person": person}
    if request.method != "POST":
        return render_page(request, JOIN, **context)
    if not form.is_valid():
        return answer_mistakes(request, JOIN, **context)
    try:
        actions.join(person, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, JOIN, **context)
    say(request, _("The membership is written down."))
    return redirect("persons:detail", person.pk)


@never_cache
@login_required
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    membership = get_object_or_404(policies.manageable_memberships(request.user), pk=pk)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "membership": membership}
    if request.method != "POST":
        return render_page(request, LEAVE, **context)
    if not form.is_valid():
        return answer_mistakes(request, LEAVE, **context)
    try:
        actions.leave(membership, on=form.cleaned_data["on"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, LEAVE, **context)
    say(request, _("The membership is ended."))
    still_mine = policies.visible_people(request.user, today()).filter(pk=membership.person_id).exists()
    return redirect("persons:detail", membership.person_id) if still_mine else redirect("persons:list")


@never_cache
@login_required
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """ "I saw the paper": which one, until when it is valid."""
    skill = get_object_or_404(policies.provable_skills(request.user, today()), pk=pk)
    given = {"paper": skill.proof, "valid_until": skill.valid_until}
    form = PaperForm(request.POST if request.method == "POST" else None, initial=given)
    context: dict[str, Any] = {"form": form, "skill": skill}
    if request.method != "POST":
        return render_page(request, PAPER, **context)
    if not form.is_valid():
        return answer_mistakes(request, PAPER, **context)
    try:
        actions.prove_skill(skill, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAPER, **context)
    say(request, _("Noted that you saw the paper."))
    return redirect("persons:detail", skill.person_id)


@login_required
@require_POST
def unprove(request: HttpRequest, pk: UUID) -> HttpResponse:
    skill = get_object_or_404(policies.provable_skills(request.user, today()), pk=pk)
    actions.take_back_proof(skill, by=request.user)
    say(request, _("The skill counts as not proved again."))
    return redirect("persons:detail", skill.person_id)
