"""Kinds of activity as data: how they are called, their icon, and the drawing that stands for those without a picture."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PICTURES = Path(__file__).resolve().parent / "templates" / "activities" / "pictures"


@dataclass(frozen=True)
class Kind:
    """`code` is kept in `Activity.kind` and names the drawing; `icon` is a Lucide icon of kit."""

    code: str
    label: Promise
    icon: str

    @property
    def drawing(self) -> str:
        """The SVG text, 720 × 320, with classes for its colours."""
        return drawing(self.code)


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("repair", _("Repairs and building"), "hammer"),
        Kind("environment", _("Clean environment"), "recycle"),
        Kind("tree_planting", _("Tree planting"), "sprout"),
        Kind("coast", _("Clean coast"), "waves"),
        Kind("road", _("Village roads"), "route"),
        Kind("health", _("Health checks"), "stethoscope"),
        Kind("blood_donation", _("Blood donation"), "droplets"),
        Kind("teaching", _("Teaching"), "book-open"),
        Kind("exam_support", _("Exam season support"), "school"),
        Kind("digital", _("Digital skills and public services"), "smartphone"),
        Kind("traffic", _("Traffic safety"), "traffic-cone"),
        Kind("disaster", _("Disaster relief"), "shovel"),
        Kind("gift", _("Gifts and warm clothes"), "gift"),
        Kind("gratitude", _("Gratitude and care for the elderly"), "heart-handshake"),
        Kind("culture", _("Culture and festivals"), "tent"),
        Kind("other", _("Other work"), "shirt"),
    )
}


def kind_of(code: str) -> Kind:
    """The kind with the code; `other` for one that we no longer know."""
    return KINDS.get(code, KINDS["other"])


def choices() -> list[tuple[str, Promise]]:
    """What a form offers, `other` last."""
    return [(kind.code, kind.label) for kind in KINDS.values()]


@cache
def drawing(code: str) -> str:
    return (PICTURES / f"{kind_of(code).code}.svg").read_text()
