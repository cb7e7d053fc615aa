"""Sending a proposal: each person is asked, their place kept until they answer. Who cannot be asked any more is named with the reason."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.actions.offers import Asked, Invitation, offer_many
from aoxanh.activities.letters.waiting import about_offer
from aoxanh.activities.models import Offer
from aoxanh.audit.actions import record
from aoxanh.kit.parts.when import clock, day
from aoxanh.kit.refusals import Refused
from aoxanh.matching.actions.moves import Stale
from aoxanh.matching.breaking import told
from aoxanh.matching.models import Assignment, Proposal

BATCH = 2000
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Sent:
    """How many were asked, how many could not be."""

    sent: int
    refused: int


@dataclass(frozen=True)
class Sample:
    """The letter as one of the people gets it; the link in it leads nowhere yet."""

    name: str
    subject: str
    paragraphs: list[str]


@transaction.atomic
def publish(proposal: Proposal, *, revision: int, request_id: UUID, by: User) -> Sent:
    """Ask everyone who is proposed, once: sent again, the same request changes nothing.

    The places are looked at anew, person by person: who may no longer come, or whose place went meanwhile, gets `Assignment.not_sent` and
    no letter. Refused: `published` (by somebody else's request), `running`, `stale`, `nothing_to_send`, `past`.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.status == Proposal.Status.PUBLISHED:
        return sent_before(proposal, request_id)
    check(proposal, revision)
    places = list(proposal.assignments.select_related("person").order_by("shift_id", "-pinned", "-points", "id"))
    if not places:
        raise Refused("nothing_to_send", _("Nobody is proposed. Solve it first, or add people by hand."))
    asked = offer_many(
        [Invitation(place.shift_id, place.person_id, place.role_id) for place in places],
        source=Offer.Source.PROPOSAL,
        until=timezone.now() + timedelta(hours=proposal.answer_hours),
        proposal_id=proposal.pk,
        by=by,
    )
    note_offers(places, asked)
    sent = Sent(len(asked.offers), len(asked.refused))
    proposal.status, proposal.published_at, proposal.published_by = Proposal.Status.PUBLISHED, timezone.now(), by
    proposal.facts = proposal.facts | {"sent": sent.sent, "refused": sent.refused, "sent_by_request": str(request_id)}
    proposal.revision += 1
    proposal.save(update_fields=["status", "published_at", "published_by", "facts", "revision"])
    record("matching.sent", proposal, by=by, unit_id=proposal.unit_id, sent=sent.sent, refused=sent.refused)
    return sent


def sent_before(proposal: Proposal, request_id: UUID) -> Sent:
    if proposal.facts.get("sent_by_request") == str(request_id):
        return Sent(proposal.facts["sent"], proposal.facts["refused"])
    facts = {"clock": clock(proposal.published_at), "day": day(proposal.published_at).lower() if proposal.published_at else ""}
    raise Refused("published", _("This proposal was sent already at %(clock)s, %(day)s. Nothing was sent twice.") % facts)


def check(proposal: Proposal, revision: int) -> None:
    if proposal.is_running:
        raise Refused("running", _("The proposal is being solved. Wait until it is done, or stop it first."))
    if proposal.revision != revision:
        raise Stale(proposal, revision)
    if proposal.ends_on < timezone.localdate():
        raise Refused("past", _("These days are over. Choose days ahead."))


def note_offers(places: list[Assignment], asked: Asked) -> None:
    """Each assignment learns its offer or why there is none."""
    offers = {(offer.shift_id, offer.person_id): offer for offer in asked.offers}
    reasons = {(one.invitation.shift_id, one.invitation.person_id): one.reason for one in asked.refused}
    for place in places:
        place.offer = offers.get((place.shift_id, place.person_id))
        reason = reasons.get((place.shift_id, place.person_id))
        place.not_sent = str(told(reason, place.person))[:300] if reason else ""
    Assignment.objects.bulk_update(places, ["offer", "not_sent"], batch_size=BATCH)


def sample_letter(proposal: Proposal) -> Sample | None:
    """The very letter, for the first person who has an address; None where nobody has."""
    reachable = proposal.assignments.exclude(person__email="", person__user=None).order_by("id")
    place = reachable.select_related("person__user", "shift__activity__unit", "shift__activity__area", "role").first()
    if not place:
        return None
    until = min(timezone.now() + timedelta(hours=proposal.answer_hours), place.shift.starts_at)
    offer = Offer(pk=uuid4(), shift=place.shift, role=place.role, person=place.person, source=Offer.Source.PROPOSAL, until=until)
    letter = next(iter(about_offer(offer, [])), None)
    if not letter:
        return None
    body = ADDRESS.sub(f"{settings.BASE_URL}/…", str(letter.body))
    return Sample(place.person.full_name, str(letter.subject), body.split("\n\n"))
