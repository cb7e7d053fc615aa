"""Who may get a certificate, who has one, which code is whose, and who signs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from aoxanh.activities.models import Activity
from aoxanh.attendance.models import ServiceHours
from aoxanh.kit.codes import typed
from aoxanh.kit.dates import holds, local
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors
from aoxanh.people.models import Appointment, Person
from aoxanh.recognition.models import CODE_LENGTH, Certificate, Issue, Template, Version

HEADS = ("Bí thư", "Chủ tịch", "Chủ nhiệm", "Giám đốc", "Trưởng", "Đội trưởng")
"""Titles of posts whose holder signs for the unit, the first found first; a deputy's title begins otherwise."""


@dataclass(frozen=True)
class Eligible:
    """A person with counted minutes in an activity, and the certificate they have."""

    person: Person
    minutes: int
    certificate: Certificate | None = None


def people_of(activity: Activity) -> QuerySet[Person]:
    """Everyone with counted hours in the activity, with their `minutes`, less who was erased before a paper."""
    entries = ServiceHours.objects.filter(activity=activity, person=OuterRef("pk")).order_by().values("person")
    held = Certificate.objects.filter(activity=activity, person=OuterRef("pk"))
    people = Person.objects.filter(service_hours__activity=activity).distinct().select_related("user")
    counted = people.annotate(minutes=Subquery(entries.annotate(sum=Sum("minutes")).values("sum"))).filter(minutes__gt=0)
    return counted.filter(Q(erased_at=None) | Exists(held))


def with_certificates(activity: Activity, people: Iterable[Person]) -> list[Eligible]:
    """These people with the certificate that each has of the activity, the newest where one was corrected."""
    people = list(people)
    certificates = Certificate.objects.filter(activity=activity, person__in=people).order_by("year", "number")
    held = {certificate.person_id: certificate for certificate in certificates}
    return [Eligible(person, person.minutes, held.get(person.pk)) for person in people]  # type: ignore[attr-defined]  # Annotated.


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with the code, however it was typed: small letters, spaces and dashes do not matter."""
    bare = typed(code)
    if len(bare) != CODE_LENGTH:
        return None
    return Certificate.objects.select_related("person", "revocation", "replaced_by", "replaces").filter(code=bare).first()


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


def first_day_of_issue(unit_id: UUID, activity: Activity | None = None) -> date:
    """The earliest day that a certificate may carry: the work is over, and the unit's numbers follow its days."""
    last = Certificate.objects.filter(unit=unit_id).aggregate(last=Max("issued_on"))["last"]
    over = local(activity.ends_at or timezone.now()).date() if activity else None
    return max((day for day in (over, last) if day), default=date.min)


def later_day(issue: Issue) -> bool:
    """Whether the unit has issued certificates of a later day than this issue's."""
    return Certificate.objects.filter(unit=issue.unit_id, issued_on__gt=issue.issued_on).exists()


def form_fits(version: Version, *, unit: Unit, kind: str, on: date) -> bool:
    """Whether the unit may issue certificates of the kind with this version of a form."""
    return forms_for(unit, kind=kind, on=on).filter(pk=version.pk).exists()


def forms_for(unit: Unit, *, kind: str, on: date) -> QuerySet[Version]:
    """The newest approved version of each form of the kind that is not retired, of the unit and of those above it."""
    approved = Version.objects.filter(status=Version.Status.APPROVED)
    newer = approved.filter(template=OuterRef("template"), number__gt=OuterRef("number"))
    forms = approved.filter(template__kind=kind, template__retired_at=None, template__unit__in=ancestors(unit, on=on))
    return forms.exclude(Exists(newer)).select_related("template__unit").order_by("template__name")


def forms_in_use(templates: QuerySet[Template]) -> QuerySet[Template]:
    """Forms with the number of the newest approved version (`approved_number`) and the state of one at work (`open_status`), by name."""
    versions = Version.objects.filter(template=OuterRef("pk")).order_by("-number")
    approved = versions.filter(status=Version.Status.APPROVED)
    waiting = versions.exclude(status=Version.Status.APPROVED)
    found = templates.annotate(approved_number=Subquery(approved.values("number")[:1]), open_status=Subquery(waiting.values("status")[:1]))
    return found.select_related("unit").order_by(F("retired_at").asc(nulls_first=True), "name")
