"""What a map that moves shows of its viewport, as JSON."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from aoxanh.activities.map_filters import name_of
from aoxanh.activities.queries.map import codes_of
from aoxanh.places.models import Spot
from aoxanh.places.sights import Sight
from aoxanh.places.viewport import Group, viewport

ZOOM, LARGEST_ZOOM, FIRST_ZOOM = "z", 18, 8


def zoom_of(request: HttpRequest) -> int:
    asked = request.GET.get(ZOOM, "")
    return min(int(asked), LARGEST_ZOOM) if asked.isdecimal() and asked.isascii() and len(asked) < 3 else FIRST_ZOOM


def points(sight: Sight, zoom: int) -> JsonResponse:
    """`groups` and `spots` of the sight; `tints`: how many needs each commune has. Keys are short: a phone pays for them."""
    found = viewport(sight, zoom)
    codes = codes_of(list(found.tints)) if found.tints else {}
    answer = {
        "total": found.total,
        "groups": [group_of(group) for group in found.groups],
        "spots": [spot_of(spot) for spot in found.spots],
        "tints": {codes[key]: count for key, count in found.tints.items() if key in codes},
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def group_of(group: Group) -> dict[str, Any]:
    """`at` longitude and latitude, `n` how many, `l` of each layer, `u` urgent, `w` weight, `box` west, south, east, north."""
    return {
        "at": [round(group.longitude, 5), round(group.latitude, 5)],
        "n": group.count,
        "l": group.layers,
        "u": group.urgent,
        "w": group.weight,
        "box": [round(edge, 5) for edge in (group.west, group.south, group.east, group.north)],
    }


def spot_of(spot: Spot) -> dict[str, Any]:
    """`id` of what it shows, `l` its layer, `s` what the address names when it is chosen, `t` its title, `p` its commune."""

    return {
        "id": str(spot.object_id),
        "at": [round(spot.longitude, 5), round(spot.latitude, 5)],
        "l": spot.layer,
        "s": name_of(spot),
        "t": spot.title,
        "p": spot.area.code,
        **({"u": 1} if spot.urgent else {}),
        **({} if spot.is_public else {"hidden": 1}),
    }
