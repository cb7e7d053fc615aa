"""The life of a campaign: written down, under way, over or called off; its stages, fronts and goals."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.letters import campaigns as letters
from aoxanh.activities.models import Activity, Campaign, Front, Goal, Stage
from aoxanh.activities.queries.campaigns import HELD, standing_in, takes_part
from aoxanh.activities.slugs import slug_of
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, local
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.org.models import Unit

Status = Campaign.Status
ENDED = (Status.CLOSED, Status.CANCELLED)


@dataclass(frozen=True)
class CampaignPlan:
    """What is said about a campaign; both days count."""

    name: str
    first: date
    last: date
    kind: str = Campaign.Kind.OWN
    form: str = Campaign.Form.COMMUNITY
    description: str = ""
    lead_agency: str = ""
    registered_as: str = ""


def create_campaign(unit: Unit, *, plan: CampaignPlan, request_id: UUID, by: User) -> Campaign:
    """A draft of the unit; the same request sent again gives the same draft. Refused: the codes of `check_plan`."""
    try:
        return draft(unit, plan=plan, request_id=request_id, by=by)
    except IntegrityError:  # The same form twice at the same moment: the other one has made it.
        if seen := Campaign.objects.filter(request_id=request_id, created_by=by).first():
            return seen
        raise


@transaction.atomic
def draft(unit: Unit, *, plan: CampaignPlan, request_id: UUID, by: User) -> Campaign:
    if seen := Campaign.objects.filter(request_id=request_id, created_by=by).first():
        return seen
    check_plan(plan)
    pk = uuid7()
    campaign = Campaign(
        id=pk, unit=unit, slug=slug_of(plan.name, pk), status=Status.DRAFT, request_id=request_id, created_by=by, **columns(plan)
    )
    campaign.save(force_insert=True)
    record("activities.campaign_created", campaign, by=by, unit_id=unit.pk)
    return campaign


def columns(plan: CampaignPlan) -> dict[str, object]:
    given: dict[str, object] = asdict(plan)
    first, last = given.pop("first"), given.pop("last")
    return {**given, "during": during(first, last + timedelta(days=1))}  # type: ignore[arg-type,operator]


def last_day(campaign: Campaign) -> date | None:
    return campaign.during.upper - timedelta(days=1) if campaign.during.upper else None


def check_plan(plan: CampaignPlan) -> None:
    """Refused: `ends_before_it_starts`, and for a programme `programme_not_registered`, `programme_too_short`."""
    if plan.last < plan.first:
        raise Refused("ends_before_it_starts", _("The last day lies before the first. Choose a later one."))
    if plan.form != Campaign.Form.PROGRAMME:
        return
    if not (plan.lead_agency.strip() and plan.registered_as.strip()):
        text = _("A programme is registered with its lead agency. Name the agency and the number of the registration.")
        raise Refused("programme_not_registered", text)
    if plan.last < least_end(plan.first):
        text = _("A programme lasts at least %(months)d months: until %(day)s or later. For a shorter one choose community activities.")
        raise Refused("programme_too_short", text % {"months": settings.PROGRAMME_MONTHS, "day": fulldate(least_end(plan.first))})


def least_end(first: date) -> date:
    """The last day that a programme of this first day has at least."""
    months = first.year * 12 + first.month - 1 + settings.PROGRAMME_MONTHS
    year, month = divmod(months, 12)
    return date(year, month + 1, 1) + timedelta(days=first.day - 2)


@transaction.atomic
def revise_campaign(campaign: Campaign, *, plan: CampaignPlan, by: User) -> Campaign:
    """Change what is said. Refused: `campaign_over`, `activities_outside`, `stages_outside`, and the codes of `check_plan`."""
    campaign = held(campaign)
    check_alive(campaign)
    check_plan(plan)
    check_inside(campaign, plan)
    for name, value in columns(plan).items():
        setattr(campaign, name, value)
    campaign.save(update_fields=[*columns(plan)])
    record("activities.campaign_revised", campaign, by=by, unit_id=campaign.unit_id)
    bump_public_version()
    return campaign


def check_inside(campaign: Campaign, plan: CampaignPlan) -> None:
    for starts, ends in campaign.activities.filter(status__in=HELD, starts_at__isnull=False).values_list("starts_at", "ends_at"):
        if starts and ends and (local(ends).date() < plan.first or local(starts).date() > plan.last):
            text = _("An activity of the campaign takes place on %(day)s. Choose days that hold it.")
            raise Refused("activities_outside", text % {"day": fulldate(starts)})
    for stage in campaign.stages.all():
        if stage.during.lower < plan.first or stage.during.upper - timedelta(days=1) > plan.last:
            text = _("The stage “%(name)s” lies outside these days. Change the stage first.")
            raise Refused("stages_outside", text % {"name": stage.name})


@transaction.atomic
def open_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Show it to everyone; units that were invited are told. Refused: `campaign_over`."""
    campaign = held(campaign)
    if campaign.status == Status.OPEN:
        return campaign
    check_alive(campaign)
    move(campaign, Status.OPEN, "activities.campaign_opened", by=by)
    letters.invited(campaign, list(standing_in(campaign).filter(answered_at=None).values_list("unit", flat=True)))
    return campaign


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Say that it is over; nothing joins it from now on. Refused: `campaign_over`, `activities_ahead`."""
    campaign = held(campaign)
    if campaign.status == Status.CLOSED:
        return campaign
    check_alive(campaign)
    ahead = campaign.activities.filter(status__in=(Activity.Status.OPEN, Activity.Status.POSTPONED), ends_at__gt=timezone.now()).count()
    if ahead:
        text = _("%(count)d activities of the campaign are still ahead. Close it when they are over, or cancel them.")
        raise Refused("activities_ahead", text % {"count": ahead})
    move(campaign, Status.CLOSED, "activities.campaign_closed", by=by)
    return campaign


@transaction.atomic
def cancel_campaign(campaign: Campaign, *, reason: str, by: User) -> Campaign:
    """Call it off; its units are told why, their activities stay with them. Refused: `campaign_over`, `reason_missing`."""
    campaign = held(campaign)
    if campaign.status == Status.CANCELLED:
        return campaign
    check_alive(campaign)
    if not reason.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    was_open = campaign.status == Status.OPEN
    move(campaign, Status.CANCELLED, "activities.campaign_cancelled", by=by, reason=reason.strip()[:500])
    if was_open:
        letters.called_off(campaign, list(standing_in(campaign).values_list("unit", flat=True)))
    return campaign


def move(campaign: Campaign, status: Campaign.Status, verb: str, *, by: User, reason: str = "") -> None:
    before, campaign.status, campaign.end_reason = campaign.status, status, reason
    campaign.ended_at = timezone.now() if status in ENDED else None
    campaign.save(update_fields=["status", "end_reason", "ended_at"])
    record(verb, campaign, by=by, unit_id=campaign.unit_id, before=before, after=str(status), reason=reason)
    bump_public_version()


def held(campaign: Campaign) -> Campaign:
    """The row as it is now, kept from others until the end of the transaction."""
    return Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)


def check_alive(campaign: Campaign) -> None:
    if campaign.status in ENDED:
        raise Refused("campaign_over", _("This campaign is over. Create a new one for what is still to come."))


@transaction.atomic
def add_stage(campaign: Campaign, *, name: str, first: date, last: date, by: User) -> Stage:
    """Refused: `campaign_over`, `ends_before_it_starts`, `stages_outside`, `stages_overlap`."""
    campaign = held(campaign)
    check_alive(campaign)
    if last < first:
        raise Refused("ends_before_it_starts", _("The last day lies before the first. Choose a later one."))
    period = during(first, last + timedelta(days=1))
    if first < campaign.during.lower or period.upper > campaign.during.upper:
        text = _("The campaign lasts from %(first)s to %(last)s. Choose days among them.")
        raise Refused("stages_outside", text % {"first": fulldate(campaign.during.lower), "last": fulldate(last_day(campaign))})
    if other := campaign.stages.filter(during__overlap=period).first():
        text = _("The stage “%(name)s” has days among these. A day belongs to one stage.")
        raise Refused("stages_overlap", text % {"name": other.name})
    stage = Stage.objects.create(campaign=campaign, name=name, during=period)
    record("activities.campaign_parts", campaign, by=by, unit_id=campaign.unit_id, stage=name)
    bump_public_version()
    return stage


@transaction.atomic
def remove_stage(stage: Stage, *, by: User) -> None:
    """Its activities stay in the campaign. Refused: `campaign_over`."""
    campaign = held(stage.campaign)
    check_alive(campaign)
    record("activities.campaign_parts", campaign, by=by, unit_id=campaign.unit_id, removed=stage.name)
    stage.delete()
    bump_public_version()


@transaction.atomic
def add_front(campaign: Campaign, *, name: str, kind: str = "", by: User) -> Front:
    """Refused: `campaign_over`, `front_twice`."""
    campaign = held(campaign)
    check_alive(campaign)
    if campaign.fronts.filter(name__iexact=name).exists():
        raise Refused("front_twice", _("There is a front of this name already. Give it another."))
    front = Front.objects.create(campaign=campaign, name=name, kind=kind, order=campaign.fronts.count())
    record("activities.campaign_parts", campaign, by=by, unit_id=campaign.unit_id, front=name)
    bump_public_version()
    return front


@transaction.atomic
def remove_front(front: Front, *, by: User) -> None:
    """Refused: `campaign_over`, `front_in_use`."""
    campaign = held(front.campaign)
    check_alive(campaign)
    if front.activities.exists():
        raise Refused("front_in_use", _("Activities belong to this front. Let them choose another one first."))
    record("activities.campaign_parts", campaign, by=by, unit_id=campaign.unit_id, removed=front.name)
    front.delete()
    bump_public_version()


@transaction.atomic
def set_goal(campaign: Campaign, *, measure: str, value: int, unit: Unit | None = None, by: User) -> Goal:
    """What the campaign, or one of its units, is to reach; said again it replaces the former.

    Refused: `campaign_over`, `not_taking_part`.
    """
    campaign = held(campaign)
    check_alive(campaign)
    if unit and not takes_part(campaign, unit):
        raise Refused("not_taking_part", _("This unit does not take part. Invite it first."))
    goal, _is_new = Goal.objects.update_or_create(campaign=campaign, unit=unit, measure=measure, defaults={"value": value})
    whose = str(unit.pk) if unit else ""
    record("activities.campaign_goal", campaign, by=by, unit_id=campaign.unit_id, measure=measure, value=value, of=whose)
    bump_public_version()
    return goal


@transaction.atomic
def remove_goal(goal: Goal, *, by: User) -> None:
    """Refused: `campaign_over`."""
    campaign = held(goal.campaign)
    check_alive(campaign)
    record("activities.campaign_goal", campaign, by=by, unit_id=campaign.unit_id, measure=goal.measure, removed=goal.value)
    goal.delete()
    bump_public_version()
