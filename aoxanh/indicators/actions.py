"""Asking units for the records that are missing."""

from django.db import transaction
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
from aoxanh.planning.models import Phase, Plan


@transaction.atomic
def remind_units(plan: Plan, *, phase: Phase, at: object, by: User) -> int:
    """Tell those who write records in every unit with overdue ones, once a day; the number of units told.

    Raises Refused("nothing_overdue").
    """
    moment = local(at)  # type: ignore[arg-type]
    missing = overdue_units(plan, phase.during, at=moment)
    if not missing:
        raise Refused("nothing_overdue", _("No unit is late. There is nobody to remind."))
    holders = Grant.objects.filter(holds(moment.date()), unit_id__in=missing, role__in=roles_with("records.write"))
    for grant in holders.select_related("user", "unit"):
        count = missing[grant.unit_id]
        with override("vi"):
            subject = ngettext("%(count)d activity waits for its record", "%(count)d activities wait for their records", count)
            body = _("%(unit)s: open Records on your desk and write what came of them. %(plan)s counts them only then.")
        tell(
            to=grant.user.email,
            user=grant.user,
            subject=subject % {"count": count},
            body=body % {"unit": grant.unit.name, "plan": plan.name},
            key=f"remind:{grant.unit_id}:{grant.user_id}:{moment:%Y-%m-%d}",
        )
    record("indicators.units_reminded", plan, by=by, units=len(missing), phase=phase.name)
    return len(missing)
