"""Making a proposal, weighing it otherwise, going on from a sent one. Solving is `runs`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.access.queries import may
from aoxanh.accounts.models import User
from aoxanh.activities.models import Offer
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.matching.models import Assignment, Ban, Proposal
from aoxanh.matching.policies import MANAGE
from aoxanh.matching.weights import USUAL, weights_of
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree

LONGEST = timedelta(days=31)
REFUSING = (Offer.Answer.DECLINED, Offer.Answer.LAPSED)


@dataclass(frozen=True)
class Terms:
    """What a proposal is about. `weights` as in `matching.weights`."""

    starts_on: date
    ends_on: date
    name: str = ""
    weights: dict[str, int] = field(default_factory=lambda: dict(USUAL))
    reach_km: int = 25
    most_a_day: int = 8
    most_a_week: int = 24
    answer_hours: int = 24


@transaction.atomic
def make_proposal(unit: Unit, *, terms: Terms, among: Iterable[Unit] = (), request_id: UUID, by: User) -> Proposal:
    """A proposal that is not solved yet; the same request sent again gives the same one.

    Refused: `not_permitted`, `ends_before_starts`, `past`, `too_long`, `not_below`.
    """
    if seen := Proposal.objects.filter(request_id=request_id).first():
        return seen
    if not may(by, MANAGE, unit.pk, on=today()):
        raise Refused("not_permitted", _("You do not coordinate for this unit. Choose another one."))
    check_days(terms)
    chosen = list(among)
    check_units(unit, chosen)
    proposal = Proposal.objects.create(
        unit=unit,
        name=terms.name,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        weights=weights_of(terms.weights),
        reach_km=terms.reach_km,
        most_a_day=terms.most_a_day,
        most_a_week=terms.most_a_week,
        answer_hours=terms.answer_hours,
        request_id=request_id,
        created_by=by,
    )
    proposal.among.set(chosen)
    record("matching.made", proposal, by=by, unit_id=unit.pk, starts_on=str(terms.starts_on), ends_on=str(terms.ends_on))
    return proposal


def check_days(terms: Terms) -> None:
    if terms.ends_on < terms.starts_on:
        raise Refused("ends_before_starts", _("The last day comes before the first. Correct one of them."))
    if terms.ends_on < today():
        raise Refused("past", _("These days are over. Choose days ahead."))
    if terms.ends_on - terms.starts_on >= LONGEST:
        raise Refused("too_long", _("A proposal spans at most %(days)d days. Make one for each part.") % {"days": LONGEST.days})


def check_units(unit: Unit, chosen: list[Unit]) -> None:
    if chosen and subtree(unit, on=today()).filter(pk__in=[one.pk for one in chosen]).count() != len(chosen):
        raise Refused("not_below", _("One of the chosen units does not stand under %(unit)s.") % {"unit": unit.short_name})


@transaction.atomic
def weigh(proposal: Proposal, *, weights: dict[str, int], by: User) -> Proposal:
    """Set what counts how much from the next time it is solved. Refused: `published`, `running`."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.status == Proposal.Status.PUBLISHED:
        raise Refused("published", _("This proposal was sent. Make a follow-up for what is still short."))
    if proposal.is_running:
        raise Refused("running", _("The proposal is being solved. Wait until it is done, or stop it first."))
    wanted = weights_of(proposal.weights | weights)
    if wanted != proposal.weights:
        record("matching.weighed", proposal, by=by, unit_id=proposal.unit_id, before=proposal.weights, after=wanted)
        proposal.weights = wanted
        proposal.save(update_fields=["weights"])
    return proposal


@transaction.atomic
def follow_up(proposal: Proposal, *, request_id: UUID, by: User) -> Proposal:
    """A new proposal for what is still short after this one was sent: who refused a shift or was silent is not asked for it again.

    Who accepted has a place already, who has not answered keeps it until their time is over. Refused: `not_published`, `past`.
    """
    if seen := Proposal.objects.filter(request_id=request_id).first():
        return seen
    if proposal.status != Proposal.Status.PUBLISHED:
        raise Refused("not_published", _("This proposal was not sent yet. Solve it again instead."))
    terms = Terms(
        max(proposal.starts_on, today()),
        proposal.ends_on,
        proposal.name,
        proposal.weights,
        proposal.reach_km,
        proposal.most_a_day,
        proposal.most_a_week,
        proposal.answer_hours,
    )
    check_days(terms)
    made = make_proposal(proposal.unit, terms=terms, among=proposal.among.all(), request_id=request_id, by=by)
    made.base = proposal
    made.save(update_fields=["base"])
    keep_refusals(made, proposal, by)
    return made


def keep_refusals(made: Proposal, base: Proposal, by: User) -> None:
    """Bans of the former proposal, and one for each refusal, in two statements."""
    bans = [Ban(proposal=made, person_id=ban.person_id, shift_id=ban.shift_id, reason=ban.reason, by=by) for ban in base.bans.all()]
    refused = Assignment.objects.filter(proposal=base, offer__answer__in=REFUSING).select_related("offer")
    bans += [
        Ban(proposal=made, person_id=one.person_id, shift_id=one.shift_id, reason=one.offer.reason[:200] if one.offer else "", by=by)
        for one in refused
    ]
    Ban.objects.bulk_create(bans, ignore_conflicts=True, batch_size=2000)
