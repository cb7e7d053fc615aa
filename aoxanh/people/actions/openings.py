"""What a person's posts carry, opened for the account that the record has come to, and closed where it went away again."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aoxanh.access.actions import end_for_post, give_for_post
from aoxanh.access.models import Grant
from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Appointment, Person


def has_account(person: Person) -> bool:
    return person.user is not None and person.user.is_active


def open_posts(person: Person, *, by: User | None) -> list[Grant]:
    """Give the account what the person's posts carry, for as long; as an officer (`by`) only what that officer may give."""
    lasting = Q(during__endswith__gt=today()) | Q(during__endswith=None, during__isempty=False)
    user = person.user
    if user is None or not has_account(person):
        return []
    appointments = Appointment.objects.filter(lasting, person=person).select_related("post__unit")
    return [grant for grant in (open_post(appointment, user, by=by) for appointment in appointments) if grant]


def open_post(appointment: Appointment, user: User, *, by: User | None) -> Grant | None:
    period: Any = appointment.during
    try:
        with transaction.atomic():
            return give_for_post(user, post=appointment.post, since=period.lower, until=period.upper, appointment_id=appointment.pk, by=by)
    except Refused:
        return None


def close_posts(*people: Person, by: User) -> None:
    """End what accounts hold by posts that are not, or no longer, those of their person."""
    for appointment in Appointment.objects.filter(person__in=people).select_related("person"):
        if Grant.objects.filter(source=appointment.pk).exclude(user=appointment.person.user).exists():
            end_for_post(appointment.pk, on=today(), by=by, reason=_("The records of two people were taken apart."))
