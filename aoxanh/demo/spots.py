"""The digital map of the demo: everything on it at once, as the nightly job would put it."""

from aoxanh.demo.world import World
from aoxanh.places.actions import refresh_spots
from aoxanh.places.layers import SOURCES


def show_on_map(world: World) -> int:
    """How many spots there are."""
    return sum(refresh_spots(layer) for layer in SOURCES)
