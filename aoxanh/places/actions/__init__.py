"""Writing areas, and what the digital map shows."""

from aoxanh.places.actions.areas import Loaded, load_areas, rename_area
from aoxanh.places.actions.spots import drop_spots, put_spots, refresh_spots, sweep_spots, weigh_spots

__all__ = ["Loaded", "drop_spots", "load_areas", "put_spots", "refresh_spots", "rename_area", "sweep_spots", "weigh_spots"]
