"""The passes of a shift on paper: A4, to cut out and hand to those who have no phone. A name, the QR, the short code."""

from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.kit import qr, typesetting
from aoxanh.kit.codes import spaced
from aoxanh.kit.parts.when import day

TEMPLATE = Path(__file__).resolve().parent / "templates" / "activities" / "passes.typ"
MOST = 600


def data(shift: Shift) -> dict[str, Any]:
    """What the sheets say, in the order of given names; `shift` comes with activity and unit."""
    expected = Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).select_related("person__area", "role")
    return {
        "lang": get_language() or "vi",
        "title": shift.activity.title,
        "unit": shift.activity.unit.name,
        "when": f"{shift.name} {shift.hours}, {day(shift.starts_at)}".strip(),
        "note": _("Cut out and hand over. Whoever loses theirs gets a new one; the old one is refused."),
        "passes": [of(signup) for signup in expected.order_by("person__sort_key", "id")[:MOST]],
    }


def of(signup: Signup) -> dict[str, str]:
    area = signup.person.area
    role = signup.role.name if signup.role else ""
    return {
        "name": signup.person.full_name,
        "about": role or (area.name if area else ""),
        "code": spaced(signup.code),
        "qr": qr.svg(pass_text(signup), mask=0),
    }


def pdf(shift: Shift) -> bytes:
    return typesetting.pdf(TEMPLATE, data(shift))
