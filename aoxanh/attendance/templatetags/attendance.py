"""Parts of pages about who came."""

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.kit import qr

register = Library()


@register.simple_tag
def changing_code(address: str, classes: str) -> SafeString:
    """The QR of a page on which people check themselves in."""
    return qr.inline(address, label=_("QR code to check in"), classes=classes)
