"""What sign-ups do to the map: they leave it alone, and every minute it is weighed anew."""

from django.db import transaction

from aoxanh.activities.queries.spots import free_places, missing_people
from aoxanh.kit.versions import bump_public_version
from aoxanh.places.actions import weigh_spots
from aoxanh.places.models import Layer


@transaction.atomic
def weigh_map() -> int:
    """Write how many people needs lack and how many places activities have by now; how many changed. Two statements."""
    changed = weigh_spots(Layer.NEED, missing_people("object_id")) + weigh_spots(Layer.ACTIVITY, free_places("object_id"))
    if changed:
        bump_public_version()
    return changed
