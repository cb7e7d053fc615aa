"""Who issues certificates, and who may open them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.queries import permitted_ids
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.recognition.models import Certificate

ISSUE, READ = "certificates.issue", "certificates.read"


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


def within(user: User | AnonymousUser, permission: str) -> QuerySet[Activity]:
    return Activity.objects.filter(unit_id__in=permitted_ids(user, permission, on=today()))
