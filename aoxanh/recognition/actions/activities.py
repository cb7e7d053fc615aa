"""Issuing to who took part in an activity."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.documents.queries import next_number
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import choosing
from aoxanh.recognition.actions.issues import begin
from aoxanh.recognition.batch import KIND, facts_of_activity, first_and_last, refuse_unrecorded, with_all, wrong_day
from aoxanh.recognition.models import Certificate, Issue, Kind, Version


def issue_for_activity(activity: Activity, *, by: User, issued_on: date, version: Version | None = None) -> list[Certificate]:
    """Issue to everyone with counted hours who has none yet, in the order of given names, and tell them; [] when all have theirs.

    Refused as `begin_for_activity`. Of a large activity a job goes on with those that are not in the list.
    """
    issue = begin_for_activity(activity, by=by, issued_on=issued_on, version=version, request_id=uuid4())
    return list(issue.certificates.order_by("number")) if issue else []


@transaction.atomic
def begin_for_activity(
    activity: Activity,
    *,
    by: User,
    issued_on: date,
    request_id: UUID,
    version: Version | None = None,
    kind: str = Kind.PARTICIPATION,
    only: UUID | None = None,
) -> Issue | None:
    """An issue to everyone with counted hours who has no certificate of the kind (or to the one person); None when all have theirs.

    Sent twice, the second is the first. Refused: `not_recorded`, `nobody_came`, and as `actions.issues.begin`.
    """
    activity = with_all(Activity.objects.select_for_update(no_key=True, of=("self",))).get(pk=activity.pk)
    if seen := Issue.objects.filter(request_id=request_id).first():
        return seen
    refuse_unrecorded(activity)
    who = choosing.who_came(activity, kind=kind, only=only)
    if not who.exists():
        nobody_waits(activity)
        return None
    first, last = first_and_last(activity)
    if not first <= issued_on <= last:
        raise wrong_day(first, last)
    issue = Issue(unit=activity.unit, kind=kind, activity=activity, version=version, issued_on=issued_on, request_id=request_id, by=by)
    issue.rule = {"person": str(only)} if only else {}
    issue.facts = facts_of_activity(activity, on=issued_on)
    return begin(issue, who)


def nobody_waits(activity: Activity) -> None:
    """Nothing, where all have theirs. Refused: `nobody_came`."""
    if not choosing.anybody_came(activity):
        raise Refused("nobody_came", _("Nobody has counted hours in this activity, so there is no certificate to issue."))


def draft_for_activity(activity: Activity, *, version: Version | None, kind: str, by: User) -> Certificate | None:
    """What the paper of the longest name among those who wait would be; None when nobody does. Refused as `begin_for_activity`."""
    refuse_unrecorded(activity)
    issue = Issue(unit=activity.unit, kind=kind, activity=activity, version=version, issued_on=today(), by=by)
    issue.facts = facts_of_activity(activity, on=today())
    return choosing.draft(issue, choosing.who_came(activity, kind=kind), number=next_number(activity.unit, kind=KIND, year=today().year))
