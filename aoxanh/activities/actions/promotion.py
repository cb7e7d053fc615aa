"""Giving places that are free to who is next. Only this does it: no hand moves anybody up.

Everything about one shift happens while its row is held, so the steps that are logged stand in the order in which they happened.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from uuid_utils.compat import uuid7

from aoxanh.activities.actions import places
from aoxanh.activities.actions.placing import cancel_until, end_waiting, hold_shift, write
from aoxanh.activities.candidates import Known, around, asking, candidates
from aoxanh.activities.eligibility import STANDING, check
from aoxanh.activities.fitting import choose
from aoxanh.activities.letters import waiting as letters
from aoxanh.activities.models import Activity, Offer, Shift, ShiftRole, Waiting, WaitingStep
from aoxanh.audit.actions import record_each
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.notices.actions import tell_many
from aoxanh.people.models import Person

What = WaitingStep.What
SOME = 200


@dataclass
class Round:
    """Who is asked for which role, and who is passed over and why, each in the order of the list."""

    chosen: list[tuple[Waiting, ShiftRole | None]] = field(default_factory=list)
    passed: list[tuple[Waiting, Refused]] = field(default_factory=list)


@transaction.atomic
def promote(shift: Shift | UUID) -> int:
    """Give what is free in the shift to who is next in its list; how many were asked, or given a place.

    Next is the lowest number whose person may have the place now; who may not is passed over, logged and told, and keeps the number. The
    place is kept until `kept_until`, or, where the activity asks nobody (`offer_hours` 0), given at once. In the last hours before the
    shift it is anybody's, and those who wait are told. Call it in the transaction that frees a place, or opens some.
    """
    held = hold_shift(shift)
    if held.free <= 0 or held.has_begun or held.activity.status != Activity.Status.OPEN:
        return 0
    if is_first_come(held):
        return announce(held)
    found = draw(held)
    log(found)
    given = [*give(held, found)] if held.activity.offer_hours == 0 else ask(held, found.chosen)
    tell_many(letter for waiting, reason in found.passed for letter in letters.passed_over(waiting, reason))
    if given:
        bump_public_version()
    return len(given)


def promote_in(shift_ids: Iterable[UUID]) -> int:
    """The same for several shifts, those where somebody waits; how many were asked. After places were added, or waves opened."""
    waiting = Waiting.objects.filter(shift__in=list(shift_ids), status=Waiting.Status.WAITING)
    return sum(promote(shift_id) for shift_id in sorted(set(waiting.values_list("shift", flat=True))))


def queue(shift: Shift) -> Iterable[tuple[Waiting, ...]]:
    """Who waits, in order, some at a time."""
    rows = Waiting.objects.filter(shift=shift, status=Waiting.Status.WAITING).select_related("person__user", "role").order_by("number")
    return batched(rows.iterator(SOME), SOME)


def draw(shift: Shift) -> Round:
    """Go down the list until no place is left. Counts on the rows at hand only."""
    found, roles = Round(), Known([], [shift]).roles
    for some in queue(shift):
        seen = candidates([waiting.person for waiting in some], [shift])
        for waiting in some:
            seen[waiting.person_id, shift.pk].known.roles = roles
            if shift.free <= 0:
                return found
            waiting.shift, asked = shift, seen[waiting.person_id, shift.pk]
            try:
                check(asked, rules=STANDING)
                role = choose(asked, wanted=waiting.role and same(waiting.role, asked.roles))
            except Refused as reason:
                found.passed.append((waiting, reason))
                continue
            shift.held += 1
            if role:
                role.held += 1
            found.chosen.append((waiting, role))
    return found


def same(role: ShiftRole, among: list[ShiftRole]) -> ShiftRole:
    """The row in which this round counts."""
    return next((one for one in among if one.pk == role.pk), role)


def log(found: Round) -> None:
    """Steps in the order of the list. Who is passed over although nobody behind them was asked has a step only when the reason is new."""
    last = found.chosen[-1][0].number if found.chosen else 0
    known = last_reasons([waiting for waiting, _ in found.passed if waiting.number > last])
    found.passed = [one for one in found.passed if one[0].number < last or known.get(one[0].pk) != one[1].code]
    steps = [(waiting.number, WaitingStep(waiting=waiting, what=What.PASSED_OVER, reason=reason.code)) for waiting, reason in found.passed]
    steps += [(waiting.number, WaitingStep(waiting=waiting, what=What.OFFERED)) for waiting, _ in found.chosen]
    WaitingStep.objects.bulk_create(step for _, step in sorted(steps, key=lambda pair: pair[0]))


def last_reasons(waitings: list[Waiting]) -> dict[UUID, str]:
    """With which reason each was passed over last; "" where something else happened since."""
    steps = WaitingStep.objects.filter(waiting__in=waitings).order_by("waiting", "-id").distinct("waiting")
    return {step.waiting_id: step.reason if step.what == What.PASSED_OVER else "" for step in steps}


def ask(shift: Shift, chosen: list[tuple[Waiting, ShiftRole | None]]) -> list[Offer]:
    """Keep a place for each of them and ask, in a handful of statements."""
    until = kept_until(shift)
    offers = [
        Offer(
            id=uuid7(), shift=shift, role=role, person=waiting.person, source=Offer.Source.WAITING, waiting=waiting, until=until,
            request_id=uuid7(),
        )
        for waiting, role in chosen
    ]  # fmt: skip
    Waiting.objects.filter(pk__in=[waiting.pk for waiting, _ in chosen]).update(status=Waiting.Status.OFFERED)
    keep(shift, offers)
    return offers


def keep(shift: Shift, offers: list[Offer]) -> None:
    """Write offers for one shift, count their places as held, tell everyone. The shift must be held, its places looked at."""
    if not offers:
        return
    Offer.objects.bulk_create(offers)
    holding = [offer for offer in offers if offer.holds]
    Shift.objects.filter(pk=shift.pk).update(held=F("held") + len(holding))
    for role_id, count in sorted(Counter(offer.role_id for offer in holding if offer.role_id).items()):
        ShiftRole.objects.filter(pk=role_id).update(held=F("held") + count)
    letters.offers_made(offers)
    record_each("activities.offered", offers, by=offers[0].by, unit_id=shift.activity.unit_id, each=origin_of)


def origin_of(offer: Offer) -> dict[str, object]:
    return {"source": offer.source, "person": str(offer.person_id), "until": offer.until.isoformat()}


def give(shift: Shift, found: Round) -> Iterable[object]:
    """Places at once, where the activity asks nobody first. Who is busy at this very moment is asked instead."""
    for waiting, role in found.chosen:
        yield give_one(shift, waiting, role) or ask(shift, [(waiting, role)])


def give_one(shift: Shift, waiting: Waiting, role: ShiftRole | None) -> object | None:
    """None where the person's row is held by somebody, or something came in between since the list was looked at."""
    free_rows = Person.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).select_related("user")
    if not (person := free_rows.filter(pk=waiting.person_id).first()):
        return None
    try:
        check(asking(shift, person, around(shift, person)), rules=STANDING)
    except Refused:
        return None
    signup = write(shift, person=person, role=role, request_id=uuid7(), by=None)
    places.count_taken(shift.pk, role.pk if role else None)
    end_waiting(signup, by=None)
    return signup


def is_first_come(shift: Shift) -> bool:
    return shift.starts_at - timezone.now() < timedelta(hours=settings.FIRST_COME_HOURS)


def kept_until(shift: Shift) -> datetime:
    """As long as the activity says, never past the hour until which places can be given back; near that hour, and after it, shortly."""
    now, short = timezone.now(), timedelta(minutes=settings.OFFER_SHORT_MINUTES)
    latest, wished = cancel_until(shift), timedelta(hours=shift.activity.offer_hours) or short
    return min(now + wished, latest) if latest > now + short else now + min(wished, short)


def announce(shift: Shift) -> int:
    """Nobody is asked any more; those who wait hear once that the place is anybody's."""
    for some in queue(shift):
        known = last_reasons(list(some))
        new = [waiting for waiting in some if known.get(waiting.pk) != "first_come"]
        for waiting in new:
            waiting.shift = shift
        WaitingStep.objects.bulk_create(WaitingStep(waiting=waiting, what=What.PASSED_OVER, reason="first_come") for waiting in new)
        tell_many(letter for waiting in new for letter in letters.first_come(waiting))
    return 0
