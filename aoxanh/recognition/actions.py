"""Issuing certificates."""

from datetime import date

from django.db import transaction

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.audit.actions import record
from aoxanh.documents.actions import take_numbers
from aoxanh.kit.codes import short_code
from aoxanh.recognition import letters
from aoxanh.recognition.batch import KIND, batch, came, printable, with_all
from aoxanh.recognition.models import CODE_LENGTH, Certificate


@transaction.atomic
def issue_for_activity(activity: Activity, *, by: User, issued_on: date) -> list[Certificate]:
    """Issue to everyone with counted hours who has none yet, in the order of given names, and tell them; [] when all have theirs.

    Refused: `not_recorded`, `nobody_came`, `wrong_day`, `no_signer`, `text_not_printable`, and `name_not_printable` when that is so of
    everyone who waits; where it is so of some, the others get theirs.
    """
    activity = with_all(Activity.objects.select_for_update(no_key=True, of=("self",))).get(pk=activity.pk)
    waiting = [one for one in came(activity) if not one.certificate]
    if not waiting:
        return []
    papers = batch(activity, issued_on=issued_on)
    chosen = printable(waiting)
    numbers = take_numbers(activity.unit, kind=KIND, year=issued_on.year, count=len(chosen))
    drafts = [papers.certificate(one, number=n, code=short_code(CODE_LENGTH)) for one, n in zip(chosen, numbers, strict=True)]
    for certificate in drafts:
        certificate.issued_by = by
    for certificate in Certificate.objects.bulk_create(drafts):
        letters.issued(certificate)
    record("recognition.issued", activity, by=by, unit_id=activity.unit_id, year=issued_on.year, first=numbers[0], last=numbers[-1])
    return drafts
