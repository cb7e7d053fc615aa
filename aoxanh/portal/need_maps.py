"""How the maps of public pages are drawn: needs as yellow numbers, activities as blue ones, both by commune."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.needs.queries import Pin
from aoxanh.places import maps
from aoxanh.places.maps import DrawnMap, Style
from aoxanh.places.models import Area
from aoxanh.places.svg import View
from aoxanh.portal.queries.home import Turn

FAR_ROOM = (480, 120, 1540, 215)
"""West and north of the province, width in all, beyond its height: the sheet lies over the south-west."""
INSET_CORNER, INSET_ROOM = (740, 220), 320
"""The small map of the country lies over the north-east: a province with communes there gets room beside them."""
NEAR_SIDE = (420, 420)
BEYOND = 190
"""How far outside a view the name of a commune may lie while a part of it still shows."""

type Link = Callable[[Pin], str]


def label_of(pin: Pin) -> str:
    """What a pin says to who cannot see it."""
    told = ngettext("%(count)d need in %(kind)s %(place)s", "%(count)d needs in %(kind)s %(place)s", pin.count) % {
        "count": pin.count,
        "kind": pin.area.kind.lower(),
        "place": pin.area.short_name,
    }
    return f"{told}, {_('urgent')}" if pin.urgent else told


def placed(pin: Pin, link: Link | None = None) -> maps.Pin:
    latitude, longitude = maps.label_point(pin.area)
    kind = "urgent" if pin.urgent else "need"
    href = link(pin) if link else ""
    return maps.Pin(latitude, longitude, pin.count, kind, name=pin.area.short_name, title=label_of(pin) if href else "", href=href)


def far(code: str, pins: Sequence[Pin], link: Link, selected: Area | None = None) -> DrawnMap:
    """The whole province, with room for the sheet."""
    west, north, width, beyond = FAR_ROOM
    province = maps.province_map(code)
    is_crowded = any(land.x > INSET_CORNER[0] and land.y < INSET_CORNER[1] for land in province.lands)
    view = View(-west, -north, width + INSET_ROOM * is_crowded, round(province.frame.height + beyond))
    return drawn(code, pins, link, selected, view, maps.FAR, fills=False)


def near(code: str, pins: Sequence[Pin], link: Link | None, middle: Area, selected: Area | None = None) -> DrawnMap:
    """A few communes, large enough for a finger; only they are drawn."""
    view = maps.province_map(code).view_around(*maps.label_point(middle), *NEAR_SIDE)
    return cut(drawn(code, pins, link, selected, view, maps.NEAR, fills=True))


def middle_of(pins: Sequence[Pin]) -> Area | None:
    """The commune around which a near map shows most needs."""
    spots = [(pin, spot_of(pin.area)) for pin in pins]
    half = min(NEAR_SIDE) * 0.4

    def seen_from(x: float, y: float) -> int:
        return sum(pin.count for pin, (east, south) in spots if abs(east - x) < half and abs(south - y) < half)

    return max(spots, key=lambda spot: seen_from(*spot[1]))[0].area if spots else None


def spot_of(area: Area) -> tuple[float, float]:
    """Where the commune stands on the map of its province."""
    code = area.parent.code if area.parent else area.code
    return maps.province_map(code).frame.project(*maps.label_point(area))


def drawn(code: str, pins: Sequence[Pin], link: Link | None, selected: Area | None, view: View, style: Style, *, fills: bool) -> DrawnMap:
    known = {land.code for land in maps.province_map(code).lands}
    return maps.draw(
        code,
        title=_("Map of needs in %(place)s") % {"place": maps.province_map(code).name},
        view=view,
        style=style,
        counts={pin.area.code: pin.count for pin in pins},
        selected=selected.code if selected else None,
        named=[selected.code] if selected and selected.pk not in {pin.area.pk for pin in pins} else (),
        pins=[placed(pin, link) for pin in pins if pin.area.code in known],
        fills=fills,
    )


def cut(whole: DrawnMap) -> DrawnMap:
    """The same map without what lies wholly outside its view."""
    view = whole.view

    def shows(x: float, y: float, room: float) -> bool:
        return view.x - room < x < view.x + view.width + room and view.y - room < y < view.y + view.height + room

    return replace(
        whole,
        lands=[(land, heat) for land, heat in whole.lands if shows(land.x, land.y, BEYOND)],
        labels=[label for label in whole.labels if shows(label.x, label.y, 60)],
        pins=[pin for pin in whole.pins if shows(pin.x, pin.y, 30)],
    )


@dataclass(frozen=True)
class Cut:
    """A piece of a province for the home page."""

    width: float
    height: float
    style: Style


WIDE, SMALL = Cut(640, 400, maps.PLAIN), Cut(420, 250, maps.SMALL)


def around(middle: Area, pins: Sequence[Pin], turns: Iterable[Turn], piece: Cut) -> DrawnMap:
    """A commune's surroundings: yellow numbers are needs, blue ones activities of the week in communes without needs."""
    code = middle.parent.code if middle.parent else middle.code
    needed = {pin.area.pk for pin in pins}
    acts = Counter(activity.area for activity in {turn.activity for turn in turns})
    known = {land.code for land in maps.province_map(code).lands}
    blue = [
        maps.Pin(*maps.label_point(area), count, "act", name=area.short_name)
        for area, count in acts.items()
        if area.pk not in needed and area.code in known
    ]
    whole = maps.draw(
        code,
        title=_("Map of needs and activities around %(place)s") % {"place": middle.name},
        view=maps.province_map(code).view_around(*maps.label_point(middle), piece.width, piece.height),
        style=piece.style,
        counts={pin.area.code: pin.count for pin in pins},
        named=() if middle.pk in needed or middle in acts else [middle.code],
        pins=[*(placed(pin) for pin in pins if pin.area.code in known), *blue],
        fills=True,
    )
    return cut(whole)
