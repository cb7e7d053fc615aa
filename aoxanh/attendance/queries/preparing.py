"""What a phone needs for a day without signal: rosters, and what lets it say no in a word. One query for each kind of thing."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet

from aoxanh.activities.minors import is_guarded
from aoxanh.activities.models import Activity, ReplacedPass, Shift, Signup
from aoxanh.activities.passes import public_keys, short_id
from aoxanh.activities.queries.safety import unread_briefing
from aoxanh.attendance.portraits import as_data
from aoxanh.attendance.queries import arrivals
from aoxanh.attendance.rules import EARLY, LATE, arrival_of, leaving_of
from aoxanh.kit.parts.when import day
from aoxanh.people.queries.guardians import with_consent
from aoxanh.people.queries.portraits import shows_portrait

MINUTE = timedelta(minutes=1)
AROUND = timedelta(days=7)
OTHERS_MOST = 400
PHONE_DIGITS = 3


def rules_for_devices() -> dict[str, int]:
    """The windows and limits by which a phone judges alone."""
    return {
        "early_minutes": EARLY // MINUTE,
        "late_minutes": LATE // MINUTE,
        "guardian_under_age": settings.GUARDIAN_UNDER_AGE,
        "seen_twice_minutes": settings.SEEN_TWICE_MINUTES,
        "most_scans": settings.SCANS_MOST,
    }


def prepared(shifts: Sequence[Shift]) -> dict[str, Any]:
    """The shifts with their rosters, the keys and rules, and the other shifts that a pass may be for."""
    rosters, gone = rosters_of(shifts), cancelled_of(shifts)
    replaced = replaced_of(shifts)
    packed = [
        facts_of(shift)
        | {
            "status": shift.activity.status,
            "roster": rosters[shift.pk],
            "replaced": replaced[shift.pk],
            "cancelled": gone[shift.pk],
        }
        for shift in shifts
    ]
    return {
        "keys": keys(),
        "rules": rules_for_devices(),
        "count": sum(len(one["roster"]) for one in packed),
        "shifts": packed,
        "others": others(shifts),
    }


def keys() -> list[dict[str, str]]:
    """The public keys whose passes are ours."""
    return [{"id": key.id.hex(), "key": key.public_base64} for key in public_keys()]


def with_arrivals(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Shifts with what `facts_of` tells of them."""
    return shifts.select_related("activity__unit").annotate(arrived=arrivals(OuterRef("pk"))).order_by("starts_at", "id")


def facts_of(shift: Shift) -> dict[str, Any]:
    activity = shift.activity
    return {
        "id": str(shift.pk),
        "short": short_id(shift.pk).hex(),
        "activity_id": str(activity.pk),
        "activity": activity.title,
        "name": shift.name,
        "hours": shift.hours,
        "day": day(shift.starts_at),
        "starts_at": moment(shift.starts_at),
        "ends_at": moment(shift.ends_at),
        "place": shift.meeting_point or activity.meeting_point or activity.place_name,
        "unit": activity.unit.name,
        "places": shift.places,
        "arrived": shift.arrived,  # type: ignore[attr-defined]
    }


def rosters_of(shifts: Collection[Shift]) -> dict[UUID, list[dict[str, Any]]]:
    """Who is expected at each, in the order of given names."""
    known = {shift.pk: shift for shift in shifts}
    expected = Signup.objects.filter(shift__in=known, status=Signup.Status.CONFIRMED).order_by("person__sort_key", "id")
    related = ("person__portrait", "role", "check_in__check_out")
    facts = {"consented": with_consent(), "unread": unread_briefing(), "shows": shows_portrait()}
    rosters: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for signup in expected.select_related(*related).annotate(**facts):
        signup.shift = known[signup.shift_id]
        rosters[signup.shift_id].append(row_of(signup))
    return rosters


def row_of(signup: Any) -> dict[str, Any]:
    person, arrival, leaving = signup.person, arrival_of(signup), leaving_of(signup)
    return {
        "signup": str(signup.pk),
        "code": signup.code,
        "name": person.full_name,
        "key": person.search_key,
        "phone": person.phone[-PHONE_DIGITS:],
        "role": signup.role.name if signup.role else "",
        "minor": is_guarded(person, signup.shift) and not signup.consented,
        "unread": signup.unread,
        "in": moment(arrival.at) if arrival else None,
        "out": moment(leaving.at) if leaving else None,
        "portrait": as_data(person.portrait) if signup.shows and person.portrait else None,
    }


def cancelled_of(shifts: Collection[Shift]) -> dict[UUID, list[str]]:
    """Codes of places that were given up, by shift."""
    found: dict[UUID, list[str]] = defaultdict(list)
    given_up = Signup.objects.filter(shift__in=shifts, status=Signup.Status.CANCELLED).order_by("code")
    for shift, code in given_up.values_list("shift", "code"):
        found[shift].append(code)
    return found


def replaced_of(shifts: Collection[Shift]) -> dict[UUID, list[str]]:
    """Codes of passes that were given anew, by shift."""
    found: dict[UUID, list[str]] = defaultdict(list)
    old = ReplacedPass.objects.filter(signup__shift__in=shifts).order_by("code")
    for shift, code in old.values_list("signup__shift", "code"):
        found[shift].append(code)
    return found


def others(shifts: Sequence[Shift]) -> list[dict[str, str]]:
    """Shifts for which a pass that is shown may be instead: of the same activities, and of the same units in the days around."""
    if not shifts:
        return []
    units, activities = {shift.activity.unit_id for shift in shifts}, {shift.activity_id for shift in shifts}
    first, last = min(shift.starts_at for shift in shifts) - AROUND, max(shift.ends_at for shift in shifts) + AROUND
    near = Q(activity__unit__in=units, starts_at__range=(first, last), activity__status__in=Activity.PUBLIC)
    found = Shift.objects.filter(near | Q(activity__in=activities)).exclude(pk__in=[shift.pk for shift in shifts])
    return [
        {
            "short": short_id(shift.pk).hex(),
            "activity_id": str(shift.activity_id),
            "activity": shift.activity.title,
            "name": shift.name,
            "hours": shift.hours,
            "day": day(shift.starts_at),
        }
        for shift in found.select_related("activity").order_by("starts_at", "id")[:OTHERS_MOST]
    ]


def moment(at: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond: "2026-11-22T00:12:03.456Z"."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
