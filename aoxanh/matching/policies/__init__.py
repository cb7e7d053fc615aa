"""Whose proposals are whose. Every view fetches through here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from aoxanh.access.queries import permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.activities.policies import manageable_activities
from aoxanh.kit.dates import holds, today
from aoxanh.matching.models import Proposal
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.people.policies import visible_people

READ, MANAGE = "matching.read", "matching.manage"


def visible_proposals(user: User | AnonymousUser) -> QuerySet[Proposal]:
    """Those of the units in which the user coordinates or reads how it is done."""
    return proposals_with(user, READ)


def manageable_proposals(user: User | AnonymousUser) -> QuerySet[Proposal]:
    """Those that the user may change and send."""
    return proposals_with(user, MANAGE)


def proposals_with(user: User | AnonymousUser, permission: str) -> QuerySet[Proposal]:
    if not user.is_authenticated:
        return Proposal.objects.none()
    found = Proposal.objects.filter(unit_id__in=permitted_ids(user, permission, on=today()))
    return found.select_related("unit", "created_by__person", "published_by__person")


def coordinated_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user coordinates who goes where."""
    on = today()
    return permitted_units(user, MANAGE, on=on).filter(holds(on)).select_related("area__parent").order_by("search_key", "id")


def may_coordinate(user: User | AnonymousUser, proposal: Proposal) -> bool:
    return manageable_proposals(user).filter(pk=proposal.pk).exists()


def fillable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Open activities of the units for which the user organises: people may be invited to their shifts."""
    return manageable_activities(user).filter(status=Activity.Status.OPEN)


def namable(user: User | AnonymousUser, people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of the people whose names the user may see."""
    return people.filter(Exists(visible_people(user, today()).filter(pk=OuterRef("pk"))))
