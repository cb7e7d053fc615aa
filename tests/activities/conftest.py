"""What tests of activities share."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.activities.actions import create_activity
from aoxanh.activities.drafts import Details, ShiftPlan
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
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


@pytest.fixture
def typed(commune_union):
    """A form as a browser sends it; a shift per row."""

    def data(*rows, **facts):
        rows = rows or ({},)
        day = (today() + timedelta(days=5)).isoformat()
        usual = {"name": "Ca sáng", "day": day, "starts": "07:00", "ends": "11:00", "places": "18"}
        given = {
            "unit": str(commune_union.pk),
            "title": "Sửa bếp ăn bán trú điểm trường",
            "kind": "repair",
            "description": "Tháo mái cũ, lợp tôn mới.",
            "place_name": "Điểm trường Vạn Linh",
            "latitude": str(commune_union.area.latitude),
            "longitude": str(commune_union.area.longitude),
            "min_age": "16",
            "request_id": str(uuid4()),
            "shifts-TOTAL_FORMS": str(len(rows)),
            "shifts-INITIAL_FORMS": "1",
        }
        shifts = {f"shifts-{n}-{name}": value for n, row in enumerate(rows) for name, value in (usual | row).items()}
        return given | shifts | facts

    return data


@pytest.fixture
def number_of_queries():
    def count(client, url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count
