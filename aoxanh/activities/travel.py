"""How long the way from one shift to another takes, by what a person usually rides."""

from datetime import timedelta
from math import ceil

from django.conf import settings

from aoxanh.activities.models import Activity
from aoxanh.places.geometry import haversine_m

SAME_PLACE_M = 500


def time_between(one: Activity, other: Activity, transport: str) -> timedelta:
    """By road, in whole minutes; nothing within the same place."""
    metres = haversine_m(one.latitude, one.longitude, other.latitude, other.longitude)
    if metres < SAME_PLACE_M:
        return timedelta()
    speed = settings.TRAVEL_KMH.get(transport) or settings.TRAVEL_KMH[""]
    return timedelta(minutes=ceil(metres / 1000 * settings.TRAVEL_DETOUR / speed * 60))
