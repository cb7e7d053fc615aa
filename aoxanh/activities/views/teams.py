"""Teams at the desk: those of a unit or campaign, writing one, who is in it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.access.queries import permitted_ids
from aoxanh.activities import leading
from aoxanh.activities.actions import teams as actions
from aoxanh.activities.forms.teams import TeamForm
from aoxanh.activities.models import Campaign, Team
from aoxanh.activities.queries import teams as queries
from aoxanh.activities.queries.campaigns import open_to
from aoxanh.activities.views.campaigns import key, read
from aoxanh.activities.views.own_teams import link_of
from aoxanh.kit.dates import holds, today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.people.search import find_people

LIST, OF_CAMPAIGN, FORM, DETAIL = (f"activities/teams/{name}.html" for name in ("list", "campaign", "form", "detail"))
PAGE, FOUND = 30, 10


@login_required
@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    """Teams that stand, of the unit acted for and those under it; with `?da-qua` those that ended."""
    past, teams = "da-qua" in request.GET, acting(request).narrow(leading.readable_teams(request.user))
    standing = holds(today())
    shown = teams.exclude(standing) if past else teams.filter(standing)
    rows = queries.with_sizes(shown.select_related("unit", "campaign", "leader"))
    return render_page(
        request,
        LIST,
        page=page(rows, request, by=("name", "id"), size=PAGE),
        total=shown.count(),
        past=past,
        may_lead=leading.leading_units(request.user).exists(),
    )


@login_required
@require_safe
def of_campaign(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = read(request, pk)
    teams = list(queries.teams_in(campaign))
    return render_page(
        request,
        OF_CAMPAIGN,
        campaign=campaign,
        teams=teams,
        people=sum(team.size for team in teams),
        readable=set(leading.readable_teams(request.user).filter(campaign=campaign).values_list("pk", flat=True)),
        may_lead=campaign.status == Campaign.Status.OPEN and leading.leading_units(request.user).exists(),
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    units = leading.leading_units(request.user)
    if not units.exists():
        raise Http404
    campaigns = open_to(units, today())
    asked = campaigns.filter(pk=key(request.GET.get("chien-dich", ""))).first()
    first = {"unit": acting(request).first_choice(units), "campaign": asked}
    return save(request, TeamForm(request.POST if request.method == "POST" else None, units=units, campaigns=campaigns, initial=first))


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    team = managed(request, pk)
    units = Unit.objects.filter(pk=team.unit_id)
    campaigns = Campaign.objects.filter(Q(pk__in=open_to(units, today()).values("pk")) | Q(pk=team.campaign_id))
    return save(request, TeamForm(request.POST if request.method == "POST" else None, units=units, campaigns=campaigns, team=team))


def save(request: HttpRequest, form: TeamForm) -> HttpResponse:
    if not form.is_bound:
        return render_page(request, FORM, form=form)
    if not form.is_valid():
        return answer_mistakes(request, FORM, form=form)
    given = form.cleaned_data
    try:
        if form.team:
            team = actions.revise_team(form.team, plan=form.plan(), by=request.user)
        else:
            team = actions.create_team(given["unit"], plan=form.plan(), request_id=given["request_id"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, FORM, form=form)
    say(request, _("Saved.") if form.team else _("The team is there. Put people in, or share its link."))
    return redirect("campaigns:team", team.pk)


def whole(teams: QuerySet[Team]) -> QuerySet[Team]:
    return teams.select_related("unit", "campaign", "leader", "front")


def managed(request: HttpRequest, pk: UUID) -> Team:
    return get_object_or_404(whole(leading.manageable_teams(request.user)), pk=pk)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    team = get_object_or_404(whole(leading.readable_teams(request.user)), pk=pk)
    return render_page(request, DETAIL, **context_of(request, team))


def context_of(request: HttpRequest, team: Team) -> dict[str, Any]:
    """The team with its people; for who manages it the search of people to put in."""
    may_change = leading.manageable_teams(request.user).filter(pk=team.pk).exists()
    text = request.GET.get("tim", "").strip()[:80]
    return {
        "team": team,
        "members": list(queries.members_of(team)),
        "skills": queries.skills_in(team),
        "days": queries.free_days(team),
        "may_change": may_change and (team.during.upper is None or team.during.upper > today()),
        "link": link_of(team),
        "text": text,
        "found": find(request, text) if text and may_change else None,
    }


def find(request: HttpRequest, text: str) -> list[Person]:
    """People whom the reader may see, by phone, e-mail or name."""
    units = permitted_ids(request.user, leading.PEOPLE, on=today(), former=False)
    return find_people(text, leading.choosable_people(request.user), units=units, most=FOUND).people


@login_required
@require_POST
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put somebody in; with `leads` as the leader."""
    team = managed(request, pk)
    person = chosen(request)
    name = {"name": person.full_name}
    if "leads" in request.POST:
        return act(request, team, actions.set_leader, _("%(name)s leads the team now.") % name, person=person)
    return act(request, team, actions.add_member, _("%(name)s is in the team.") % name, person=person)


def chosen(request: HttpRequest) -> Person:
    """Somebody whom the reader may see, or who is in the team already."""
    return get_object_or_404(leading.choosable_people(request.user), pk=key(request.POST.get("person", "")))


@login_required
@require_POST
def lead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of the people in the team leads it."""
    team = managed(request, pk)
    member = get_object_or_404(queries.members_of(team), pk=key(request.POST.get("member", "")))
    done = _("%(name)s leads the team now.") % {"name": member.person.full_name}
    return act(request, team, actions.set_leader, done, person=member.person)


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    team = managed(request, pk)
    member = get_object_or_404(queries.members_of(team), pk=key(request.POST.get("member", "")))
    done = _("%(name)s is no longer in the team.") % {"name": member.person.full_name}
    return act(request, team, actions.leave_team, done, person=member.person)


@login_required
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    return act(request, managed(request, pk), actions.renew_link, _("The link is new. The old one leads nowhere."))


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    return act(request, managed(request, pk), actions.end_team, _("The team has ended."))


def act(request: HttpRequest, team: Team, action: Any, done: str, **facts: Any) -> HttpResponse:
    try:
        action(team, by=request.user, **facts)
    except Refused as refusal:
        return answer_refusal(request, refusal, DETAIL, **context_of(request, team))
    say(request, done)
    return redirect("campaigns:team", team.pk)
