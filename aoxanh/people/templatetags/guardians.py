"""Parts of a guardian's invitation: the link as a QR to hold out, and where a question stands in an icon and words."""

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.kit import qr
from aoxanh.kit.parts.pieces import state
from aoxanh.people.queries.guardians import needs_guardian

register = Library()
register.simple_tag(needs_guardian)


@register.simple_tag
def link_qr(link: str, classes: str) -> SafeString:
    """The link for another phone's camera, black on white in both themes."""
    return qr.inline(link, label=_("QR code of the link for the guardian"), classes=classes)


@register.simple_tag
def answer_state(word: str, form: str = "plain") -> SafeString:
    """Of `queries.guardians.state_of`."""
    kinds = {
        "waiting": ("ask", "hourglass", _("Waiting for the answer")),
        "agreed": ("ok", "circle-check", _("Agreed")),
        "declined": ("bad", "circle-x", _("Declined")),
        "withdrawn": ("off", "circle-minus", _("Withdrew the consent")),
        "overruled": ("off", "circle-minus", _("Agreed, but the other guardian withdrew later")),
        "expired": ("off", "clock", _("Nobody answered in time")),
        "none": ("ask", "user-plus", _("No guardian named yet")),
    }
    kind, icon, text = kinds[word]
    return state(kind, icon, text, form)
