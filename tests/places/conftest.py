"""A database of this room's own with every area of Viet Nam, loaded once."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django.plugin import DjangoDbBlocker

from aoxanh.places import actions, queries
from aoxanh.places.models import Area, Level
from tests import bench

TODAY = date(2026, 11, 22)
BEFORE = date(2025, 6, 30)


@pytest.fixture(scope="module")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    sources = [path for path in (bench.ROOT / "aoxanh" / "places").rglob("*") if path.suffix in {".py", ".csv", ".topojson"}]
    with django_db_blocker.unblock():
        areas = bench.filled("areas", actions.load_areas, sources)
        with bench.copy(areas, "places") as name, bench.using(name):
            yield


@pytest.fixture
def chi_lang(db: None) -> Area:
    """Xã Chi Lăng of today."""
    return queries.area_on("06463", Level.COMMUNE, TODAY)


@pytest.fixture
def dong_mo(db: None) -> Area:
    """Thị trấn Đồng Mỏ, which bore the same code until 30/06/2025."""
    return queries.area_on("06463", Level.COMMUNE, BEFORE)


@pytest.fixture
def old_chi_lang(db: None) -> Area:
    """The district."""
    return queries.area_on("187", Level.DISTRICT, BEFORE)
