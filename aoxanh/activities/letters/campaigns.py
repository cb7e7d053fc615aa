"""What units and people are told about campaigns, teams and contracts, in the language of their account."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.letters import because, link, send
from aoxanh.activities.models import Campaign, Contract, Team
from aoxanh.kit.dates import holds, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.notices.actions import Letter, tell_many
from aoxanh.people.models import Person

LEAD = "campaigns.manage"


def holders(units: Iterable[UUID]) -> list[Grant]:
    """Who answers for these units: grants with their accounts and units, one for each account."""
    grants = Grant.objects.filter(holds(today()), unit__in=list(units), role__in=roles_with(LEAD), user__is_active=True)
    return list(grants.select_related("user", "unit").order_by("user", "id").distinct("user"))


def invited(campaign: Campaign, units: Iterable[UUID]) -> None:
    """Each unit is asked to say how many people it brings."""
    letters = []
    for grant in holders(units):
        with override(grant.user.language):
            subject = _("Your unit is invited: %(name)s") % {"name": campaign.name}
            asked = _("Say how many people you bring, or that you do not take part: %(link)s")
            body = [campaign.unit.name, grant.unit.name, asked % {"link": link("campaigns:answer", campaign.pk)}]
            letters.append(letter(grant, subject, body, f"activities.campaign_invited:{campaign.pk}"))
    tell_many(letters)


def called_off(campaign: Campaign, units: Iterable[UUID]) -> None:
    letters = []
    for grant in holders(units):
        with override(grant.user.language):
            subject = _("Cancelled: %(title)s") % {"title": campaign.name}
            stay = _("Your activities in it stay yours. Cancel those that no longer make sense.")
            letters.append(letter(grant, subject, [because(campaign.end_reason), stay], f"activities.campaign_cancelled:{campaign.pk}"))
    tell_many(letters)


def letter(grant: Grant, subject: str, body: list[str], key: str) -> Letter:
    return Letter(grant.user.address, subject, "\n\n".join(body), f"{key}:{grant.user_id}", grant.user_id)


def taken_in(team: Team, person: Person, *, step: str) -> None:
    """Who was put into a team hears it, and how to leave."""

    def write() -> tuple[str, list[str]]:
        subject = _("You are in the team: %(name)s") % {"name": team.name}
        leave = _("See who is in it, or leave it: %(link)s") % {"link": link("teams:team", team.pk)}
        return subject, [team.unit.name, *([team.about] if team.about else []), leave]

    to_person(person, f"activities.team_joined:{step}", write)


def asked_into(team: Team, email: str, *, step: str) -> None:
    """Somebody with this address is asked; whether anyone has it is not said to who asks."""

    def write() -> tuple[str, list[str]]:
        subject = _("Invitation to the team %(name)s") % {"name": team.name}
        way = settings.BASE_URL + reverse("teams:join", args=[team.token])
        return subject, [team.unit.name, *([team.about] if team.about else []), _("Join with this link: %(link)s") % {"link": way}]

    send(email, User.objects.filter(email=email).first(), f"activities.team_asked:{step}", write)


def contracts_noted(contracts: Iterable[Contract]) -> None:
    """Each volunteer who can be reached hears of the contract and where to read it."""
    letters = []
    for contract in contracts:
        person, campaign = contract.person, contract.campaign
        to = person.email or (person.user.address if person.user else "")
        if not to:
            continue
        with override(person.user.language if person.user else settings.LANGUAGE_CODE):
            subject = _("Your contract is noted: %(name)s") % {"name": campaign.name}
            days = {"first": fulldate(contract.during.lower), "last": fulldate(contract.during.upper - timedelta(days=1))}
            body = [_("From %(first)s to %(last)s") % days, _("What was agreed: %(link)s") % {"link": link("teams:contracts")}]
            key = f"activities.contract_noted:{contract.pk}"
            letters.append(Letter(to, subject, "\n\n".join(body), key, person.user_id))
    tell_many(letters)


def contract_ended(contract: Contract) -> None:
    def write() -> tuple[str, list[str]]:
        subject = _("Your contract has ended: %(name)s") % {"name": contract.campaign.name}
        return subject, [fulldate(contract.ended_on), because(contract.end_reason)]

    to_person(contract.person, f"activities.contract_ended:{contract.pk}", write)


def to_person(person: Person, key: str, write: object) -> None:
    send(person.email or (person.user.address if person.user else ""), person.user, f"{key}:{person.pk}", write)  # type: ignore[arg-type]
