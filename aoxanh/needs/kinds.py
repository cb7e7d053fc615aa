"""Kinds of work as data: how they are called, and their icon. Needs and activities speak of the same ones."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`code` is kept in `Need.kind` and `Activity.kind` and names the drawing; `icon` is a Lucide icon of kit."""

    code: str
    label: Promise
    icon: str


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
