"""Deciding to issue, stopping, going on. The work itself is in `recognition.work`."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.documents.queries import next_number
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import tidy
from aoxanh.org.models import Unit
from aoxanh.recognition import choosing, papers, work
from aoxanh.recognition.batch import KIND, facts_of, name_not_printable, refuse_unprintable, wrong_day
from aoxanh.recognition.fields import mistakes
from aoxanh.recognition.models import Issue, IssueLine, Kind, Version
from aoxanh.recognition.paper import unprintable
from aoxanh.recognition.queries import first_day_of_issue, form_fits, later_day

AT_ONCE = 50
"""So many are issued while the officer waits; more by a job."""
Status = Issue.Status


@transaction.atomic
def begin_hours(
    unit: Unit, *, minutes: int, year: int, with_tree: bool, by: User, issued_on: date, request_id: UUID, version: Version | None = None
) -> Issue:
    """An issue to everyone who reached so many minutes in the year, less who holds one of the same rule and year.

    Sent twice, the second is the first. Refused: `wrong_day`, `nobody_reached`, and as `begin`.
    """
    unit = Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("area").get(pk=unit.pk)
    if seen := Issue.objects.filter(request_id=request_id).first():
        return seen
    refuse_day(unit, issued_on, earliest=date(year, 1, 1))
    who = choosing.who_reached(unit, minutes=minutes, year=year, with_tree=with_tree, on=issued_on)
    if not who.exists():
        raise Refused("nobody_reached", _("Nobody without such a certificate has reached the hours. Choose fewer hours or another year."))
    rule = {"minutes": minutes, "year": year, "tree": with_tree}
    issue = Issue(unit=unit, kind=Kind.HOURS, version=version, rule=rule, issued_on=issued_on, request_id=request_id, by=by)
    issue.facts = facts_of(unit, on=issued_on, title="")
    return begin(issue, who)


@transaction.atomic
def begin_contribution(
    unit: Unit,
    *,
    holder: Unit | str,
    content: str,
    starts_on: date,
    ends_on: date,
    by: User,
    issued_on: date,
    request_id: UUID,
    version: Version | None = None,
) -> Issue:
    """An issue to an organisation: a unit, or one that we know by name only. Sent twice, the second is the first.

    Refused: `wrong_day`, `text_not_printable`, `name_not_printable`, and as `begin`.
    """
    unit = Unit.objects.select_for_update(no_key=True, of=("self",)).select_related("area").get(pk=unit.pk)
    if seen := Issue.objects.filter(request_id=request_id).first():
        return seen
    refuse_day(unit, issued_on, earliest=ends_on)
    name, content = tidy(holder.name if isinstance(holder, Unit) else holder), tidy(content)
    if unprintable([name]):
        raise name_not_printable(name)
    refuse_unprintable([content])
    issue = Issue(unit=unit, kind=Kind.CONTRIBUTION, version=version, issued_on=issued_on, request_id=request_id, by=by)
    issue.facts = facts_of(unit, on=issued_on, title=content)
    line = IssueLine(issue=issue, order=1, holder_name=name, starts_on=starts_on, ends_on=ends_on, details={"content": content})
    line.organisation = holder if isinstance(holder, Unit) else None
    return begin(issue, line)


def refuse_day(unit: Unit, issued_on: date, *, earliest: date) -> None:
    first, last = max(first_day_of_issue(unit.pk), earliest), today()
    if not first <= issued_on <= last:
        raise wrong_day(first, last)


def begin(issue: Issue, who: "choosing.Who | IssueLine") -> Issue:
    """Freeze for whom it is and set to work: at once where they are few, else by a job.

    Refused: `form_unfit`, `busy`, `too_long`, `name_not_printable` where that is so of all, and the codes of `documents.signing.sign_pdf`;
    then nothing is kept.
    """
    refuse_unfit(issue)
    refuse_busy(issue)
    issue.save(force_insert=True)
    if isinstance(who, IssueLine):
        who.save(force_insert=True)
        issue.total = 1
    else:
        issue.total = choosing.freeze(issue, who)
    issue.save(update_fields=["total"])
    try_out(issue)
    record("recognition.issue_begun", issue, by=issue.by, unit_id=issue.unit_id, total=issue.total)
    if issue.total <= AT_ONCE:
        work.number_all(issue)
        if not issue.certificates.exists():
            raise name_not_printable(issue.lines.values_list("holder_name", flat=True).first() or "")
    work.enqueue(issue)
    issue.refresh_from_db(fields=["status", "done", "touched_at"])
    return issue


def refuse_unfit(issue: Issue) -> None:
    if issue.version and not form_fits(issue.version, unit=issue.unit, kind=issue.kind, on=issue.issued_on):
        raise Refused("form_unfit", _("This form is not approved for such certificates of the unit. Choose another."))
    if issue.version and (found := mistakes(issue.version.body, kind=issue.kind)):
        raise Refused("field_gone", _("The form can no longer be used: %(why)s Write its next version.") % {"why": found[0]})


def refuse_busy(issue: Issue) -> None:
    """Numbers follow days, so issues of different days do not work side by side."""
    others = Issue.objects.filter(unit=issue.unit, status__in=choosing.WORKING).exclude(issued_on=issue.issued_on)
    if others.filter(lines__certificate=None, lines__problem="").exists():
        raise Refused("busy", _("Certificates of another day are being issued. Wait until they are done, or stop that issue."))


def try_out(issue: Issue) -> None:
    """Make the paper with the longest name as a trial. Refused: `too_long`, and where the unit's key cannot sign."""
    waiting = issue.lines.filter(certificate=None, problem="").order_by(Length("holder_name").desc(), "order")
    line = next((line for line in waiting[:5] if not unprintable([line.holder_name])), None)
    if line:
        papers.try_out(choosing.draft_of(issue, line, number=next_number(issue.unit, kind=KIND, year=issue.issued_on.year)))


@transaction.atomic
def stop(issue: Issue, *, by: User) -> Issue:
    """End the work after the papers in hand; what is issued stays. Refused: `not_working`."""
    issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if issue.status not in choosing.WORKING:
        raise Refused("not_working", _("Nothing is being issued any more."))
    issue.status, issue.trouble, issue.touched_at = Status.STOPPED, "", timezone.now()
    issue.save(update_fields=["status", "trouble", "touched_at"])
    record("recognition.issue_stopped", issue, by=by, unit_id=issue.unit_id, done=issue.done)
    return issue


@transaction.atomic
def resume(issue: Issue, *, by: User) -> Issue:
    """Go on where it stopped. At work already, nothing changes.

    Refused: `nothing_left`, `wrong_day` where certificates of a later day were issued since, and where the unit's key cannot sign.
    """
    issue = Issue.objects.select_for_update(of=("self",)).select_related("unit__area", "version", "activity", "by").get(pk=issue.pk)
    if issue.status in choosing.WORKING:
        return issue
    if issue.status == Status.DONE:
        raise Refused("nothing_left", _("Everything of this issue is done."))
    refuse_busy(issue)
    if later_day(issue) and issue.lines.filter(certificate=None, problem="").exists():
        text = _("Certificates of a later day were issued since. Begin a new issue for those who wait, so that numbers follow days.")
        raise Refused("wrong_day", text)
    try_out(issue)
    issue.status, issue.trouble, issue.touched_at = Status.WAITING, "", timezone.now()
    issue.save(update_fields=["status", "trouble", "touched_at"])
    record("recognition.issue_resumed", issue, by=by, unit_id=issue.unit_id, done=issue.done)
    work.enqueue(issue)
    return issue
