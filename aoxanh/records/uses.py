"""What an organiser says was used, before it is kept."""

from dataclasses import dataclass
from decimal import Decimal

MOST_LINES = 20
MOST_MONEY = 100_000_000_000


@dataclass(frozen=True)
class MoneyLine:
    """An amount in đồng, where it came from, what for."""

    amount: int
    source: str
    purpose: str = ""


@dataclass(frozen=True)
class GoodsLine:
    """A thing, how many, in which measure, from whom."""

    name: str
    quantity: Decimal
    measure: str = ""
    source: str = ""
