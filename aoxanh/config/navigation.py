"""The menus: what each app declares in its AppConfig, in order."""

from collections import defaultdict
from functools import cache

from django.apps import apps
from django.http import HttpRequest

from aoxanh.kit.navigation import Entry


@cache
def entries() -> dict[str, list[Entry]]:
    """Entries by place, in order."""
    places: dict[str, list[Entry]] = defaultdict(list)
    for config in apps.get_app_configs():
        for entry in getattr(config, "navigation", ()):
            places[entry.place].append(entry)
    return {place: sorted(found, key=lambda entry: entry.order) for place, found in places.items()}


def context(request: HttpRequest) -> dict[str, object]:
    """The `navigation` of every template."""
    return {"navigation": entries()}
