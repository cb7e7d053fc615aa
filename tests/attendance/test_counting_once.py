"""Laws of a person's day: no minute counts twice, and no order of events changes what counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance import actions, queries
from aoxanh.attendance.actions import claims
from aoxanh.attendance.entries import count_once
from aoxanh.attendance.hours import DEFAULT, Terms, Turn, counted, groups, minutes_together
from aoxanh.attendance.models import CheckIn, HoursRule, ServiceHours, Source
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from tests.attendance.conftest import at
from tests.attendance.test_actions import end
from tests.attendance.test_races import at_the_door
from tests.cast import count_turn, make_activity, make_signup, make_user

START = datetime(2026, 11, 21, tzinfo=UTC)
DAY = date(2026, 11, 21)
EXACT = Terms(step_minutes=1)


def turn(start: int, length: int, terms: Terms = DEFAULT, day: int = 0) -> Turn:
    span = START + timedelta(minutes=start), START + timedelta(minutes=start + length)
    return Turn(DAY + timedelta(days=day), counted([span], terms), span, terms)


TERMS = st.builds(
    Terms,
    rounding=st.sampled_from(["down", "nearest"]),
    step_minutes=st.sampled_from([1, 5, 15, 30]),
    break_after_minutes=st.none() | st.integers(0, 300),
    break_minutes=st.integers(0, 60),
    night_percent=st.integers(100, 200),
    cap_minutes=st.none() | st.integers(0, 600),
)
CAPPED = st.builds(Terms, step_minutes=st.sampled_from([1, 5]), cap_minutes=st.none() | st.sampled_from([60, 240, 480]))


def turns(terms: st.SearchStrategy[Terms], most: int = 4) -> st.SearchStrategy[list[Turn]]:
    one = st.builds(turn, st.integers(0, 700), st.integers(0, 300), terms, st.sampled_from([0, 0, 0, 1]))
    return st.lists(one, max_size=most)


def union(found: list[Turn]) -> int:
    return len({minute for one in found for minute in range(offset(one.span[0]), offset(one.span[1]))})


def offset(moment: datetime) -> int:
    return (moment - START) // timedelta(minutes=1)


@given(turns(st.just(EXACT), 6))
def test_exact_minutes_of_a_day_are_the_measure_of_the_union(found: list[Turn]):
    assert minutes_together(found) == union(found)


@given(turns(st.just(Terms())))
def test_rounded_hours_never_pass_the_union_and_lose_less_than_a_step_a_turn(found: list[Turn]):
    together = minutes_together(found)
    assert together <= union(found)
    assert together >= union(found) - 4 * len(found)


@given(turns(TERMS))
def test_the_order_of_turns_changes_nothing(found: list[Turn]):
    assert len({minutes_together(list(order)) for order in permutations(found)}) == 1


@given(turns(TERMS), st.builds(turn, st.integers(0, 700), st.integers(0, 300), TERMS))
def test_a_turn_more_never_takes_away_nor_adds_more_than_it_counts_alone(found: list[Turn], more: Turn):
    before, after = minutes_together(found), minutes_together([*found, more])
    assert before <= after <= before + more.minutes


@given(turns(CAPPED))
def test_a_day_under_one_cap_never_passes_it(found: list[Turn]):
    for on in {one.on for one in found}:
        that_day = [one for one in found if one.on == on]
        caps = [one.terms.cap_minutes for one in that_day]
        if None not in caps:
            assert minutes_together(that_day) <= max(cap for cap in caps if cap is not None)


@given(turns(TERMS))
def test_turns_that_do_not_depend_on_each_other_are_added(found: list[Turn]):
    parts = [[found[position] for position in group] for group in groups(found)]
    assert sum(minutes_together(part) for part in parts) == minutes_together(found)


@pytest.fixture
def second(commune_union, secretary: User, volunteer: User) -> Signup:
    """A turn in another activity, 09:00–12:00 today."""
    activity = make_activity(commune_union, secretary, title="Dọn chợ Vạn Linh", shifts=[(at("09:00"), at("12:00"), 9)])
    return make_signup(activity.shifts.get(), volunteer)


def total() -> int:
    return ServiceHours.objects.aggregate(all=Sum("minutes"))["all"]


@pytest.mark.django_db
@pytest.mark.parametrize("first_leaves_first", [True, False])
def test_overlapping_turns_count_once_whoever_is_checked_out_first(
    signup: Signup, second: Signup, arrive: Callable, leave: Callable, *, first_leaves_first: bool
):
    arrive(signup, at=at("07:00"))
    arrive(second, at=at("09:00"))
    leavings = [(signup, at("11:00")), (second, at("12:00"))]
    for one, moment in leavings if first_leaves_first else reversed(leavings):
        leave(one, at=moment)
    off = ServiceHours.objects.get(source=Source.TAKEN_OFF)
    assert total() == 300
    assert (off.minutes, off.signup) == (-120, second if first_leaves_first else signup)
    other = signup if first_leaves_first else second
    assert off.reason == f"Trùng giờ với: {other.shift.activity.title}, {other.shift.hours}."


@pytest.mark.django_db
def test_turns_that_only_touch_are_left_alone(signup: Signup, arrive: Callable, leave: Callable, commune_union, volunteer, secretary):
    noon = make_activity(commune_union, secretary, shifts=[(at("11:00"), at("12:00"), 9)])
    next_turn = make_signup(noon.shifts.get(), volunteer)
    arrive(signup, at=at("07:00"))
    arrive(next_turn, at=at("10:00"))
    leave(signup, at=at("11:00"))
    leave(next_turn, at=at("12:00"))
    assert total() == 300
    assert not ServiceHours.objects.filter(source=Source.TAKEN_OFF).exists()


@pytest.mark.django_db
def test_a_days_cap_is_taken_off_the_later_turn(signup: Signup, arrive: Callable, leave: Callable, commune_union, volunteer, secretary):
    HoursRule.objects.create(unit=commune_union, during=during(at("07:00").date()), cap_minutes=360)
    evening = make_activity(commune_union, secretary, shifts=[(at("18:00"), at("22:00"), 9)])
    later = make_signup(evening.shifts.get(), volunteer)
    arrive(signup, at=at("07:00"))
    leave(signup, at=at("11:00"))
    arrive(later, at=at("18:00"))
    leave(later, at=at("22:00"))
    off = ServiceHours.objects.get(source=Source.TAKEN_OFF)
    assert (total(), off.minutes, off.signup, off.reason) == (360, -120, later, "Mỗi ngày tính nhiều nhất 6,0 giờ.")


@pytest.mark.django_db
def test_counting_once_again_takes_off_nothing_more(signup: Signup, second: Signup, arrive: Callable, leave: Callable):
    for one in (signup, second):
        arrive(one, at=at("09:00"))
        leave(one, at=at("11:00"))
    assert count_once([signup.person_id], first=at("07:00").date(), last=at("07:00").date()) == []
    assert total() == 120


@pytest.mark.django_db
def test_settling_takes_off_too(signup: Signup, second: Signup, morning: Activity, secretary: User, arrive: Callable, leave: Callable):
    arrive(signup, at=at("07:02"))
    arrive(second, at=at("07:02"))
    for activity in (morning, second.shift.activity):
        actions.settle(end(activity), by=secretary)
    assert total() == 235 + 60


@pytest.mark.django_db
def test_settling_takes_off_what_an_arrival_moved_afterwards_counts_twice(
    signup: Signup, second: Signup, morning: Activity, secretary: User, arrive: Callable, leave: Callable
):
    arrive(signup, at=at("07:00"))
    arrive(second, at=at("11:00"))
    leave(signup, at=at("11:00"))
    leave(second, at=at("12:00"))
    CheckIn.objects.filter(signup=second).update(at=at("09:00"))
    count_turn(second, minutes=120, on=today(), source="correction", reason="Máy khác đã thấy đến sớm hơn")
    assert total() == 240 + 180
    for activity in (morning, second.shift.activity):
        Activity.objects.filter(pk=activity.pk).update(starts_at=at("07:00", -1), ends_at=at("12:00", -1))
        activity.refresh_from_db()
        actions.settle(activity, by=secretary)
    assert total() == 300


def test_two_leavings_at_once_count_the_overlap_once(committed_db: str):
    first, officer = at_the_door()
    other = make_activity(first.shift.activity.unit, officer, shifts=[(at("07:00"), at("11:00"), 18)])
    both = [first, make_signup(other.shifts.get(), first.person.user)]
    for one in both:
        actions.check_in(queries.passes().get(pk=one.pk), at=at("07:00"), scan_id=uuid4(), by=officer)
    gate = Barrier(2)

    def leave(one: Signup) -> None:
        loaded = queries.passes().get(pk=one.pk)
        gate.wait(10)
        actions.check_out(loaded, at=at("11:00"), scan_id=uuid4(), by=officer)
        connection.close()

    with ThreadPoolExecutor(2) as phones:
        list(phones.map(leave, both))
    assert total() == 240


def test_of_two_who_agree_at_once_one_counts(committed_db: str):
    signup, officer = at_the_door()
    count_turn(signup, minutes=230, on=today())
    asked = {"reason": "Quên điểm danh ra.", "request_id": uuid4(), "by": signup.person.user}
    claim = claims.ask_correction(signup, total=240, **asked)
    gate = Barrier(2)
    others = [officer, make_user("pho@vanlinh.example", "Nông Văn Bình")]

    def agree(by: User) -> str:
        gate.wait(10)
        try:
            return claims.approve(claim, by=by).status
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as desks:
        assert sorted(desks.map(agree, others)) == ["already_decided", "approved"]
    assert total() == 240
