"""Who keeps boards of honour. A person's own record and papers are fetched by the person behind the account."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from aoxanh.access.queries import permitted_units
from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.recognition.models import HonourBoard

HONOUR = "honour.manage"


def honouring_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Units whose boards of honour the user keeps."""
    return permitted_units(user, HONOUR, on=today())


def honour_boards(user: User | AnonymousUser) -> QuerySet[HonourBoard]:
    """Boards of those units, also such as were taken down."""
    return HonourBoard.objects.filter(unit__in=honouring_units(user).values("pk")).select_related("unit")
