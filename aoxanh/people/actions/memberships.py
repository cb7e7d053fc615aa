"""Joining units and leaving them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from aoxanh.people.refusals import refuse_erased


@transaction.atomic
def join(person: Person, *, unit: Unit, kind: str, since: date, by: User | None) -> Membership:
    """The person is a member from the day on. Sent twice it is one membership.

    Refuses with `erased`, `merged`, `not_yet`, `unit_not_there`, `already_member`.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_erased(person)
    if since > today():
        raise Refused("not_yet", _("This day has not come yet. Write memberships down from the day on which they begin."))
    refuse_absent_unit(unit, since)
    overlapping = Membership.objects.filter(person=person, unit=unit, kind=kind, during__overlap=during(since))
    if found := overlapping.order_by("during").first():
        if found.during.lower == since:
            return found
        raise Refused("already_member", _("%(person)s is a member of %(unit)s already.") % {"person": person, "unit": unit.name})
    membership = Membership.objects.create(person=person, unit=unit, kind=kind, during=during(since))
    record("people.joined", person, by=by, unit_id=unit.pk, kind=kind, since=since.isoformat())
    return membership


def refuse_absent_unit(unit: Unit, since: date) -> None:
    period: Any = unit.during
    if (period.lower and since < period.lower) or (period.upper and period.upper <= max(since, today())):
        raise Refused("unit_not_there", _("%(unit)s did not exist on that day, or has ended since.") % {"unit": unit.name})


@transaction.atomic
def leave(membership: Membership, *, on: date, by: User | None) -> Membership:
    """The last day of a membership is the day before `on`. Refuses with `not_begun`, `already_ended`, `not_yet`."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("person", "unit").get(pk=membership.pk)
    period: Any = membership.during
    if on > today():
        raise Refused("not_yet", _("This day has not come yet. Write the end down once it has come."))
    if period.upper is not None and period.upper <= on:
        raise Refused("already_ended", _("This membership ended on %(day)s already.") % {"day": fulldate(period.upper)})
    if period.lower is not None and on <= period.lower:
        raise Refused("not_begun", _("The membership began on %(day)s. Choose a later day.") % {"day": fulldate(period.lower)})
    membership.during = during(period.lower, on)
    membership.save(update_fields=["during"])
    record("people.left", membership.person, by=by, unit_id=membership.unit_id, kind=membership.kind, on=on.isoformat())
    return membership


def end_all(person: Person, *, by: User | None) -> int:
    """End what runs on today, for a record that is being erased; what began today or later never was. How many."""
    ended = 0
    for membership in Membership.objects.select_for_update().filter(person=person, during__overlap=during(today(), None)):
        period: Any = membership.during
        if period.lower is not None and period.lower >= today():
            membership.delete()
        else:
            membership.during = during(period.lower, today())
            membership.save(update_fields=["during"])
        record("people.left", person, by=by, unit_id=membership.unit_id, kind=membership.kind, on=today().isoformat())
        ended += 1
    return ended
