"""What the map shows of needs and activities: people missing, places free."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from aoxanh.activities.models import Activity, Shift
from aoxanh.activities.models.shifts import OPEN_PLACES
from aoxanh.activities.queries.lists import day_start
from aoxanh.kit.dates import today
from aoxanh.kit.vietnamese import search_key
from aoxanh.needs.models import Need, Step
from aoxanh.places import layers
from aoxanh.places.models import Layer, Spot

FULFILLING = (Activity.Status.OPEN, Activity.Status.CLOSED, Activity.Status.RECORDED)
WAITING = (Activity.Status.SUBMITTED, Activity.Status.ENDORSED)
AT_ONCE = 2_000
LATELY = timedelta(days=30)
"""How long the desk goes on seeing a need that was closed."""


def signed_up(need: str = "pk") -> Coalesce:
    """People who have a place in activities that answer the need of that key."""
    shifts = Shift.objects.filter(activity__need=OuterRef(need), activity__status__in=FULFILLING).order_by().values("activity__need")
    return summed(shifts, F("taken"))


def free_places(activity: str = "pk") -> Coalesce:
    """Places that are free in the shifts of the activity of that key that have not begun."""
    ahead = Shift.objects.filter(activity=OuterRef(activity), starts_at__gt=timezone.now()).order_by().values("activity")
    return summed(ahead, Greatest(OPEN_PLACES - F("taken"), 0))


def summed(rows: QuerySet[Any], value: Any) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(sum=Sum(value)).values("sum"), output_field=IntegerField()), 0, output_field=IntegerField())


def missing_people(need: str = "pk") -> Greatest:
    """People whom the need of that key still lacks."""
    wanted = Need.objects.filter(pk=OuterRef(need)).values("people_wanted")
    return Greatest(Coalesce(Subquery(wanted), 0, output_field=IntegerField()) - signed_up(need), 0)


def needs(keys: Collection[UUID] | None) -> Iterator[Spot]:
    """Live needs, and for the desk those that ended lately."""
    on, since = today(), timezone.now() - LATELY
    ended = Step.objects.filter(need=OuterRef("pk")).order_by().values("need").annotate(at=Max("at")).values("at")
    known = Need.objects.annotate(ended_at=Subquery(ended), missing=missing_people(), able=skills_of(Need)).select_related("area")
    found = known.filter(Q(ends_on__gte=on) & ~Q(status__in=Need.ENDED) | Q(status__in=Need.ENDED, ended_at__gt=since))
    for need in (found if keys is None else found.filter(pk__in=keys)).iterator(AT_ONCE):
        yield need_spot(need)


def need_spot(need: Any) -> Spot:
    is_live = need.status not in Need.ENDED
    return Spot(
        layer=Layer.NEED,
        is_public=is_live,
        urgent=need.urgent,
        starts_at=day_start(need.starts_on),
        ends_at=day_start(need.ends_on + timedelta(days=1)) if is_live else need.ended_at + LATELY,
        weight=need.missing,
        goods=need.materials_lacking,
        **told(need),
    )


def activities(keys: Collection[UUID] | None) -> Iterator[Spot]:
    """Activities ahead that are open, and for the desk those that wait for approval."""
    found = Activity.objects.filter(status__in=(Activity.Status.OPEN, *WAITING), ends_at__gt=timezone.now())
    found = found.annotate(free=free_places(), able=skills_of(Activity)).select_related("area")
    for activity in (found if keys is None else found.filter(pk__in=keys)).iterator(AT_ONCE):
        yield activity_spot(activity)


def activity_spot(activity: Any) -> Spot:
    return Spot(
        layer=Layer.ACTIVITY,
        is_public=activity.status == Activity.Status.OPEN,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        weight=activity.free,
        **told(activity),
    )


def told(row: Any) -> dict[str, Any]:
    """What both have."""
    return {
        "object_id": row.pk,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "unit_id": row.unit_id,
        "area": row.area,
        "kind": row.kind,
        "skills": sorted(row.able),
        "title": row.title,
        "slug": row.slug,
        "search_key": f"{search_key(row.title)} {row.area.search_key}"[:240],
    }


def skills_of(model: Any) -> ArraySubquery:
    link = model.skills.through
    return ArraySubquery(link.objects.filter(**{model._meta.model_name: OuterRef("pk")}).values("skill_id"))


def register() -> None:
    layers.register(Layer.NEED, needs)
    layers.register(Layer.ACTIVITY, activities)
