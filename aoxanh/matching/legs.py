"""What a coordinator says about one leg of a dispatch, before it is written."""

from dataclasses import dataclass
from datetime import date

from aoxanh.activities.models import Team
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.places.models import Area


@dataclass(frozen=True)
class Thing:
    """Goods of a leg: 20 blankets."""

    quantity: int
    name: str


@dataclass(frozen=True)
class LegPlan:
    """Who goes to which commune, for what, on which days (both included), and what travels with them."""

    area: Area
    sender: Unit
    starts_on: date
    ends_on: date
    need: Need | None = None
    team: Team | None = None
    people: int = 0
    things: tuple[Thing, ...] = ()
    note: str = ""
