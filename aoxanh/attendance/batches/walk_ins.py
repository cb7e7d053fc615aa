"""People who came without having signed up: found by name and number, else made, and given a place."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.actions.placing import CODE_LENGTH
from aoxanh.activities.minors import CONSENT_MISSING
from aoxanh.activities.models import OPEN_PLACES, Shift, Signup
from aoxanh.attendance.batches.finding import Found, find
from aoxanh.attendance.batches.reading import Sent
from aoxanh.attendance.batches.verdicts import refused_on_arrival
from aoxanh.attendance.lookup import tie
from aoxanh.audit.actions import record_each
from aoxanh.kit.codes import short_code
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.people.actions.consents import give_consent
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries.guardians import consent_stands, with_consent

type Key = tuple[str, str]
"""Number and name without tones."""


def seat(scans: Iterable[Sent], found: Found, *, by: User) -> dict[UUID, Signup]:
    """A sign-up for each walk-in by its scan's id: the one that the person has in the shift, else a new one, also beyond the places.

    Sets the verdict of those who must not be let in. The number of queries does not depend on how many they are, save by the shifts.
    """
    scans = list(scans)
    people = people_of(scans)
    seated = signups_of(people.values(), {scan.shift_id for scan in scans if scan.shift_id}, found)
    meant: dict[UUID, Signup] = {}
    fresh: dict[Person, bool] = {}
    placed: dict[UUID, Signup] = {}
    for scan in scans:
        key = key_of(scan)
        person = people.get(key) or Person(id=uuid7(), full_name=tidy(scan.details["name"]), phone=key[0])
        signup = seated.get((scan.shift_id, person.pk)) or place(scan, person, found)
        if scan.verdict:
            continue
        people[key], seated[scan.shift_id, person.pk], meant[scan.id] = person, signup, signup
        if person._state.adding:
            fresh[person] = fresh.get(person, False) or scan.details.get("agrees", False)
        if signup._state.adding:
            placed[signup.pk] = signup
    write(fresh, list(placed.values()), by=by)
    found.add(placed.values())
    return meant


def seat_somebody(person: Person, shift: Shift, found: Found, *, request_id: UUID, by: User) -> Signup:
    """The place that the person has in the shift, else a new one: an organiser says that they were there."""
    known = signups_of([person], {shift.pk}, found).get((shift.pk, person.pk))
    if known:
        return known
    signup = unsaved(person, shift, request_id)
    signup.consented = consent_stands(person)  # type: ignore[attr-defined]
    write({}, [signup], by=by)
    return signup


def key_of(scan: Sent) -> Key:
    """Who gives no number is somebody new each time."""
    try:
        return e164(scan.details.get("phone", "")), search_key(scan.details["name"])
    except NotAPhoneError:
        return "", str(scan.id)


def people_of(scans: Iterable[Sent]) -> dict[Key, Person]:
    """Living records by number and name; of several the oldest."""
    numbers = {number for number, _name in map(key_of, scans) if number}
    known = Person.objects.filter(phone__in=numbers, merged_into=None, erased_at=None, restricted_at=None)
    return {
        (person.phone, person.search_key): person for person in known.annotate(consented=with_consent("pk")).order_by("-noted_at", "-id")
    }


def signups_of(people: Iterable[Person], shifts: set[UUID], found: Found) -> dict[tuple[UUID | None, UUID], Signup]:
    """The places that they have in these shifts, held like all others."""
    held = Signup.objects.filter(person__in=list(people), shift__in=shifts, status=Signup.Status.CONFIRMED).values_list("id", flat=True)
    known = find([], {}, ids=set(held))
    found.add(signup for pk, signup in known.by_id.items() if pk not in found.by_id)
    mine = [found.by_id[pk] for pk in known.by_id]
    return {(signup.shift_id, signup.person_id): signup for signup in mine}


def place(scan: Sent, person: Person, found: Found) -> Signup:
    """A place for the person, not saved; sets the verdict where a rule says no."""
    shift = found.shifts[scan.shift_id]  # type: ignore[index]
    signup = unsaved(person, shift, scan.id)
    scan.verdict = scan.verdict or refused_on_arrival(signup, scan)
    if not scan.verdict and not scan.details.get("of_age") and not signup.consented:  # type: ignore[attr-defined]
        scan.verdict = CONSENT_MISSING
    return signup


def unsaved(person: Person, shift: Shift, request_id: UUID) -> Signup:
    signup = Signup(id=uuid7(), shift=shift, person=person, code=short_code(CODE_LENGTH), request_id=request_id)
    signup.consented, signup.is_counted = getattr(person, "consented", False), False  # type: ignore[attr-defined]
    tie(signup, "check_in", None)
    return signup


def write(fresh: dict[Person, bool], placed: list[Signup], *, by: User) -> None:
    """People, who agreed among them, their places, and room for the places."""
    for person in fresh:
        person.key_name()
    Person.objects.bulk_create(fresh)
    record_each("people.entered", fresh, by=by)
    for person, agrees in fresh.items():
        if agrees:
            give_consent(person, purpose=Consent.Purpose.VOLUNTEERING, channel="door", by=None)
    of_shift: dict[Shift, list[Signup]] = {}
    for signup in placed:
        signup.by = by
        of_shift.setdefault(signup.shift, []).append(signup)
    for shift in sorted(of_shift, key=lambda shift: shift.pk):
        make_room(shift, len(of_shift[shift]))
    Signup.objects.bulk_create(sorted(placed, key=lambda signup: signup.pk))
    for shift, signups in of_shift.items():
        record_each("attendance.walked_in", signups, by=by, unit_id=shift.activity.unit_id)


def make_room(shift: Shift, number: int) -> None:
    """Whoever stands at the door has a place: where none is free, the shift gives more than it planned."""
    missing = Greatest(F("taken") + number - OPEN_PLACES, 0)
    Shift.objects.filter(pk=shift.pk).update(extra=F("extra") + missing, taken=F("taken") + number)
