"""What becomes of grants when units end."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.kit.dates import holds
from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Unit
from aoxanh.org.reorganisation.following import EndsWithUnit
from aoxanh.org.reorganisation.port import Conflict, Event, follow

RUNS_A_UNIT = "activities.manage"


def without_anybody(event: Event) -> list[Conflict]:
    """Committees that begin or take something up and in which nobody could do anything on that day."""
    holders = Grant.objects.filter(holds(event.on), unit=OuterRef("pk"), role__in=roles_with(RUNS_A_UNIT))
    committees = [kind.code for kind in KINDS.values() if kind.committee]
    concerned = Unit.objects.filter(Q(pk__in=event.founded) | Q(pk__in=event.heirs.values("pk")), kind__in=committees)
    count = concerned.filter(holds(event.on)).exclude(Exists(holders)).count()
    if not count:
        return []
    text = ngettext(
        "%(count)d unit has nobody who runs it from that day on. Appoint its officers, or give somebody the role.",
        "%(count)d units have nobody who runs them from that day on. Appoint their officers, or give somebody the role.",
        count,
    )
    return [Conflict("nobody_in_charge", text % {"count": count})]


def register() -> None:
    follow(
        "access.grants",
        EndsWithUnit(
            gettext_lazy("Grants"),
            gettext_lazy("What somebody may do in a unit that ends, ends with it; grants above reach the successor by themselves."),
            Grant.objects.all,
            warns=without_anybody,
        ),
    )
