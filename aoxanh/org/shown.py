"""The ribbons of a day in words: what stands under a new unit, who stood under whom, and what that means for figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.org import changes, wording
from aoxanh.org.models import Succession, Unit
from aoxanh.org.ribbons import Drawing, End, draw


@dataclass(frozen=True)
class Side:
    """One side of the drawing: how many units, under whom, until or since when."""

    title: str
    under: str
    on: date


@dataclass(frozen=True)
class Shown:
    """A drawing with its two sides and the sentence about figures."""

    drawing: Drawing
    before: Side
    after: Side
    label: str
    figures: str


def shown(rows: list[Succession], day: date, *, url_of: Callable[[Unit], str], marked: Iterable[UUID] = ()) -> Shown | None:
    """The rows as a drawing; None where there are none. `url_of` says where a name leads."""
    if not rows:
        return None
    reused = changes.reused_codes({row.successor.area for row in rows if row.successor.area}, day)
    drawing = draw(rows, url_of=url_of, reused=reused, words_of=words_of, marked=set(marked))
    before = side([end.unit for end in drawing.olds], day - changes.DAY)
    after = side([end.unit for end in drawing.news], day)
    label = _("%(old)s became %(new)s") % {"old": before.title, "new": after.title}
    return Shown(drawing, before, after, label, sentence(drawing, day))


def words_of(end: End) -> list[str]:
    """Under a new unit: its code, how many it took up; and on a line of its own where it gets long, that its code stood for another."""
    took = ngettext("takes up %(count)d unit", "takes up %(count)d units", end.whole) % {"count": end.whole} if end.whole else ""
    parts = ngettext("a part of %(count)d unit", "parts of %(count)d units", end.parts) % {"count": end.parts} if end.parts else ""
    said = ", ".join(filter(None, [took, parts]))
    first = " · ".join(filter(None, [end.code, said]))
    if not end.was:
        return [first]
    reuse = _("code used again")
    return [first, reuse] if end.parts and end.whole else [f"{first}, {reuse}"]


def side(units: list[Unit], on: date) -> Side:
    kinds = {unit.kind for unit in units}
    places = {unit.area.kind for unit in units if unit.area}
    title = wording.committees(kinds.pop(), places, len(units)) if len(kinds) == 1 else wording.units(len(units))
    above = changes.parents_of((unit.pk for unit in units), on)
    return Side(title, ", ".join(unit.name for unit in above[:3]), on)


def sentence(drawing: Drawing, day: date) -> str:
    """Figures of before are of the old units; on the new ones they are restated, and say so."""
    places = {end.unit.area.kind for end in drawing.news if end.unit.area and end.unit.kind == changes.COMMUNE}
    facts = {
        "year": f"{(day - changes.DAY).year if (day.month, day.day) == (1, 1) else day.year - 1}",
        "olds": len(drawing.olds),
        "news": len(drawing.news),
        "places": wording.places(places) or _("units"),
    }
    return (
        _("Figures of %(year)s are counted on the %(olds)d old units. Restated on the %(news)d new %(places)s, they always say so.") % facts
    )
