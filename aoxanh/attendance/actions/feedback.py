"""Thanking those who came, taking what they thought without a name, and what an organiser makes of it."""

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance import thank_you
from aoxanh.attendance.models import Feedback, FeedbackTicket, ServiceHours, Thanks
from aoxanh.attendance.queries.feedback import first_turns, is_closed
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused


@transaction.atomic
def thank(activity: Activity, *, words: str = "", by: User | None) -> Thanks:
    """Thank everyone who came, with their hours and a ticket for what they thought; once an activity: asked again it changes nothing.

    `by` None is the schedule. Refused: `not_ended`, `nobody_came`.
    """
    activity = Activity.objects.select_for_update(no_key=True, of=("self",)).get(pk=activity.pk)
    if said := Thanks.objects.filter(activity=activity).first():
        return said
    if not activity.is_over:
        raise Refused("not_ended", _("The activity has not ended yet. Thank people after the last shift."))
    turns = list(first_turns(activity))
    if not turns:
        raise Refused("nobody_came", _("Nobody was checked in, so there is nobody to thank."))
    tickets = [(turn, secrets.token_urlsafe(32)) for turn in turns]
    FeedbackTicket.objects.bulk_create([FeedbackTicket(signup=turn, key=key) for turn, key in tickets])
    said = Thanks.objects.create(activity=activity, words=words.strip(), people=len(turns), by=by)
    thank_you.thanked(activity, said.words, tickets, minutes_of(activity, turns))
    record("attendance.thanked", activity, by=by, unit_id=activity.unit_id, people=len(turns))
    return said


def minutes_of(activity: Activity, turns: list[Signup]) -> dict[UUID, tuple[int, int]]:
    """By person: minutes of the activity, and of all."""
    entries = ServiceHours.objects.filter(person__in=[turn.person_id for turn in turns]).order_by().values_list("person")
    rows = entries.annotate(here=Sum("minutes", filter=Q(activity=activity)), in_all=Sum("minutes"))
    return {person: (here or 0, in_all or 0) for person, here, in_all in rows}


@transaction.atomic
def give_feedback(ticket: FeedbackTicket, *, safe: str, useful: str, again: str, words: str = "") -> Feedback:
    """An answer that nobody can lead back: the ticket notes that it was used, the answer holds neither ticket, name nor time, and for the
    same reason the audit has no line of it. Refused: `already_answered`, `feedback_closed`."""
    ticket = FeedbackTicket.objects.select_for_update(of=("self",)).select_related("signup__shift__activity__thanks").get(pk=ticket.pk)
    if ticket.was_used:
        raise Refused("already_answered", _("This link was used already. Thank you for your answer."))
    if is_closed(ticket):
        raise Refused("feedback_closed", _("It is too late for this activity. Tell whoever is in charge in person."))
    ticket.was_used = True
    ticket.save(update_fields=["was_used"])
    activity = ticket.signup.shift.activity
    return Feedback.objects.create(activity=activity, safe=safe, useful=useful, again=again, words=words.strip())


@transaction.atomic
def hide_words(feedback: Feedback, *, by: User) -> Feedback:
    """Words that name somebody go off the page; again, and they stand there."""
    feedback = Feedback.objects.select_for_update(of=("self",)).select_related("activity").get(pk=feedback.pk)
    feedback.is_hidden = not feedback.is_hidden
    feedback.save(update_fields=["is_hidden"])
    verb = "attendance.feedback_hidden" if feedback.is_hidden else "attendance.feedback_shown"
    record(verb, feedback.activity, by=by, unit_id=feedback.activity.unit_id, feedback=str(feedback.pk))
    return feedback


@transaction.atomic
def heed(activity: Activity, *, words: str, by: User) -> Thanks:
    """What was done about it that not all felt safe; Today no longer asks. Refused: `not_asked`, `words_missing`."""
    said = Thanks.objects.select_for_update().filter(activity=activity).first()
    if said is None:
        raise Refused("not_asked", _("Nobody was asked about this activity yet."))
    if not words.strip():
        raise Refused("words_missing", _("Say in a sentence what was done, for whoever reads this next."))
    said.heeded, said.heeded_at, said.heeded_by = words.strip()[:500], timezone.now(), by
    said.save(update_fields=["heeded", "heeded_at", "heeded_by"])
    record("attendance.feedback_heeded", activity, by=by, unit_id=activity.unit_id, words=said.heeded)
    return said
