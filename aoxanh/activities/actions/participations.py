"""Units in a campaign: invited, joining by themselves, declining, taken off; and whose activities may be in it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.campaigns import check_alive, held, last_day
from aoxanh.activities.letters import campaigns as letters
from aoxanh.activities.models import Campaign, Front, Participation
from aoxanh.activities.queries.campaigns import HELD, takes_part, uninvited
from aoxanh.audit.actions import record
from aoxanh.kit.dates import is_within, local, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors


@transaction.atomic
def invite(campaign: Campaign, *, units: Iterable[UUID], by: User) -> int:
    """Ask units under the leading one to take part, all at once; those that were asked before are left as they are. How many are new.

    Refused: `campaign_over`, `nobody_to_invite`.
    """
    campaign = held(campaign)
    check_alive(campaign)
    asked = list(uninvited(campaign).filter(pk__in=list(units)).values_list("pk", flat=True))
    if not asked:
        raise Refused("nobody_to_invite", _("These units were asked before. Choose others."))
    Participation.objects.bulk_create([Participation(campaign=campaign, unit_id=pk, by=by) for pk in asked], ignore_conflicts=True)
    record("activities.campaign_invited", campaign, by=by, unit_id=campaign.unit_id, units=len(asked))
    if campaign.status == Campaign.Status.OPEN:
        letters.invited(campaign, asked)
    return len(asked)


@transaction.atomic
def join(campaign: Campaign, *, unit: Unit, people: int, front: Front | None = None, by: User) -> Participation:
    """A unit under the leading one takes part, invited or not, and says how many people it means to bring. Said again, it changes them.

    Refused: `campaign_over`, `campaign_not_open`, `own_campaign`, `not_below`.
    """
    campaign = held(campaign)
    check_alive(campaign)
    if campaign.status != Campaign.Status.OPEN:
        raise Refused("campaign_not_open", _("This campaign is not open yet. Ask the unit that leads it."))
    if campaign.unit_id == unit.pk:
        raise Refused("own_campaign", _("This unit leads the campaign, so it takes part already."))
    row = Participation.objects.filter(campaign=campaign, unit=unit).first()
    if row is None and not ancestors(unit, on=today()).filter(pk=campaign.unit_id).exists():
        raise Refused("not_below", _("Only units under %(unit)s join by themselves.") % {"unit": campaign.unit.name})
    row = row or Participation(campaign=campaign, unit=unit, by=by)
    row.people, row.front, row.answered_at, row.declined_at, row.note = people, front, timezone.now(), None, ""
    row.save()
    record("activities.campaign_joined", campaign, by=by, unit_id=unit.pk, people=people)
    bump_public_version()
    return row


@transaction.atomic
def decline(row: Participation, *, reason: str, by: User) -> Participation:
    """The unit does not take part; its reason stands on the list. Refused: `campaign_over`, `reason_missing`, `has_activities`."""
    check_alive(held(row.campaign))
    if not reason.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    check_no_activities(row)
    row.answered_at = row.declined_at = timezone.now()
    row.people, row.front, row.note = 0, None, reason.strip()[:200]
    row.save(update_fields=["answered_at", "declined_at", "people", "front", "note"])
    record("activities.campaign_declined", row.campaign, by=by, unit_id=row.unit_id, reason=row.note)
    bump_public_version()
    return row


@transaction.atomic
def take_off(row: Participation, *, by: User) -> None:
    """The leading unit takes a unit off the list. Refused: `campaign_over`, `has_activities`."""
    check_alive(held(row.campaign))
    check_no_activities(row)
    record("activities.campaign_taken_off", row.campaign, by=by, unit_id=row.unit_id)
    row.delete()
    bump_public_version()


def check_no_activities(row: Participation) -> None:
    if row.campaign.activities.filter(unit=row.unit_id, status__in=HELD).exists():
        raise Refused("has_activities", _("This unit has activities in the campaign, so it takes part. Take them out first."))


def check_campaign(
    unit: Unit, campaign: Campaign | None, front: Front | None = None, *, starts_at: datetime | None = None, before: UUID | None = None
) -> None:
    """Whether an activity of the unit may be in the campaign; `before` is the one in which it is already, and may stay.

    Refused: `campaign_not_open`, `not_taking_part`, `outside_campaign`, `front_elsewhere`.
    """
    if front and (campaign is None or front.campaign_id != campaign.pk):
        raise Refused("front_elsewhere", _("This front belongs to another campaign. Choose one of the campaign's own."))
    if campaign is None or campaign.pk == before:
        return
    if campaign.status != Campaign.Status.OPEN:
        raise Refused("campaign_not_open", _("This campaign is not under way. Choose another, or none."))
    if not takes_part(campaign, unit):
        text = _("%(unit)s does not take part in this campaign. Join it first, or choose another.")
        raise Refused("not_taking_part", text % {"unit": unit.name})
    if starts_at and not is_within(local(starts_at).date(), campaign.during):
        text = _("The campaign lasts from %(first)s to %(last)s. Choose days among them, or no campaign.")
        raise Refused("outside_campaign", text % {"first": fulldate(campaign.during.lower), "last": fulldate(last_day(campaign))})
