"""Passes, rosters, and figures that others build on: people, turns and minutes are three different numbers."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from aoxanh.activities.models import Activity, ReplacedPass, Shift, Signup
from aoxanh.activities.queries.safety import unread_briefing
from aoxanh.attendance.hours import Terms, minutes_of_turn
from aoxanh.attendance.models import CheckIn, ServiceHours
from aoxanh.attendance.terms import case_of, terms_of_many
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import with_consent

DIGITS_TO_SEARCH = 3


@dataclass(frozen=True)
class Totals:
    """Distinct people, their turns (lượt), and the minutes of those turns."""

    people: int = 0
    turns: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Attended:
    """One person's part in an activity; `counted` are the turns that have entries."""

    person: Person
    turns: int
    minutes: int
    counted: tuple[Signup, ...] = field(default=(), compare=False)


def arrivals(shift: OuterRef | UUID) -> Coalesce:
    """How many came to the shift, as a column."""
    counted = CheckIn.objects.filter(signup__shift=shift).order_by().values("signup__shift").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def passes() -> QuerySet[Signup]:
    """Sign-ups with all that the rules and a result screen look at, in one query.

    `arrived` counts who came to the shift so far, `consented` says whether a guardian's consent stands, `unread` whether there is a
    safety briefing that the person has not read: whoever has not comes in all the same, and is told on the spot.
    """
    related = ("person", "shift__activity", "check_in", "check_in__check_out")
    facts = {"arrived": arrivals(OuterRef("shift")), "consented": with_consent(), "unread": unread_briefing()}
    return Signup.objects.select_related(*related).annotate(**facts)


def is_replaced(code: str) -> bool:
    """Whether a pass had this code before it was given anew."""
    return ReplacedPass.objects.filter(code=code).exists()


def arrived(shift: Shift) -> int:
    """How many people came to the shift."""
    return CheckIn.objects.filter(signup__shift=shift).count()


def place_of(arrival: CheckIn) -> int:
    """The how manieth this arrival was at its shift."""
    return CheckIn.objects.filter(signup__shift=arrival.signup.shift_id, at__lte=arrival.at).count()


def roster_with_arrivals(shift: Shift, *, sought: str = "") -> QuerySet[Signup]:
    """Confirmed sign-ups in the order of given names, each with its arrival and leaving.

    `sought` finds names without tones, or the last digits of a phone.
    """
    roster = Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).order_by("person__sort_key", "id")
    return roster.filter(matches(sought)).select_related("person__area", "check_in__check_out")


def matches(sought: str) -> Q:
    """Every word begins a word of the name; three digits or more end the phone number."""
    digits = "".join(sign for sign in sought if sign.isdigit())
    if len(digits) >= DIGITS_TO_SEARCH:
        return Q(person__phone__endswith=digits)
    found = Q()
    for word in search_key(sought).split():
        found &= Q(person__search_key__startswith=word) | Q(person__search_key__contains=f" {word}")
    return found


def last_arrivals(shift: Shift, *, number: int = 3) -> QuerySet[CheckIn]:
    """The latest arrivals with their people, the newest first."""
    return CheckIn.objects.filter(signup__shift=shift).select_related("signup__person").order_by("-at")[:number]


def shifts_between(units: QuerySet[Unit], first: date, last: date) -> QuerySet[Shift]:
    """Shifts of running activities that touch the days, with `arrived`, the earliest first."""
    start, end = (timezone.make_aware(datetime.combine(on, time.min)) for on in (first, last + timedelta(days=1)))
    running = Activity.objects.filter(unit__in=units, status__in=[Activity.Status.OPEN, Activity.Status.CLOSED])
    shifts = Shift.objects.filter(activity__in=running, starts_at__lt=end, ends_at__gt=start)
    return shifts.select_related("activity__unit").annotate(arrived=arrivals(OuterRef("pk"))).order_by("starts_at", "id")


def shifts_of(activity: Activity) -> QuerySet[Shift]:
    """The activity's shifts with `arrived`, and `left` who were checked out."""
    left = Count("signups", filter=Q(signups__check_in__check_out__isnull=False))
    return activity.shifts.annotate(arrived=arrivals(OuterRef("pk")), left=left).order_by("starts_at", "id")


def hours_of(person: Person) -> QuerySet[ServiceHours]:
    """The person's entries with their activities, the newest first."""
    return ServiceHours.objects.filter(person=person).select_related("activity", "unit", "signup__shift", "claim").order_by("-on", "-id")


def minutes_of(person: Person) -> int:
    """All minutes of service that were counted."""
    return ServiceHours.objects.filter(person=person).aggregate(all=Sum("minutes"))["all"] or 0


def attended(activity: Activity) -> list[Attended]:
    """Who came, in the order of given names, with turns and counted minutes."""
    came = Signup.objects.filter(shift__activity=activity, check_in__isnull=False).select_related("person")
    of_person: dict[Person, list[Any]] = defaultdict(list)
    for signup in came.annotate(minutes=Sum("hours__minutes")).order_by("person__sort_key", "person_id", "shift__starts_at", "id"):
        of_person[signup.person].append(signup)
    return [part_of(person, turns) for person, turns in of_person.items()]


def part_of(person: Person, turns: list[Any]) -> Attended:
    counted = tuple(signup for signup in turns if signup.minutes is not None)
    return Attended(person, len(turns), sum(signup.minutes for signup in counted), counted)


def totals(activity: Activity) -> Totals:
    """What is counted so far: entries of hours only, so that every figure opens into its rows."""
    came = CheckIn.objects.filter(signup__shift__activity=activity)
    numbers = came.aggregate(people=Count("signup__person", distinct=True), turns=Count("pk"))
    minutes = ServiceHours.objects.filter(activity=activity).aggregate(all=Sum("minutes"))["all"]
    return Totals(numbers["people"], numbers["turns"], minutes or 0)


def without_leaving(activity: Activity) -> QuerySet[Signup]:
    """Who came and was neither checked out nor counted yet."""
    came = Signup.objects.filter(shift__activity=activity, check_in__isnull=False, check_in__check_out=None, hours=None)
    return came.select_related("person", "shift__activity", "check_in").order_by("shift__starts_at", "person__sort_key")


def missing(activity: Activity) -> QuerySet[Signup]:
    """Confirmed places whose people never came and are not yet noted absent."""
    return Signup.objects.filter(shift__activity=activity, status=Signup.Status.CONFIRMED, check_in=None).exclude(
        outcome=Signup.Outcome.ABSENT
    )


def minutes_to_shift_end(signup: Signup, terms: Terms) -> int:
    """What a turn without a check-out counts: to the end of the shift."""
    shift = signup.shift
    return minutes_of_turn(signup.check_in.at, shift.ends_at, starts_at=shift.starts_at, ends_at=shift.ends_at, terms=terms)


def expected_totals(activity: Activity) -> Totals:
    """The totals as they will be once attendance is settled."""
    now, open_turns = totals(activity), list(without_leaving(activity))
    terms = terms_of_many({case_of(signup) for signup in open_turns})
    return Totals(now.people, now.turns, now.minutes + sum(minutes_to_shift_end(signup, terms[case_of(signup)]) for signup in open_turns))


def people_by_activity(activities: QuerySet[Activity] | list[Activity]) -> dict[UUID, int]:
    """How many distinct people came to each; activities without any are missing."""
    came = CheckIn.objects.filter(signup__shift__activity__in=activities).order_by().values_list("signup__shift__activity")
    return dict(came.annotate(people=Count("signup__person", distinct=True)))
