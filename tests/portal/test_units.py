from datetime import date

import pytest
from django.test import Client

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.kit.public import shelf
from aoxanh.org.models import Succession, Unit
from tests.cast import REORGANISED, make_activity, make_unit


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    shelf.clear()


@pytest.fixture
def ended(commune_union: Unit) -> Unit:
    """Đoàn xã Y Tịch, which became a part of Vạn Linh's."""
    assert commune_union.area is not None
    old = make_unit("commune_union", "DX-cu", "Đoàn xã Y Tịch", "ĐTN-YT", commune_union.area)
    old.during = during(date(2020, 1, 1), REORGANISED)
    old.save()
    Succession.objects.create(predecessor=old, successor=commune_union, on=REORGANISED, share="whole")
    return old


def test_a_unit_that_ended_keeps_its_page_and_says_what_became_of_it(client: Client, ended: Unit, commune_union: Unit) -> None:
    page = client.get(f"/don-vi/{ended.slug}/").content.decode()
    assert "Đơn vị này kết thúc ngày 01/07/2025" in page
    assert f"/don-vi/{commune_union.slug}/" in page
    assert "Đoàn xã Y Tịch" in client.get(f"/don-vi/{commune_union.slug}/").content.decode()


def test_a_search_ignores_tones_and_finds_ended_units_too(client: Client, ended: Unit, commune_union: Unit) -> None:
    today = client.get("/don-vi/").content.decode()
    assert (ended.name in today, commune_union.name in today) == (False, True)
    found = client.get("/don-vi/?tim=y+tich").content.decode()
    assert (ended.name in found, commune_union.name in found) == (True, False)


def test_a_unit_shows_its_own_work_and_that_of_units_below(
    client: Client, commune_union: Unit, provincial_union: Unit, neighbour_union: Unit, secretary: User
) -> None:
    mine = make_activity(commune_union, secretary, title="Trồng rừng phòng hộ")
    hidden = make_activity(commune_union, secretary, title="Chưa duyệt", status="submitted")
    pages = {unit: client.get(f"/don-vi/{unit.slug}/").content.decode() for unit in (commune_union, provincial_union, neighbour_union)}
    assert [mine.title in page for page in pages.values()] == [True, True, False]
    assert not any(hidden.title in page for page in pages.values())


def test_an_unknown_unit_does_not_exist(client: Client, commune_union: Unit) -> None:
    assert client.get("/don-vi/khong-co/").status_code == 404
