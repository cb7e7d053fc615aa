"""Swapping places: at once, and round circles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from aoxanh.activities.actions import swaps
from aoxanh.activities.models import Offer, Shift, ShiftRole, Signup, Swap, Waiting
from aoxanh.activities.tasks.waiting import expire
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Skill
from tests.cast import make_activity, make_area, make_signup, make_unit, make_user, noon


def shift_of(unit, user, day, places=1):
    return make_activity(unit, user, shifts=[(noon(day), noon(day) + timedelta(hours=3), places)]).shifts.get()


@pytest.fixture
def days(commune_union, secretary):
    """Three shifts of one place each, on three days."""
    return [shift_of(commune_union, secretary, day) for day in (4, 5, 6)]


@pytest.fixture
def people(van_linh):
    return [make_user(f"doi{number}@tinhnguyen.example", f"Lê Thị {number}", area=van_linh) for number in range(4)]


def swap(signup, to, user):
    return swaps.swap(signup, to=to, request_id=uuid4(), by=user)


def wish(signup, to, user):
    return swaps.wish_swap(signup, to=to, request_id=uuid4(), by=user)


def where(user):
    return [signup.shift for signup in Signup.objects.filter(person=user.person, status="confirmed").order_by("shift__starts_at")]


def taken(*shifts):
    return [Shift.objects.get(pk=shift.pk).taken for shift in shifts]


def test_one_step_from_here_to_there(days, people):
    first = make_signup(days[0], people[0])
    now = swap(first, days[1], people[0])
    assert (where(people[0]), now.status, taken(*days)) == ([days[1]], "confirmed", [0, 1, 0])
    assert Line.objects.get(verb="activities.swapped").details["from_signup"] == str(first.pk)


def test_the_same_form_again_is_the_same_place(days, people):
    first, request = make_signup(days[0], people[0]), uuid4()
    made = swaps.swap(first, to=days[1], request_id=request, by=people[0])
    assert swaps.swap(first, to=days[1], request_id=request, by=people[0]) == made


def test_shifts_at_the_same_time_can_be_swapped(commune_union, secretary, people):
    one, other = (shift_of(commune_union, secretary, 5) for _ in range(2))
    swap(make_signup(one, people[0]), other, people[0])
    assert where(people[0]) == [other]


def test_what_cannot_be_taken_leaves_the_old_place(days, people, refused):
    mine = make_signup(days[0], people[0])
    make_signup(days[1], people[1])
    assert refused(swap, mine, days[1], people[0]) == "full"
    assert (where(people[0]), taken(*days)) == ([days[0]], [1, 1, 0])


def test_each_refusal_of_a_swap(days, people, refused):
    mine = make_signup(days[0], people[0])
    assert refused(swap, mine, days[0], people[0]) == "same_shift"
    assert refused(wish, mine, days[1], people[0]) == "place_free"
    Shift.objects.filter(pk=days[0].pk).update(starts_at=timezone.now() + timedelta(hours=3), ends_at=timezone.now() + timedelta(hours=5))
    assert refused(swap, mine, days[1], people[0]) == "too_late"
    Signup.objects.update(status="cancelled")
    assert refused(swap, mine, days[1], people[0]) == "given_back"


def test_who_waits_for_the_place_given_back_is_asked(days, people):
    mine = make_signup(days[0], people[0])
    Waiting.objects.create(shift=days[0], person=people[1].person, number=1, request_id=uuid4())
    swap(mine, days[1], people[0])
    assert Offer.objects.get().person == people[1].person


def test_two_who_want_each_others_place(days, people):
    one, other = make_signup(days[0], people[0]), make_signup(days[1], people[1])
    assert wish(one, days[1], people[0]).settled_at is None
    made = wish(other, days[0], people[1])
    assert (where(people[0]), where(people[1]), taken(*days)) == ([days[1]], [days[0]], [1, 1, 0])
    assert made.signup.shift == days[0]
    assert not Swap.objects.filter(settled_at=None).exists()


def test_three_round_a_circle(days, people):
    places = [make_signup(shift, user) for shift, user in zip(days, people, strict=False)]
    for number in range(3):
        wish(places[number], days[(number + 1) % 3], people[number])
    assert [where(user) for user in people[:3]] == [[days[1]], [days[2]], [days[0]]]
    assert taken(*days) == [1, 1, 1]
    assert [line.details["circle"] for line in Line.objects.filter(verb="activities.swapped")] == [3, 3, 3]


def test_a_role_goes_with_its_place_to_who_fits_it(days, people):
    role = ShiftRole.objects.create(shift=days[1], name="Lái xe", places=1, taken=1, skill=Skill.objects.all()[0])
    one, other = make_signup(days[0], people[0]), make_signup(days[1], people[1], role=role)
    wish(one, days[1], people[0])
    wish(other, days[0], people[1])
    assert (where(people[0]), where(people[1])) == ([days[0]], [days[1]])
    ShiftRole.objects.update(skill=None)
    Swap.objects.filter(have=other).update(settled_at=timezone.now())
    wish(other, days[0], people[1])
    assert (where(people[0]), where(people[1])) == ([days[1]], [days[0]])
    assert Signup.objects.get(person=people[0].person, status="confirmed").role == role


def test_who_became_unable_breaks_only_their_own_circle(commune_union, secretary, days, people):
    places = [make_signup(shift, user) for shift, user in zip(days, people, strict=False)]
    wish(places[1], days[0], people[1])
    make_signup(shift_of(commune_union, secretary, 4, places=9), people[1])
    wish(places[0], days[1], people[0])
    assert where(people[0]) == [days[0]]
    assert Swap.objects.filter(settled_at=None).count() == 2


def test_a_wish_comes_true_when_a_place_is_free_and_nobody_waits(days, people):
    mine, theirs = make_signup(days[0], people[0]), make_signup(days[1], people[1])
    wish(mine, days[1], people[0])
    swap(theirs, days[2], people[1])
    expire(0)
    assert where(people[0]) == [days[1]]


def test_a_wish_can_be_dropped(days, people):
    mine, theirs = make_signup(days[0], people[0]), make_signup(days[1], people[1])
    swaps.drop_swap(wish(mine, days[1], people[0]), by=people[0])
    wish(theirs, days[0], people[1])
    assert where(people[0]) == [days[0]]


def test_many_circles_at_once_lose_nobody(committed_db):
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7736, 106.728)
    unit = make_unit(
        "commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    )
    users = [make_user(f"vong{number}@tinhnguyen.example", f"Lê Thị {number}") for number in range(12)]
    shifts = [shift_of(unit, users[0], day, places=4) for day in (4, 5, 6)]
    places = [make_signup(shifts[number % 3], user) for number, user in enumerate(users)]

    def work(number):
        try:
            wish(places[number], shifts[(number + 1) % 3], users[number])
        except Refused as reason:
            return reason.code
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(work, range(12))) == [""] * 12
    assert [len(where(user)) for user in users] == [1] * 12
    assert taken(*shifts) == [4, 4, 4]
    assert not Swap.objects.filter(settled_at=None).exists()
