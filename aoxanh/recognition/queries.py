"""Who may get a certificate, who has one, which code is whose, and who signs."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.models import ServiceHours
from aoxanh.kit.codes import typed
from aoxanh.kit.dates import holds, local
from aoxanh.org.models import Unit
from aoxanh.people.models import Appointment, Person
from aoxanh.recognition.models import CODE_LENGTH, Certificate

HEADS = ("Bí thư", "Chủ tịch", "Chủ nhiệm", "Giám đốc", "Trưởng", "Đội trưởng")
"""Titles of posts whose holder signs for the unit, the first found first; a deputy's title begins otherwise."""


@dataclass(frozen=True)
class Eligible:
    """A person with counted hours in an activity, their own first and last day in it, the first turn, and the certificate they have."""

    person: Person
    minutes: int
    first_day: date
    last_day: date
    signup: Signup
    certificate: Certificate | None = None


def eligible(activity: Activity) -> list[Eligible]:
    """Everyone with counted hours, in the order of given names, less who was erased before a paper; two queries, whatever their number."""
    entries: dict[UUID, list[ServiceHours]] = defaultdict(list)
    counted = ServiceHours.objects.filter(activity=activity, signup__isnull=False)
    people = counted.select_related("signup__person__user")
    for entry in people.order_by("signup__person__sort_key", "signup__person_id", "on", "id"):
        entries[entry.signup.person_id].append(entry)
    entries = {person: turns for person, turns in entries.items() if sum(turn.minutes for turn in turns) > 0}
    held = {certificate.person_id: certificate for certificate in Certificate.objects.filter(activity=activity)}
    named = {person: turns for person, turns in entries.items() if person in held or not turns[0].signup.person.erased_at}
    return [one_of(turns, held.get(person)) for person, turns in named.items()]


def one_of(turns: list[ServiceHours], certificate: Certificate | None) -> Eligible:
    first = turns[0]
    return Eligible(
        person=first.signup.person,
        minutes=sum(turn.minutes for turn in turns),
        first_day=first.on,
        last_day=max(turn.on for turn in turns),
        signup=first.signup,
        certificate=certificate,
    )


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with the code, however it was typed: small letters, spaces and dashes do not matter."""
    bare = typed(code)
    return Certificate.objects.filter(code=bare).first() if len(bare) == CODE_LENGTH else None


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """The person's certificates, the latest first; their pages are `recognition:pdf` (pk) and `verify:show` (code)."""
    return Certificate.objects.filter(person=person).order_by("-issued_on", "-id")


def certificates_for(activity: Activity) -> QuerySet[Certificate]:
    """The activity's certificates by number."""
    return Certificate.objects.filter(activity=activity).order_by("year", "number")


def signer(unit: Unit, *, on: date) -> Appointment | None:
    """Who heads the unit on the day and so signs, with the post; None while the post is empty."""
    held = Appointment.objects.filter(holds(on), holds(on, "post__during"), post__unit=unit).select_related("post", "person").order_by("id")
    ranked = [(rank, held_post) for held_post in held if (rank := rank_of(held_post.post.title)) is not None]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def rank_of(title: str) -> int | None:
    return next((rank for rank, head in enumerate(HEADS) if title.casefold().startswith(head.casefold())), None)


def first_day_of_issue(activity: Activity) -> date:
    """The earliest day that a certificate may carry: the work is over, and the unit's numbers follow its days."""
    ends_at: datetime = activity.ends_at or timezone.now()
    last = Certificate.objects.filter(unit=activity.unit_id).aggregate(last=Max("issued_on"))["last"]
    over = local(ends_at).date()
    return max(over, last) if last else over
