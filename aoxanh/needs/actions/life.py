"""What becomes of a need: its state is what its numbers say, until somebody closes it or its days are over."""

from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record, record_each
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.needs.answers import outdated
from aoxanh.needs.models import Need, Step
from aoxanh.people.queries import person_of
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Layer

BATCH = 5_000


def status_with(need: Need) -> Need.Status:
    """What the numbers of a need say, were it neither closed nor lapsed."""
    if need.met_people >= need.people_wanted and not need.materials_lacking:
        return Need.Status.MET
    return Need.Status.PARTLY_MET if need.met_people or need.materials_begun else Need.Status.OPEN


def locked(need: Need) -> Need:
    return Need.objects.select_for_update(of=("self",)).select_related("unit", "area").get(pk=need.pk)


def step_of(need: Need, why: str, *, by: User | None, note: str = "") -> Step:
    """The line of its history for what has just become of it, not saved."""
    return Step(
        need=need, status=need.status, why=why, by=by, note=note, met_people=need.met_people, materials_lacking=need.materials_lacking
    )


def move(need: Need, why: str, *, by: User | None, fields: tuple[str, ...] = (), note: str = "") -> Need:
    """Save the fields and the state that its numbers give, and write the line of its history; an ended need stays ended."""
    if not need.is_ended:
        need.status = status_with(need)
    need.save(update_fields=["status", *fields])
    step_of(need, why, by=by, note=note).save()
    put_spots(Layer.NEED, [need.pk])
    bump_public_version()
    return need


@transaction.atomic
def confirm_need(need: Need, *, by: User) -> Need:
    """Say that it is still true. Who was asked need not be asked again for as long as at first. Refused: `closed`, `over`."""
    need = locked(need)
    if need.status == Need.Status.CLOSED:
        raise Refused("closed", _("This need is closed. Publish it anew if it has come back."))
    refuse_over(need)
    need.confirmed_at, need.confirmed_by = timezone.now(), person_of(by)
    move(need, Step.Why.CONFIRMED, by=by, fields=("confirmed_at", "confirmed_by"))
    record("needs.confirmed", need, by=by, unit_id=need.unit_id)
    return need


def refuse_over(need: Need) -> None:
    if need.status == Need.Status.LAPSED or need.ends_on < today():
        raise Refused("over", _("The last day has gone by. Publish it anew with new days."))


@transaction.atomic
def close_need(need: Need, *, reason: str, by: User) -> Need:
    """Take it off the map. Closing one that has ended changes nothing."""
    need = locked(need)
    if need.is_ended:
        return need
    need.status = Need.Status.CLOSED
    move(need, reason, by=by)
    record("needs.closed", need, by=by, unit_id=need.unit_id, reason=reason)
    return need


@transaction.atomic
def reopen_need(need: Need, *, by: User) -> Need:
    """Put a closed need back on the map, as its numbers are by now; it counts as confirmed. Refused: `not_closed`, `over`."""
    need = locked(need)
    if need.status != Need.Status.CLOSED:
        refuse_over(need)
        raise Refused("not_closed", _("This need is open: there is nothing to open again."))
    refuse_over(need)
    need.status = Need.Status.OPEN
    need.confirmed_at, need.confirmed_by = timezone.now(), person_of(by)
    move(need, Step.Why.REOPENED, by=by, fields=("confirmed_at", "confirmed_by"))
    record("needs.reopened", need, by=by, unit_id=need.unit_id)
    return need


@transaction.atomic
def count_places(need: Need, *, places: int, by: User | None) -> Need:
    """Note how many people the approved activities that answer it take in all: it becomes partly met, then met, and back.

    Of activities that are over those count who had a place; `by` is None where that is noted by itself.
    """
    need = locked(need)
    before = need.met_people
    if before == places:
        return need
    need.met_people = places
    move(need, Step.Why.PLACES, by=by, fields=("met_people",))
    record("needs.places_counted", need, by=by, unit_id=need.unit_id, before=before, after=places)
    return need


def recount_needs() -> int:
    """Count anew the needs of which an activity is over: of its places only the people whom it brought remain. How many changed."""
    found = dict(outdated())
    for need in Need.objects.filter(pk__in=found):
        count_places(need, places=found[need.pk], by=None)
    return len(found)


def lapse_needs(on: date) -> int:
    """End every need whose last day was before that day: met ones are closed, of the others something was missing. How many."""
    count = 0
    while done := lapse_some(on):
        count += done
    return count


@transaction.atomic
def lapse_some(on: date) -> int:
    gone = Need.objects.filter(ends_on__lt=on).exclude(status__in=Need.ENDED).order_by("unit_id", "pk")
    needs = list(gone.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for need in needs:
        need.status = Need.Status.CLOSED if need.status == Need.Status.MET else Need.Status.LAPSED
    Need.objects.bulk_update(needs, ["status"], batch_size=1000)
    Step.objects.bulk_create((step_of(need, WHY_OVER[need.status], by=None) for need in needs), batch_size=1000)
    for unit_id, group in groupby(needs, key=lambda need: need.unit_id):
        record_each("needs.lapsed", list(group), by=None, unit_id=unit_id, each=how_it_ended)
    if needs:
        put_spots(Layer.NEED, [need.pk for need in needs])
        bump_public_version()
    return len(needs)


WHY_OVER: dict[str, str] = {Need.Status.CLOSED: Step.Why.ENOUGH, Need.Status.LAPSED: Step.Why.WINDOW}


def how_it_ended(need: Need) -> dict[str, Any]:
    return {"reason": WHY_OVER[need.status], "people": need.met_people, "wanted": need.people_wanted}
