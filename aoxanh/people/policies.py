"""Whose record is whose. Every view fetches through here."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from aoxanh.access.queries import permissions, permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.people.models import DataRequest, DuplicatePair, Membership, Merge, Person, PersonSkill
from aoxanh.people.queries.lists import LIVING, belonging, belonging_ids
from aoxanh.people.queries.twins import belongs, belongs_nowhere

READ, MANAGE, SENSITIVE, REQUESTS = "people.read", "people.manage", "people.sensitive", "people.data_requests"
DUPLICATES = "people.duplicates"


def visible_people(user: User | AnonymousUser, on: date) -> QuerySet[Person]:
    """Living records of who belongs on the day to a unit in which the user reads people; a restricted one for the data officer only."""
    if not user.is_authenticated:
        return Person.objects.none()
    seen = Q(belonging(permitted_ids(user, READ, on=today(), former=False), on), restricted_at=None)
    if REQUESTS in permissions(user, on=today()):
        seen |= Q(belonging(permitted_ids(user, REQUESTS, on=today()), on), restricted_at__isnull=False)
    return Person.objects.filter(LIVING).filter(seen)


def listed_people(user: User | AnonymousUser, on: date) -> QuerySet[Person]:
    """The same people, asked for as a set: for lists and counts, where `visible_people` would look at everybody."""
    if not user.is_authenticated:
        return Person.objects.none()
    seen = Q(pk__in=belonging_ids(permitted_ids(user, READ, on=today()), on), restricted_at=None)
    if REQUESTS in permissions(user, on=today()):
        seen |= Q(pk__in=belonging_ids(permitted_ids(user, REQUESTS, on=today()), on), restricted_at__isnull=False)
    return Person.objects.filter(LIVING).filter(seen)


def manageable_people(user: User | AnonymousUser, on: date) -> QuerySet[Person]:
    """Those of them whom the user may change."""
    if not user.is_authenticated:
        return Person.objects.none()
    mine = belonging(permitted_ids(user, MANAGE, on=today()), on)
    return Person.objects.filter(LIVING).filter(mine, restricted_at=None)


def people_read_sensitively(user: User | AnonymousUser, on: date) -> QuerySet[Person]:
    """Those whose sensitive facts the user may read; every reading leaves a line in the audit."""
    if not user.is_authenticated:
        return Person.objects.none()
    return Person.objects.filter(LIVING).filter(belonging(permitted_ids(user, SENSITIVE, on=today()), on))


def own_person(user: User | AnonymousUser) -> QuerySet[Person]:
    if not user.is_authenticated:
        return Person.objects.none()
    return Person.objects.filter(user_id=user.pk)


def readable_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units whose people the user reads."""
    return permitted_units(user, READ, on=today()).filter(holds(today())).order_by("search_key", "id")


def joinable_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units whose members the user writes down."""
    return permitted_units(user, MANAGE, on=today()).filter(holds(today())).order_by("search_key", "id")


def manageable_memberships(user: User | AnonymousUser) -> QuerySet[Membership]:
    """Memberships, past and present, in the units whose members the user writes down."""
    return Membership.objects.filter(unit__in=permitted_units(user, MANAGE, on=today())).select_related("person", "unit")


def provable_skills(user: User | AnonymousUser, on: date) -> QuerySet[PersonSkill]:
    """Skills of the people whom the user may change."""
    return PersonSkill.objects.filter(person__in=manageable_people(user, on)).select_related("person", "skill")


def people_who_ask(user: User | AnonymousUser, on: date) -> QuerySet[Person]:
    """Those whose requests the user may write down: people of the data officer's units, restricted ones too."""
    if not user.is_authenticated:
        return Person.objects.none()
    return Person.objects.filter(LIVING).filter(belonging(permitted_ids(user, REQUESTS, on=today()), on))


def visible_requests(user: User | AnonymousUser) -> QuerySet[DataRequest]:
    """Requests of whoever ever belonged to a unit of the data officer; of who never belonged anywhere, to every data officer."""
    if not user.is_authenticated or REQUESTS not in permissions(user, on=today()):
        return DataRequest.objects.none()
    ever = Membership.objects.filter(person=OuterRef("person"))
    mine = Exists(ever.filter(unit_id__in=permitted_ids(user, REQUESTS, on=today())))
    return DataRequest.objects.filter(Q(mine) | ~Exists(ever)).select_related("person")


def visible_pairs(user: User | AnonymousUser, on: date) -> QuerySet[DuplicatePair]:
    """Pairs that the user may decide: both people are in units where the user merges people, or one is and the other is in no unit."""
    if not user.is_authenticated:
        return DuplicatePair.objects.none()
    units = permitted_ids(user, DUPLICATES, on=today())
    left, right = belongs("left", units, on), belongs("right", units, on)
    return DuplicatePair.objects.filter((left & (right | belongs_nowhere("right", on))) | (right & belongs_nowhere("left", on)))


def undoable_merges(user: User | AnonymousUser, on: date) -> QuerySet[Merge]:
    """Merges that still stand, of people in units where the user merges people, the newest first."""
    if not user.is_authenticated:
        return Merge.objects.none()
    standing = Merge.objects.filter(belongs("kept", permitted_ids(user, DUPLICATES, on=today()), on), undone_at=None)
    return standing.select_related("kept", "gone", "by__person").order_by("-at", "-id")


def readable_trail(user: User | AnonymousUser) -> QuerySet[Person]:
    """Records that were taken up into another one, for whoever may read anybody: their addresses lead on, and show nothing."""
    if not user.is_authenticated or READ not in permissions(user, on=today()):
        return Person.objects.none()
    return Person.objects.filter(merged_into__isnull=False)
