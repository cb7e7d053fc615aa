"""What each indicator counts. Names follow K1–K9 of the two plans; an indicator stands here once records can answer it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Definition:
    """An indicator: its short name, and in words what stands above and below the line."""

    code: str
    name: Promise
    numerator: Promise
    denominator: Promise


MEASURED: dict[str, Definition] = {
    "K2": Definition(
        "K2",
        _("Activities recorded on the portal"),
        _("activities whose record is published"),
        _("all volunteer activities that ended in the phase: on the portal and not cancelled, and those that units declared"),
    )
}

NAMES: dict[str, Promise] = {
    "K1": _("Committees that coordinate with information technology"),
    "K2": MEASURED["K2"].name,
    "K3": _("Activities that apply a model already taught"),
    "K4": _("Dedicated officers with up-to-date training"),
    "K5": _("Groups connected and accompanied"),
}
