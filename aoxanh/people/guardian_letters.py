"""What guardians, children and officers are told about a guardian's consent."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.kit.parts.when import fulldate
from aoxanh.notices.actions import tell
from aoxanh.people.invitations import link_of
from aoxanh.people.models import Guardianship, Person


def page(name: str) -> str:
    return settings.BASE_URL + reverse(name)


def invited(guardianship: Guardianship) -> None:
    """The link, to every address of the guardian. Its text is forgotten once it has left."""
    link = link_of(guardianship)
    facts = {"child": guardianship.child.full_name, "day": fulldate(guardianship.invited_until), "link": link}
    key = f"people.guardian_invited:{guardianship.invitation}"
    with override(settings.LANGUAGE_CODE):
        subject = _("%(child)s asks for your consent to volunteer") % facts
        text = _("%(child)s asks for your consent to volunteer: %(link)s") % facts
        body = [
            _("%(child)s is under %(age)d and named you as parent or guardian. Without you nothing takes place.")
            % {**facts, "age": settings.GUARDIAN_UNDER_AGE},
            _("Read what it is about, then agree or decline:"),
            link,
            _("The link works until %(day)s. You sign in with a code that comes to this address.") % facts,
            _("You do not know %(child)s? Open the link and say so, or do nothing.") % facts,
        ]
    if guardianship.email:
        tell(to=guardianship.email, subject=subject, body="\n\n".join(body), key=f"{key}:mail", is_secret=True)
    if takes_codes(guardianship.phone):
        tell(to=guardianship.phone, subject=text, body=text, key=f"{key}:text", is_secret=True)


def answered(guardianship: Guardianship, *, officers: Iterable[User]) -> None:
    """The child, and the officers of the child's units, hear yes or no."""
    agreed = guardianship.consented_at is not None

    def subject() -> str:
        return (_("%(guardian)s agreed") if agreed else _("%(guardian)s declined")) % {"guardian": guardianship.full_name}

    def to_child() -> str:
        if agreed:
            return _("You can take part in activities now.")
        return _("Name another parent or guardian, or ask your commune's Youth Union.")

    tell_both(guardianship, "answered", subject, to_child, officers)


def withdrawn(guardianship: Guardianship, *, officers: Iterable[User]) -> None:
    """The child and the officers hear that the consent is withdrawn."""

    def subject() -> str:
        return _("%(guardian)s withdrew the consent") % {"guardian": guardianship.full_name}

    def to_child() -> str:
        return _("You no longer take part until a guardian agrees again. Your places ahead are given back.")

    tell_both(guardianship, "withdrawn", subject, to_child, officers)


def withdrawn_to_others(guardianship: Guardianship, others: Iterable[Guardianship]) -> None:
    """The other guardians hear it: their consent no longer stands, and they may give it again."""
    facts = {"guardian": guardianship.full_name, "child": guardianship.child.full_name}
    for other in others:
        with override(language_of(other.user)):
            subject = _("%(guardian)s withdrew the consent for %(child)s") % facts
            body = [
                _("So %(child)s no longer takes part, although you had agreed. If you both want it, you can agree again:") % facts,
                page("guardian:children"),
            ]
        send(address_of(other), subject, body, f"people.guardian_overruled:{guardianship.pk}:{other.pk}")


def tell_both(
    guardianship: Guardianship, step: str, subject: Callable[[], str], to_child: Callable[[], str], officers: Iterable[User]
) -> None:
    """Each in the language of their account."""
    child, key = guardianship.child, f"people.guardian_{step}:{guardianship.pk}"
    with override(language_of(child.user)):
        send(address_of_child(child), subject(), [to_child(), page("people:guardians")], f"{key}:child")
    for officer in officers:
        with override(language_of(officer)):
            about = _("%(subject)s: %(child)s") % {"subject": subject(), "child": child.full_name}
            send(officer.address, about, [page("minors:list")], f"{key}:{officer.pk}")


def language_of(user: User | None) -> str:
    return user.language if user else settings.LANGUAGE_CODE


def takes_codes(phone: str) -> bool:
    """Whether text messages of this site reach the number."""
    return bool(phone and settings.SMS_GATEWAY and phone.startswith(settings.SMS_PREFIXES))


def address_of_child(person: Person) -> str:
    """Where a child is told things: by mail, else by text message, else nowhere."""
    own = person.email or (person.user.address if person.user else "")
    return own or (person.phone if takes_codes(person.phone) else "")


def address_of(guardianship: Guardianship) -> str:
    """Where a guardian is told things: as they sign in, else as they were asked."""
    own = (guardianship.user.address if guardianship.user else "") or guardianship.email
    return own or (guardianship.phone if takes_codes(guardianship.phone) else "")


def send(to: str, subject: str, paragraphs: list[str], key: str) -> None:
    """To an address, if there is one; a text message carries the subject alone."""
    if to:
        tell(to=to, subject=subject, body="\n\n".join(paragraphs), key=key)
