"""Signing up a team or a group, and what became of it."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from uuid_utils.compat import uuid7

from aoxanh.activities.actions.parties import Checked, PartyRefused, look, sign_up_party
from aoxanh.activities.forms.parties import PartyForm
from aoxanh.activities.models import Party, Shift, Team
from aoxanh.activities.queries.teams import led_by, members_of
from aoxanh.activities.views.arrivals import Sent, public_shift
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person
from aoxanh.people.queries import person_of

PAGE = "activities/party_form.html"
CHECK_IN_EARLY = timedelta(hours=2)
"""So long before and after a shift its leader checks the group in."""


@never_cache
@login_required
def new(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """Which team, who of it, who else; beside each name whether they can. Sent, the places of all."""
    shift, person = public_shift(request, shift_pk), person_of(request.user)
    if person is None:
        return redirect("people:profile")
    teams = list(led_by(person))
    team = next((one for one in teams if str(one.pk) == (request.POST.get("doi") or request.GET.get("doi"))), None)
    members = [one.person for one in members_of(team)] if team else [person]
    if request.method != "POST":
        form = PartyForm(initial={"name": team.name if team else "", "partial": True})
        return render_page(request, PAGE, **context_of(shift, teams, team, form, look(fresh(shift), members=members)))
    chosen = [one for one in members if str(one.pk) in request.POST.getlist("nguoi")]
    return take(request, shift, person, teams, team, members, chosen)


def fresh(shift: Shift) -> Shift:
    """A row of its own to count on, with what the rules read."""
    return Shift.objects.select_related("activity__unit", "activity__training_first").get(pk=shift.pk)


def take(
    request: HttpRequest, shift: Shift, leader: Person, teams: list[Team], team: Team | None, members: list[Person], chosen: list[Person]
) -> HttpResponse:
    form = PartyForm(request.POST)
    lines = look(fresh(shift), members=members)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **context_of(shift, teams, team, form, lines, chosen))
    asked = form.cleaned_data
    facts = {"name": asked["name"], "companions": asked["people"], "partial": asked["partial"], "team": team}
    try:
        party = sign_up_party(shift, leader=leader, members=chosen, request_id=Sent.id_in(request), by=request.user, **facts)  # type: ignore[arg-type]
    except PartyRefused as reason:
        return answer_refusal(request, reason, PAGE, refused=reason.lines, **context_of(shift, teams, team, form, lines, chosen))
    except Refused as reason:
        return answer_refusal(request, reason, PAGE, **context_of(shift, teams, team, form, lines, chosen))
    say(request, _("The group has its places. Everyone is told and may decline."))
    return redirect("signup:party", party.pk)


def context_of(
    shift: Shift, teams: list[Team], team: Team | None, form: PartyForm, lines: list[Checked], chosen: list[Person] | None = None
) -> dict[str, object]:
    pks = {one.pk for one in chosen} if chosen is not None else None
    marked = [(line, line.reason is None if pks is None else bool(line.person and line.person.pk in pks)) for line in lines]
    return {
        "shift": shift,
        "activity": shift.activity,
        "teams": teams,
        "team": team,
        "form": form,
        "marked": marked,
        "request_id": uuid7(),
    }


@never_cache
@login_required
@require_safe
def party(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who of the group comes; for who leads it."""
    found = get_object_or_404(Party.objects.select_related("shift__activity__unit", "leader"), pk=pk, leader__user=request.user)
    signups = list(found.signups.select_related("person", "role").order_by("person__sort_key", "id"))
    coming = [signup for signup in signups if signup.status == "confirmed"]
    return render_page(
        request,
        "activities/party.html",
        party=found,
        shift=found.shift,
        activity=found.shift.activity,
        coming=coming,
        takes_check_ins=found.shift.starts_at - CHECK_IN_EARLY <= timezone.now() <= found.shift.ends_at + CHECK_IN_EARLY,
        declined=[signup for signup in signups if signup.status != "confirmed"],
    )
