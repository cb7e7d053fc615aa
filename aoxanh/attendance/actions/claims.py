"""Asking that hours be corrected or counted, and deciding on it. The ledger changes only when somebody else agreed."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.attendance import hours_letters
from aoxanh.attendance.models import HoursClaim, ServiceHours, Source
from aoxanh.attendance.terms import day_of
from aoxanh.attendance.verifying import OPEN
from aoxanh.audit.actions import record
from aoxanh.kit.dates import holds, today
from aoxanh.kit.parts.figures import hours
from aoxanh.kit.refusals import Refused
from aoxanh.media.actions import accept_picture
from aoxanh.media.encoding import Encoded
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

A_DAY = 24 * 60
REASON_LETTERS = 300
Kind, Status = HoursClaim.Kind, HoursClaim.Status


@transaction.atomic
def ask_correction(signup: Signup, *, total: int, reason: str, request_id: UUID, by: User, witness: str = "") -> HoursClaim:
    """Ask that a counted turn be `total` minutes in all. The same `request_id` gets the same claim.

    Raises `not_counted`, `below_zero`, `nothing_changes`, `claim_waits`, `more_than_a_day`.
    """
    hold(signup.person_id)
    if asked := HoursClaim.objects.filter(request_id=request_id, by=by).first():
        return asked
    entries = ServiceHours.objects.filter(signup=signup)
    if not entries.exists():
        raise Refused("not_counted", _("This turn has no hours yet. They are counted at check-out, or when attendance is settled."))
    minutes = total - sum_of(signup)
    if total < 0:
        raise Refused("below_zero", _("A turn cannot count less than nothing."))
    if not minutes:
        raise Refused("nothing_changes", _("The turn already counts so many hours."))
    if HoursClaim.objects.filter(signup=signup, status__in=OPEN).exists():
        raise Refused("claim_waits", _("A correction of this turn already waits for a decision. Withdraw it first."))
    on = day_of(signup.shift)
    keep_within_a_day(signup.person_id, on, minutes)
    return asked_for(
        HoursClaim(
            kind=Kind.CORRECTION,
            person_id=signup.person_id,
            unit_id=signup.shift.activity.unit_id,
            signup=signup,
            on=on,
            minutes=minutes,
            reason=reason,
            witness=witness,
            levels=levels(minutes, settings.HOURS_FOUR_EYES_CORRECTION),
            request_id=request_id,
            by=by,
        )
    )


@transaction.atomic
def report_hours(
    person: Person,
    *,
    unit: Unit,
    title: str,
    place: str,
    on: date,
    minutes: int,
    reason: str,
    witness: str,
    request_id: UUID,
    by: User,
    picture: Encoded | None = None,
) -> HoursClaim:
    """Ask a unit of one's own to count hours that no door took. The same `request_id` gets the same claim.

    Raises `not_yours`, `in_future`, `too_old`, `no_minutes`, `more_than_a_day`.
    """
    hold(person.pk)
    if asked := HoursClaim.objects.filter(request_id=request_id, by=by).first():
        return asked
    if not units_of(person).filter(pk=unit.pk).exists():
        raise Refused("not_yours", _("Choose a unit that you belong to or worked with."))
    if on > today():
        raise Refused("in_future", _("This day is still to come. Report hours when they are done."))
    if on < today() - timedelta(days=settings.HOURS_REPORTED_WITHIN_DAYS):
        raise Refused("too_old", _("Hours are reported within %(days)d days.") % {"days": settings.HOURS_REPORTED_WITHIN_DAYS})
    if minutes <= 0:
        raise Refused("no_minutes", _("Say how long it was."))
    keep_within_a_day(person.pk, on, minutes)
    claim = HoursClaim(
        kind=Kind.SELF_REPORTED,
        person=person,
        unit=unit,
        title=title,
        place=place,
        on=on,
        minutes=minutes,
        reason=reason,
        witness=witness,
        picture=accept_picture(picture, by=by, alt=title) if picture else None,
        levels=levels(minutes, settings.HOURS_FOUR_EYES_REPORTED),
        request_id=request_id,
        by=by,
    )
    return asked_for(claim)


def units_of(person: Person) -> QuerySet[Unit]:
    """Units of which somebody may ask: where they are a member today, and whose activities they came to; those that exist."""
    member = Q(pk__in=person.memberships.filter(holds(today())).values("unit"))
    worked = Q(pk__in=ServiceHours.objects.filter(person=person).values("unit"))
    return Unit.objects.filter(holds(today())).filter(member | worked).order_by("search_key", "id")


def levels(minutes: int, threshold: int) -> int:
    """Above the threshold two people agree: four eyes."""
    return 2 if abs(minutes) > threshold else 1


def asked_for(claim: HoursClaim) -> HoursClaim:
    claim.save(force_insert=True)
    record("attendance.hours_asked", claim, by=claim.by, unit_id=claim.unit_id, kind=claim.kind, minutes=claim.minutes, levels=claim.levels)
    return claim


@transaction.atomic
def approve(claim: HoursClaim, *, by: User, why: str = "") -> HoursClaim:
    """Agree. Of a claim that needs four eyes the first to agree endorses it, and another decides; then the entry is written.

    Raises `own_claim`, `already_decided`, `same_eyes`, `below_zero`, `more_than_a_day`.
    """
    claim = undecided(claim, by=by)
    if claim.endorsed_by_id == by.pk:
        raise Refused("same_eyes", _("You agreed to this already. Above the limit somebody else agrees too."))
    if claim.levels > 1 and claim.status == Status.WAITING:
        claim.status, claim.endorsed_by, claim.endorsed_at = Status.ENDORSED, by, timezone.now()
        claim.save(update_fields=["status", "endorsed_by", "endorsed_at"])
        record("attendance.hours_endorsed", claim, by=by, unit_id=claim.unit_id, minutes=claim.minutes)
        return claim
    if claim.signup and sum_of(claim.signup) + claim.minutes < 0:
        raise Refused("below_zero", _("The turn counts less by now; so much cannot be taken off. Refuse this, and ask anew."))
    keep_within_a_day(claim.person_id, claim.on, claim.minutes)
    entry_of(claim, verified_by=by).save(force_insert=True)
    claim = decided(claim, Status.APPROVED, by=by, why=why)
    record("attendance.hours_approved", claim, by=by, unit_id=claim.unit_id, minutes=claim.minutes, asked_by=str(claim.by_id))
    return claim


@transaction.atomic
def refuse(claim: HoursClaim, *, why: str, by: User) -> HoursClaim:
    """Say no, and why. Raises `own_claim`, `already_decided`, `reason_missing`."""
    claim = undecided(claim, by=by)
    if not why.strip():
        raise Refused("reason_missing", _("Say why, in a sentence. The volunteer reads it."))
    claim = decided(claim, Status.REFUSED, by=by, why=why)
    record("attendance.hours_refused", claim, by=by, unit_id=claim.unit_id, minutes=claim.minutes, asked_by=str(claim.by_id))
    return claim


@transaction.atomic
def withdraw(claim: HoursClaim, *, by: User) -> HoursClaim:
    """Take back what one asked for. Raises `not_asker`, `already_decided`."""
    claim = held(claim)
    if claim.by_id != by.pk:
        raise Refused("not_asker", _("Only who asked for this can take it back."))
    if claim.status == Status.WITHDRAWN:
        return claim
    still_open(claim)
    claim.status, claim.decided_at, claim.decided_by = Status.WITHDRAWN, timezone.now(), by
    claim.save(update_fields=["status", "decided_at", "decided_by"])
    record("attendance.hours_withdrawn", claim, by=by, unit_id=claim.unit_id)
    return claim


def approve_each(claims: Iterable[HoursClaim], *, by: User) -> tuple[int, int]:
    """Agree to many that need two eyes only; how many were, and how many were left because a rule said no or they need four."""
    agreed = left = 0
    for claim in claims:
        if claim.levels > 1:
            left += 1
            continue
        try:
            approve(claim, by=by)
        except Refused:
            left += 1
        else:
            agreed += 1
    return agreed, left


def undecided(claim: HoursClaim, *, by: User) -> HoursClaim:
    """The claim, held with its person, where this user may decide on it."""
    claim = held(claim)
    if by.pk in {claim.by_id, claim.person.user_id}:
        raise Refused("own_claim", _("Nobody decides on hours of their own, or that they asked for. Somebody else of the unit does."))
    still_open(claim)
    return claim


def held(claim: HoursClaim) -> HoursClaim:
    hold(claim.person_id)
    related = ("person__user", "unit", "signup__shift__activity", "by__person")
    return HoursClaim.objects.select_for_update(of=("self",)).select_related(*related).get(pk=claim.pk)


def hold(person_id: UUID) -> None:
    """Keep the person's ledger still until the end of the transaction."""
    Person.objects.select_for_update().filter(pk=person_id).values_list("pk").get()


