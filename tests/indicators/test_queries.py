from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.indicators import queries
from aoxanh.indicators.models import Target
from aoxanh.indicators.queries import Measurement, quarter_ends
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit
from aoxanh.planning.models import Phase, Plan, ScopeUnit
from aoxanh.records.models import DeclaredWork, Record
from tests.cast import make_activity
from tests.indicators.conftest import WHOLE

NOW = timezone.make_aware(datetime(2026, 11, 19, 6, 0))


def ended(unit: Unit, by: User, on: date, **facts: Any) -> Activity:
    start = timezone.make_aware(datetime.combine(on, datetime.min.time())) + timedelta(hours=7)
    return make_activity(unit, by, shifts=[(start, start + timedelta(hours=4), 10)], **facts)


def recorded(unit: Unit, by: User, on: date, published: datetime = NOW - timedelta(days=1)) -> Activity:
    activity = ended(unit, by, on, status=Activity.Status.RECORDED)
    Record.objects.create(activity=activity, outcome="Xong", people=9, turns=9, minutes=2160, published_at=published, published_by=by)
    return activity


def declared(unit: Unit, by: User, on: date) -> DeclaredWork:
    work = DeclaredWork.objects.create(unit=unit, title="Ra quân làm sạch chợ", ended_on=on, request_id=uuid4(), declared_by=by)
    DeclaredWork.objects.filter(pk=work.pk).update(declared_at=NOW - timedelta(days=2))
    return work


def figure(plan: Plan, **more: Any) -> tuple[int, int, int]:
    found = queries.measure_k2(plan, WHOLE, at=NOW, **more)
    return found.numerator, found.denominator, found.declared


def test_declared_work_counts_below_the_line_only(plan: Plan, commune_union: Unit, secretary: User) -> None:
    recorded(commune_union, secretary, date(2026, 3, 1))
    ended(commune_union, secretary, date(2026, 4, 1))
    declared(commune_union, secretary, date(2026, 5, 1))
    assert figure(plan) == (1, 3, 1)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "cancelled"])
def test_what_was_never_held_does_not_count(plan: Plan, commune_union: Unit, secretary: User, status: str) -> None:
    ended(commune_union, secretary, date(2026, 3, 1), status=status)
    assert figure(plan) == (0, 0, 0)


def test_an_activity_counts_once_it_has_ended_and_in_the_phase_in_which_it_ends(plan: Plan, commune_union: Unit, secretary: User) -> None:
    ended(commune_union, secretary, date(2025, 12, 31))
    ended(commune_union, secretary, date(2026, 1, 1))
    ended(commune_union, secretary, date(2026, 11, 20))
    assert figure(plan) == (0, 1, 0)


def test_a_draft_of_a_record_and_a_later_record_do_not_count_yet(plan: Plan, commune_union: Unit, secretary: User) -> None:
    activity = ended(commune_union, secretary, date(2026, 3, 1))
    Record.objects.create(activity=activity, outcome="Nháp", people=0, turns=0, minutes=0)
    recorded(commune_union, secretary, date(2026, 3, 2), published=NOW + timedelta(days=1))
    assert figure(plan) == (0, 2, 0)


def test_only_units_in_the_scope_on_the_day_of_the_work_count(
    plan: Plan, commune_union: Unit, neighbour_union: Unit, secretary: User
) -> None:
    ended(neighbour_union, secretary, date(2026, 3, 1))
    ended(commune_union, secretary, date(2025, 6, 30))
    late = during(date(2024, 1, 1), date(2026, 1, 1))
    assert figure(plan) == (0, 0, 0)
    assert queries.measure_k2(plan, late, at=NOW).denominator == 0


def test_a_scope_with_its_subtree_counts_each_activity_once(
    plan: Plan, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit, secretary: User
) -> None:
    ScopeUnit.objects.create(plan=plan, unit=provincial_union, during=during(date(2025, 7, 1)))
    ended(commune_union, secretary, date(2026, 3, 1))
    ended(neighbour_union, secretary, date(2026, 3, 1))
    assert figure(plan) == (0, 2, 0)


def test_the_figure_opens_into_its_rows_and_pages_through_all_of_them(plan: Plan, commune_union: Unit, secretary: User) -> None:
    missing = {ended(commune_union, secretary, date(2026, 3, day)).pk for day in (1, 1, 2, 3)}
    missing.add(declared(commune_union, secretary, date(2026, 3, 2)).pk)
    done = recorded(commune_union, secretary, date(2026, 3, 4))
    seen: list[Any] = []
    after = ""
    while rows := queries.evidence_k2(plan, WHOLE, at=NOW, recorded=False, after=after, size=2):
        seen += [row.id for row in rows]
        after = rows[-1].key
    assert len(seen) == 5
    assert set(seen) == missing
    assert [row.id for row in queries.evidence_k2(plan, WHOLE, at=NOW, recorded=True)] == [done.pk]


def test_a_row_tells_how_late_its_record_is(plan: Plan, commune_union: Unit, secretary: User) -> None:
    ended(commune_union, secretary, date(2026, 11, 15))
    ended(commune_union, secretary, date(2026, 10, 1))
    fresh, late = queries.evidence_k2(plan, WHOLE, at=NOW, recorded=False)
    assert (fresh.days_left, fresh.days_late) == (11, 0)
    assert (late.days_left, late.days_late) == (0, 34)
    assert queries.overdue_units(plan, WHOLE, at=NOW) == {commune_union.pk: 1}


def test_quarters_cumulate_what_was_recorded_by_their_end(plan: Plan, phase: Phase, commune_union: Unit, secretary: User) -> None:
    recorded(commune_union, secretary, date(2026, 2, 1), published=timezone.make_aware(datetime(2026, 2, 10)))
    recorded(commune_union, secretary, date(2026, 5, 1), published=timezone.make_aware(datetime(2026, 8, 1)))
    found = queries.quarters_k2(plan, phase, at=NOW)
    assert [(quarter.name, quarter.numerator, quarter.denominator) for quarter in found] == [
        ("Q1/26", 1, 1),
        ("Q2/26", 1, 2),
        ("Q3/26", 2, 2),
        ("Q4/26", 2, 2),
    ]


def test_quarter_ends_cross_the_year() -> None:
    assert list(quarter_ends(date(2026, 2, 14), 4)) == [date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31), date(2026, 2, 14)]


def measured(numerator: int, denominator: int, percent: int) -> Measurement:
    return Measurement("K2", numerator, denominator, 0, Target(indicator="K2", numerator=percent, denominator=100), None)


def test_exact_fractions_are_compared() -> None:
    assert measured(4, 5, 80).is_reached is True
    assert measured(79_999, 100_000, 80).is_reached is False
    assert measured(0, 0, 80).is_reached is None
    assert (measured(118, 156, 80).needed, measured(118, 156, 80).missing) == (125, 7)


@given(st.integers(1, 5000), st.data(), st.integers(1, 100))
def test_the_missing_number_is_exactly_what_reaches_the_target(denominator: int, data: st.DataObject, percent: int) -> None:
    numerator = data.draw(st.integers(0, denominator))
    found = measured(numerator, denominator, percent)
    assert measured(numerator + found.missing, denominator, percent).is_reached is True
    if found.missing:
        assert measured(numerator + found.missing - 1, denominator, percent).is_reached is False


def test_a_key_that_cannot_be_read_starts_anew() -> None:
    assert queries.read_key("hôm qua") == (None, None)
