"""Who signed up, and for what."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.queries.safety import with_reading
from aoxanh.kit.dates import holds, today
from aoxanh.people.models import Membership, Person
from aoxanh.people.queries.guardians import needs_guardian, standing


@dataclass(frozen=True)
class RosterShift:
    """A shift and the people in it, or the first of them; `next_query` leads to the others, `first` is the number of the first one here."""

    shift: Shift
    signups: list[Any]
    next_query: str = ""
    first: int = 1

    @property
    def has_more(self) -> bool:
        return len(self.signups) < self.shift.taken

    @property
    def spare(self) -> range:
        """Rows left blank on paper: free places, at least three."""
        first = self.first + len(self.signups)
        return range(first, first + max(3, min(self.shift.free, 12)))


def roster(shift: Shift) -> QuerySet[Any]:
    """Confirmed sign-ups by given name, each with the person, role, team, and the name of a unit of theirs as `unit_name` (or None).

    `has_read` says whether the person read the `briefing`, where there is one.
    """
    return with_people(Signup.objects.filter(shift=shift))


def rosters(activity: Activity, *, most: int | None = None) -> list[RosterShift]:
    """Every shift of the activity with its roster, or the first `most` of each, in two queries.

    Of children also the guardian who stands, as `guardian`, in one more.
    """
    by_shift: dict[Any, list[Any]] = {}
    people = with_people(Signup.objects.filter(shift__activity=activity))
    if most is not None:
        place = Window(RowNumber(), partition_by="shift", order_by=["person__sort_key", "id"])
        people = people.annotate(place=place).filter(place__lte=most)
    for signup in with_guardians(list(people)):
        by_shift.setdefault(signup.shift_id, []).append(signup)
    return [RosterShift(shift, by_shift.get(shift.pk, [])) for shift in activity.shifts.order_by("starts_at", "id")]


def with_guardians(signups: list[Any]) -> list[Any]:
    """Each sign-up of who is a child today learns whom to call."""
    minors = [signup for signup in signups if needs_guardian(signup.person)]
    if minors:
        found = standing().filter(child__in=[signup.person_id for signup in minors]).order_by("-id")
        of_child = {guardianship.child_id: guardianship for guardianship in found}
        for signup in minors:
            signup.guardian = of_child.get(signup.person_id)
    return signups


def with_people(signups: QuerySet[Signup]) -> QuerySet[Any]:
    unit = Membership.objects.filter(holds(today()), person=OuterRef("person")).order_by("id").values("unit__short_name")[:1]
    confirmed = signups.filter(status=Signup.Status.CONFIRMED).select_related("person__area", "role", "party__team")
    return with_reading(confirmed).annotate(unit_name=Subquery(unit)).order_by("person__sort_key", "id")


def upcoming_signups(person: Person, *, since: datetime | None = None) -> QuerySet[Signup]:
    """Confirmed places in shifts that are not over, the soonest first; not those whose days are off."""
    confirmed = person.signups.filter(status=Signup.Status.CONFIRMED, shift__ends_at__gt=since or timezone.now())
    known = confirmed.exclude(shift__activity__status__in=(Activity.Status.CANCELLED, Activity.Status.POSTPONED))
    return known.select_related("shift__activity__unit", "shift__activity__area").order_by("shift__starts_at", "id")


def questions_to_holder(person: Person) -> QuerySet[Signup]:
    """Places of the person that are postponed, or of which they have not said whether they still come."""
    asked = Q(asked_at__isnull=False, answered_at=None, shift__starts_at__gt=timezone.now(), shift__activity__status=Activity.Status.OPEN)
    off = Q(shift__activity__status=Activity.Status.POSTPONED, outcome="")
    mine = person.signups.filter(asked | off, status=Signup.Status.CONFIRMED)
    return mine.select_related("shift__activity__area").order_by("shift__starts_at", "id")


def next_signup(person: Person) -> Signup | None:
    """The place that comes next."""
    return upcoming_signups(person).first()


def places_taken_by(person: Person, activity: Activity) -> dict[Any, Signup]:
    """The person's confirmed places in the activity, by shift."""
    taken = Signup.objects.filter(person=person, shift__activity=activity, status=Signup.Status.CONFIRMED)
    return {signup.shift_id: signup for signup in taken.select_related("shift")}


def places_around(person: Person, now: datetime) -> list[Signup]:
    """Places of the last two months and ahead, one for each shift: the confirmed one, else the last that was given back."""
    near = person.signups.filter(shift__ends_at__gt=now - timedelta(days=60)).select_related(
        "shift__activity__unit", "shift__activity__area"
    )
    by_shift: dict[Any, Signup] = {}
    for signup in near.order_by("status", "id"):  # Cancelled ones first, so that a confirmed one stands.
        by_shift[signup.shift_id] = signup
    return sorted(by_shift.values(), key=lambda signup: (signup.shift.starts_at, signup.pk))
