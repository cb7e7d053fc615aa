"""Parts of the pages about children and guardians."""

from typing import Any

from django.conf import settings
from django.template import Library
from django.utils.safestring import SafeString

from aoxanh.kit.phones import spoken
from aoxanh.people.bands import Band
from aoxanh.people.models import Guardianship
from aoxanh.people.templatetags.guardians import answer_state, link_qr

register = Library()
register.simple_tag(answer_state, name="answer_word")
register.simple_tag(link_qr)

SHOWN_DIGITS = 3


@register.inclusion_tag("activities/band.html")
def band_rules(band: Band | None) -> dict[str, Any]:
    """What holds for an age, in sentences."""
    dusk, dawn = settings.NIGHT
    return {"band": band, "dusk": dusk, "dawn": dawn}


@register.simple_tag
def masked_address(guardianship: Guardianship) -> SafeString | str:
    """Enough of the address to know one's own: "l…@gmail.com", or the last digits of a phone."""
    if guardianship.email:
        name, _at, host = guardianship.email.partition("@")
        return f"{name[:1]}…\u2060@{host}"
    return f"… {spoken(guardianship.phone)[-SHOWN_DIGITS:]}"
