"""For which unit the reader acts: one of those of today's grants, kept in the session.

It narrows what lists and the desk's home show and what new forms begin with. It never permits anything: that is for grants alone.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from aoxanh.access.models import Grant
from aoxanh.access.queries import own_grants
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.audit.origin import ACTING_FOR
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.org.queries import carried_ids


@dataclass
class Acting:
    """The grants of today and the choice among their units. One query, made when the first asks; see `acting`."""

    user: User | AnonymousUser
    session: MutableMapping[str, Any]

    @cached_property
    def grants(self) -> list[Grant]:
        return list(own_grants(self.user, on=today()).select_related("unit__area__parent"))

    @cached_property
    def units(self) -> list[Unit]:
        """Units to choose from, that of the oldest grant first."""
        return list({grant.unit_id: grant.unit for grant in self.grants}.values())

    @cached_property
    def unit(self) -> Unit | None:
        """The chosen unit while a grant in it holds, else the first. The session keeps what it came to, for the log."""
        chosen = self.session.get(ACTING_FOR)
        unit = next((unit for unit in self.units if str(unit.pk) == chosen), self.units[0] if self.units else None)
        self.keep(unit)
        return unit

    def keep(self, unit: Unit | None) -> None:
        kept = str(unit.pk) if unit else None
        if self.session.get(ACTING_FOR) != kept:
            self.session[ACTING_FOR] = kept

    def choose(self, pk: UUID) -> Unit:
        """Act for this unit from now on. StopIteration where no grant in it holds."""
        self.unit = next(unit for unit in self.units if unit.pk == pk)
        self.keep(self.unit)
        return self.unit

    def roles_in(self, unit: Unit) -> str:
        """What the reader is in the unit: "Unit administrator, focal point"."""
        return ", ".join(dict.fromkeys(str(ROLES[grant.role].label) for grant in self.grants if grant.unit_id == unit.pk))

    def within(self, field: str = "unit") -> Q:
        """Rows of the unit, of everything under it and of what these carry on; all rows where there is no choice."""
        if len(self.units) < 2 or not self.unit:
            return Q()
        return Q(**{f"{field}__in": carried_ids([self.unit.pk], on=today())})

    def narrow[Rows: QuerySet[Any, Any]](self, rows: Rows, field: str = "unit") -> Rows:
        return rows.filter(self.within(field))

    def first_choice(self, units: QuerySet[Unit]) -> Unit | None:
        """With which of these units a new form begins: the one acted for, else the first."""
        return (units.filter(pk=self.unit.pk).first() if self.unit else None) or units.first()


def begin(request: HttpRequest, user: User, **signal: Any) -> None:
    """Heard at sign-in: the session says from its first request on for which unit one acts."""
    acting_by_default = Acting(user, request.session)
    acting_by_default.keep(acting_by_default.unit)


def acting(request: HttpRequest) -> Acting:
    """The same for the whole request."""
    found: Acting | None = getattr(request, "acting", None)
    if found is None:
        found = request.acting = Acting(request.user, request.session)  # type: ignore[attr-defined]
    return found
