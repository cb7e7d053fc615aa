"""Members of split units who wait for somebody to say where they belong."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from aoxanh.org.models import Reorganisation, Succession, Unit
from aoxanh.people.models import UnsettledMove


@dataclass(frozen=True)
class Choice:
    """A member who waits, with the successors to choose from, the one where they were put first."""

    move: UnsettledMove
    units: tuple[Unit, ...]


def unsettled(event: Reorganisation | None = None) -> QuerySet[UnsettledMove]:
    """The work list, of one event or of all, by name."""
    successions = Succession.objects.select_related("successor").order_by("successor__search_key")
    found = UnsettledMove.objects.filter(settled_at=None).select_related(
        "event", "before__unit", "after__unit", "after__person__area__parent__parent"
    )
    found = found.prefetch_related(Prefetch("before__unit__successions", queryset=successions))
    return (found.filter(event=event) if event else found).order_by("after__person__sort_key", "id")


def choice(move: UnsettledMove) -> Choice:
    """The successors of the event, from what `unsettled` has fetched."""
    steps = [step for step in move.before.unit.successions.all() if step.event_id == move.event_id]
    steps.sort(key=lambda step: step.successor_id != move.after.unit_id)
    return Choice(move, tuple(step.successor for step in steps))
