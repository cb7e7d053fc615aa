"""Who holds what, on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from aoxanh.access.models import Grant
from aoxanh.access.roles import ROLES, TABLE, Role
from aoxanh.kit.dates import holds, today
from aoxanh.kit.vietnamese import search_key
from aoxanh.people.models import Person


@dataclass(frozen=True)
class Sought:
    """What the list of grants is asked for."""

    on: date
    text: str = ""
    role: str = ""
    unit: str = ""
    with_ended: bool = False


def found(grants: QuerySet[Grant], sought: Sought) -> QuerySet[Grant]:
    """Grants that hold on the day, and with `with_ended` those that ended before it; with their units, holders and givers."""
    if not sought.with_ended:
        grants = grants.filter(holds(sought.on))
    if sought.role:
        grants = grants.filter(role=sought.role)
    if sought.unit:
        grants = grants.filter(unit__slug=sought.unit)
    if key := search_key(sought.text):
        holders = Person.objects.filter(user=OuterRef("user"), search_key__contains=key)
        grants = grants.filter(Exists(holders) | Q(user__email__icontains=sought.text) | Q(unit__search_key__contains=key))
    return grants.select_related("unit", "user__person", "given_by__person")


def last_day(grant: Grant) -> date | None:
    """The last day on which it holds; periods are half-open."""
    upper: date | None = grant.during.upper
    return upper - timedelta(days=1) if upper else None


def state_of(grant: Grant, on: date) -> str:
    """ "never", "ended", "ahead" or "holds"."""
    period: Any = grant.during
    if period.isempty:
        return "never"
    if period.upper is not None and period.upper <= on:
        return "ended"
    return "ahead" if period.lower is not None and period.lower > on else "holds"


@dataclass(frozen=True)
class Held:
    """A grant as a line of the list."""

    grant: Grant
    role: Role
    state: str
    last_day: date | None
    runs: bool

    @classmethod
    def of(cls, grant: Grant, on: date) -> "Held":
        return cls(grant, ROLES[grant.role], state_of(grant, on), last_day(grant), state_of(grant, today()) in {"holds", "ahead"})


@dataclass(frozen=True)
class Row:
    """A permission, and for each role whether it has it."""

    label: Any
    marks: list[bool]


def table() -> tuple[list[Role], list[Row]]:
    """Roles across, permissions down."""
    return list(ROLES.values()), [Row(label, [code in holders for code in ROLES]) for label, holders in TABLE.values()]


def permits(role: Role) -> list[Any]:
    """What a role permits, in words."""
    return [label for code, (label, _holders) in TABLE.items() if code in role.permits and code != "desk.enter"]
