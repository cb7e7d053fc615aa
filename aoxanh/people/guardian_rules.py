"""What a guardian's act must satisfy. Each rule refuses with its code and a sentence that says what to do."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Guardianship, Person
from aoxanh.people.queries import guardians as queries


def may_answer(guardianship: Guardianship, user: User) -> None:
    """Refuses with `answered`, `expired`, `guardian_not_needed`, `yourself`, `guardian_too_young`, `another_address`."""
    refuse_answered(guardianship)
    if guardianship.invited_until <= timezone.now():
        raise Refused("expired", _("This link is no longer valid. Ask the child or the officer to send it again."))
    refuse_grown_up(guardianship.child)
    if guardianship.child.user_id == user.pk:
        raise Refused("yourself", _("You are signed in as the child. A guardian answers with an account of their own."))
    person = Person.objects.filter(user=user).first()
    if person and (person.birth_date or person.birth_year) and queries.years(person, today()) < settings.ADULT_AGE:
        raise Refused("guardian_too_young", _("A guardian is an adult. Ask a parent to answer."))
    if not is_asked(guardianship, user):
        raise Refused("another_address", _("This question went to another address. Sign in with that one."))


def is_asked(guardianship: Guardianship, user: User) -> bool:
    """Whether the account's address, proven by a code, is one that was asked."""
    return bool(user.email and user.email == guardianship.email) or bool(user.phone and user.phone == guardianship.phone)


def refuse_answered(guardianship: Guardianship) -> None:
    if not queries.is_unanswered(guardianship):
        raise Refused("answered", _("This question was answered already."))


def refuse_grown_up(child: Person) -> None:
    if not queries.needs_guardian(child):
        text = _("%(name)s is %(age)d or older and decides alone. No guardian is needed.")
        raise Refused("guardian_not_needed", text % {"name": child.full_name, "age": settings.GUARDIAN_UNDER_AGE})


def no_way(phone: str) -> str:
    if phone:
        return _("Our text messages do not reach this number. Give an e-mail address of the guardian, or ask an officer to note a paper.")
    return _("Give a phone number or an e-mail address of the guardian.")


def refuse_own_address(child: Person, phone: str, email: str, by: User) -> None:
    """What the child signs in with; where it names a guardian itself, also what its record holds. A list often holds a parent's number."""
    user = child.user
    own = {user.email, user.phone} if user else set()
    if by == user:
        own |= {child.email, child.phone}
    if (own - {""}) & {phone, email}:
        raise Refused("own_address", _("This is the child's own address. Give one that only the guardian reads."))


def refuse_asked(child: Person, phone: str, email: str) -> None:
    for other in child.guardianships.filter(declined_at=None, withdrawn_at=None):
        if (phone and other.phone == phone) or (email and other.email == email):
            raise Refused("asked_already", _("%(name)s was asked already. Send the link again instead.") % {"name": other.full_name})


def refuse_no_identity(identity: str) -> None:
    if not identity.strip():
        raise Refused("identity_missing", _("Say how the guardian showed who they are."))


def refuse_other(guardianship: Guardianship, user: User) -> None:
    if guardianship.user_id != user.pk:
        raise Refused("not_yours", _("Only the guardian who agreed can do this."))
