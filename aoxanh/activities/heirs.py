"""Rows of which a unit may have one of a kind: at the heir, where several come together, one goes on and takes in the others."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Value, When

from aoxanh.org.models import Change
from aoxanh.org.reorganisation.following import GoesToHeir
from aoxanh.org.reorganisation.journal import change
from aoxanh.org.reorganisation.port import Event

type Key = tuple[Any, ...]


@dataclass(frozen=True)
class UnitedAtHeir(GoesToHeir):
    """As `GoesToHeir`, for rows that are unique by unit and the fields `same`.

    The heir's own row goes on, else the oldest; `adds` names a number of which it takes in that of the others. The others stay with the
    unit that ended, changed to what `left` gives. The heir is the main one.
    """

    area: str = ""
    same: tuple[str, ...] = ()
    adds: str = ""
    left: Callable[[Event], dict[str, Any]] = lambda event: {}

    def apply(self, event: Event) -> int:
        rows = self.rows().filter(self.still(event), unit__in=event.ended, unit__successions__event=event.pk).distinct()
        if not event.has_come:
            return rows.count()
        groups = self.groups(event, rows)
        going = [pks[0] for heir_has, pks in groups if not heir_has]
        staying = [pk for heir_has, pks in groups for pk in (pks if heir_has else pks[1:])]
        self.add(event, groups)
        if staying and (left := self.left(event)):
            change(event, self.rows().filter(pk__in=staying), **left)
        if going:
            change(event, self.rows().filter(pk__in=going), unit=self.heir(event))
        return len(going) + len(staying)

    def groups(self, event: Event, rows: Any) -> list[tuple[Any, list[Any]]]:
        """For each heir and kind of row: the row that the heir has already, or None, and those that come, the oldest first."""
        coming: dict[Key, list[Any]] = defaultdict(list)
        for pk, *key in rows.annotate(heir=self.heir(event)).order_by("pk").values_list("pk", "heir", *self.same):
            coming[tuple(key)].append(pk)
        heirs = {key[0] for key in coming}
        own = {tuple(key): pk for pk, *key in self.rows().filter(unit__in=heirs).values_list("pk", "unit", *self.same)}
        return [(own.get(key), pks) for key, pks in coming.items() if key[0]]

    def add(self, event: Event, groups: list[tuple[Any, list[Any]]]) -> None:
        """The row that goes on takes in the numbers of the others, once in an event."""
        if not self.adds:
            return
        numbers = dict(self.rows().filter(pk__in=[pk for _own, pks in groups for pk in pks]).values_list("pk", self.adds))
        gained = {own or pks[0]: sum(numbers[pk] for pk in (pks if own else pks[1:])) for own, pks in groups}
        label = self.rows().model._meta.label_lower
        done = set(Change.objects.filter(event=event.pk, label=label, row_id__in=gained).values_list("row_id", flat=True))
        grown = {pk: number for pk, number in gained.items() if number and pk not in done}
        if grown:
            number = self.rows().model._meta.get_field(self.adds)
            whens = [When(pk=pk, then=F(self.adds) + Value(more, output_field=number)) for pk, more in grown.items()]
            change(event, self.rows().filter(pk__in=grown), **{self.adds: Case(*whens, default=F(self.adds), output_field=number)})
