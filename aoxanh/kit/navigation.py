"""What an app offers in menus. Apps declare entries in their AppConfig; `config.navigation` collects them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A way into a page. `place` is one of public, volunteer, desk, programme, activity, campaign (tabs of one, reversed with its id).

    `permission` hides the entry from who lacks it in every unit. `order` sorts within the place.
    """

    label: Any
    url_name: str
    icon: str
    place: str
    order: int = 100
    permission: str = ""
    short: Any = ""
