from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.models import ServiceHours
from aoxanh.desk.queries import desk_of, year_of
from aoxanh.kit.dates import today
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from tests.cast import acting_of, count_turn, make_activity, make_need, make_signup, noon

SignIn = Callable[[User], Client]


@pytest.fixture
def busy(commune_union: Unit, secretary: User) -> dict[str, Activity | Need]:
    """One of everything that waits for the secretary."""
    stale = make_need(commune_union, secretary, confirmed_at=timezone.now() - timedelta(days=31), title="Áo ấm cho điểm trường")
    return {
        "short": make_activity(commune_union, secretary, title="Tiếp sức phiên chợ"),
        "returned": make_activity(commune_union, secretary, title="Dọn kênh mương", status="returned"),
        "stale": stale,
        "over": make_activity(
            commune_union, secretary, title="Chủ nhật xanh", shifts=[(noon(-20), noon(-20) + timedelta(hours=3), 9)], status="open"
        ),
    }


def test_the_desk_counts_what_waits_and_names_it(sign_in: SignIn, secretary: User, busy: dict[str, object]) -> None:
    page = sign_in(secretary).get("/ban-lam-viec/").content.decode()
    assert "4 việc cần bạn hôm nay" in page
    for title in ("Tiếp sức phiên chợ", "Dọn kênh mương", "Áo ấm cho điểm trường", "Chủ nhật xanh"):
        assert title in page
    assert page.count("btn-row btn-primary") == 1


@pytest.mark.usefixtures("busy")
def test_a_record_is_late_after_its_last_day(secretary: User) -> None:
    desk = desk_of(secretary, acting_of(secretary))
    assert [(row.activity.title, row.is_late) for row in desk.unrecorded.rows] == [("Chủ nhật xanh", True)]
    assert (desk.short.count, desk.returned.count, desk.stale.count, desk.to_decide.count, desk.tasks) == (1, 1, 1, 0, 4)


def test_the_coordinator_decides_and_the_secretary_does_not(
    sign_in: SignIn, coordinator: User, secretary: User, commune_union: Unit
) -> None:
    waiting = make_activity(commune_union, secretary, title="Khám mắt cho học sinh", status="submitted")
    assert desk_of(coordinator, acting_of(coordinator)).to_decide.rows == [waiting]
    assert desk_of(secretary, acting_of(secretary)).to_decide.rows == []
    assert "Khám mắt cho học sinh" in sign_in(coordinator).get("/ban-lam-viec/").content.decode()


def test_other_units_do_not_stand_on_my_desk(outsider: User, busy: dict[str, object]) -> None:
    assert desk_of(outsider, acting_of(outsider)).tasks == 0


def test_a_volunteer_has_no_desk(sign_in: SignIn, volunteer: User) -> None:
    assert sign_in(volunteer).get("/ban-lam-viec/").headers["Location"] == "/ban-lam-viec/cua-toi/"


def test_who_is_signed_out_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/ban-lam-viec/").headers["Location"].startswith("/tai-khoan/vao/")


def test_the_desk_asks_the_same_number_of_questions_however_full_it_is(
    sign_in: SignIn, secretary: User, commune_union: Unit, busy: dict[str, object], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(secretary)
    browser.get("/ban-lam-viec/")
    with django_assert_num_queries(60, exact=False) as few:
        browser.get("/ban-lam-viec/")
    for _ in range(4):
        make_activity(commune_union, secretary)
        make_need(commune_union, secretary, confirmed_at=timezone.now() - timedelta(days=40))
    with django_assert_num_queries(60, exact=False) as many:
        browser.get("/ban-lam-viec/")
    assert len(many) == len(few)


def test_my_page_shows_the_next_shift_and_my_hours(
    sign_in: SignIn, volunteer: User, activity: Activity, commune_union: Unit, secretary: User
) -> None:
    signup = make_signup(activity.shifts.get(), volunteer)
    past = make_activity(commune_union, secretary, title="Làm đường bê tông", shifts=[(noon(-9), noon(-9) + timedelta(hours=4), 9)])
    done = make_signup(past.shifts.get(), volunteer)
    count_turn(done, minutes=330, on=today() - timedelta(days=9), source="check_out", by=secretary)
    page = sign_in(volunteer).get("/ban-lam-viec/cua-toi/").content.decode()
    assert f"/dang-ky/the/{signup.pk}/" in page
    assert "Làm đường bê tông" in page
    assert "5,5" in page


def test_a_year_is_summed_by_month(volunteer: User, commune_union: Unit, secretary: User) -> None:
    for days in (10, 40):
        past = make_activity(commune_union, secretary, shifts=[(noon(-days), noon(-days) + timedelta(hours=4), 9)])
        on = today() - timedelta(days=days)
        count_turn(make_signup(past.shifts.get(), volunteer), minutes=60, on=on, source="check_out", by=secretary)
    year = (today() - timedelta(days=10)).year
    found = year_of(volunteer.person, year)
    assert sum(minutes for _month, minutes in found.months) == found.minutes
    assert found.turns == ServiceHours.objects.filter(on__year=year).count()
