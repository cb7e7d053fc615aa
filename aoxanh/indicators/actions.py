"""Asking units for the records that are missing."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.indicators.queries import overdue_units
from aoxanh.kit.dates import holds, local
from aoxanh.kit.refusals import Refused
from aoxanh.notices.actions import tell
from aoxanh.notices.models import Message
from aoxanh.planning.models import Phase, Plan


@transaction.atomic
def remind_units(plan: Plan, *, phase: Phase, at: object, by: User) -> int:
    """Tell those who write records in every unit with overdue ones, once a day; the number of units told.

    Raises Refused("nothing_overdue"), or Refused("already_reminded") once all have been told today.
    """
    moment = local(at)  # type: ignore[arg-type]
    missing = overdue_units(plan, phase.during, at=moment)
    if not missing:
        raise Refused("nothing_overdue", _("No unit is late. There is nobody to remind."))
    today = f"remind:%s:%s:{moment:%Y-%m-%d}"
    told = set(Message.objects.filter(key__startswith="remind:", key__endswith=f"{moment:%Y-%m-%d}").values_list("key", flat=True))
    holders = Grant.objects.filter(holds(moment.date()), unit_id__in=missing, role__in=roles_with("records.write"))
    fresh = [grant for grant in holders.select_related("user", "unit") if today % (grant.unit_id, grant.user_id) not in told]
    if not fresh:
        raise Refused("already_reminded", _("Every late unit has been reminded today. Remind them again tomorrow."))
    for grant in fresh:
        count = missing[grant.unit_id]
        with override("vi"):
            subject = ngettext("%(count)d activity is late with its record", "%(count)d activities are late with their records", count)
            body = _("%(unit)s: write what came of them at %(address)s\n\n%(plan)s counts them only then.")
        tell(
            to=grant.user.address,
            user=grant.user,
            subject=subject % {"count": count},
            body=body % {"unit": grant.unit.name, "plan": plan.name, "address": settings.BASE_URL + reverse("records:list")},
            key=today % (grant.unit_id, grant.user_id),
        )
    units = len({grant.unit_id for grant in fresh})
    record("indicators.units_reminded", plan, by=by, units=units, phase=phase.name)
    return units
