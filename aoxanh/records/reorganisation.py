"""What becomes of figures when units end: nothing is moved, and the preview says how much will be restated."""

from django.utils.translation import gettext_lazy as _

from aoxanh.org.reorganisation.port import Conflict, Event, follow
from aoxanh.records.models import DeclaredWork, Record


class Figures:
    """Counts what stays: records and declared work belong for ever to the unit that did them."""

    label = _("Records and declared work")
    rule = _("Figures stay with the unit that did the work; on the new tree they are restated, and said to be.")

    def apply(self, event: Event) -> int:
        recorded = Record.objects.filter(activity__unit__in=event.ended).count()
        return recorded + DeclaredWork.objects.filter(unit__in=event.ended).count()

    def conflicts(self, event: Event) -> list[Conflict]:
        return []


def register() -> None:
    follow("records.figures", Figures())
