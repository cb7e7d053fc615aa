"""Parts of a pass: its QR, its code for reading aloud, the shift in a word."""

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.kit import qr
from aoxanh.kit.codes import spaced as in_groups

register = Library()


@register.simple_tag
def pass_qr(signup: Signup, classes: str) -> SafeString:
    """The QR that the organiser scans, black on white in both themes."""
    return qr.inline(pass_text(signup), label=_("QR code of your pass"), classes=classes)


@register.filter
def spaced(code: str) -> str:
    """The code in groups."""
    return in_groups(code)


@register.filter
def in_a_word(shift: Shift) -> str:
    """ "Ca sáng" as "Sáng", since the pass says "Ca" above it; its hours where it has no name."""
    return capfirst(shift.name.removeprefix("Ca ")) or shift.hours
