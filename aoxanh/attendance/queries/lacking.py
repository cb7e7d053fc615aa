"""Shifts that lack people while there is still time to act."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, When
from django.utils import timezone

from aoxanh.activities.models import Activity, Shift
from aoxanh.attendance.queries import arrivals
from aoxanh.org.models import Unit

AHEAD = timedelta(hours=2)
GRACE = timedelta(minutes=15)
"""So long after the beginning people still drift in: until then those signed up count, from then on those who came."""


def lacking_now(units: Iterable[UUID] | QuerySet[Unit, Any]) -> QuerySet[Any]:
    """Shifts of these units that run or begin within two hours and lack people, with `arrived` and `lacking`, the soonest first.

    `lacking` is counted against the places. A shift in its last half hour is left alone: nobody sets out for it any more.
    """
    now = timezone.now()
    near = Shift.objects.filter(starts_at__lt=now + AHEAD, ends_at__gt=now + 2 * GRACE, activity__unit__in=units)
    running = near.filter(activity__status__in=[Activity.Status.OPEN, Activity.Status.CLOSED])
    counted = running.annotate(arrived=arrivals(OuterRef("pk")))
    whose = Case(When(Q(starts_at__lt=now - GRACE), then=F("arrived")), default=F("taken"), output_field=IntegerField())
    lacking = counted.annotate(lacking=F("places") - whose).filter(lacking__gt=0)
    return lacking.select_related("activity__unit").order_by("starts_at", "id")
