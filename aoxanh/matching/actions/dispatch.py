"""Rounds of dispatch: drafted leg by leg as a what-if, sent, answered by who receives. `revision` keeps two coordinators apart."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import daymonth
from aoxanh.kit.refusals import Refused
from aoxanh.matching.legs import LegPlan, Thing
from aoxanh.matching.letters import dispatch as letters
from aoxanh.matching.models import Dispatch, Goods, Leg
from aoxanh.matching.queries.dispatch import Balance, away, receiver_of
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit

LEAST_SENT = 3
"""A plan by the machine sends nobody alone: smaller groups are left to people."""


@transaction.atomic
def create_dispatch(unit: Unit, *, name: str, starts_on: date, ends_on: date, request_id: UUID, by: User) -> Dispatch:
    """A draft; the same request sent again gives the same one. Refused: `ends_before_starts`, `in_the_past`."""
    if seen := Dispatch.objects.filter(request_id=request_id, created_by=by).first():
        return seen
    if ends_on < starts_on:
        raise Refused("ends_before_starts", _("The last day lies before the first. Correct one of the two."))
    if ends_on < today():
        raise Refused("in_the_past", _("The last day has gone by. Give a day from today on."))
    facts = {"name": name, "starts_on": starts_on, "ends_on": ends_on, "request_id": request_id, "created_by": by}
    dispatch = Dispatch.objects.create(unit=unit, **facts)
    record("matching.dispatch_drafted", dispatch, by=by, unit_id=unit.pk)
    return dispatch


@transaction.atomic
def copy_dispatch(dispatch: Dispatch, *, name: str, request_id: UUID, by: User) -> Dispatch:
    """Another draft of the same days with the same legs: a second what-if. Refused: `in_the_past`."""
    made = create_dispatch(dispatch.unit, name=name, starts_on=dispatch.starts_on, ends_on=dispatch.ends_on, request_id=request_id, by=by)
    if not made.legs.exists():
        for leg in dispatch.legs.select_related("area", "need", "sender", "team").prefetch_related("goods"):
            write_leg(made, plan_of(leg), Leg(dispatch=made))
    return made


def plan_of(leg: Leg) -> LegPlan:
    """What a leg says."""
    things = tuple(Thing(thing.quantity, thing.name) for thing in leg.goods.all())
    return LegPlan(leg.area, leg.sender, leg.starts_on, leg.ends_on, leg.need, leg.team, leg.people, things, leg.note)


@transaction.atomic
def put_leg(dispatch: Dispatch, *, plan: LegPlan, revision: int, leg_id: UUID | None = None, by: User) -> Leg:
    """Add a leg, or change the one named.

    Refused: `not_draft`, `changed_meanwhile`, `nothing_sent`, `days_outside`, `already_there`, `need_elsewhere`, `team_is_away`,
    `nobody_receives`, `leg_gone`.
    """
    dispatch = drafted(dispatch, revision=revision)
    leg = Leg.objects.filter(dispatch=dispatch, pk=leg_id).first() if leg_id else Leg(dispatch=dispatch)
    if leg is None:
        raise Refused("leg_gone", _("This line was taken out meanwhile. Add it again if it is still meant."))
    for rule in RULES:
        rule(dispatch, plan)
    if plan.team and (other := away(plan.team, plan.starts_on, plan.ends_on, besides=leg.pk)):
        raise is_away(other)
    write_leg(dispatch, plan, leg)
    changed(dispatch, "matching.leg_put", by=by, area=plan.area.code, people=plan.people)
    return leg


def is_away(leg: Leg) -> Refused:
    text = _("%(team)s goes to %(place)s from %(first)s to %(last)s (%(round)s). Choose other days or another team.")
    facts = {"team": leg.team.name if leg.team else "", "place": leg.area.name, "round": leg.dispatch.name}
    return Refused("team_is_away", text % {**facts, "first": daymonth(leg.starts_on), "last": daymonth(leg.ends_on)})


def write_leg(dispatch: Dispatch, plan: LegPlan, leg: Leg) -> None:
    receiver = receiver_of(plan.area, today())
    if receiver is None:
        text = _("No union stands in %(place)s to receive anybody. Choose a neighbouring commune, or set the union up first.")
        raise Refused("nobody_receives", text % {"place": plan.area.name})
    for name in ("area", "need", "sender", "team", "people", "starts_on", "ends_on", "note"):
        setattr(leg, name, getattr(plan, name))
    leg.receiver = receiver
    leg.save()
    leg.goods.all().delete()
    Goods.objects.bulk_create(Goods(leg=leg, name=thing.name, quantity=thing.quantity) for thing in plan.things)


def sends_something(dispatch: Dispatch, plan: LegPlan) -> None:
    if not plan.people and not plan.things:
        raise Refused("nothing_sent", _("Say how many people go, or what is sent."))


def is_within_its_days(dispatch: Dispatch, plan: LegPlan) -> None:
    if not dispatch.starts_on <= plan.starts_on <= plan.ends_on <= dispatch.ends_on:
        text = _("This round lasts from %(first)s to %(last)s. Choose days within it.")
        raise Refused("days_outside", text % {"first": daymonth(dispatch.starts_on), "last": daymonth(dispatch.ends_on)})


def goes_elsewhere(dispatch: Dispatch, plan: LegPlan) -> None:
    if plan.people and plan.sender.area_id == plan.area.pk:
        raise Refused("already_there", _("%(unit)s is in this commune already. Choose another sender.") % {"unit": plan.sender.name})


def answers_a_need_there(dispatch: Dispatch, plan: LegPlan) -> None:
    if plan.need and (plan.need.area_id != plan.area.pk or not plan.need.is_live):
        raise Refused("need_elsewhere", _("This need is over or lies in another commune. Choose one of %(place)s.") % {"place": plan.area})


RULES = (sends_something, is_within_its_days, goes_elsewhere, answers_a_need_there)


@transaction.atomic
def remove_leg(dispatch: Dispatch, *, leg_id: UUID, revision: int, by: User) -> Dispatch:
    """Take a leg out of a draft; one that is gone already changes nothing. Refused: `not_draft`, `changed_meanwhile`."""
    dispatch = drafted(dispatch, revision=revision)
    if leg := Leg.objects.filter(dispatch=dispatch, pk=leg_id).select_related("area").first():
        leg.goods.all().delete()
        leg.delete()
        changed(dispatch, "matching.leg_removed", by=by, area=leg.area.code)
    return dispatch


@transaction.atomic
def put_suggested(
    dispatch: Dispatch, *, rows: list[Balance], sent: list[tuple[int, int, int]], senders: dict[UUID, Unit], revision: int, by: User
) -> int:
    """Write a plan of `sending` into the draft; how many legs. `senders`: the union of each commune that gives.

    Refused: `not_draft`, `changed_meanwhile`, `nothing_to_suggest`.
    """
    dispatch = drafted(dispatch, revision=revision)
    first, last = max(dispatch.starts_on, today()), dispatch.ends_on
    plans = [
        LegPlan(rows[there].area, senders[rows[here].area.pk], first, last, most_lacking(rows[there], dispatch), people=people)
        for here, there, people in sent
        if people >= LEAST_SENT and rows[here].area.pk in senders and receiver_of(rows[there].area, today())
    ]
    if not plans:
        text = _("Nobody free lives within reach of what is lacking. Reach further, or send a team of the province.")
        raise Refused("nothing_to_suggest", text)
    for plan in plans:
        write_leg(dispatch, plan, Leg(dispatch=dispatch))
    changed(dispatch, "matching.legs_suggested", by=by, legs=len(plans))
    return len(plans)


def most_lacking(row: Balance, dispatch: Dispatch) -> Need | None:
    """The need of the commune that lacks most people in the days of the round."""
    live = Need.objects.live(dispatch.starts_on).filter(area=row.area, starts_on__lte=dispatch.ends_on, ends_on__gte=dispatch.starts_on)
    return max(live, key=lambda need: (need.uncovered, need.urgent), default=None)


@transaction.atomic
def send(dispatch: Dispatch, *, revision: int, by: User) -> Dispatch:
    """Ask the receiving units, and tell senders and team leaders. Refused: `not_draft`, `changed_meanwhile`, `no_legs`, `in_the_past`."""
    if (seen := locked(dispatch)).status == Dispatch.Status.SENT:
        return seen
    dispatch = drafted(dispatch, revision=revision)
    if not dispatch.legs.exists():
        raise Refused("no_legs", _("Nothing is sent yet. Add the first line: who goes where."))
    if dispatch.ends_on < today():
        raise Refused("in_the_past", _("The last day has gone by. Give a day from today on."))
    dispatch.status, dispatch.sent_at, dispatch.sent_by = Dispatch.Status.SENT, timezone.now(), by
    dispatch.save(update_fields=["status", "sent_at", "sent_by"])
    changed(dispatch, "matching.dispatch_sent", by=by, legs=dispatch.legs.count())
    letters.dispatched(dispatch)
    return dispatch


@transaction.atomic
def cancel_dispatch(dispatch: Dispatch, *, reason: str, by: User) -> Dispatch:
    """Call a round off; if it was sent, everyone who was told is told why. Refused: `reason_missing` of a sent one."""
    dispatch = locked(dispatch)
    if dispatch.status == Dispatch.Status.CANCELLED:
        return dispatch
    was_sent = dispatch.status == Dispatch.Status.SENT
    if was_sent and not reason.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    dispatch.status = Dispatch.Status.CANCELLED
    dispatch.save(update_fields=["status"])
    changed(dispatch, "matching.dispatch_cancelled", by=by, reason=reason.strip()[:300])
    if was_sent:
        letters.called_off(dispatch, reason.strip()[:300], by=by)
    return dispatch


@transaction.atomic
def answer_leg(leg: Leg, *, accept: bool, reason: str = "", by: User) -> Leg:
    """What the receiving unit says; it may say otherwise until the leg begins.

    Refused: `not_sent`, `leg_begun`, and `reason_missing` of who turns it down.
    """
    leg = Leg.objects.select_for_update(of=("self",)).select_related("dispatch__created_by", "area", "receiver", "sender").get(pk=leg.pk)
    answer = Leg.Answer.ACCEPTED if accept else Leg.Answer.DECLINED
    if leg.dispatch.status != Dispatch.Status.SENT:
        raise Refused("not_sent", _("This round was called off or is not sent yet. There is nothing to answer."))
    if leg.answer == answer:
        return leg
    if leg.answer and leg.starts_on <= today():
        raise Refused("leg_begun", _("They are on their way. Call %(unit)s.") % {"unit": leg.dispatch.unit.name})
    if not accept and not reason.strip():
        raise Refused("reason_missing", _("Say why in a sentence, so that people know what to do."))
    leg.answer, leg.answered_at, leg.answered_by, leg.reason = answer, timezone.now(), by, reason.strip()[:300]
    leg.save(update_fields=["answer", "answered_at", "answered_by", "reason"])
    record("matching.leg_answered", leg, by=by, unit_id=leg.receiver_id, answer=str(answer), reason=leg.reason)
    letters.answered(leg)
    return leg


def locked(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.select_for_update(of=("self",)).select_related("unit", "created_by").get(pk=dispatch.pk)


def drafted(dispatch: Dispatch, *, revision: int) -> Dispatch:
    """The draft as it is now, held, if it is still what the coordinator saw."""
    dispatch = locked(dispatch)
    if dispatch.status != Dispatch.Status.DRAFT:
        raise Refused("not_draft", _("This round was sent or called off. Draft another one for what is still lacking."))
    if dispatch.revision != revision:
        raise Refused("changed_meanwhile", _("Somebody changed this round meanwhile. Look at it again, then decide."))
    return dispatch


def changed(dispatch: Dispatch, verb: str, *, by: User, **details: object) -> None:
    dispatch.revision += 1
    dispatch.save(update_fields=["revision"])
    record(verb, dispatch, by=by, unit_id=dispatch.unit_id, **details)
