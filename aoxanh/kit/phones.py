"""Telephone numbers: typed as people do, stored as E.164."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOBILE_DIGITS = 10
PUNCTUATION = re.compile(r"[\s.\-()\u00a0]")
ABROAD = re.compile(r"\+[1-9]\d{7,14}")
MOBILE = re.compile(r"0[35789]\d{8}")


class NotAPhoneError(ValueError):
    """Not a telephone number; the sentence says why."""


def e164(typed: str) -> str:
    """ "0912 345.678" or "+84 912 345 678" as "+84912345678"; a number from abroad starts with +. Raises NotAPhoneError."""
    number = PUNCTUATION.sub("", typed)
    if number.startswith(("+84", "0084")) or (number.startswith("84") and len(number) == MOBILE_DIGITS + 1):
        number = "0" + number.removeprefix("00").removeprefix("+").removeprefix("84").removeprefix("0")
    if ABROAD.fullmatch(number):
        return number
    if not number.isascii() or not number.isdigit():
        raise NotAPhoneError(_("A phone number holds digits only. A mobile number has 10 digits and starts with 0."))
    if len(number) != MOBILE_DIGITS:
        raise NotAPhoneError(wrong_length(len(number) - MOBILE_DIGITS))
    if not MOBILE.fullmatch(number):
        raise NotAPhoneError(_("No mobile number starts with %(start)s. They start with 03, 05, 07, 08 or 09.") % {"start": number[:2]})
    return "+84" + number[1:]


def wrong_length(surplus: int) -> str:
    if surplus < 0:
        text = ngettext("%(count)d digit is missing.", "%(count)d digits are missing.", -surplus)
    else:
        text = ngettext("There is %(count)d digit too many.", "There are %(count)d digits too many.", surplus)
    return f"{text % {'count': abs(surplus)}} {_('A mobile number has 10 digits and starts with 0.')}"


def spoken(number: str) -> str:
    """As people write it here: "0912 345 678"."""
    local = "0" + number.removeprefix("+84") if number.startswith("+84") else number
    return f"{local[:4]} {local[4:7]} {local[7:]}" if len(local) == MOBILE_DIGITS else local
