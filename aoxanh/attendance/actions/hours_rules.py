"""Rules for hours: a new one from a day on; none is ever edited."""

from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.attendance.hours import Terms
from aoxanh.attendance.models import HoursRule
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, holds, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit


@transaction.atomic
def make_rule(unit: Unit, *, kind: str, since: date, terms: Terms, by: User) -> HoursRule:
    """From that day on these terms hold; the rule before it ends there. The same rule sent again changes nothing.

    Raises `already_counted` for a day that has begun, `rule_ahead` where a rule that begins later stands already.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    rules = HoursRule.objects.filter(unit=unit, kind=kind)
    if same := rules.filter(during__startswith=since, **asdict(terms)).first():
        return same
    if since <= today():
        raise Refused("already_counted", _("Hours of today are being counted already. Choose tomorrow or a later day."))
    if rules.filter(during__startswith__gte=since).exists():
        raise Refused("rule_ahead", _("Another rule already begins on that day or later. Choose a later day."))
    if former := rules.filter(holds(since)).first():
        former.during = during(former.during.lower, since)
        former.save(update_fields=["during"])
    rule = HoursRule.objects.create(unit=unit, kind=kind, during=during(since), by=by, **asdict(terms))
    record("attendance.hours_rule_made", rule, by=by, unit_id=unit.pk, kind=kind, since=since.isoformat(), **asdict(terms))
    return rule
