"""Teams on the phone: one's own, joining by a link, and for leaders the people in them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities import leading
from aoxanh.activities.actions import teams as actions
from aoxanh.activities.forms.teams import DescribeForm, MailForm
from aoxanh.activities.models import Team
from aoxanh.activities.queries import teams as queries
from aoxanh.kit.addresses import with_next
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.queries import person_of

MINE, TEAM, JOIN = (f"activities/teams/{name}.html" for name in ("mine", "own", "join"))


def link_of(team: Team) -> str:
    """The address to share, while the team has one."""
    return settings.BASE_URL + reverse("teams:join", args=[team.token]) if team.token else ""


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Teams in which the reader is, those that the reader leads first."""
    person = person_of(request.user)
    teams = list(queries.teams_of(person)) if person else []
    led = [team for team in teams if person and team.leader_id == person.pk]
    return render_page(request, MINE, led=led, teams=[team for team in teams if team not in led])


@never_cache
@login_required
@require_safe
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render_page(request, TEAM, **context_of(request, own(request, pk)))


def own(request: HttpRequest, pk: UUID) -> Team:
    return get_object_or_404(leading.own_teams(request.user), pk=pk)


def led(request: HttpRequest, pk: UUID) -> Team:
    return get_object_or_404(leading.led_teams(request.user), pk=pk)


def context_of(request: HttpRequest, found: Team, **forms: Any) -> dict[str, Any]:
    """Names of the others are for who is in the team; numbers to call for its leader alone."""
    person = person_of(request.user)
    leads = leading.led_teams(request.user).filter(pk=found.pk).exists()
    return {
        "team": found,
        "members": list(queries.members_of(found)),
        "skills": queries.skills_in(found),
        "days": queries.free_days(found),
        "leads": leads,
        "person": person,
        "is_over": bool(found.during.upper and found.during.upper <= today()),
        "link": link_of(found) if leads else "",
        "mail_form": MailForm(),
        "describe_form": DescribeForm(initial={"about": found.about, "wanted": found.wanted}),
        **forms,
    }


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What the link shows to everyone; who is signed in joins with one button."""
    found = queries.by_token(token)
    if found is None:
        raise Http404(_("This link leads nowhere any more. Ask the team for the present one."))
    person = person_of(request.user)
    context = {"team": found, "person": person, "size": queries.members_of(found).count()}
    context["is_in"] = bool(person) and queries.members_of(found).filter(person=person).exists()
    if request.method != "POST":
        return render_page(request, JOIN, **context)
    if not request.user.is_authenticated:
        return redirect(with_next(reverse("accounts:enter"), request.path))
    if person is None:
        return redirect(with_next(reverse("people:profile"), request.path))
    try:
        actions.join_team(found, person=person, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, JOIN, **context)
    say(request, _("You are in the team."))
    return redirect("teams:team", found.pk)


@login_required
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, person = own(request, pk), person_of(request.user)
    if person is None:
        raise Http404
    actions.leave_team(found, person=person, by=request.user)
    say(request, _("You left the team."))
    return redirect("teams:mine")


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The leader sends the link to an address."""
    found, form = led(request, pk), MailForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, TEAM, **context_of(request, found, mail_form=form))
    return act(request, found, actions.ask_by_mail, _("The link was sent."), email=form.cleaned_data["email"])


@login_required
@require_POST
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = led(request, pk), DescribeForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, TEAM, **context_of(request, found, describe_form=form))
    return act(request, found, actions.describe_team, _("Saved."), **form.cleaned_data)


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID, member_pk: UUID) -> HttpResponse:
    found = led(request, pk)
    member = get_object_or_404(queries.members_of(found), pk=member_pk)
    done = _("%(name)s is no longer in the team.") % {"name": member.person.full_name}
    return act(request, found, actions.leave_team, done, person=member.person)


@login_required
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    return act(request, led(request, pk), actions.renew_link, _("The link is new. The old one leads nowhere."))


def act(request: HttpRequest, found: Team, action: Any, done: str, **facts: Any) -> HttpResponse:
    try:
        action(found, by=request.user, **facts)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEAM, **context_of(request, found))
    say(request, done)
    return redirect("teams:team", found.pk)
