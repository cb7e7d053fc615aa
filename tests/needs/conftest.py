"""What tests of needs share."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.needs.actions import Facts, MaterialPlan, Told, publish_need, send_report
from aoxanh.needs.models import Material, Need, Report
from aoxanh.org.models import Unit
from tests.cast import make_user

VAN_LINH = (21.6405, 106.485)
QUAN_SON = (21.6123, 106.727)
CHINA, LAOS, SEA = (22.9, 107.9), (20.4, 103.2), (19.0, 108.5)


def facts(**other: Any) -> Facts:
    """A need that nothing is wrong with, in the middle of Vạn Linh."""
    given: dict[str, Any] = {
        "title": "Sửa bếp ăn bán trú",
        "kind": "repair",
        "people_wanted": 12,
        "starts_on": today(),
        "ends_on": today() + timedelta(days=14),
        "latitude": VAN_LINH[0],
        "longitude": VAN_LINH[1],
    }
    return Facts(**given | other)


@pytest.fixture
def publish(commune_union: Unit, focal_point: User) -> Callable[..., Need]:
    def act(unit: Unit | None = None, by: User | None = None, **other: Any) -> Need:
        return publish_need(unit or commune_union, facts=facts(**other), request_id=uuid4(), by=by or focal_point)

    return act


@pytest.fixture
def refused(publish: Callable[..., Need]) -> Callable[..., str]:
    """The code with which publishing such a need is refused; nothing is kept."""

    def code(**other: Any) -> str:
        with pytest.raises(Refused) as caught:
            publish(**other)
        assert Need.objects.count() == 0
        assert str(caught.value.message)
        return caught.value.code

    return code


@pytest.fixture
def newcomer(db: None) -> User:
    """Signed in, holds nothing."""
    return make_user("moi@example.org", "Triệu Thị Mới")


def blankets(quantity: int = 42, name: str = "Chăn") -> MaterialPlan:
    return MaterialPlan(name, quantity)


@pytest.fixture
def provisions(publish: Callable[..., Need]) -> Need:
    """42 blankets and 300 kg of rice, and nobody."""
    return publish(title="Chăn ấm cho 42 trẻ", people_wanted=0, materials=(blankets(), MaterialPlan("Gạo", 300, "kg")))


@pytest.fixture
def blanket(provisions: Need) -> Material:
    return provisions.materials.get(number=1)


def told(**other: Any) -> Told:
    """A report that nothing is wrong with, from the middle of Vạn Linh."""
    given: dict[str, Any] = {
        "text": "Mái bếp trường dột, 86 em ăn ngoài sân.",
        "latitude": VAN_LINH[0],
        "longitude": VAN_LINH[1],
        "name": "Triệu Văn Sinh",
        "phone": "+84912044318",
    }
    return Told(**given | other)


@pytest.fixture
def report(focal_point: User) -> Report:
    return send_report(told(), request_id=uuid4())


DAYTIME, NIGHT = time(9), time(23, 30)


def at(clock: time, days: int = 0) -> datetime:
    """An hour of the clock of Viet Nam, so many days from today."""
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), clock))
