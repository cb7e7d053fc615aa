"""The address of a person's calendar: made when first asked for, renewed when it got into wrong hands."""

import secrets

from django.db import transaction

from aoxanh.accounts.models import User
from aoxanh.activities.models import CalendarKey
from aoxanh.audit.actions import record
from aoxanh.people.models import Person

BYTES = 32


@transaction.atomic
def calendar_key(person: Person) -> CalendarKey:
    """The one that stands, or the first one."""
    return CalendarKey.objects.get_or_create(person=person, defaults={"key": secrets.token_urlsafe(BYTES)})[0]


@transaction.atomic
def renew_calendar(person: Person, *, by: User) -> CalendarKey:
    """Another address; the old one is dead from now on."""
    made = CalendarKey.objects.select_for_update().get(pk=calendar_key(person).pk)
    made.key = secrets.token_urlsafe(BYTES)
    made.save(update_fields=["key", "made_at"])
    record("activities.renewed_calendar", made, by=by)
    return made
