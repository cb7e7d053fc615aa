"""What a coordinator may weigh, each from 0 to 100."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Weight:
    """A wish that is priced, what it means in plain words, and how heavy it is unless somebody says otherwise."""

    code: str
    label: Promise
    meaning: Promise
    usual: int


WEIGHTS = (
    Weight("skill", _("The right skill"), _("People who can do what the shift asks for come first."), 40),
    Weight("near", _("Close to home"), _("The shorter the way, the better."), 25),
    Weight("fair", _("Turns shared out"), _("Who has not been asked for long comes before who went lately."), 20),
    Weight("keep", _("Keep the former plan"), _("Solved again, as few people as possible change places."), 15),
)

USUAL = {weight.code: weight.usual for weight in WEIGHTS}
MOST = 100


def weights_of(given: dict[str, Any]) -> dict[str, int]:
    """All weights, the usual one where none was given."""
    return {weight.code: min(max(int(given.get(weight.code, weight.usual)), 0), MOST) for weight in WEIGHTS}
