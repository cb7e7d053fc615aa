"""What this app holds of a person beside sign-ups: the teams they are in, and their contracts in programmes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.accounts.models import User
from aoxanh.activities.actions.contracts import end_all
from aoxanh.activities.actions.teams import leave_all
from aoxanh.activities.models import Contract, TeamMember
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person


def teams(person: Person) -> Iterable[Row]:
    for row in person.team_memberships.select_related("team__unit", "team__campaign").order_by("joined_at", "id"):
        yield {
            "team": row.team.name,
            "unit": row.team.unit.name,
            "campaign": row.team.campaign.name if row.team.campaign else "",
            "since": fulldate(row.joined_at),
            "until": fulldate(row.left_at),
            "role": _("leads it") if row.team.leader_id == person.pk and row.left_at is None else _("member"),
        }


def contracts(person: Person) -> Iterable[Row]:
    for one in person.contracts.select_related("campaign__unit").order_by("during", "id"):
        yield {
            "programme": one.campaign.name,
            "unit": one.campaign.unit.name,
            "number": one.number,
            "signed": fulldate(one.signed_on),
            "since": fulldate(one.during.lower),
            "until": fulldate(one.ended_on or one.during.upper - timedelta(days=1)),
            "why": one.end_reason,
            "pay": one.pay,
            "gear": one.gear,
            "training": one.training,
            "insurance": one.insurance,
        }


def leave(person: Person, by: User | None) -> int:
    return leave_all(person, by=by)


def end(person: Person, by: User | None) -> int:
    return end_all(person, by=by)


def joined_since(moment: datetime) -> QuerySet[Any, UUID]:
    """Who joined or left a team since then, or is in one that stands."""
    recent, standing = Q(joined_at__gte=moment) | Q(left_at__gte=moment), Q(left_at=None, team__during__contains=today())
    return TeamMember.objects.filter(recent | standing).values_list("person_id", flat=True)


def bound_since(moment: datetime) -> QuerySet[Any, UUID]:
    """Whose contract ran at that moment or later."""
    return Contract.objects.filter(during__endswith__gt=moment.date()).values_list("person_id", flat=True)


def brief(person: Person) -> str:
    """The programme in which the person has a contract today."""
    running = person.contracts.filter(during__contains=today(), ended_on=None).select_related("campaign")
    return ", ".join(one.campaign.name for one in running)


UNIT, SINCE, UNTIL = gettext_lazy("Unit"), gettext_lazy("Since"), gettext_lazy("Until")

TEAMS = Section(
    "teams",
    gettext_lazy("Teams"),
    {"team": gettext_lazy("Team"), "unit": UNIT, "campaign": gettext_lazy("Campaign"), "since": SINCE, "until": UNTIL},
    teams,
    release=leave,
    since=joined_since,
    order=62,
)
CONTRACTS = Section(
    "contracts",
    gettext_lazy("Contracts in programmes"),
    {
        "programme": gettext_lazy("Programme"),
        "number": gettext_lazy("Number"),
        "since": SINCE,
        "until": UNTIL,
        "pay": gettext_lazy("Pay and allowances"),
    },
    contracts,
    release=end,
    since=bound_since,
    brief=brief,
    order=64,
)


def register_sections() -> None:
    register(TEAMS)
    register(CONTRACTS)
