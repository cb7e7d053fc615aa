"""What happened to a unit, as moments in order, and how units were called on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from aoxanh.kit.dates import holds
from aoxanh.org.models import FormerIdentity, Parentage, Reorganisation, Succession, Unit
from aoxanh.places.models import Area, FormerName

IDENTITY = ("name", "short_name", "english_name", "abbreviation", "signing_name", "area")
MAIN = ("whole", "part_default")


@dataclass(frozen=True)
class Link:
    """Another unit of a moment, and whether only a part of it (or of this one) went that way."""

    unit: Unit
    is_part: bool = False


@dataclass(frozen=True)
class Moment:
    """Something that happened. `kind`: founded, formed (out of `links`), received (`links`), renamed (from `before`), moved (from the
    first of `links` to the last; one link: from nowhere), ended (with no successor), merged (into the one link), split (among `links`)."""

    on: date | None
    kind: str
    links: list[Link] = field(default_factory=list)
    before: str = ""
    after: str = ""
    event: Reorganisation | None = None


def named(units: Iterable[Unit], on: date) -> list[Unit]:
    """The units, called and placed as they were on the day. Two queries; the rows are for reading, not for saving."""
    found = list(units)
    then = {old.unit_id: old for old in FormerIdentity.objects.filter(holds(on), unit__in=found).select_related("area__parent")}
    for unit in found:
        if old := then.get(unit.pk):
            for name in IDENTITY:
                setattr(unit, name, getattr(old, name))
    call_areas([area for unit in found for area in fetched(unit)], on)
    return found


def fetched(unit: Unit) -> Iterator[Area]:
    """The unit's area and what that lies in, as far as they were fetched with it."""
    row: Unit | Area | None = unit
    for field_name in ("area", "parent", "parent"):
        row = row._state.fields_cache.get(field_name) if row else None
        if row:
            yield row


def call_areas(areas: list[Area], on: date) -> None:
    """Give areas the names that they had on the day."""
    then = {old.area_id: old for old in FormerName.objects.filter(holds(on), area__in=[area.pk for area in areas])}
    for area in areas:
        if old := then.get(area.pk):
            area.name, area.kind, area.short_name = old.name, old.kind, old.short_name


def has_ended(unit: Unit, on: date) -> bool:
    """Whether the unit is no more on the day."""
    life: Any = unit.during
    return life.upper is not None and life.upper <= on


def history(unit: Unit) -> list[Moment]:
    """Everything that is known to have happened to the unit, the oldest first; five queries."""
    events = events_of(unit.pk)
    successions = list(
        Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
        .select_related("predecessor__area", "successor__area")
        .order_by("on", "predecessor__search_key", "successor__search_key")
    )
    origins = sorted((row for row in successions if row.successor_id == unit.pk), key=lambda row: row.predecessor.kind != unit.kind)
    heirs = [row for row in successions if row.predecessor_id == unit.pk]
    moments = [*beginnings(unit, origins), *renamings(unit), *moves(unit), *endings(unit, heirs)]
    found = [Moment(one.on, one.kind, one.links, one.before, one.after, events.get(one.on)) for one in moments]
    return sorted(found, key=lambda one: (one.on or date.min, one.kind in {"merged", "split", "ended"}))


def events_of(unit_id: UUID) -> dict[date | None, Reorganisation]:
    """Decided events with a step about the unit, by their day."""
    decided = Reorganisation.objects.filter(state__in=[Reorganisation.State.DECIDED, Reorganisation.State.IN_EFFECT])
    touching = decided.filter(Q(steps__subject_id=unit_id) | Q(steps__target_id=unit_id)).distinct()
    return {event.on: event for event in touching}


def beginnings(unit: Unit, origins: list[Succession]) -> Iterable[Moment]:
    life: Any = unit.during
    if first := [row for row in origins if row.on == life.lower]:
        yield Moment(life.lower, "formed", [Link(row.predecessor, row.share != "whole") for row in first])
    elif life.lower is not None:
        yield Moment(life.lower, "founded")
    for day in sorted({row.on for row in origins} - {life.lower}):
        yield Moment(day, "received", [Link(row.predecessor, row.share != "whole") for row in origins if row.on == day])


def renamings(unit: Unit) -> Iterable[Moment]:
    """A change of place alone is no renaming."""
    names = list(FormerIdentity.objects.filter(unit=unit).order_by("during"))
    for old, new in zip(names, [*[row.name for row in names[1:]], unit.name], strict=False):
        until: Any = old.during
        if old.name != new:
            yield Moment(until.upper, "renamed", before=old.name, after=new)


def moves(unit: Unit) -> Iterable[Moment]:
    life: Any = unit.during
    rows = list(Parentage.objects.filter(child=unit).select_related("parent__area").order_by("during"))
    for last, row in zip([None, *rows], rows, strict=False):
        since: Any = row.during
        if since.lower is None or since.lower == life.lower or (last and last.parent_id == row.parent_id):
            continue
        yield Moment(since.lower, "moved", [*([Link(last.parent)] if last else []), Link(row.parent)])


def endings(unit: Unit, heirs: list[Succession]) -> Iterable[Moment]:
    life: Any = unit.during
    for day in sorted({row.on for row in heirs}):
        links = [Link(row.successor, row.share != "whole") for row in sorted(heirs, key=is_minor) if row.on == day]
        yield Moment(day, "merged" if len(links) == 1 and not links[0].is_part else "split", links)
    if life.upper is not None and life.upper not in {row.on for row in heirs}:
        yield Moment(life.upper, "ended")


def is_minor(row: Succession) -> bool:
    return row.share not in MAIN


def heir_on(unit: Unit, on: date) -> Unit | None:
    """Who carries the unit's work on that day, through every reorganisation since; None where nobody does."""
    for _ in range(20):
        if not has_ended(unit, on):
            return unit
        step = Succession.objects.filter(predecessor=unit, on__lte=on, share__in=MAIN).select_related("successor").order_by("-on").first()
        if step is None:
            return None
        unit = step.successor
    return None
