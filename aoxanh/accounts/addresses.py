"""What receives codes: an e-mail address in lower case, or a phone number in E.164. A plain text; the @ tells which."""

from typing import Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from aoxanh.kit.phones import NotAPhoneError, e164, spoken

type Kind = Literal["email", "phone"]

LONGEST = 254


class NotAnAddressError(ValueError):
    """Neither an e-mail address nor a phone number that a code can reach; the sentence says why."""


def kind_of(address: str) -> Kind:
    return "email" if "@" in address else "phone"


def shown(address: str) -> str:
    """As people write it."""
    return spoken(address) if address.startswith("+") and "@" not in address else address


def normal(typed: str) -> str:
    """What a person typed, as it is stored. Raises NotAnAddressError."""
    typed = typed.strip()
    if "@" in typed:
        return email(typed)
    if any(sign.isalpha() for sign in typed):
        raise NotAnAddressError(_("This is neither an e-mail address nor a phone number. They look like ten@gmail.com and 0912 345 678."))
    return phone(typed)


def email(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError:
        raise NotAnAddressError(_("This is not an e-mail address. It looks like ten@gmail.com.")) from None
    if len(typed) > LONGEST:
        raise NotAnAddressError(_("This is not an e-mail address. It looks like ten@gmail.com."))
    return typed.lower()


def phone(typed: str) -> str:
    try:
        number = e164(typed)
    except NotAPhoneError as error:
        raise NotAnAddressError(str(error)) from error
    if not settings.SMS_GATEWAY:
        raise NotAnAddressError(_("This site sends no text messages. Enter your e-mail address."))
    if not number.startswith(settings.SMS_PREFIXES):
        raise NotAnAddressError(_("We can text Vietnamese numbers only. From abroad, use your e-mail address."))
    return number
