from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
from django.db import connection, transaction

from aoxanh.documents.actions import number_text, take_numbers
from aoxanh.documents.models import NumberSeries
from aoxanh.org.models import Unit


def test_numbers_follow_each_other_per_unit_kind_and_year(commune_union: Unit, neighbour_union: Unit) -> None:
    assert list(take_numbers(commune_union, kind="GCN", year=2026, count=3)) == [1, 2, 3]
    assert list(take_numbers(commune_union, kind="GCN", year=2026)) == [4]
    assert list(take_numbers(commune_union, kind="GCN", year=2027)) == [1]
    assert list(take_numbers(neighbour_union, kind="GCN", year=2026)) == [1]


def test_a_roll_back_leaves_no_gap(commune_union: Unit) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        take_numbers(commune_union, kind="GCN", year=2026, count=10)
        raise RuntimeError
    assert list(take_numbers(commune_union, kind="GCN", year=2026)) == [1]


@pytest.mark.usefixtures("committed_db")
def test_two_at_once_never_share_a_number() -> None:
    unit = Unit.objects.create(
        kind="commune_union", code="X", slug="x", name="X", short_name="X", abbreviation="ĐTN-X", search_key="x", during=(None, None)
    )

    def take(_: int) -> list[int]:
        try:
            return list(take_numbers(unit, kind="GCN", year=2026, count=5))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = sorted(chain.from_iterable(pool.map(take, range(8))))
    assert taken == list(range(1, 41))
    assert NumberSeries.objects.get().last == 40


def test_numbers_below_ten_are_padded(commune_union: Unit) -> None:
    assert number_text(7, kind="GCN", unit=commune_union) == "07-GCN/ĐTN-VL"
    assert number_text(112, kind="GCN", unit=commune_union) == "112-GCN/ĐTN-VL"
