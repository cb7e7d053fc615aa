"""Whom a leader may check in: the people of their group, and of the team that they lead, in a shift that takes check-ins now."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup, Team, TeamMember
from aoxanh.attendance.queries import passes
from aoxanh.attendance.rules import EARLY, LATE
from aoxanh.kit.dates import holds, today


def in_led_groups(user: User | AnonymousUser) -> Q:
    """Sign-ups of groups that the user leads, and of people who are in a team that they lead today."""
    led = Team.objects.filter(holds(today()), leader__user=user.pk)
    member = TeamMember.objects.filter(team__in=led, person=OuterRef("person"), left_at=None)
    return Q(party__leader__user=user.pk) | Q(party__team__in=led) | Q(Exists(member))


def group_in(user: User | AnonymousUser, shift: Shift) -> QuerySet[Signup]:
    """The user's people with a place in the shift, by given name; nobody for who leads none of them."""
    if not user.is_authenticated:
        return Signup.objects.none()
    mine = passes().filter(in_led_groups(user), shift=shift, status=Signup.Status.CONFIRMED)
    return mine.select_related("party", "check_in__by__person").order_by("person__sort_key", "id")


def led_shifts(user: User | AnonymousUser, now: datetime) -> QuerySet[Shift]:
    """Shifts that take check-ins now, in which the user leads somebody."""
    if not user.is_authenticated:
        return Shift.objects.none()
    mine = Signup.objects.filter(in_led_groups(user), status=Signup.Status.CONFIRMED, shift=OuterRef("pk"))
    open_now = Shift.objects.filter(starts_at__lte=now + EARLY, ends_at__gte=now - LATE, activity__status__in=Activity.PUBLIC)
    return open_now.filter(Exists(mine)).select_related("activity").order_by("starts_at", "id")


def led_shift(user: User | AnonymousUser, activity: Activity, now: datetime) -> UUID | None:
    """The shift of the activity that takes check-ins now and in which the user leads a group."""
    return led_shifts(user, now).filter(activity=activity).values_list("pk", flat=True).first()
