"""Ways to check in: activities whose people do it themselves, at a poster or a screen."""

from datetime import timedelta

from aoxanh.activities.models import Activity
from aoxanh.attendance.models import SelfCheckIn
from aoxanh.demo.world import World

AHEAD = timedelta(days=10)
METRES = 300
SCREEN_EVERY, PLACE_EVERY = 3, 2


def make_ways(world: World) -> int:
    """Open activities of the next days; a third also have a screen, half of them ask for the place. How many."""
    soon = Activity.objects.filter(status=Activity.Status.OPEN, ends_at__gt=world.now, starts_at__lt=world.now + AHEAD).order_by(
        "starts_at", "id"
    )
    made = [
        SelfCheckIn(
            activity=activity,
            by_poster=True,
            by_screen=number % SCREEN_EVERY == 0,
            within_metres=METRES if number % PLACE_EVERY else None,
            poster_key=f"{world.random.getrandbits(112):028x}",
            screen_key=f"{world.random.getrandbits(112):028x}",
            by_id=activity.created_by_id,
        )
        for number, activity in enumerate(soon)
    ]
    return len(SelfCheckIn.objects.bulk_create(made))
