"""What becomes of proposals and rounds of dispatch when units end."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aoxanh.matching.models import Dispatch, Leg, Proposal
from aoxanh.org.reorganisation.following import GoesToHeir
from aoxanh.org.reorganisation.port import Event, follow


def still_ahead(event: Event) -> Q:
    """Its last day is not before the event."""
    return Q(ends_on__gte=event.on)


def still_going(event: Event) -> Q:
    return Q(ends_on__gte=event.on) & ~Q(dispatch__status=Dispatch.Status.CANCELLED)


def register() -> None:
    ahead = _("What is not over on that day goes to the main successor.")
    follow("matching.proposals", GoesToHeir(_("Proposals of who goes where"), ahead, Proposal.objects.all, still_ahead, area=""))
    follow("matching.dispatches", GoesToHeir(_("Rounds of dispatch"), ahead, Dispatch.objects.all, still_ahead, area=""))
    there = _("People still on their way are received by the successor in whose area they work.")
    follow("matching.receivers", GoesToHeir(_("Help that is to come"), there, Leg.objects.all, still_going, unit="receiver"))
    sent = _("Who sends them from then on is the main successor.")
    follow("matching.senders", GoesToHeir(_("Help that is sent"), sent, Leg.objects.all, still_going, area="", unit="sender"))
