"""What stands on the map, told by the apps that know it: `places` is below them all and asks them through this port."""

from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from aoxanh.places.models import Layer, Spot

type Source = Callable[[Collection[UUID] | None], Iterator[Spot]]
"""The spots of the objects with these keys, of all objects where none are named; what does not belong on the map is left out."""

REFRESH_MAP = "places.refresh_map"
"""The job that brings all layers up to what their sources say."""

SOURCES: dict[Layer, Source] = {}


def register(layer: Layer, source: Source) -> None:
    """From `AppConfig.ready` of the app that knows all that a spot of the layer says."""
    SOURCES[layer] = source
