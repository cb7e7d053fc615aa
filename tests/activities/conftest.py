"""What tests of activities share."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from aoxanh.activities.actions import create_activity
from aoxanh.activities.drafts import Details, ShiftPlan
from aoxanh.activities.models import Activity
from aoxanh.kit.refusals import Refused
from tests.cast import noon


def plan(start: datetime | None = None, *, hours: float = 4, places: int = 18, **facts: object) -> ShiftPlan:
    start = start or noon(3)
    return ShiftPlan(start, start + timedelta(hours=hours), places, **facts)  # type: ignore[arg-type]


@pytest.fixture
def details(commune_union) -> Callable[..., Details]:
    def make(**facts) -> Details:
        area = commune_union.area
        given = {
            "title": "Sửa bếp ăn bán trú",
            "kind": "repair",
            "description": "Tháo mái cũ, lợp tôn mới.",
            "place_name": "Điểm trường Vạn Linh",
            "meeting_point": "Cổng trường",
            "latitude": area.latitude,
            "longitude": area.longitude,
            "area": area,
        }
        return Details(**given | facts)

    return make


@pytest.fixture
def draft(commune_union, details, secretary) -> Activity:
    return create_activity(commune_union, details=details(), shifts=[plan(name="Ca sáng")], request_id=uuid4(), by=secretary)


@pytest.fixture
def refused() -> Callable[..., str]:
    """The code with which an action refuses."""

    def code(action, *args, **kwargs) -> str:
        with pytest.raises(Refused) as caught:
            action(*args, **kwargs)
        assert str(caught.value.message)
        return caught.value.code

    return code
