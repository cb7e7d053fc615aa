"""Where things happen: a point inside the commune, a hamlet with a name."""

from dataclasses import dataclass
from typing import Any

import shapely

from aoxanh.demo.words import HAMLET, HAMLETS, HIGHLAND, QUARTER
from aoxanh.demo.world import REGIONS, World
from aoxanh.places import boundaries
from aoxanh.places.models import Area

SEASIDE = {
    "Tuy Hòa",
    "Bình Kiến",
    "Phú Yên",
    "Sông Cầu",
    "Xuân Đài",
    "Xuân Cảnh",
    "Tuy An Đông",
    "Ô Loan",
    "Tuy An Nam",
    "Hòa Hiệp",
    "Hòa Xuân",
}
NEAR = 0.018
TRIES = 60


@dataclass(frozen=True)
class Spot:
    """A place in a commune: its area, a point, and the words that name it."""

    area: Area
    latitude: float
    longitude: float
    words: dict[str, str]


def spot(world: World, area: Area, home: str) -> Spot:
    """Somewhere in the area, which lies in today's commune `home`: not far from its official point if that is inside."""
    latitude, longitude = point(world, area, home)
    name = area.short_name[:1].lower() + area.short_name[1:] if area.short_name == area.name else area.short_name
    words = {"ten": name, "noi": area.name[:1].lower() + area.name[1:], "thon": hamlet(world, area, home)}
    return Spot(area, latitude, longitude, words)


def point(world: World, area: Area, home: str) -> tuple[float, float]:
    """(latitude, longitude) inside the borders of `home`, to five decimals."""
    shape = boundaries.communes().shape(home)
    west, south, east, north = shape.bounds
    for number in range(TRIES):
        if number < TRIES // 2:
            found = (area.longitude + world.random.uniform(-NEAR, NEAR), area.latitude + world.random.uniform(-NEAR, NEAR))
        else:
            found = (world.random.uniform(west, east), world.random.uniform(south, north))
        if shapely.contains_xy(shape, *found):
            return round(found[1], 5), round(found[0], 5)
    inside: Any = shape.representative_point()
    return round(inside.y, 5), round(inside.x, 5)


def hamlet(world: World, area: Area, home: str) -> str:
    region = REGIONS[world.region[home]]
    if area.kind != "Xã":
        return f"{QUARTER[region]} {world.random.randint(1, 9)}"
    if region == HIGHLAND and world.random.random() < 0.5:
        return f"thôn {world.random.randint(1, 12)}"
    return f"{HAMLET[region]} {world.random.choice(HAMLETS[region])}"


def is_by_the_sea(world: World, area: Area) -> bool:
    return area.short_name in SEASIDE and area.code in world.new and world.new[area.code].pk == area.pk
