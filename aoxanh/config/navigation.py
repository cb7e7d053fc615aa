"""The menus: what each app declares in its AppConfig, in order, less what the reader may do nowhere."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from aoxanh.access.acting import Acting, acting
from aoxanh.access.roles import ROLES
from aoxanh.kit.navigation import Entry
from aoxanh.org.models import Unit
from aoxanh.people.queries import person_of


@cache
def entries() -> dict[str, list[Entry]]:
    """Entries by place, in order."""
    places: dict[str, list[Entry]] = defaultdict(list)
    for config in apps.get_app_configs():
        for entry in getattr(config, "navigation", ()):
            places[entry.place].append(entry)
    return {place: sorted(found, key=lambda entry: entry.order) for place, found in places.items()}


@dataclass(frozen=True)
class Choice:
    """A unit for which the reader may act, and in which roles."""

    unit: Unit
    place: str
    roles: str
    is_current: bool


@dataclass
class Reader:
    """Who looks at a page, as menus need it: one query, made when the first menu asks."""

    request: HttpRequest

    @property
    def acting(self) -> Acting:
        return acting(self.request)

    @cached_property
    def permissions(self) -> frozenset[str]:
        return frozenset().union(*(ROLES[grant.role].permits for grant in self.acting.grants))

    @property
    def person_name(self) -> str:
        """How the account's holder is called; "" while nobody has been noted."""
        person = person_of(self.request.user)
        return person.full_name if person else ""

    @property
    def unit_place(self) -> str:
        return place_of(self.acting.unit)

    @cached_property
    def choices(self) -> list[Choice]:
        """The units among which the reader switches; none where there is one only."""
        found = self.acting.units if len(self.acting.units) > 1 else []
        return [Choice(unit, place_of(unit), self.acting.roles_in(unit), unit == self.acting.unit) for unit in found]


def place_of(unit: Unit | None) -> str:
    """The province of a commune's unit, to tell units of one name apart."""
    area = unit.area if unit else None
    return area.parent.short_name if area and area.parent else ""


class Navigation:
    """`navigation.desk`, `navigation.public`, … in templates."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __getitem__(self, place: str) -> list[Entry]:
        found = entries().get(place, [])
        if not any(entry.permission for entry in found):
            return found
        return [entry for entry in found if not entry.permission or entry.permission in self.reader.permissions]

    def get(self, place: str, default: object = None) -> list[Entry]:
        return self[place]


def context(request: HttpRequest) -> dict[str, object]:
    """The `navigation` of every template, and the unit for which a signed-in officer works."""
    reader = Reader(request)
    return {
        "is_demo": settings.DEMO,
        "navigation": Navigation(reader),
        "permissions": SimpleLazyObject(lambda: reader.permissions),
        "desk_unit": SimpleLazyObject(lambda: reader.acting.unit),
        "desk_units": SimpleLazyObject(lambda: reader.choices),
        "desk_unit_place": SimpleLazyObject(lambda: reader.unit_place),
        "desk_person_name": SimpleLazyObject(lambda: reader.person_name),
    }
