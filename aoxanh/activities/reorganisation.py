"""What becomes of activities and campaigns when units end."""

from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Activity, Campaign
from aoxanh.org.reorganisation.following import GoesToHeir
from aoxanh.org.reorganisation.port import Event, follow

OVER = (Activity.Status.RECORDED, Activity.Status.CANCELLED, Activity.Status.WITHDRAWN)


def still_under_way(event: Event) -> Q:
    """Not over on that day; what ended before it stays with the unit that did it."""
    begins = timezone.make_aware(datetime.combine(event.on, time.min))
    return ~Q(status__in=OVER) & (Q(ends_at=None) | Q(ends_at__gte=begins))


def still_on(event: Event) -> Q:
    return Q(during__upper_inf=True) | Q(during__endswith__gt=event.on)


def register() -> None:
    follow(
        "activities.campaigns",
        GoesToHeir(
            _("Campaigns"), _("A campaign that still runs on that day goes to the main successor."), Campaign.objects.all, still_on, area=""
        ),
    )
    follow(
        "activities.activities",
        GoesToHeir(
            _("Activities"),
            _("What is not over then goes to the successor in whose area it lies; what is over stays with the unit that did it."),
            Activity.objects.all,
            still_under_way,
        ),
    )
