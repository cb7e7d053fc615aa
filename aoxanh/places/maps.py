"""Maps drawn on the server: a province with its communes, and what a page shows on them.

A province is 1000 units wide whatever its size, so views and pins of a page hold for every province. Drawings are kept per process.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import shapely

from aoxanh.places import boundaries, geometry
from aoxanh.places.gazetteer import Listed, todays
from aoxanh.places.lettering import Label, Spot, placed_names
from aoxanh.places.models import Area, Level
from aoxanh.places.surroundings import ARCHIPELAGOS, Surroundings, surroundings
from aoxanh.places.svg import Grid, MapFrame, View, frame_around

WIDTH = 1000
FAR_MARGIN = 0.1


@dataclass(frozen=True)
class Land:
    """A commune on the map: its shape and where its name goes."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class ProvinceMap:
    """A province as drawn, before anything is shown on it."""

    code: str
    name: str
    frame: MapFrame
    lands: tuple[Land, ...]
    outline: str

    @property
    def whole(self) -> View:
        """The view that shows all of it with some room around."""
        room = WIDTH * FAR_MARGIN
        return View(-room, -room, WIDTH + 2 * room, round(self.frame.height + 2 * room))

    def view_around(self, latitude: float, longitude: float, width: float, height: float) -> View:
        """The view of that size, in map units, with the place in its middle."""
        x, y = self.frame.project(latitude, longitude)
        return View(round(x - width / 2), round(y - height / 2), width, height)


@dataclass(frozen=True)
class Style:
    """Sizes of names and pins in map units, and the class under which the stylesheet has the same. Far maps name the neighbours."""

    css: str
    text: float
    pin: float
    names_neighbours: bool = False


PLAIN = Style("", 15, 18.75)
SMALL = Style("", 15, 15)
NEAR = Style("lsmap-near", 12, 12.75)
SITE = Style("lsmap-site", 9, 9)
FAR = Style("lsmap-far", 19, 21.75, names_neighbours=True)


@dataclass(frozen=True)
class Pin:
    """A number at a place; with 0 a plain dot. `kind` is need, urgent or act; `name` stands below it.

    With an `href` it is a link that `title` describes.
    """

    latitude: float
    longitude: float
    count: int
    kind: str = "need"
    name: str = ""
    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class PlacedPin:
    """A pin in map units."""

    pin: Pin
    x: float
    y: float
    radius: float
    text: float

    @property
    def text_y(self) -> float:
        return round(self.y + self.text * 0.35, 1)

    @property
    def ring(self) -> float:
        return round(self.radius * 1.4, 1)

    @property
    def reach(self) -> float:
        """How far it covers the map."""
        return self.ring if self.pin.kind == "urgent" else self.radius


@dataclass(frozen=True)
class DrawnMap:
    """All that `places/map.html` draws. `lands` are (commune, heat from 0 to 3)."""

    province: ProvinceMap
    title: str
    view: View
    style: Style
    lands: Sequence[tuple[Land, int]]
    selected: Land | None
    labels: Sequence[Label]
    pins: Sequence[PlacedPin]
    around: Surroundings
    fills: bool

    @property
    def fit(self) -> str:
        """How the view sits in its box: cut to fill it, or whole."""
        return "xMidYMid slice" if self.fills else "xMidYMid meet"

    @property
    def has_links(self) -> bool:
        return any(placed.pin.href for placed in self.pins)


@cache
def province_map(code: str) -> ProvinceMap:
    """Today's province with its communes; raises KeyError for a code that is none."""
    province = todays(Level.PROVINCE)[code]
    topology = boundaries.topology(boundaries.commune_files()[code])
    named = {shape["properties"]["code"] for shape in geometry.geometries(topology)} - {far.code for far in ARCHIPELAGOS}
    frame = frame_around(shapely.total_bounds([boundaries.communes().shape(code) for code in named]), WIDTH)
    grid = Grid(topology, frame)
    lands = [land(todays(Level.COMMUNE)[shape["properties"]["code"]], grid.path(shape), frame) for shape in grid.geometries]
    return ProvinceMap(code, province.short_name, frame, tuple(lands), grid.outline())


def land(commune: Listed, path: str, frame: MapFrame) -> Land:
    x, y = frame.project(*label_point(commune))
    return Land(commune.code, commune.short_name, path, x, y)


def label_point(commune: Area | Listed) -> tuple[float, float]:
    """The official point of a commune of today where it lies inside its border (29 do not), else one that does."""
    shape = boundaries.communes().shape(commune.code)
    if shape.contains(shapely.Point(commune.longitude, commune.latitude)):
        return commune.latitude, commune.longitude
    inside = shape.representative_point()
    return inside.y, inside.x


def heat(count: int) -> int:
    """The tint of a commune with so many needs: 0 none, 1 for one or two, 2 for three to five, 3 from six on."""
    return (count >= 1) + (count >= 3) + (count >= 6)


def draw(
    code: str,
    *,
    title: str,
    view: View | None = None,
    style: Style = FAR,
    counts: Mapping[str, int] | None = None,
    selected: str | None = None,
    named: Collection[str] = (),
    pins: Sequence[Pin] = (),
    fills: bool = False,
) -> DrawnMap:
    """A province with what a page shows on it. `counts` tints communes by code, `selected` gets a strong edge, `named` are labelled.

    Pins carry their own names, so a commune with a pin need not be among `named`. Raises KeyError for what is no province today.
    """
    province = province_map(code)
    shown = view or province.whole
    placed_pins = [place(pin, province.frame, style) for pin in pins]
    spots = [Spot(land.name, land.x, land.y) for land in province.lands if land.code in named]
    return DrawnMap(
        province=province,
        title=title,
        view=shown,
        style=style,
        lands=[(land, heat((counts or {}).get(land.code, 0))) for land in province.lands],
        selected=next((land for land in province.lands if land.code == selected), None),
        labels=placed_names([*spots, *(Spot(pin.pin.name, pin.x, pin.y, pin.reach) for pin in placed_pins)], style.text),
        pins=placed_pins,
        around=surroundings(code, province.frame, shown, named=style.names_neighbours),
        fills=fills,
    )


def place(pin: Pin, frame: MapFrame, style: Style) -> PlacedPin:
    x, y = frame.project(pin.latitude, pin.longitude)
    radius = style.pin * (0.6 if not pin.count else 1 if pin.count < 10 else 1.2)
    return PlacedPin(pin, x, y, round(radius, 2), style.pin)
