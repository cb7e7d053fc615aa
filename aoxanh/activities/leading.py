"""Whose campaigns, teams and contracts are whose. Every view of theirs fetches through here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from aoxanh.access.queries import own_grants, permitted_ids, permitted_units
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.models import Campaign, Contract, Participation, Team, TeamMember
from aoxanh.activities.queries.campaigns import above_ids
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree_ids
from aoxanh.people.models import Person
from aoxanh.people.policies import visible_people

READ, LEAD, PEOPLE = "activities.read", "campaigns.manage", "people.read"


def readable_campaigns(user: User | AnonymousUser) -> QuerySet[Campaign]:
    """Of the units whose activities the user reads, those in which such a unit takes part or may, and, once open, those of units above."""
    if not user.is_authenticated:
        return Campaign.objects.none()
    on = today()
    units = permitted_ids(user, READ, on=on)
    roots = list(own_grants(user, on=on).filter(role__in=roles_with(READ)).values_list("unit", flat=True))
    asked = Participation.objects.filter(campaign=OuterRef("pk"), unit_id__in=units)
    above = Q(unit_id__in=above_ids(roots, on=on), status__in=Campaign.PUBLIC)
    return Campaign.objects.filter(Q(unit_id__in=units) | Q(Exists(asked)) | above)


def manageable_campaigns(user: User | AnonymousUser) -> QuerySet[Campaign]:
    """Those of the units for which the user leads campaigns."""
    if not user.is_authenticated:
        return Campaign.objects.none()
    return Campaign.objects.filter(unit_id__in=permitted_ids(user, LEAD, on=today()))


def may_lead(user: User | AnonymousUser, campaign: Campaign) -> bool:
    return manageable_campaigns(user).filter(pk=campaign.pk).exists()


def leading_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user leads campaigns and teams, by name."""
    return permitted_units(user, LEAD, on=today()).filter(holds(today())).order_by("search_key", "id")


def answering_units(user: User | AnonymousUser, campaign: Campaign) -> QuerySet[Unit]:
    """Units for which the user says whether they take part in the campaign: invited, or under the leading one; never the leading one."""
    mine = leading_units(user).exclude(pk=campaign.unit_id)
    asked = Participation.objects.filter(campaign=campaign, unit=OuterRef("pk"))
    return mine.filter(Q(Exists(asked)) | Q(pk__in=below(campaign)))


def below(campaign: Campaign) -> RawSQL:
    """Ids of the leading unit and of everything under it today."""

    return subtree_ids([campaign.unit_id], on=today())


def readable_contracts(user: User | AnonymousUser) -> QuerySet[Contract]:
    """Contracts in programmes of the units whose people the user reads."""
    if not user.is_authenticated:
        return Contract.objects.none()
    return Contract.objects.filter(campaign__unit_id__in=permitted_ids(user, PEOPLE, on=today()))


def manageable_contracts(user: User | AnonymousUser) -> QuerySet[Contract]:
    """Those of them in programmes that the user leads."""
    if not user.is_authenticated:
        return Contract.objects.none()
    return Contract.objects.filter(campaign__unit_id__in=permitted_ids(user, LEAD, on=today()))


def own_contracts(user: User | AnonymousUser) -> QuerySet[Contract]:
    if not user.is_authenticated:
        return Contract.objects.none()
    return Contract.objects.filter(person__user=user).select_related("campaign__unit").order_by("-during", "-id")


def readable_teams(user: User | AnonymousUser) -> QuerySet[Team]:
    """Teams of the units whose activities the user reads, and in their campaigns."""
    if not user.is_authenticated:
        return Team.objects.none()
    units = permitted_ids(user, READ, on=today())
    return Team.objects.filter(Q(unit_id__in=units) | Q(campaign__unit_id__in=units))


def manageable_teams(user: User | AnonymousUser) -> QuerySet[Team]:
    if not user.is_authenticated:
        return Team.objects.none()
    units = permitted_ids(user, LEAD, on=today())
    return Team.objects.filter(Q(unit_id__in=units) | Q(campaign__unit_id__in=units))


def own_teams(user: User | AnonymousUser) -> QuerySet[Team]:
    """Teams in which the user is, or which the user leads."""
    if not user.is_authenticated:
        return Team.objects.none()
    inside = TeamMember.objects.filter(team=OuterRef("pk"), person__user=user, left_at=None)
    return Team.objects.filter(Q(leader__user=user) | Q(Exists(inside))).select_related("unit", "campaign", "leader")


def led_teams(user: User | AnonymousUser) -> QuerySet[Team]:
    """Teams that stand today and that the user leads."""
    if not user.is_authenticated:
        return Team.objects.none()
    return Team.objects.filter(holds(today()), leader__user=user).select_related("unit", "campaign", "leader")


def choosable_people(user: User | AnonymousUser) -> QuerySet[Person]:
    """People whom the user may put into a team or note a contract for: those whom the user sees at the desk."""
    return visible_people(user, today()).filter(restricted_at=None)


def programmes_with_people(user: User | AnonymousUser) -> QuerySet[Campaign]:
    """Programmes of the units whose people the user reads: their contracts are personal data."""
    if not user.is_authenticated:
        return Campaign.objects.none()
    return Campaign.objects.filter(unit_id__in=permitted_ids(user, PEOPLE, on=today()), form=Campaign.Form.PROGRAMME)
