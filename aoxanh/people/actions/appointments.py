"""Who holds which post: appointing, ending a term, closing a post with those who hold it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aoxanh.access.actions import end_for_post, give_for_post, refuse_appointing_more_than_held
from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.org.actions import posts
from aoxanh.org.models import Post
from aoxanh.people.models import Appointment, Person


@transaction.atomic
def appoint(
    person: Person, *, post: Post, since: date, until: date | None = None, decision: str = "", by: User, request_id: UUID
) -> Appointment:
    """Let the person hold the post from `since` up to, not including, `until`, on the first free seat.

    What the post carries opens for the person's account, if there is one. `request_id` becomes the id: sent twice, it is one appointment.
    Refuses with `post_ended`, `empty_period`, `term_outside_post`, `holds_it_already`, `post_taken`, `person_unusable`, and, of access,
    `not_yours_to_give`.
    """
    post = Post.objects.select_for_update().select_related("unit").get(pk=post.pk)
    if found := Appointment.objects.filter(pk=request_id).first():
        return found
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.merged_into_id or person.erased_at or person.restricted_at:
        raise Refused("person_unusable", _("This record is no longer in use. Search for the person again."))
    refuse_wrong_term(post, since, until)
    refuse_appointing_more_than_held(post, by=by)
    period = during(since, until or post.during.upper)
    seat = free_seat(post, person, period)
    appointment = Appointment.objects.create(pk=request_id, person=person, post=post, seat=seat, during=period, decision=decision)
    if person.user:
        give_for_post(person.user, post=post, since=since, until=period.upper, appointment_id=appointment.pk, by=by)
    facts = {"person": str(person.pk), "post": str(post.pk), "since": since.isoformat(), "until": iso(period.upper), "decision": decision}
    record("people.appointed", appointment, by=by, unit_id=post.unit_id, **facts)
    return appointment


def refuse_wrong_term(post: Post, since: date, until: date | None) -> None:
    period: Any = post.during
    if period.upper is not None and period.upper <= since:
        raise Refused("post_ended", _("The post ended on %(day)s. Appoint to a post that exists.") % {"day": fulldate(period.upper)})
    if until is not None and until <= since:
        raise Refused("empty_period", _("The term would end before it begins. Choose a later last day."))
    if period.lower is not None and since < period.lower:
        raise Refused(
            "term_outside_post", _("The post exists from %(day)s on. Begin the term then or later.") % {"day": fulldate(period.lower)}
        )
    if period.upper is not None and until is not None and until > period.upper:
        raise Refused("term_outside_post", _("The post ends on %(day)s. The term cannot be longer.") % {"day": fulldate(period.upper)})


def free_seat(post: Post, person: Person, period: Any) -> int:
    """The first seat that nobody has in the period."""
    beside = Appointment.objects.filter(post=post, during__overlap=period).select_related("person")
    if own := beside.filter(person=person).first():
        raise Refused("holds_it_already", _("%(name)s holds this post already in that time.") % {"name": own.person.full_name})
    taken = {held.seat: held for held in beside}
    free = [seat for seat in range(1, post.seats + 1) if seat not in taken]
    if not free:
        held = taken[1]
        raise Refused("post_taken", taken_sentence(held))
    return free[0]


def taken_sentence(held: Appointment) -> str:
    facts = {"name": held.person.full_name, "day": fulldate(held.during.upper)}
    if held.during.upper:
        return _("%(name)s holds the post until before %(day)s. Begin then, or end that term first.") % facts
    return _("%(name)s holds the post. End that term first, or give the post more seats.") % facts


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, why: str, by: User) -> Appointment:
    """Let the term end on the day: from then on the post is not held. What it opened for the account ends with it.

    On its first day the term is taken back whole: it never held. Refuses with `already_ended`, `not_begun`, `reason_missing`.
    """
    appointment = Appointment.objects.select_for_update().select_related("post").get(pk=appointment.pk)
    period: Any = appointment.during
    if not why.strip():
        raise Refused("reason_missing", _("Say why the term ends."))
    if period.isempty or (period.upper is not None and period.upper <= on):
        raise Refused("already_ended", _("This term has ended already."))
    if period.lower is not None and on < period.lower:
        raise Refused("not_begun", _("The term begins on %(day)s only. Choose that day or a later one.") % {"day": fulldate(period.lower)})
    before, appointment.during, appointment.ended_why = period.upper, during(period.lower, on), why
    appointment.save(update_fields=["during", "ended_why"])
    end_for_post(appointment.pk, on=on, by=by, reason=why)
    record(
        "people.appointment_ended",
        appointment,
        by=by,
        unit_id=appointment.post.unit_id,
        before=iso(before),
        after=on.isoformat(),
        reason=why,
    )
    return appointment


@transaction.atomic
def close_post(post: Post, *, on: date, why: str, by: User) -> Post:
    """Close the post on the day and end the terms that would outlast it.

    Refuses with `post_ended`, `not_begun`, `reason_missing`, and `held_later` where a term is to begin on the day or after it.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    outlasting = (
        Appointment.objects.filter(post=post).filter(Q(during__endswith__gt=on) | Q(during__endswith=None)).exclude(during__isempty=True)
    )
    if later := outlasting.filter(during__startswith__gte=on).select_related("person").first():
        facts = {"name": later.person.full_name, "day": fulldate(later.during.lower)}
        raise Refused("held_later", _("%(name)s is to hold the post from %(day)s on. Take that back first.") % facts)
    for appointment in outlasting:
        end_appointment(appointment, on=on, why=why, by=by)
    return posts.close_post(post, on=on, by=by)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
