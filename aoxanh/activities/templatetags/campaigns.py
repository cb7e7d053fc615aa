"""How campaigns, teams and contracts are shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template import Library
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Campaign, Contract, Team
from aoxanh.kit.dates import today

register = Library()


@dataclass(frozen=True)
class Shown:
    """`tone` is a tone of kit's `state`, `icon` a Lucide icon of kit."""

    tone: str
    icon: str
    label: str | Promise


STATES: dict[str, Shown] = {
    Campaign.Status.DRAFT: Shown("off", "file-pen", _("Draft")),
    Campaign.Status.OPEN: Shown("ok", "circle-check", _("Under way")),
    Campaign.Status.CLOSED: Shown("off", "badge-check", _("Over")),
    Campaign.Status.CANCELLED: Shown("bad", "ban", _("Cancelled")),
}
AHEAD = Shown("own", "calendar-clock", _("Begins later"))


@register.simple_tag
def campaign_state(campaign: Campaign) -> Shown:
    """Open and still to begin is a state of its own."""
    if campaign.status == Campaign.Status.OPEN and campaign.during.lower and campaign.during.lower > today():
        return AHEAD
    return STATES[campaign.status]


@register.filter
def last_day(period: Any) -> date | None:
    """The last day of a half-open period; None where it is open."""
    return period.upper - timedelta(days=1) if period.upper else None


@register.filter
def has_ended(team: Team) -> bool:
    return team.during.isempty or bool(team.during.upper and team.during.upper <= today())


@register.simple_tag
def contract_state(contract: Contract, soon: int = 0) -> Shown:
    """In force, ending soon, ended before its time, run out, or still to begin."""
    on, last = today(), last_day(contract.during)
    if contract.ended_on:
        return Shown("off", "circle-minus", _("Ended early"))
    if last and last < on:
        return Shown("off", "calendar-x", _("Ran out"))
    if contract.during.lower > on:
        return Shown("own", "calendar-clock", _("Begins later"))
    if last and (last - on).days < soon:
        return Shown("ask", "hourglass", _("Ends soon"))
    return Shown("ok", "file-check", _("In force"))
