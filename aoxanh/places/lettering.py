"""Where names stand on a map so that they cover neither pins nor each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LETTER_WIDTH = 0.56
"""Mean width of a letter of Be Vietnam Pro, as a part of its size."""


@dataclass(frozen=True)
class Label:
    """A text centred on x, its baseline on y."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Spot:
    """What is to be named, and how far around its middle the map is covered: nothing for a bare commune, the disc of a pin."""

    text: str
    x: float
    y: float
    reach: float = 0


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


def placed_names(spots: Sequence[Spot], size: float) -> list[Label]:
    """The names of the spots that have one: below, above or beside them, wherever first there is room; below when there is none."""
    taken = {spot: Box(spot.x - spot.reach, spot.y - spot.reach, spot.x + spot.reach, spot.y + spot.reach) for spot in spots if spot.reach}
    written: list[Box] = []
    labels = []
    for spot in (spot for spot in spots if spot.text):
        others = [*written, *(box for other, box in taken.items() if other != spot)]
        candidates = list(places(spot, size))
        label = next((label for label in candidates if not any(box_of(label, size).overlaps(other) for other in others)), candidates[0])
        labels.append(label)
        written.append(box_of(label, size))
    return labels


def places(spot: Spot, size: float) -> Iterator[Label]:
    """Where its name may stand, the best place first."""
    beside = spot.reach + len(spot.text) * size * LETTER_WIDTH / 2 + size * 0.3
    if not spot.reach:
        yield Label(spot.text, spot.x, spot.y)
    yield Label(spot.text, spot.x, round(spot.y + spot.reach + size * 1.2, 1))
    yield Label(spot.text, spot.x, round(spot.y - spot.reach - size * 0.5, 1))
    yield Label(spot.text, round(spot.x + beside, 1), round(spot.y + size * 0.35, 1))
    yield Label(spot.text, round(spot.x - beside, 1), round(spot.y + size * 0.35, 1))


def box_of(label: Label, size: float) -> Box:
    half = len(label.text) * size * LETTER_WIDTH / 2
    return Box(label.x - half, label.y - size, label.x + half, label.y + size * 0.3)
