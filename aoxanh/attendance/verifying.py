"""Who makes rules for hours, who asks for hours, who verifies them, and who reads whose statement. Every view fetches through here."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from aoxanh.access.queries import permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.attendance.models import HoursClaim, HoursRule, ServiceHours
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

RULES, VERIFY, READ, TAKE = "hours.rules", "hours.verify", "attendance.read", "attendance.take"
OPEN = (HoursClaim.Status.WAITING, HoursClaim.Status.ENDORSED)


def ruling_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user makes rules."""
    return permitted_units(user, RULES, on=today()).filter(holds(today())).order_by("search_key", "id")


def visible_rules(user: User | AnonymousUser) -> QuerySet[HoursRule]:
    """Rules of these units, those of the past too."""
    return HoursRule.objects.filter(unit__in=permitted_ids(user, RULES, on=today())).select_related("unit", "by__person")


def verifying_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    return permitted_units(user, VERIFY, on=today())


def visible_claims(user: User | AnonymousUser) -> QuerySet[HoursClaim]:
    """Claims that the user may verify, those decided too; among them are their own, which others decide."""
    related = ("person__user", "unit", "signup__shift__activity", "by__person", "endorsed_by__person", "decided_by__person", "picture")
    return HoursClaim.objects.filter(unit__in=permitted_ids(user, VERIFY, on=today())).select_related(*related)


def decidable(claims: QuerySet[HoursClaim], user: User | AnonymousUser) -> QuerySet[HoursClaim]:
    """Those of them that wait for this user: not about themselves, not asked by them, not agreed to by them before."""
    return claims.filter(status__in=OPEN).exclude(Q(by=user.pk) | Q(person__user=user.pk) | Q(endorsed_by=user.pk))


def own_claims(person: Person) -> QuerySet[HoursClaim]:
    related = ("unit", "signup__shift__activity", "decided_by__person")
    return HoursClaim.objects.filter(person=person).select_related(*related).order_by("-at", "-id")


def own_turns(person: Person) -> QuerySet[Signup]:
    """The person's own turns that are counted."""
    return counted(Signup.objects.filter(person=person))


def correctable_turns(user: User | AnonymousUser) -> QuerySet[Signup]:
    """Counted turns of activities whose attendance the user takes."""
    return counted(Signup.objects.filter(shift__activity__unit__in=permitted_ids(user, TAKE, on=today())))


def counted(turns: QuerySet[Signup]) -> QuerySet[Signup]:
    return turns.filter(Exists(ServiceHours.objects.filter(signup=OuterRef("pk")))).select_related(
        "person", "shift__activity__unit", "check_in__check_out"
    )


def stated_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Units whose hours the user reads."""
    return permitted_units(user, READ, on=today())


def stated_entries(user: User | AnonymousUser) -> QuerySet[ServiceHours]:
    """Entries of these units."""
    return ServiceHours.objects.filter(unit__in=permitted_ids(user, READ, on=today()))


def stated_people(user: User | AnonymousUser) -> QuerySet[Person]:
    """People with entries in these units, less those who asked that their record rest. Of each only the entries of these units are read."""
    mine = ServiceHours.objects.filter(person=OuterRef("pk"), unit__in=permitted_ids(user, READ, on=today()))
    return Person.objects.filter(Exists(mine), restricted_at=None)
