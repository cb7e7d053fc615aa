"""Laws that hours obey, whatever the clock says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.attendance.hours import minutes_of_turn

START = datetime(2026, 11, 21, tzinfo=UTC)
END = START + timedelta(hours=4)
MOMENTS = st.integers(-10 * 3600, 14 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))


def minutes(came: datetime, left: datetime) -> int:
    return minutes_of_turn(came, left, starts_at=START, ends_at=END)


@pytest.mark.parametrize(
    ("came", "left", "counted"),
    [(-16, 240, 240), (2, 240, 235), (0, 238, 235), (5, 235, 230), (-60, 300, 240), (-60, -10, 0), (241, 300, 0), (100, 100, 0)],
)
def test_hours_are_the_presence_inside_the_shift_in_steps_of_five(came: int, left: int, counted: int):
    assert minutes(START + timedelta(minutes=came), START + timedelta(minutes=left)) == counted


def test_seconds_on_the_clock_do_not_cost_five_minutes():
    assert minutes(START + timedelta(seconds=40), END) == 240


@given(MOMENTS, MOMENTS)
def test_hours_never_pass_the_shift_nor_the_presence(came: datetime, left: datetime):
    counted = minutes(came, left)
    presence = max(timedelta(), left.replace(second=0) - came.replace(second=0))
    assert 0 <= counted <= 240
    assert timedelta(minutes=counted) <= presence
    assert counted % 5 == 0


@given(MOMENTS, MOMENTS, st.integers(0, 300))
def test_staying_longer_never_counts_less(came: datetime, left: datetime, more: int):
    assert minutes(came, left) <= minutes(came, left + timedelta(minutes=more))


@given(MOMENTS, MOMENTS)
def test_what_is_lost_to_rounding_is_less_than_a_step(came: datetime, left: datetime):
    exact = min(left.replace(second=0), END) - max(came.replace(second=0), START)
    assert max(timedelta(), exact) - timedelta(minutes=minutes(came, left)) < timedelta(minutes=5)
