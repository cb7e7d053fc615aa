"""What goes by itself when its time is over. `docs/how-to/run.md` lists the settings."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from uuid_utils.compat import uuid7

from aoxanh.access.models import Grant
from aoxanh.access.roles import roles_with
from aoxanh.audit.models import Line
from aoxanh.audit.origin import origin
from aoxanh.kit.dates import holds, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.notices.actions import tell
from aoxanh.people import dossier
from aoxanh.people.actions.erasure import erase
from aoxanh.people.models import Appointment, Consent, DataRequest, Guardianship, Membership, Person, SensitiveFact
from aoxanh.people.queries.lists import LIVING

AT_ONCE = 500
"""How many people are told of, or go, in one run; the rest waits for the next."""


def years_ago(years: int) -> datetime:
    return timezone.now() - timedelta(days=round(years * 365.25))


@transaction.atomic
def run_rules() -> dict[str, int]:
    """Every rule once; what each did, which one line of the audit keeps."""
    counts = {
        "invitations": forget_invitations(),
        "sensitive_facts": forget_sensitive_facts(),
        "request_texts": forget_request_texts(),
        "kept": keep_who_came_back(),
        "announced": announce(),
        "people": forget_people(),
    }
    Line.objects.create(verb="people.retention", subject_type="people.person", subject_id=uuid7(), details=counts, origin=origin())
    return counts


def forget_invitations() -> int:
    """Invitations of guardians that nobody answered."""
    before = timezone.now() - timedelta(days=settings.GUARDIAN_INVITATION_KEPT_DAYS)
    return Guardianship.objects.filter(consented_at=None, invited_until__lt=before).delete()[0]


def forget_sensitive_facts() -> int:
    """Sensitive facts whose consent no longer stands. Withdrawing deletes them at once: this is the second net."""
    standing = Consent.objects.filter(purpose=Consent.Purpose.SENSITIVE, withdrawn_at=None, person=OuterRef("person"))
    return SensitiveFact.objects.filter(~Exists(standing)).delete()[0]


def forget_request_texts() -> int:
    """What people wrote in requests that were closed long ago; that they asked, when and what became of it stays."""
    old = DataRequest.objects.filter(done_at__lt=years_ago(settings.DATA_REQUEST_TEXT_KEPT_YEARS))
    return old.exclude(text="", outcome="").update(text="", outcome="")


def unseen(since: datetime) -> QuerySet[Person]:
    """People from lists who never claimed their record, hold no post, and of whom nothing was heard since then."""
    people = Person.objects.filter(LIVING, user=None, noted_at__lt=since)
    for ids in dossier.active_since(since):
        people = people.exclude(pk__in=ids)
    touched = Line.objects.filter(subject_id=OuterRef("pk"), at__gte=since, by__isnull=False)
    posts = Appointment.objects.filter(holds(today()), person=OuterRef("pk"))
    joined = Membership.objects.filter(person=OuterRef("pk"), during__startswith__gte=since.date())
    return people.filter(~Exists(touched), ~Exists(posts), ~Exists(joined))


def keep_who_came_back() -> int:
    """Who was announced and has claimed the record, done something, or was kept by an officer meanwhile."""
    announced = Person.objects.filter(forget_on__isnull=False)
    return announced.exclude(pk__in=unseen(years_ago(settings.PEOPLE_UNSEEN_YEARS))).update(forget_on=None)


def announce() -> int:
    """Give the record a last day and tell the units of the person."""
    people = list(unseen(years_ago(settings.PEOPLE_UNSEEN_YEARS)).filter(forget_on=None).order_by("noted_at", "id")[:AT_ONCE])
    last = today() + timedelta(days=settings.PEOPLE_NOTICE_DAYS)
    Person.objects.filter(pk__in=[person.pk for person in people]).update(forget_on=last)
    units: dict[UUID, int] = defaultdict(int)
    for unit_id in Membership.objects.filter(holds(today()), person__in=people).values_list("unit_id", flat=True):
        units[unit_id] += 1
    for unit_id, number in units.items():
        tell_unit(unit_id, number, last)
    return len(people)


def tell_unit(unit_id: UUID, number: int, last: date) -> None:
    holders = Grant.objects.filter(holds(today()), unit_id=unit_id, role__in=roles_with("people.manage"), user__is_active=True)
    for grant in holders.exclude(user__email="").select_related("user").distinct("user"):
        with override(grant.user.language):
            text = _(
                "%(number)d people of your unit have not been seen for %(years)d years. On %(day)s what tells who they are will be "
                "erased.\n\n"
                "Keep those whom you still know: %(url)s"
            )
            url = f"{settings.BASE_URL}{reverse('persons:list')}?sap_xoa=1"
            facts = {"number": number, "years": settings.PEOPLE_UNSEEN_YEARS, "day": fulldate(last), "url": url}
            subject = _("Records of people that will be erased")
            key = f"retention {grant.user_id} {unit_id} {last}"
            tell(to=grant.user.email, subject=subject, body=str(text) % facts, key=key, user=grant.user)


def forget_people() -> int:
    """Those whose last day has come."""
    due = Person.objects.filter(Q(forget_on__lte=today()) & LIVING, user=None).order_by("forget_on", "id")[:AT_ONCE]
    gone = 0
    for person in due:
        erase(person, by=None)
        gone += 1
    return gone
