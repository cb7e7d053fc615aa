"""What becomes of needs when units end."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aoxanh.needs.models import Need
from aoxanh.org.reorganisation.following import GoesToHeir
from aoxanh.org.reorganisation.port import Event, follow


def still_open(event: Event) -> Q:
    return ~Q(status=Need.Status.CLOSED) & Q(ends_on__gte=event.on)


def register() -> None:
    follow(
        "needs.needs",
        GoesToHeir(
            _("Needs"),
            _("A need that is still open on that day goes to the successor in whose area it lies."),
            Need.objects.all,
            still_open,
        ),
    )
