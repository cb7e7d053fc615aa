"""Opening a published record again, to put it right."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.queries import Totals
from aoxanh.audit import actions as audit
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.records import letters, policies
from aoxanh.records.models import Record, Reopening
from aoxanh.records.queries.reports import facts_of

LEAST_REASON = 15


@transaction.atomic
def reopen(activity: Activity, *, reason: str, by: User) -> Reopening:
    """Let a published record be put right. What everyone read so far is kept as it was, and goes on being shown.

    Opened twice, the first opening stands. Refused: `not_published`, `reason_missing`, `for_the_unit_above`.
    """
    record = Record.objects.select_for_update(of=("self",)).select_related("activity__unit").filter(activity=activity).first()
    if record is None or record.published_at is None:
        raise Refused("not_published", _("There is nothing published yet. Write the results, then publish them."))
    if standing := record.reopenings.filter(closed_at=None).first():
        return standing
    reason = tidy(reason)
    if len(reason) < LEAST_REASON:
        raise Refused("reason_missing", _("Say what is wrong and how you found out. Everyone reads this sentence on the public page."))
    may_open(record, by)
    was = facts_of(record, Totals(record.people, record.turns, record.minutes))
    number = record.reopenings.count() + 1
    reopening = Reopening.objects.create(record=record, number=number, reason=reason[:500], was=was, by=by)
    audit.record("records.reopened", record, by=by, unit_id=activity.unit_id, number=number, reason=reason)
    letters.reopened(reopening)
    bump_public_version()
    return reopening


def may_open(record: Record, by: User) -> None:
    """Soon after, the unit itself; later somebody of a unit above, so that old figures do not change among friends."""
    assert record.published_at
    days = settings.RECORD_REOPEN_DAYS
    late = timezone.now() - record.published_at > timedelta(days=days)
    if late and not policies.opens_from_above(by, record.activity.unit):
        text = _("It was published more than %(days)d days ago. Ask the unit above to open it.") % {"days": days}
        raise Refused("for_the_unit_above", text)