def still_open(claim: HoursClaim) -> None:
    if claim.status not in OPEN:
        raise Refused("already_decided", _("This was decided in the meantime. Load the page again."))


def decided(claim: HoursClaim, status: str, *, by: User, why: str) -> HoursClaim:
    claim.status, claim.decided_at, claim.decided_by, claim.why = status, timezone.now(), by, why.strip()
    claim.save(update_fields=["status", "decided_at", "decided_by", "why"])
    hours_letters.tell_decision(claim)
    return claim


def entry_of(claim: HoursClaim, *, verified_by: User) -> ServiceHours:
    facts = {
        "minutes": claim.minutes,
        "on": claim.on,
        "reason": claim.reason[:REASON_LETTERS],
        "claim": claim,
        "by": claim.by,
        "verified_by": verified_by,
    }
    if claim.signup:
        return ServiceHours.of_turn(claim.signup, source=Source.CORRECTION, **facts)
    return ServiceHours(person=claim.person, unit=claim.unit, source=Source.SELF_REPORTED, **facts)


def sum_of(signup: Signup) -> int:
    return ServiceHours.objects.filter(signup=signup).aggregate(all=Sum("minutes"))["all"] or 0


def keep_within_a_day(person_id: UUID, on: date, more: int) -> None:
    so_far = ServiceHours.objects.filter(person=person_id, on=on).aggregate(all=Sum("minutes"))["all"] or 0
    if more > 0 and so_far + more > A_DAY:
        text = _("That day counts %(hours)s hours already. A day has 24.")
        raise Refused("more_than_a_day", text % {"hours": hours(so_far)})
