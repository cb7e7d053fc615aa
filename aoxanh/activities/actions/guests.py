"""Signing up without an account: by a phone number that a code has proven."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.activities.actions.signups import sign_up
from aoxanh.activities.actions.waiting import join
from aoxanh.activities.models import Shift, Signup, Waiting
from aoxanh.activities.ways import Barred, Way
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import search_key
from aoxanh.people.actions.consents import give_consent
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries.claims import at_address, born_on


@transaction.atomic
def sign_up_guest(
    shift: Shift, *, phone: str, full_name: str, birth_date: date, agrees: bool, request_id: UUID, waits: bool = False
) -> Signup | Waiting:
    """Take a place, or with `waits`, where none is left, one in the waiting list. `phone` is in E.164 and proven by a code just now.

    The pass comes as a link by text message; the record can be claimed later with the same number. Refuses with `consent_missing`,
    `has_account` and the codes of `eligibility`; then nothing is kept.
    """
    if not agrees:
        raise Refused("consent_missing", _("Tick the box if you agree. Without it we may not sign you up."))
    person = record_of(phone, full_name, birth_date)
    give_consent(person, purpose=Consent.Purpose.VOLUNTEERING, channel="sms", by=None)
    person.refresh_from_db()
    try:
        return sign_up(shift, person=person, request_id=request_id, by=None)
    except Refused as reason:
        if waits and reason.code == "full":
            return join(shift, person=person, request_id=request_id, by=None)
        raise


def record_of(phone: str, full_name: str, birth_date: date) -> Person:
    """The one unclaimed record at the number to which name and birth date both fit, else a new one: nobody takes another's by a phone that
    a family shares. Who has an account at the number is asked to sign in."""
    name = search_key(full_name)
    holder = Person.objects.filter(user__is_active=True, user__phone=phone, merged_into=None).first()
    if holder and (holder.search_key == name or holder.birth_date == birth_date):
        text = _("This number has an account. Sign in with it, then sign up: your pass and hours stay together.")
        raise Barred("has_account", text, Way(_("Sign in"), "accounts:enter"))
    found = [person for person in born_on(list(at_address(phone)), birth_date) if person.search_key == name]
    if len(found) != 1:
        return Person.objects.create(full_name=full_name, birth_date=birth_date, phone=phone)
    if not found[0].birth_date:
        Person.objects.filter(pk=found[0].pk).update(birth_date=birth_date, birth_year=None)
    return found[0]
