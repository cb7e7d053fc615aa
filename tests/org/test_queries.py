from datetime import date

import pytest
from django.db import IntegrityError, transaction

from aoxanh.kit.dates import during
from aoxanh.org import queries
from aoxanh.org.kinds import may_stand_under
from aoxanh.org.models import Parentage, Succession, Unit
from aoxanh.places.models import Area
from tests.cast import REORGANISED, make_unit

BEFORE, AFTER = date(2025, 6, 30), REORGANISED


@pytest.fixture
def district_union(provincial_union: Unit, commune_union: Unit, van_linh: Area) -> Unit:
    """The district union that Vạn Linh stood under until the districts ended."""
    district = make_unit("district_union", "HD-189", "Huyện đoàn Chi Lăng", "HĐ-CL", van_linh)
    district.during = during(date(2020, 1, 1), REORGANISED)
    district.save()
    Parentage.objects.create(child=district, parent=provincial_union, during=during(date(2020, 1, 1), REORGANISED))
    Parentage.objects.filter(child=commune_union).update(during=during(REORGANISED))
    Parentage.objects.create(child=commune_union, parent=district, during=during(date(2020, 1, 1), REORGANISED))
    Succession.objects.create(predecessor=district, successor=provincial_union, on=REORGANISED, share="whole")
    return district


def test_the_tree_is_read_on_its_day(provincial_union: Unit, district_union: Unit, commune_union: Unit) -> None:
    assert set(queries.subtree(provincial_union, on=BEFORE)) == {provincial_union, district_union, commune_union}
    assert set(queries.subtree(provincial_union, on=AFTER)) == {provincial_union, commune_union}
    assert set(queries.subtree(district_union, on=BEFORE)) == {district_union, commune_union}
    assert set(queries.subtree(district_union, on=AFTER)) == {district_union}


def test_ancestors_and_parent_follow_the_day(provincial_union: Unit, district_union: Unit, commune_union: Unit) -> None:
    assert set(queries.ancestors(commune_union, on=BEFORE)) == {commune_union, district_union, provincial_union}
    assert set(queries.ancestors(commune_union, on=AFTER)) == {commune_union, provincial_union}
    assert queries.parent(commune_union, on=BEFORE) == district_union
    assert queries.parent(commune_union, on=AFTER) == provincial_union
    assert list(queries.children(provincial_union, on=AFTER)) == [commune_union]


def test_a_unit_that_ended_keeps_its_successor(district_union: Unit, provincial_union: Unit) -> None:
    successor = queries.successors(district_union).get()
    assert (successor, successor.since, successor.share) == (provincial_union, REORGANISED, "whole")
    assert queries.predecessors(provincial_union).get() == district_union
    assert district_union not in queries.active(AFTER)


def test_a_unit_has_one_parent_at_a_time(commune_union: Unit, neighbour_union: Unit) -> None:
    with pytest.raises(IntegrityError, match="one_parent_at_a_time"), transaction.atomic():
        Parentage.objects.create(child=commune_union, parent=neighbour_union, during=during(date(2024, 1, 1)))


def test_a_commune_union_stands_under_a_district_or_a_province_only() -> None:
    assert may_stand_under("commune_union", "district_union")
    assert may_stand_under("commune_union", "provincial_union")
    assert not may_stand_under("provincial_union", "commune_union")
