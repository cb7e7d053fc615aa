"""What becomes of activities and campaigns when units end."""

from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.heirs import UnitedAtHeir
from aoxanh.activities.models import Activity, ApprovalRule, Campaign, Goal, Incident, Participation, Series, Team, Template
from aoxanh.org.reorganisation.following import GoesToHeir
from aoxanh.org.reorganisation.port import Event, follow

OVER = (Activity.Status.RECORDED, Activity.Status.CANCELLED, Activity.Status.WITHDRAWN)


def still_under_way(event: Event) -> Q:
    """Not over on that day; what ended before it stays with the unit that did it."""
    begins = timezone.make_aware(datetime.combine(event.on, time.min))
    return ~Q(status__in=OVER) & (Q(ends_at=None) | Q(ends_at__gte=begins) | Q(status=Activity.Status.POSTPONED))


def still_on(event: Event) -> Q:
    return Q(during__upper_inf=True) | Q(during__endswith__gt=event.on)


def campaign_goes_on(event: Event) -> Q:
    """Of campaigns that still run on that day."""
    return Q(campaign__during__upper_inf=True) | Q(campaign__during__endswith__gt=event.on)


def takes_part_still(event: Event) -> Q:
    return campaign_goes_on(event) & Q(declined_at=None)


def comes_again(event: Event) -> Q:
    """A series that has not stopped and has days left."""
    return Q(stopped_at=None, until__gte=event.on)


def always(event: Event) -> Q:
    return Q()


def unsettled(event: Event) -> Q:
    return ~Q(status=Incident.Status.CLOSED)


def united(event: Event) -> dict[str, Any]:
    """What is left of a participation that another one takes in: it promises nobody any more."""
    return {"people": 0, "declined_at": timezone.now(), "note": gettext("Goes on at the successor")}


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
    follow_parts()
    follow_habits()


def follow_parts() -> None:
    """What units do in campaigns, and who goes together."""
    follow(
        "activities.participations",
        UnitedAtHeir(
            _("Units in campaigns"),
            _("The successor takes part in their stead; where several come together, with the people of all."),
            Participation.objects.all,
            takes_part_still,
            same=("campaign_id",),
            adds="people",
            left=united,
        ),
    )
    follow(
        "activities.goals",
        UnitedAtHeir(
            _("Goals of units in campaigns"),
            _("They go to the successor; where several come together, they add up."),
            Goal.objects.filter(unit__isnull=False).all,
            campaign_goes_on,
            same=("campaign_id", "measure"),
            adds="value",
        ),
    )
    follow(
        "activities.teams",
        GoesToHeir(
            _("Teams"),
            _("A team that stands on that day goes to the main successor, with its people."),
            Team.objects.all,
            still_on,
            area="",
        ),
    )


def follow_habits() -> None:
    """What saves writing, who must agree, and what happened and is not settled."""
    follow(
        "activities.series",
        GoesToHeir(_("Series"), _("A series with days left goes to the main successor."), Series.objects.all, comes_again, area=""),
    )
    follow(
        "activities.templates",
        UnitedAtHeir(
            _("Templates"),
            _("They go to the main successor, which keeps its own of the same name."),
            Template.objects.all,
            always,
            same=("name",),
        ),
    )
    follow(
        "activities.approval_rules",
        UnitedAtHeir(
            _("Rules of approval"),
            _("They go to the main successor, which keeps its own for the same case."),
            ApprovalRule.objects.all,
            always,
            same=("kind", "case"),
        ),
    )
    follow(
        "activities.incidents",
        GoesToHeir(_("Incidents"), _("What is not settled goes to the main successor."), Incident.objects.all, unsettled, area=""),
    )
