"""The two ways in which most rows follow: they end with their unit, or they go to its heir."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

from aoxanh.org.reorganisation.heirs import positional, target
from aoxanh.org.reorganisation.journal import change, end
from aoxanh.org.reorganisation.port import Conflict, Event

type Warns = Callable[[Event], list[Conflict]]


def no_conflicts(event: Event) -> list[Conflict]:
    return []


@dataclass(frozen=True)
class EndsWithUnit:
    """Dated rows that end on the day on which their unit does; `unit` is the way to it."""

    label: Promise | str
    rule: Promise | str
    rows: Callable[[], QuerySet[Any]]
    unit: str = "unit"
    warns: Warns = no_conflicts

    def apply(self, event: Event) -> int:
        return end(event, self.rows().filter(**{f"{self.unit}__in": event.ended})).count

    def conflicts(self, event: Event) -> list[Conflict]:
        return self.warns(event)


@dataclass(frozen=True)
class GoesToHeir:
    """Rows without dates of their own that the heir carries on once the day has come; of a split unit the one in whose area they lie.

    `still` picks those that are not over on that day; `unit` and `area` name the two columns, `area` is empty where there is none.
    """

    label: Promise | str
    rule: Promise | str
    rows: Callable[[], QuerySet[Any]]
    still: Callable[[Event], Q]
    area: str = "area_id"
    warns: Warns = no_conflicts
    unit: str = "unit"

    def apply(self, event: Event) -> int:
        ending = {f"{self.unit}__in": event.ended, f"{self.unit}__successions__event": event.pk}
        rows = self.rows().filter(self.still(event), **ending).distinct()
        if not event.has_come:
            return rows.count()
        return change(event, rows, **{self.unit: self.heir(event)}).count

    def heir(self, event: Event) -> RawSQL:
        table = self.rows().model._meta.db_table
        area = f'"{table}"."{self.area}"' if self.area else "NULL::uuid"
        text, given = positional(target(f'"{table}"."{self.unit}_id"', area), {"event": event.pk, "on": event.on})
        return RawSQL(f"({text})", given)  # noqa: S611 -- put together from our own pieces, the values are parameters

    def conflicts(self, event: Event) -> list[Conflict]:
        return self.warns(event)
