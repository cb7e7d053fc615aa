"""Taking up one's own record, which a unit had entered from a list."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.addresses import kind_of
from aoxanh.accounts.codes import fingerprint
from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.limits import limit
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions.consents import give_consent
from aoxanh.people.actions.merges import unite
from aoxanh.people.actions.openings import open_posts
from aoxanh.people.models import Claim, Consent, Person
from aoxanh.people.queries.claims import at_address, born_on

TRIES, A_DAY = 5, 24 * 60 * 60
"""Birth dates that one may try in a day, at one address."""


@transaction.atomic
def claim(person: Person, *, address: str, agrees: bool, by: User) -> Person:
    """Let the account of `by`, who has proven `address`, keep the record; the record that stands for them then.

    Where the account has a record already, the two become one. What current posts carry opens for the account, as it was decided with the
    appointment. Refuses with `consent_missing`, `not_at_address`, `already_claimed`.
    """
    if not agrees:
        raise Refused("consent_missing", _("Tick the box if you agree. Without it we may not keep your record."))
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id and person.user and person.user.is_active:
        raise Refused("already_claimed", _("This record has been taken up already."))
    if not at_address(address).filter(pk=person.pk).exists():
        raise Refused("not_at_address", _("The record no longer has this address. Ask the unit that entered you."))
    own = Person.objects.filter(user=by).first()
    kept = join_own(own, person, by=by) if own else take_up(person, by=by)
    Claim.objects.create(person=kept, user=by, channel=kind_of(address))
    give_consent(kept, purpose=Consent.Purpose.VOLUNTEERING, channel="web", by=by)
    record("people.claimed", kept, by=by, channel=kind_of(address))
    open_posts(kept, by=None)
    return kept


def take_up(person: Person, *, by: User) -> Person:
    person.user = by
    person.email, person.phone = person.email or by.email, person.phone or by.phone
    person.save(update_fields=["user", "email", "phone"])
    return person


def join_own(own: Person, person: Person, *, by: User) -> Person:
    unite(own, gone=person, take=(), reason="claimed", by=by, given_by=None)
    return Person.objects.get(pk=own.pk)


def find_by_birth(address: str, *, birth_date: date, by: User) -> Person:
    """The one record at the proven address to which the birth date fits. Counts the try.

    Refuses with `too_many_tries`, and with `birth_wrong` where none fits or several do: both sound alike, and say nothing of who is there.
    """
    limit(f"claim {fingerprint(address)}", times=TRIES, seconds=A_DAY)
    limit(f"claim by {by.pk}", times=2 * TRIES, seconds=A_DAY)
    found = born_on(list(at_address(address)), birth_date)
    if len(found) != 1:
        raise Refused(
            "birth_wrong",
            _("No record with this date can be taken up here. Look at the date again, or ask the unit that entered you."),
        )
    return found[0]
