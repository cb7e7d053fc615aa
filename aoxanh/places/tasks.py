"""The map, looked over: every night, and after what moves many things at once."""

from procrastinate.contrib.django import app

from aoxanh.places.actions import refresh_spots, sweep_spots
from aoxanh.places.layers import REFRESH_MAP, SOURCES


@app.periodic(cron="20 0 * * *")
@app.task(name=REFRESH_MAP, lock=REFRESH_MAP)
def refresh_map(timestamp: int = 0) -> None:
    """Bring every layer up to what its source says, and forget what is long gone."""
    for layer in SOURCES:
        refresh_spots(layer)
    sweep_spots()
