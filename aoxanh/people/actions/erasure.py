"""Erasing what can tell who somebody was. What others build on stays, without a name: sign-ups, hours, certificates, terms of office."""

from django.db import transaction
from django.db.models import Q
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.access.actions import withdraw
from aoxanh.access.models import Grant
from aoxanh.accounts.actions.closing import close_account
from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, holds, today
from aoxanh.kit.versions import bump_public_version
from aoxanh.notices.models import Message
from aoxanh.people import dossier
from aoxanh.people.actions.appointments import end_appointment
from aoxanh.people.actions.memberships import end_all
from aoxanh.people.models import Appointment, Consent, DataRequest, DuplicatePair, Guardianship, Membership, Merge, Person
from aoxanh.people.portrait_files import forget_portrait
from aoxanh.people.refusals import refuse_erased

NOBODY = "Người đã xóa dữ liệu"
"""The name that stands where somebody's stood; a fact of the record, so not translated."""

EMPTY = {
    "full_name": NOBODY,
    "birth_date": None,
    "birth_year": None,
    "phone": "",
    "email": "",
    "area": None,
    "address": "",
    "overseas_country": "",
    "transport": "",
    "emergency_name": "",
    "emergency_phone": "",
    "user": None,
    "restricted_at": None,
    "forget_on": None,
}


@transaction.atomic
def erase(person: Person, *, by: User | None) -> bool:
    """Erase the person, the records merged into it, and close the account; whether a record without a name had to stay.

    Everything that lies ahead ends first. Certificates keep the name that was printed and can still be verified: they belong to the papers
    of who issued them. `by` None is the system. Refuses with `erased`, `merged`, and with `last_administrator` of access.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    refuse_erased(person)
    user = person.user
    dossier.release(person, by=by)
    for one in group_of(person):
        dossier.forget(one)
    end_office(person, by=by)
    end_all(person, by=by)
    if user:
        close(user, by=by)
    for one in group_of(person):
        forget_portrait(one)
    remains = not removed(person)
    if remains:
        anonymise(person)
    record("people.erased", person, by=by, remains=remains)
    bump_public_version()
    return remains


def end_office(person: Person, *, by: User | None) -> None:
    """Terms and grants end today; the last administrator of a unit hands over first."""
    why = _("The data of the holder were erased.")
    if person.user:
        own = by if by and by.pk == person.user_id else None
        given = Grant.objects.filter(holds(today()), user=person.user, source=None)
        for grant in given:
            withdraw(grant, on=today(), by=own, reason=why)
    for appointment in Appointment.objects.filter(person=person, during__overlap=during(today(), None)):
        start = appointment.during.lower
        if start is not None and start > today():
            appointment.delete()
        else:
            end_appointment(appointment, on=today(), why=why, by=by)  # type: ignore[arg-type]  # A job has no account.


def close(user: User, *, by: User | None) -> None:
    """The account goes; consents that it gave as a guardian no longer stand."""
    Guardianship.objects.filter(user=user, consented_at__isnull=False, withdrawn_at=None).update(withdrawn_at=timezone.now())
    Message.objects.filter(Q(user=user) | Q(to=user.email, to__contains="@")).delete()
    close_account(user)


def group_of(person: Person) -> list[Person]:
    """The person and every record that was merged into it, however deep; the deepest first."""
    found, layer = [person], [person]
    while layer := list(Person.objects.select_for_update().filter(merged_into__in=layer)):
        found = layer + found
    return found


def removed(person: Person) -> bool:
    """Delete the record where nothing but what is its own hangs on it; whether it is gone."""
    group = [one.pk for one in group_of(person)]
    try:
        with transaction.atomic():
            Merge.objects.filter(Q(kept__in=group) | Q(gone__in=group)).delete()
            Membership.objects.filter(person__in=group).delete()
            for pk in group:
                Person.objects.get(pk=pk).delete()
    except ProtectedError:
        return False
    return True


def anonymise(person: Person) -> None:
    """Take out of the record, and of those merged into it, all that could tell who it was. Merges cannot be undone any more."""
    group = group_of(person)
    Merge.objects.filter(Q(kept__in=group) | Q(gone__in=group)).update(facts={}, reason="")
    for merge in Merge.objects.filter(Q(kept__in=group) | Q(gone__in=group)):
        merge.moves.all().delete()
    DuplicatePair.objects.filter(Q(left__in=group) | Q(right__in=group)).delete()
    Consent.objects.filter(person__in=group, withdrawn_at=None).update(withdrawn_at=timezone.now())
    DataRequest.objects.filter(person__in=group).update(text="")
    for one in group:
        for rows in (one.sensitive_facts, one.own_skills, one.availabilities, one.guardianships, one.claims):
            rows.all().delete()
        for fact, value in EMPTY.items():
            setattr(one, fact, value)
        one.erased_at = timezone.now()
        one.save()
