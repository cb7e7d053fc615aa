"""Whether a phone is where the work is. A position is compared and forgotten: it is neither kept nor logged."""

from dataclasses import dataclass

from aoxanh.activities.models import Activity
from aoxanh.places.geometry import haversine_m

BLUR = 100
"""Metres of a phone's own uncertainty that count in its favour, at most."""


@dataclass(frozen=True)
class Position:
    """What a phone says: degrees, and how many metres it may be wrong."""

    latitude: float
    longitude: float
    accuracy: float

    def metres_from(self, activity: Activity) -> float:
        return haversine_m(self.latitude, self.longitude, activity.latitude, activity.longitude)

    def is_within(self, metres: int, activity: Activity) -> bool:
        """Whether it may be so near to the place of the activity."""
        return self.metres_from(activity) <= metres + min(self.accuracy, BLUR)
