"""How activities answer needs: what each adds to its need, and what `needs.answers` lists of them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.states import state_of
from aoxanh.needs.answers import Answer
from aoxanh.needs.models import Need

Status = Activity.Status
COUNTED = (Status.OPEN, Status.CLOSED, Status.RECORDED)
LISTED = (*COUNTED, Status.SUBMITTED, Status.ENDORSED, Status.POSTPONED, Status.CANCELLED)
OFF = (Status.POSTPONED, Status.CANCELLED)


def of_shifts(field: str) -> Coalesce:
    shifts = Shift.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    return Coalesce(Subquery(shifts.annotate(total=Sum(field)).values("total")), 0, output_field=IntegerField())


def of_signups(**given: Any) -> Coalesce:
    found = Signup.objects.filter(shift__activity=OuterRef("pk"), status=Signup.Status.CONFIRMED, **given).order_by()
    return Coalesce(Subquery(found.values("shift__activity").annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def weighed(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """Activities with their `places`, the `people` who have one, how many `came` and have no outcome yet (`open`), and what each `counts`:
    its places while it is ahead, once it is over the people whom it brought, nothing while it is called off or not approved."""
    is_over = Q(ends_at__lte=timezone.now()) | Q(status__in=(Status.CLOSED, Status.RECORDED))
    counted = activities.annotate(
        places=of_shifts("places"), people=of_shifts("taken"), came=of_signups(outcome=Signup.Outcome.CAME), open=of_signups(outcome="")
    )
    settled = is_over & Q(open=0, people__gt=0)
    return counted.annotate(
        counts=Case(
            When(~Q(status__in=COUNTED), then=Value(0)),
            When(settled, then=F("came")),
            When(is_over, then=F("people")),
            default=F("places"),
        )
    )


def places_for(need: Need) -> int:
    """How many people the activities that answer the need take in all."""
    return sum(weighed(Activity.objects.filter(need=need, status__in=COUNTED)).values_list("counts", flat=True))


def recounted() -> Iterator[tuple[UUID, int]]:
    """Live needs whose number is no longer what their activities say, since one of these is over, with the number as it is now."""
    over = Activity.objects.filter(ends_at__lte=timezone.now(), need__isnull=False)
    live = Need.objects.exclude(status__in=Need.ENDED).filter(pk__in=over.order_by().values("need"))
    met = dict(live.values_list("pk", "met_people"))
    totals = dict.fromkeys(met, 0)
    for need_id, counts in weighed(Activity.objects.filter(need__in=list(met))).values_list("need_id", "counts"):
        totals[need_id] += counts
    return ((pk, total) for pk, total in totals.items() if total != met[pk])


def answers(need_id: UUID) -> list[Answer]:
    """Every activity that answers the need and was sent for approval, the soonest first."""
    found = weighed(Activity.objects.filter(need=need_id, status__in=LISTED)).order_by(F("starts_at").asc(nulls_last=True), "id")
    return [answer_of(activity) for activity in found]


def answer_of(activity: Any) -> Answer:
    state = state_of(activity)
    is_over = activity.is_over or activity.status in (Status.CLOSED, Status.RECORDED)
    return Answer(
        id=activity.pk,
        title=activity.title,
        unit_id=activity.unit_id,
        state=str(state.label),
        tone=state.tone,
        icon=state.icon,
        starts_at=activity.starts_at,
        places=activity.places,
        people=activity.people,
        came=activity.came if is_over and activity.people and not activity.open else None,
        counts=activity.counts,
        is_public=activity.is_public,
        is_off=activity.status in OFF,
        is_over=is_over,
        address=reverse("portal:activity", args=[activity.slug]) if activity.is_public else "",
        desk_address=reverse("activities:detail", args=[activity.pk]),
    )
