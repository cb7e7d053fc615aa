"""Who became whom as ribbons: old units on the left, new ones on the right, a group for all that hang together.

Only geometry and grouping; words and addresses come from who asks. All lengths are units of a drawing 1,000 wide.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from aoxanh.org.models import Succession, Unit

LEFT, RIGHT = 250, 690
STEP, STRAND, GAP = 26, 7, 33
LINE = 18
LONGEST_NAME = 34


@dataclass(eq=False)
class End:
    """A unit at one side. `lines` stand under a new one: code, how many it took up, that its code stood for another."""

    unit: Unit
    name: str
    code: str
    url: str
    y: float = 0
    lines: list[tuple[float, str]] = field(default_factory=list)
    top: float = 0
    height: float = 0
    whole: int = 0
    parts: int = 0
    was: str = ""
    origins: list["Origin"] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.whole + self.parts


@dataclass(frozen=True)
class Origin:
    """An old unit of a new one, and whether only a part of it came."""

    end: End
    is_part: bool


@dataclass(frozen=True)
class Strand:
    """One ribbon, as an SVG path; dashed where only a part went."""

    path: str
    is_part: bool


@dataclass
class Group:
    """Old and new units that hang together, and their ribbons."""

    olds: list[End]
    news: list[End]
    strands: list[Strand] = field(default_factory=list)
    is_marked: bool = False


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn, from top to bottom, and how high it is."""

    groups: list[Group]
    height: float

    @property
    def olds(self) -> list[End]:
        return [end for group in self.groups for end in group.olds]

    @property
    def news(self) -> list[End]:
        return [end for group in self.groups for end in group.news]

    @property
    def fits(self) -> bool:
        """Whether all names have room beside the ribbons; otherwise the list alone says it."""
        return all(len(end.name) <= LONGEST_NAME for end in (*self.olds, *self.news))


def draw(
    rows: Iterable[Succession],
    *,
    url_of: Callable[[Unit], str],
    reused: dict[str, str],
    words_of: Callable[[End], list[str]],
    marked: set[UUID] = frozenset(),  # type: ignore[assignment]
) -> Drawing:
    """The rows as groups, those with a `marked` unit first, then by code; where none is marked, the first is.

    `reused` says of a code which name it stood for before; `words_of` gives the lines under a new unit.
    """
    rows = list(rows)
    groups = [group_of(found, url_of, reused) for found in together(rows)]
    for group in groups:
        group.is_marked = any(end.unit.pk in marked for end in (*group.olds, *group.news))
    groups.sort(key=lambda group: (not group.is_marked, group.news[0].code, group.news[0].name))
    if groups and not any(group.is_marked for group in groups):
        groups[0].is_marked = True
    y = 13.0
    for group in groups:
        y = lay(group, y, words_of) + GAP
    return Drawing(groups, round(y - GAP + 2 * LINE))


def together(rows: list[Succession]) -> Iterable[list[Succession]]:
    """The rows apart into sets that share no unit."""
    left = list(rows)
    while left:
        found, seen = [left.pop(0)], set[UUID]()
        while new := {end for row in found for end in (row.predecessor_id, row.successor_id)} - seen:
            seen |= new
            found += [row for row in left if {row.predecessor_id, row.successor_id} & new]
            left = [row for row in left if row not in found]
        yield found


def group_of(rows: list[Succession], url_of: Callable[[Unit], str], reused: dict[str, str]) -> Group:
    olds = {row.predecessor_id: end_of(row.predecessor, url_of) for row in rows}
    news = {row.successor_id: end_of(row.successor, url_of) for row in rows}
    for row in rows:
        new = news[row.successor_id]
        new.origins.append(Origin(olds[row.predecessor_id], row.share != "whole"))
        new.whole, new.parts = (new.whole + 1, new.parts) if row.share == "whole" else (new.whole, new.parts + 1)
        before = reused.get(new.code, "")
        new.was = before if before and before != new.name else ""
    ordered = sorted(olds.values(), key=lambda end: (end.code, end.name))
    return Group(ordered, sorted(news.values(), key=lambda end: (mean(ordered.index(origin.end) for origin in end.origins), end.code)))


def end_of(unit: Unit, url_of: Callable[[Unit], str]) -> End:
    """A committee of a commune is called as its commune; others by their own name."""
    is_commune = unit.kind == "commune_union" and unit.area is not None
    name = unit.area.name if is_commune and unit.area else unit.short_name
    return End(unit, name, unit.area.code if is_commune and unit.area else "", url_of(unit))


def mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return sum(found) / len(found)


def lay(group: Group, top: float, words_of: Callable[[End], list[str]]) -> float:
    """Give every end its place from `top` on and draw the ribbons; how far down the last old unit stands."""
    for place, old in enumerate(group.olds):
        old.y = top + STEP * place
    floor = top - LINE
    for new in group.news:
        words = words_of(new)
        new.height = (new.count - 1) * STRAND + 13
        above, below = max(LINE, new.height / 2), max(LINE * (len(words) + 0.25), new.height / 2)
        new.y = max(mean(origin.end.y for origin in new.origins), floor + above)
        new.top = new.y - new.height / 2
        new.lines = [(new.y + 17 + LINE * place, text) for place, text in enumerate(words)]
        floor = new.y + below + STRAND
        group.strands += strands_to(new)
    return max(group.olds[-1].y, floor - STRAND - LINE + 5)


def strands_to(new: End) -> Iterable[Strand]:
    first = new.y - (new.count - 1) * STRAND / 2
    for place, origin in enumerate(sorted(new.origins, key=lambda origin: origin.end.y)):
        start, end = origin.end.y, first + STRAND * place
        yield Strand(f"M{LEFT} {start:g}C450 {start:g} 480 {end:g} {RIGHT} {end:g}", origin.is_part)
