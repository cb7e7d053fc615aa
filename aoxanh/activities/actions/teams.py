"""Teams: made, changed, ended; people put in, joining by a link, leaving."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.participations import check_campaign
from aoxanh.activities.letters import campaigns as letters
from aoxanh.activities.models import Campaign, Front, Team, TeamMember
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, is_within, today
from aoxanh.kit.limits import limit
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import consent_stands, needs_guardian

INVITATIONS_A_DAY = 40
DAY = 24 * 3600


@dataclass(frozen=True)
class TeamPlan:
    """What is said about a team; both days count, without a last one it stays."""

    name: str
    first: date
    last: date | None = None
    campaign: Campaign | None = None
    front: Front | None = None
    wanted: int = 0
    about: str = ""


def create_team(unit: Unit, *, plan: TeamPlan, request_id: UUID, leader: Person | None = None, by: User) -> Team:
    """A team of the unit with its link; the leader is in it. The same request sent again gives the same team.

    Refused: `ends_before_it_starts`, the codes of `participations.check_campaign`, and of `check_person`.
    """
    try:
        return made(unit, plan=plan, request_id=request_id, leader=leader, by=by)
    except IntegrityError:  # The same form twice at the same moment: the other one has made it.
        if seen := Team.objects.filter(request_id=request_id, created_by=by).first():
            return seen
        raise


@transaction.atomic
def made(unit: Unit, *, plan: TeamPlan, request_id: UUID, leader: Person | None, by: User) -> Team:
    if seen := Team.objects.filter(request_id=request_id, created_by=by).first():
        return seen
    check_campaign(unit, plan.campaign, plan.front)
    team = Team(unit=unit, token=new_token(), request_id=request_id, created_by=by, **columns(plan))
    team.save(force_insert=True)
    record("activities.team_created", team, by=by, unit_id=unit.pk)
    return set_leader(team, person=leader, by=by) if leader else team


def columns(plan: TeamPlan) -> dict[str, object]:
    if plan.last and plan.last < plan.first:
        raise Refused("ends_before_it_starts", _("The last day lies before the first. Choose a later one."))
    return {
        "name": plan.name,
        "campaign": plan.campaign,
        "front": plan.front,
        "wanted": plan.wanted,
        "about": plan.about,
        "during": during(plan.first, plan.last + timedelta(days=1) if plan.last else None),
    }


def new_token() -> str:
    return secrets.token_urlsafe(12)


@transaction.atomic
def revise_team(team: Team, *, plan: TeamPlan, by: User) -> Team:
    """Refused: `team_over`, and the codes of `create_team`."""
    team = held(team)
    check_standing(team)
    check_campaign(team.unit, plan.campaign, plan.front, before=team.campaign_id)
    given = columns(plan)
    for name, value in given.items():
        setattr(team, name, value)
    team.save(update_fields=[*given])
    record("activities.team_revised", team, by=by, unit_id=team.unit_id)
    return team


@transaction.atomic
def describe_team(team: Team, *, about: str, wanted: int, by: User) -> Team:
    """What the leader may change from the phone. Refused: `team_over`."""
    team = held(team)
    check_standing(team)
    team.about, team.wanted = about, wanted
    team.save(update_fields=["about", "wanted"])
    record("activities.team_revised", team, by=by, unit_id=team.unit_id)
    return team


@transaction.atomic
def end_team(team: Team, *, by: User) -> Team:
    """It stands until today; its link leads nowhere from now on. Ended again, nothing changes."""
    team = held(team)
    if team.during.upper and team.during.upper <= today():
        return team
    team.during, team.token = during(min(team.during.lower, today()), today()), None
    team.save(update_fields=["during", "token"])
    record("activities.team_ended", team, by=by, unit_id=team.unit_id)
    return team


@transaction.atomic
def renew_link(team: Team, *, by: User) -> Team:
    """The old link leads nowhere from now on. Refused: `team_over`."""
    team = held(team)
    check_standing(team)
    team.token = new_token()
    team.save(update_fields=["token"])
    record("activities.team_link", team, by=by, unit_id=team.unit_id)
    return team


@transaction.atomic
def set_leader(team: Team, *, person: Person | None, by: User) -> Team:
    """Who leads is in the team too; None leaves it without a leader. Refused: `team_over`, and the codes of `check_person`."""
    team = held(team)
    check_standing(team)
    if person:
        add_member(team, person=person, by=by)
    team.leader = person
    team.save(update_fields=["leader"])
    record("activities.team_leader", team, by=by, unit_id=team.unit_id, leader=str(person.pk) if person else "")
    return team


@transaction.atomic
def add_member(team: Team, *, person: Person, by: User) -> TeamMember:
    """Put somebody in, who is told. Already in, nothing changes. Refused: `team_over`, and the codes of `check_person`."""
    row, is_new = take_in(held(team), person, by=by)
    if is_new and person.user_id != by.pk:
        letters.taken_in(team, person, step=str(row.pk))
    return row


@transaction.atomic
def join_team(team: Team, *, person: Person, by: User) -> TeamMember:
    """By oneself, with the team's link. Already in, nothing changes. Refused: `team_over`, and the codes of `check_person`."""
    return take_in(held(team), person, by=by)[0]


