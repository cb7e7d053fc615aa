"""Campaigns for everyone: which there are, where one takes place, what it brought."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from aoxanh.activities.models import FREE, Activity, Campaign, Shift
from aoxanh.activities.queries.lists import for_lists
from aoxanh.places.models import Area
from aoxanh.records.campaigns import Aim, Results, aims, results


def public_campaigns() -> QuerySet[Campaign]:
    """Open and closed ones with their units."""
    return Campaign.objects.filter(status__in=Campaign.PUBLIC).select_related("unit__area__parent")


def with_work(campaigns: QuerySet[Campaign]) -> QuerySet[Any]:
    """Those with public activities or still to come, with `ahead` (open to sign-up), `recorded` and `since`, the first day."""

    def count(*conditions: Q) -> Coalesce:
        found = Activity.objects.filter(*conditions, campaign=OuterRef("pk")).order_by().values("campaign")
        return Coalesce(Subquery(found.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)

    open_ones = Q(status=Activity.Status.OPEN, ends_at__gt=timezone.now())
    worked = Exists(Activity.objects.filter(status__in=Activity.PUBLIC, campaign=OuterRef("pk")))
    return campaigns.filter(Q(worked) | Q(status=Campaign.Status.OPEN)).annotate(
        ahead=count(open_ones), recorded=count(Q(status=Activity.Status.RECORDED)), since=F("during__startswith")
    )


def now_and_ahead(on: date) -> QuerySet[Any]:
    """Open campaigns that are not over on the day: under way first, then the nearest."""
    return with_work(public_campaigns().filter(status=Campaign.Status.OPEN, during__endswith__gt=on)).order_by("since", "id")


def past(on: date) -> QuerySet[Any]:
    """Those that are over, the latest first; page them by ("-since", "id")."""
    return with_work(public_campaigns().filter(Q(status=Campaign.Status.CLOSED) | Q(during__endswith__lte=on)))


@dataclass(frozen=True)
class CampaignPage:
    """All that the page of one says beside its activities ahead, which are paged."""

    campaign: Campaign
    results: Results
    aims: list[Aim]
    stages: list[Any]
    fronts: list[Any]
    communes: list[Area]
    recorded: list[Any]
    units: int

    @property
    def ahead(self) -> QuerySet[Any]:
        return activities_ahead(self.campaign)


def campaign_page(slug: str) -> CampaignPage:
    """Raises Campaign.DoesNotExist for one that is not public."""
    campaign = public_campaigns().get(slug=slug)
    found = results(campaign)
    done = for_lists(Activity.objects.filter(campaign=campaign, status=Activity.Status.RECORDED)).order_by("-ends_at", "id")
    parts = campaign.participations.filter(declined_at=None, answered_at__isnull=False)
    return CampaignPage(
        campaign,
        found,
        aims(campaign, found),
        list(campaign.stages.all()),
        list(campaign.fronts.all()),
        list(communes_of(campaign)),
        list(done[:6]),
        parts.count() + 1,
    )


def activities_ahead(campaign: Campaign) -> QuerySet[Any]:
    """Open to sign-up, the soonest first; page them by ("starts_at", "id")."""
    return for_lists(Activity.objects.ahead(timezone.now()).filter(campaign=campaign))


def free_places(campaign: Campaign) -> int:
    """In all shifts of its open activities that have not begun."""
    open_ones = Activity.objects.ahead(timezone.now()).filter(campaign=campaign)
    return Shift.objects.filter(activity__in=open_ones, starts_at__gt=timezone.now()).aggregate(free=Sum(FREE))["free"] or 0


def communes_of(campaign: Campaign) -> QuerySet[Area]:
    """Where its public activities lie, by name."""
    lying = Activity.objects.filter(campaign=campaign, status__in=Activity.PUBLIC, area=OuterRef("pk"))
    return Area.objects.filter(Exists(lying.exclude(status=Activity.Status.CANCELLED))).order_by("search_key", "id")
