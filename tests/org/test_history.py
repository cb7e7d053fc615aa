"""What happened to a unit, in order; how it was called on a day; and how ribbons are laid."""

from datetime import date

import pytest

from aoxanh.kit.dates import during
from aoxanh.org import history
from aoxanh.org.models import FormerIdentity, Parentage, Reorganisation, Succession, Unit
from aoxanh.org.ribbons import Drawing, draw
from aoxanh.places.models import Area, FormerName
from tests.cast import BEGINNING, REORGANISED, make_area, make_unit

LATER = date(2026, 3, 1)


def end(unit: Unit, on: date) -> Unit:
    unit.during = during(BEGINNING, on)
    unit.save()
    return unit


def succeed(old: Unit, new: Unit, on: date = REORGANISED, share: str = "whole") -> Succession:
    return Succession.objects.create(predecessor=old, successor=new, on=on, share=share)


@pytest.fixture
def communes(province: Area) -> list[Unit]:
    areas = [make_area(f"9000{number}", f"Xã {letter}", "Xã", 21.6, 106.5, province) for number, letter in enumerate("ABCDE")]
    return [make_unit("commune_union", f"DX-{area.code}", f"Đoàn xã {area.short_name}", "", area) for area in areas]


def test_a_life_is_told_in_order(communes: list[Unit], provincial_union: Unit) -> None:
    unit, origin, heir, _other, above = communes
    event = Reorganisation.objects.create(title="Đổi tên", on=LATER, state="in_effect", decision_number="7-QĐ")
    event.steps.create(verb="rename", subject_id=unit.pk)
    unit.during = during(REORGANISED, date(2026, 9, 1))
    unit.save()
    succeed(origin, unit)
    succeed(unit, heir, date(2026, 9, 1))
    Parentage.objects.create(child=unit, parent=provincial_union, during=during(REORGANISED, date(2026, 5, 1)))
    Parentage.objects.create(child=unit, parent=above, during=during(date(2026, 5, 1), date(2026, 9, 1)))
    FormerIdentity.objects.create(unit=unit, name="Đoàn xã Cũ", short_name="Cũ", area=unit.area, during=during(None, LATER), event=event)
    told = [(moment.kind, moment.on, moment.event) for moment in history.history(unit)]
    assert told == [
        ("formed", REORGANISED, None),
        ("renamed", LATER, event),
        ("moved", date(2026, 5, 1), None),
        ("merged", date(2026, 9, 1), None),
    ]


def test_a_unit_that_nobody_takes_up_is_dissolved(communes: list[Unit]) -> None:
    end(communes[0], LATER)
    assert [moment.kind for moment in history.history(communes[0])] == ["founded", "ended"]
    assert history.heir_on(communes[0], LATER) is None


def test_the_heir_of_a_day_is_found_through_every_reorganisation(communes: list[Unit]) -> None:
    first, second, third, aside, _ = communes
    end(first, REORGANISED)
    end(second, LATER)
    succeed(first, second, share="part_default")
    succeed(first, aside, share="part")
    succeed(second, third, LATER)
    days = (date(2025, 6, 30), REORGANISED, LATER)
    assert [history.heir_on(first, day) for day in days] == [first, second, third]


def test_units_and_their_areas_are_called_as_they_were(commune_union: Unit, province: Area) -> None:
    FormerName.objects.create(area=province, name="Tỉnh Cũ", kind="Tỉnh", short_name="Cũ", during=during(None, LATER))
    names = []
    for day in (date(2026, 2, 28), LATER):
        (unit,) = history.named(Unit.objects.filter(pk=commune_union.pk).select_related("area__parent"), day)
        names.append(unit.area.parent.name if unit.area and unit.area.parent else "")
    assert names == ["Tỉnh Cũ", "Tỉnh Lạng Sơn"]


def drawn(rows: list[Succession], reused: dict[str, str] | None = None, marked: set[object] | None = None) -> Drawing:
    return draw(rows, url_of=lambda unit: unit.slug, reused=reused or {}, words_of=lambda end: [end.code], marked=marked or set())  # type: ignore[arg-type]


def test_three_communes_run_into_one_as_drawn(communes: list[Unit]) -> None:
    drawing = drawn([succeed(old, communes[3]) for old in communes[:3]])
    (group,) = drawing.groups
    (new,) = group.news
    assert [old.y for old in group.olds] == [13, 39, 65]
    assert (new.top, new.height) == (25.5, 27)
    assert [strand.path for strand in group.strands] == [
        "M250 13C450 13 480 32 690 32",
        "M250 39C450 39 480 39 690 39",
        "M250 65C450 65 480 46 690 46",
    ]


def test_what_hangs_together_is_one_group_and_the_marked_one_comes_first(communes: list[Unit]) -> None:
    a, b, c, d, e = communes
    rows = [succeed(a, c), succeed(b, d, share="part_default"), succeed(b, e, share="part")]
    drawing = drawn(rows, marked={e.pk})
    assert [{end.unit for end in group.news} for group in drawing.groups] == [{d, e}, {c}]
    assert [group.is_marked for group in drawing.groups] == [True, False]
    assert [strand.is_part for group in drawing.groups for strand in group.strands] == [True, True, False]


def test_a_code_that_stood_for_another_name_is_said(communes: list[Unit]) -> None:
    drawing = drawn([succeed(communes[0], communes[1])], reused={"90001": "Xã Khác"})
    assert [end.was for end in drawing.news] == ["Xã Khác"]


def test_names_that_have_no_room_are_left_to_the_list(communes: list[Unit]) -> None:
    Unit.objects.filter(pk=communes[0].pk).update(kind="school", short_name="Trường phổ thông dân tộc nội trú huyện Chi Lăng")
    communes[0].refresh_from_db()
    assert [drawn([succeed(communes[0], communes[1])]).fits, drawn([succeed(communes[2], communes[3])]).fits] == [False, True]
