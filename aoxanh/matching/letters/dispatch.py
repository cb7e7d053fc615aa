"""What units and team leaders are told about rounds of dispatch."""

from collections import defaultdict
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds, today
from aoxanh.kit.parts.when import daymonth
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.matching.queries.dispatch import legs_of
from aoxanh.notices.actions import tell
from aoxanh.org.models import Unit

ANSWERS = ("needs.publish", "activities.manage")
"""Who answers for a unit that receives people holds one of these there."""

type Letter = tuple[str, list[str]]


def link(name: str, *values: object) -> str:
    return settings.BASE_URL + reverse(name, args=values)


def send(user: User, key: str, write: Callable[[], Letter]) -> None:
    if not user.address:
        return
    with override(user.language):
        subject, paragraphs = write()
    tell(to=user.address, subject=subject, body="\n\n".join(paragraphs), key=f"{key}:{user.pk}", user=user)


def holders(unit: Unit) -> list[User]:
    """Accounts that answer for the unit itself today."""
    roles = {role for permission in ANSWERS for role in roles_with(permission)}
    own = Grant.objects.filter(holds(today()), unit=unit, role__in=roles)
    return list(User.objects.filter(pk__in=own.values("user"), is_active=True).order_by("email", "pk"))


def told(leg: Leg) -> str:
    """A leg in a line: 12 people of Đoàn phường Tam Thanh, 22/11 to 23/11; 20 blankets."""
    people = ngettext("%(count)d person of %(unit)s", "%(count)d people of %(unit)s", leg.people) if leg.people else ""
    parts = [people % {"count": leg.people, "unit": leg.team.name if leg.team else leg.sender.name}] if people else []
    parts += [f"{thing.quantity} {thing.name}" for thing in leg.goods.all()]
    days = daymonth(leg.starts_on) if leg.starts_on == leg.ends_on else f"{daymonth(leg.starts_on)}–{daymonth(leg.ends_on)}"
    need = f" · {leg.need.title}" if leg.need else ""
    return f"{leg.area.name}: {', '.join(parts)}, {days}{need}"


def dispatched(dispatch: Dispatch) -> None:
    """One letter to each receiving unit with its legs, one to each sender, one to each leader of a team."""
    legs = list(legs_of(dispatch).select_related("team__leader__user"))
    for unit, own in grouped(legs, "receiver").items():
        each(unit, f"dispatch.receive:{dispatch.pk}", lambda own=own: to_receiver(dispatch, own), but=dispatch.sent_by)  # type: ignore[misc]
    for unit, own in grouped(legs, "sender").items():
        each(unit, f"dispatch.send:{dispatch.pk}", lambda own=own: to_sender(dispatch, own), but=dispatch.sent_by)  # type: ignore[misc]
    for leg in legs:
        leader = leg.team.leader.user if leg.team and leg.team.leader else None
        if leader:
            send(leader, f"dispatch.lead:{leg.pk}", lambda leg=leg: to_sender(dispatch, [leg]))  # type: ignore[misc]


def grouped(legs: list[Leg], role: str) -> dict[Unit, list[Leg]]:
    found: dict[Unit, list[Leg]] = defaultdict(list)
    for leg in legs:
        if unit := getattr(leg, role):
            found[unit].append(leg)
    return found


def each(unit: Unit, key: str, write: Callable[[], Letter], *, but: User | None) -> None:
    """Everyone who answers for the unit, but not who does it themselves."""
    for user in holders(unit):
        if user != but:
            send(user, key, write)


def to_receiver(dispatch: Dispatch, legs: list[Leg]) -> Letter:
    subject = _("%(unit)s sends you help: can you receive it?") % {"unit": dispatch.unit.short_name}
    lead = _("Say yes or why not: %(link)s") % {"link": link("dispatch:incoming")}
    return subject, [lead, *map(told, legs)]


def to_sender(dispatch: Dispatch, legs: list[Leg]) -> Letter:
    subject = _("%(unit)s asks you to send people or goods") % {"unit": dispatch.unit.short_name}
    lead = _("In the round “%(name)s”. The receiving communes have been asked and will answer.") % {"name": dispatch.name}
    return subject, [lead, *map(told, legs)]


def answered(leg: Leg) -> None:
    """The coordinator who made the round learns the answer."""
    facts = {"place": leg.area.name}
    accepted = leg.answer == Leg.Answer.ACCEPTED

    def write() -> Letter:
        subject = _("%(place)s receives the help") if accepted else _("%(place)s cannot receive the help")
        reason = [_("Reason: %(reason)s") % {"reason": leg.reason}] if leg.reason else []
        return subject % facts, [told(leg), *reason, link("dispatch:detail", leg.dispatch_id)]

    send(leg.dispatch.created_by, f"dispatch.answer:{leg.pk}:{leg.answer}", write)


def called_off(dispatch: Dispatch, reason: str, *, by: User) -> None:
    """Receivers and senders learn that nobody comes, and why."""
    legs = list(legs_of(dispatch))

    def write() -> Letter:
        text = _("The round “%(name)s” of %(unit)s is called off.") % {"name": dispatch.name, "unit": dispatch.unit.name}
        return _("Dispatch called off: %(name)s") % {"name": dispatch.name}, [text, _("Reason: %(reason)s") % {"reason": reason}]

    for unit in {**grouped(legs, "receiver"), **grouped(legs, "sender")}:
        each(unit, f"dispatch.off:{dispatch.pk}", write, but=by)
