"""Who issues certificates, and who may open them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.queries import permitted_ids
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import above_ids
from aoxanh.recognition.models import Certificate, Issue, Template

ISSUE, READ, WRITE, APPROVE = "certificates.issue", "certificates.read", "certificates.templates", "certificates.approve"
REVOKE = "certificates.revoke"


def readable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Activities of units whose certificates the user may see or issue, whatever their state."""
    return within(user, READ) | within(user, ISSUE) if user.is_authenticated else Activity.objects.none()


def issuing_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Activities of units for which the user issues certificates; whether they may have any yet, the action says."""
    return within(user, ISSUE) if user.is_authenticated else Activity.objects.none()


def issuable_activities(user: User | AnonymousUser) -> QuerySet[Activity]:
    """Those whose results are published, so that certificates can be issued."""
    return issuing_activities(user).filter(record__published_at__isnull=False)


def may_issue(user: User | AnonymousUser, activity: Activity) -> bool:
    return issuing_activities(user).filter(pk=activity.pk).exists()


def visible_certificates(user: User | AnonymousUser) -> QuerySet[Certificate]:
    """The holder's own, and those of the units whose certificates the user may see or issue."""
    if not user.is_authenticated:
        return Certificate.objects.none()
    units = Q(unit_id__in=permitted_ids(user, READ, on=today())) | Q(unit_id__in=permitted_ids(user, ISSUE, on=today()))
    return Certificate.objects.filter(units | Q(person__user=user))


def held_certificates(user: User | AnonymousUser) -> QuerySet[Certificate]:
    """The user's own."""
    return Certificate.objects.filter(person__user=user) if user.is_authenticated else Certificate.objects.none()


def desk_certificates(user: User | AnonymousUser) -> QuerySet[Certificate]:
    """Those of units whose certificates the user may see, issue or revoke."""
    if not user.is_authenticated:
        return Certificate.objects.none()
    units = Q()
    for permission in (READ, ISSUE, REVOKE):
        units |= Q(unit_id__in=permitted_ids(user, permission, on=today()))
    return Certificate.objects.filter(units)


def endable_certificates(user: User | AnonymousUser) -> QuerySet[Certificate]:
    """Those that the user may revoke and correct; whether they still stand, the action says."""
    if not user.is_authenticated:
        return Certificate.objects.none()
    return Certificate.objects.filter(unit_id__in=permitted_ids(user, REVOKE, on=today()))


def within(user: User | AnonymousUser, permission: str) -> QuerySet[Activity]:
    return Activity.objects.filter(unit_id__in=permitted_ids(user, permission, on=today()))


def units_for(user: User | AnonymousUser, *permissions: str) -> QuerySet[Unit]:
    """Units that stand today and in which the user holds one of the permissions."""
    if not user.is_authenticated:
        return Unit.objects.none()
    any_of = Q()
    for permission in permissions:
        any_of |= Q(pk__in=permitted_ids(user, permission, on=today(), former=False))
    return Unit.objects.filter(any_of, holds(today())).order_by("name")


def visible_issues(user: User | AnonymousUser) -> QuerySet[Issue]:
    """Issues of units whose certificates the user may see or issue."""
    return issues_within(user, READ) | issues_within(user, ISSUE) if user.is_authenticated else Issue.objects.none()


def working_issues(user: User | AnonymousUser) -> QuerySet[Issue]:
    """Issues that the user may stop and resume."""
    return issues_within(user, ISSUE) if user.is_authenticated else Issue.objects.none()


def issues_within(user: User, permission: str) -> QuerySet[Issue]:
    return Issue.objects.filter(unit_id__in=permitted_ids(user, permission, on=today()))


def visible_templates(user: User | AnonymousUser) -> QuerySet[Template]:
    """Forms of the units whose certificates the user sees, issues, writes or approves, and of the units above these, which they use too."""
    if not user.is_authenticated:
        return Template.objects.none()
    units = list(units_for(user, READ, ISSUE, WRITE, APPROVE).values_list("pk", flat=True))
    return Template.objects.filter(unit_id__in=above_ids(units, on=today()))


def writable_templates(user: User | AnonymousUser) -> QuerySet[Template]:
    """Forms that the user may write, submit and retire."""
    return templates_within(user, WRITE)


def approvable_templates(user: User | AnonymousUser) -> QuerySet[Template]:
    """Forms about which the user decides; whether of their own work, the action says."""
    return templates_within(user, APPROVE)


def templates_within(user: User | AnonymousUser, permission: str) -> QuerySet[Template]:
    if not user.is_authenticated:
        return Template.objects.none()
    return Template.objects.filter(unit_id__in=permitted_ids(user, permission, on=today()))
