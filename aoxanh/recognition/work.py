"""Working an issue off: certificates in chunks, each a transaction, then their papers. Killed anywhere, it goes on where it was."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from aoxanh.audit.actions import record
from aoxanh.documents.actions import take_numbers
from aoxanh.kit.codes import short_code
from aoxanh.kit.refusals import Refused
from aoxanh.notices.actions import tell_many
from aoxanh.recognition import letters, papers
from aoxanh.recognition.batch import KIND, certificate_of
from aoxanh.recognition.models import CODE_LENGTH, Certificate, Issue, IssueLine
from aoxanh.recognition.paper import unprintable
from aoxanh.recognition.queries import later_day

WORK = "recognition.issue"
CHUNK, PAPERS = 100, 20
FORGOTTEN_AFTER = timedelta(minutes=5)
Status = Issue.Status
WORKING = (Status.WAITING, Status.RUNNING)
ENTER = """
UPDATE recognition_issueline AS line SET certificate_id = new.certificate FROM unnest(%s::uuid[], %s::uuid[]) AS new (line, certificate)
WHERE line.id = new.line
"""


def enqueue(issue: Issue) -> None:
    """The job is a row of the same transaction; one that waits already is enough."""
    try:
        with transaction.atomic():
            app.configure_task(WORK, queueing_lock=f"{WORK} {issue.pk}").defer(issue_id=str(issue.pk))
    except AlreadyEnqueued:
        return


def carry(issue_id: UUID) -> None:
    """Everything that is left to do of the issue; returns when it is done or was stopped."""
    issue = Issue.objects.get(pk=issue_id)
    number_all(issue)
    if make_all(issue):
        Issue.objects.filter(pk=issue_id, status=Status.RUNNING).update(status=Status.DONE, ended_at=timezone.now())


def find_lost() -> None:
    """Issues whose job died with its worker go on."""
    for issue in Issue.objects.filter(status__in=WORKING, touched_at__lt=timezone.now() - FORGOTTEN_AFTER):
        enqueue(issue)


def number_all(issue: Issue) -> None:
    while number_some(issue.pk):
        continue


@transaction.atomic
def number_some(issue_id: UUID) -> bool:
    """Give the next lines their numbers and certificates and tell the holders, all or nothing; whether lines may be left.

    The issue stays locked until the end, so that two workers never have the same lines.
    """
    issue = Issue.objects.select_for_update(of=("self",)).select_related("unit", "activity", "version", "by").get(pk=issue_id)
    if issue.status not in WORKING:
        return False
    lines = list(issue.lines.filter(certificate=None, problem="").select_related("person__user").order_by("order")[:CHUNK])
    if lines and later_day(issue):
        return halt(issue, "wrong_day")
    if lines:
        certify(issue, lines)
    issue.done += len(lines)
    issue.status, issue.touched_at = Status.RUNNING, timezone.now()
    issue.save(update_fields=["done", "status", "touched_at"])
    is_left = len(lines) == CHUNK and issue.lines.filter(certificate=None, problem="").exists()
    if lines and not is_left:
        note(issue)
    return is_left


def halt(issue: Issue, code: str) -> bool:
    issue.status, issue.trouble, issue.touched_at = Status.STOPPED, code, timezone.now()
    issue.save(update_fields=["status", "trouble", "touched_at"])
    return False


def certify(issue: Issue, lines: Sequence[IssueLine]) -> None:
    """Certificates for those of the lines that may have one; what is wrong with the others is noted on them."""
    troubles = troubles_of(issue, lines)
    for line in lines:
        line.problem = troubles.get(line.pk, "")
    IssueLine.objects.bulk_update([line for line in lines if line.problem], ["problem"])
    good = [line for line in lines if not line.problem]
    if not good:
        return
    numbers = take_numbers(issue.unit, kind=KIND, year=issue.issued_on.year, count=len(good))
    drafts = [certificate_of(issue, line, number=n, code=short_code(CODE_LENGTH)) for line, n in zip(good, numbers, strict=True)]
    Certificate.objects.bulk_create(drafts)
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [[line.pk for line in good], [draft.pk for draft in drafts]])
    tell_many(letter for line, draft in zip(good, drafts, strict=True) if (letter := letters.issued(draft, line.person)))


def troubles_of(issue: Issue, lines: Sequence[IssueLine]) -> dict[UUID, str]:
    """Why a line gets no certificate: `erased`, `held` since the issue began, `name_not_printable`."""
    bad = set(unprintable([line.holder_name for line in lines]))
    found = {line.pk: "name_not_printable" for line in lines if line.holder_name in bad}
    if issue.activity_id:
        people = [line.person_id for line in lines]
        held = Certificate.objects.filter(activity=issue.activity_id, kind=issue.kind, replaces=None, person__in=people)
        holders = set(held.values_list("person", flat=True))
        found |= {line.pk: "held" for line in lines if line.person_id in holders}
    return found | {line.pk: "erased" for line in lines if line.person and line.person.erased_at}


def note(issue: Issue) -> None:
    """One line for the log when all have their numbers."""
    ends = issue.certificates.aggregate(first=Min("number"), last=Max("number"))
    if ends["first"] is not None:
        subject = issue.activity or issue
        record("recognition.issued", subject, by=issue.by, unit_id=issue.unit_id, year=issue.issued_on.year, **ends)


def make_all(issue: Issue) -> bool:
    """The papers of the issue's certificates that have none; whether all have theirs now. A key that cannot sign stops the issue."""
    while True:
        Issue.objects.filter(pk=issue.pk).update(touched_at=timezone.now())
        if not Issue.objects.filter(pk=issue.pk, status=Status.RUNNING).exists():
            return False
        some = list(papers.with_all(issue.certificates.filter(paper=None)).order_by("number")[:PAPERS])
        if not some:
            return True
        try:
            papers.make_papers(some)
        except Refused as refusal:
            Issue.objects.filter(pk=issue.pk).update(status=Status.STOPPED, trouble=refusal.code)
            return False