def take_in(team: Team, person: Person, *, by: User) -> tuple[TeamMember, bool]:
    check_standing(team)
    if row := TeamMember.objects.filter(team=team, person=person, left_at=None).first():
        return row, False
    check_person(person)
    row = TeamMember.objects.create(team=team, person=person, joined_by=by)
    record("activities.team_joined", team, by=by, unit_id=team.unit_id, person=str(person.pk))
    return row, True


@transaction.atomic
def leave_team(team: Team, *, person: Person, by: User | None) -> int:
    """Out of the team, and no longer its leader; how many rows ended. Said again, nothing changes."""
    team = held(team)
    ended = TeamMember.objects.filter(team=team, person=person, left_at=None).update(left_at=timezone.now())
    if team.leader_id == person.pk:
        team.leader = None
        team.save(update_fields=["leader"])
    if ended:
        record("activities.team_left", team, by=by, unit_id=team.unit_id, person=str(person.pk))
    return ended


@transaction.atomic
def leave_all(person: Person, *, by: User | None) -> int:
    """Out of every team, and the leader of none; how many rows ended. For who leaves for good: `by` None is the system."""
    inside = Team.objects.filter(Q(leader=person) | Q(members__person=person, members__left_at=None)).distinct()
    return sum(leave_team(team, person=person, by=by) for team in inside.order_by("id"))


@transaction.atomic
def ask_by_mail(team: Team, *, email: str, by: User) -> None:
    """Send the link to an address. It says nothing about who has it. Refused: `team_over`, `too_many_tries`."""
    team = held(team)
    check_standing(team)
    limit(f"team {team.pk}", times=INVITATIONS_A_DAY, seconds=DAY)
    letters.asked_into(team, email, step=f"{team.pk}:{team.token}:{email}")
    record("activities.team_asked", team, by=by, unit_id=team.unit_id)


def held(team: Team) -> Team:
    """The row as it is now, kept from others until the end of the transaction."""
    return Team.objects.select_for_update(of=("self",)).select_related("unit", "campaign", "leader").get(pk=team.pk)


def check_standing(team: Team) -> None:
    if team.during.isempty or (team.during.upper and not is_within(max(today(), team.during.lower), team.during)):
        raise Refused("team_over", _("This team has ended. Ask its unit for the present one."))


def check_person(person: Person) -> None:
    """Refused: `record_gone`, `guardian_consent_missing`."""
    if person.merged_into_id or person.erased_at or person.restricted_at:
        raise Refused("record_gone", _("This record is no longer in use. Look the person up again."))
    if needs_guardian(person) and not consent_stands(person):
        raise Refused("guardian_consent_missing", _("Under 16 a parent or guardian agrees first. Invite a guardian, then come back."))
