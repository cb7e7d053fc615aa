"""Checking oneself in by the code on the notice board or on a screen: when, where, whose, and every refusal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.keys import key_of
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.actions import ways as actions
from aoxanh.attendance.models import CheckIn, CheckOut, Method, SelfCheckIn
from aoxanh.attendance.positions import Position
from aoxanh.attendance.screen_codes import STEP_SECONDS, code_of, ways_of
from aoxanh.attendance.views.kiosk import given_name
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Consent, Person
from tests.cast import make_activity, make_signup

HOUR = timedelta(hours=1)
NEAR = {"latitude": "21.6405", "longitude": "106.485", "accuracy": "12"}
FAR = {"latitude": "21.7", "longitude": "106.6", "accuracy": "12"}


@pytest.fixture
def now_on(commune_union, secretary: User) -> Activity:
    """An activity whose one shift began an hour ago."""
    start = timezone.now() - HOUR
    return make_activity(commune_union, secretary, shifts=[(start, start + 4 * HOUR, 18)], latitude=21.6405, longitude=106.485)


@pytest.fixture
def ways(now_on: Activity, secretary: User) -> SelfCheckIn:
    return actions.set_ways(now_on, by_poster=True, by_screen=True, within_metres=None, by=secretary)


@pytest.fixture
def place(now_on: Activity, volunteer: User) -> Signup:
    return make_signup(now_on.shifts.get(), volunteer)


@contextmanager
def refusing(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def poster(ways: SelfCheckIn) -> str:
    return reverse("arrive:poster", args=[ways.poster_key])


def press(browser: Client, address: str, signup: Signup, **more: str) -> Any:
    return browser.post(address, {"signup": signup.pk, "scan_id": uuid4(), **more})


def moved(shift: Shift, *, starts: datetime) -> None:
    Shift.objects.filter(pk=shift.pk).update(starts_at=starts, ends_at=starts + 4 * HOUR)


def test_one_button_checks_the_holder_in(ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]) -> None:
    browser = sign_in(volunteer)
    page = browser.get(poster(ways)).content.decode()
    assert page.count('name="scan_id"') == 1
    assert press(browser, poster(ways), place).status_code == 302
    arrival = CheckIn.objects.get(signup=place)
    assert (arrival.method, arrival.by, arrival.was_near) == (Method.POSTER, volunteer, None)
    assert Signup.objects.get(pk=place.pk).outcome == "came"


def test_pressed_twice_it_counts_once(ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]) -> None:
    browser, sent = sign_in(volunteer), {"signup": place.pk, "scan_id": uuid4()}
    assert [browser.post(poster(ways), sent).status_code for _ in range(2)] == [302, 302]
    assert CheckIn.objects.filter(signup=place).count() == 1
    again = press(browser, poster(ways), place)
    assert (again.status_code, again["X-Refusal"]) == (409, "already_in")


def test_leaving_counts_the_hours(ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]) -> None:
    browser = sign_in(volunteer)
    press(browser, poster(ways), place)
    CheckIn.objects.update(at=timezone.now() - HOUR)
    assert press(browser, poster(ways), place, leaves="1").status_code == 302
    assert CheckOut.objects.get().method == Method.POSTER
    assert place.hours.get().minutes in (55, 60)
    assert "Tôi về" not in browser.get(poster(ways)).content.decode()


def test_before_its_time_the_page_says_when(ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]) -> None:
    moved(place.shift, starts=timezone.now() + 3 * HOUR)
    browser = sign_in(volunteer)
    assert 'name="scan_id"' not in browser.get(poster(ways)).content.decode()
    answer = press(browser, poster(ways), place)
    assert (answer.status_code, answer["X-Refusal"]) == (409, "too_early")


def test_long_after_the_shift_nobody_comes_or_leaves_by_themselves(
    ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in(volunteer)
    press(browser, poster(ways), place)
    moved(place.shift, starts=timezone.now() - 7 * HOUR)
    assert press(browser, poster(ways), place, leaves="1")["X-Refusal"] == "too_late"


def test_switched_off_or_renewed_the_code_is_dead(
    ways: SelfCheckIn, now_on: Activity, place: Signup, volunteer: User, secretary: User, sign_in: Callable[[User], Client]
) -> None:
    old = poster(ways)
    ways = actions.renew_key(now_on, key="poster_key", by=secretary)
    browser = sign_in(volunteer)
    assert browser.get(old).status_code == 404
    assert browser.get(poster(ways)).status_code == 200
    actions.set_ways(now_on, by_poster=False, by_screen=True, within_metres=None, by=secretary)
    assert browser.get(poster(ways)).status_code == 404
    with refusing("self_check_in_off"):
        off = SelfCheckIn.objects.get()
        actions.arrive_by_oneself(place, ways=off, method=Method.POSTER, position=None, holder=None, scan_id=uuid4(), by=volunteer)


def test_another_persons_place_cannot_be_taken(
    ways: SelfCheckIn, place: Signup, secretary: User, sign_in: Callable[[User], Client]
) -> None:
    assert press(sign_in(secretary), poster(ways), place).status_code == 404
    assert press(Client(), poster(ways), place).status_code == 404
    assert not CheckIn.objects.exists()


class TestThePlace:
    @pytest.fixture(autouse=True)
    def asked(self, ways: SelfCheckIn, now_on: Activity, secretary: User) -> None:
        actions.set_ways(now_on, by_poster=True, by_screen=True, within_metres=300, by=secretary)

    def test_who_is_near_comes_in_and_only_that_is_kept(
        self, ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]
    ) -> None:
        assert press(sign_in(volunteer), poster(ways), place, **NEAR).status_code == 302
        arrival = CheckIn.objects.get(signup=place)
        assert arrival.was_near is True
        given = Consent.objects.get(person=volunteer.person, purpose=Consent.Purpose.LOCATION)
        assert (given.by, given.withdrawn_at) == (volunteer, None)
        assert not any("21.64" in str(line.details) for line in Line.objects.all())

    def test_who_is_far_goes_to_the_organiser(
        self, ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]
    ) -> None:
        answer = press(sign_in(volunteer), poster(ways), place, **FAR)
        assert (answer.status_code, answer["X-Refusal"]) == (409, "too_far")
        assert not CheckIn.objects.exists()

    def test_who_does_not_say_goes_to_the_organiser(
        self, ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]
    ) -> None:
        assert press(sign_in(volunteer), poster(ways), place)["X-Refusal"] == "place_missing"
        assert not Consent.objects.filter(purpose=Consent.Purpose.LOCATION).exists()

    def test_a_child_is_not_asked_alone(self, ways: SelfCheckIn, now_on: Activity, pupil: User) -> None:
        signup = make_signup(now_on.shifts.get(), pupil)
        here = Position(21.6405, 106.485, 5)
        with refusing("place_missing"):
            actions.arrive_by_oneself(
                signup, ways=SelfCheckIn.objects.get(), method=Method.POSTER, position=here, holder=pupil.person, scan_id=uuid4(), by=pupil
            )

    def test_a_screen_never_asks_for_the_place(self) -> None:
        assert not actions.asks_place(SelfCheckIn.objects.get(), Method.KIOSK)

    def test_a_phone_that_is_unsure_gets_the_benefit_of_a_hundred_metres(self, now_on: Activity) -> None:
        off = Position(21.6405 + 0.0035, 106.485, 5000)
        assert 380 < off.metres_from(now_on) < 400
        assert off.is_within(300, now_on)
        assert not Position(off.latitude, off.longitude, 10).is_within(300, now_on)

    def test_degrees_beyond_the_world_are_a_mistake(
        self, ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]
    ) -> None:
        assert press(sign_in(volunteer), poster(ways), place, latitude="999", longitude="0").status_code == 422


def test_who_is_signed_out_is_led_to_sign_in_and_back(ways: SelfCheckIn, place: Signup) -> None:
    page = Client().get(poster(ways)).content.decode()
    assert f"?next={poster(ways)}" in page


def test_a_guest_whose_phone_opened_the_link_presses_the_button(ways: SelfCheckIn, now_on: Activity, volunteer: User) -> None:
    guest = Person.objects.create(full_name="Hà Thị Guốc", phone="+84912000111", birth_date="2001-01-01")
    signup = Signup.objects.create(shift=now_on.shifts.get(), person=guest, code="GKEST234", request_id=uuid4())
    browser = Client()
    browser.get(reverse("signup:pass", args=[signup.pk]), {"khoa": key_of(signup.pk)})
    assert press(browser, poster(ways), signup).status_code == 302
    assert CheckIn.objects.get(signup=signup).by is None


def test_who_has_no_place_sees_the_way_to_one(
    ways: SelfCheckIn, now_on: Activity, volunteer: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(volunteer).get(poster(ways)).content.decode()
    assert reverse("signup:new", args=[now_on.shifts.get().pk]) in page


class TestTheScreen:
    def test_its_code_lives_for_its_step_and_one_more(self, ways: SelfCheckIn) -> None:
        at = datetime.fromtimestamp(1_800_000_000 // STEP_SECONDS * STEP_SECONDS, tz=timezone.get_current_timezone())
        code = code_of(ways, at)
        assert ways_of(code, at + timedelta(seconds=2 * STEP_SECONDS - 1)) == ways
        assert ways_of(code, at + timedelta(seconds=2 * STEP_SECONDS)) is None
        assert ways_of(code, at - timedelta(seconds=1)) is None

    def test_a_code_of_another_screen_or_none_at_all_leads_nowhere(self, ways: SelfCheckIn) -> None:
        now = timezone.now()
        for wrong in ("", "x" * 48, "0" * 48, ways.pk.hex + "0" * 16):
            assert ways_of(wrong, now) is None

    def test_who_scans_it_may_press_for_ten_minutes(
        self, ways: SelfCheckIn, place: Signup, volunteer: User, sign_in: Callable[[User], Client]
    ) -> None:
        browser, page = sign_in(volunteer), reverse("arrive:here", args=[ways.activity_id])
        assert browser.get(page).status_code == 404
        assert browser.get(reverse("arrive:screen_code", args=[code_of(ways, timezone.now())])).url == page
        assert press(browser, page, place).status_code == 302
        assert CheckIn.objects.get(signup=place).method == Method.KIOSK
        session = browser.session
        session["seen_screen"] = [str(ways.pk), (timezone.now() - timedelta(minutes=11)).isoformat()]
        session.save()
        assert browser.get(page).status_code == 404

    def test_it_says_given_names_only(self, ways: SelfCheckIn, place: Signup, volunteer: User, arrive: Callable[..., CheckIn]) -> None:
        arrive(place, at=timezone.now())
        page = Client().get(reverse("screen:screen", args=[ways.screen_key])).content.decode()
        name = volunteer.person.full_name
        assert f"{given_name(name)} đã đến" in page
        assert name not in page

    def test_its_part_brings_the_code_alone(self, ways: SelfCheckIn) -> None:
        part = Client().get(reverse("screen:screen", args=[ways.screen_key]), headers={"HX-Request": "true"}).content.decode()
        assert part.lstrip().startswith('<div id="ma"')

    def test_an_old_address_of_a_screen_is_dead(self, ways: SelfCheckIn, now_on: Activity, secretary: User) -> None:
        actions.renew_key(now_on, key="screen_key", by=secretary)
        assert Client().get(reverse("screen:screen", args=[ways.screen_key])).status_code == 404


class TestSettings:
    def test_the_organiser_switches_ways_on(self, now_on: Activity, secretary: User, sign_in: Callable[[User], Client]) -> None:
        browser, page = sign_in(secretary), reverse("attendance:ways", args=[now_on.pk])
        sent = {"by_poster": "on", "asks_place": "on", "within_metres": "250"}
        assert browser.post(page, sent).status_code == 302
        ways = SelfCheckIn.objects.get(activity=now_on)
        assert (ways.by_poster, ways.by_screen, ways.within_metres) == (True, False, 250)
        assert ways.poster_key in browser.get(page).content.decode()

    @pytest.mark.parametrize("metres", ["", "10", "9000", "xa"])
    def test_metres_have_to_be_sensible(self, now_on: Activity, secretary: User, sign_in: Callable[[User], Client], metres: str) -> None:
        sent = {"by_poster": "on", "asks_place": "on", "within_metres": metres}
        assert sign_in(secretary).post(reverse("attendance:ways", args=[now_on.pk]), sent).status_code == 422

    def test_a_cancelled_activity_opens_no_way(self, now_on: Activity, secretary: User) -> None:
        now_on.status = Activity.Status.CANCELLED
        with refusing("not_running"):
            actions.set_ways(now_on, by_poster=True, by_screen=False, within_metres=None, by=secretary)

    def test_the_poster_gets_a_second_page(
        self, ways: SelfCheckIn, now_on: Activity, secretary: User, sign_in: Callable[[User], Client]
    ) -> None:
        answer = sign_in(secretary).get(reverse("safety:poster_pdf", args=[now_on.pk]))
        assert b"/Count 2" in answer.content
