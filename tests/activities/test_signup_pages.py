"""Taking a place in the browser: the way of a volunteer from the button to the pass and back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.org.models import Unit
from tests.cast import make_activity, make_signup, noon

SignIn = Callable[[User], Client]


def send(browser: Client, shift: Shift, request_id: object = None) -> object:
    return browser.post(f"/dang-ky/{shift.pk}/", {"request_id": str(request_id or uuid4())})


def test_the_button_asks_who_is_signed_out_to_sign_in_and_comes_back(client: Client, shift: Shift) -> None:
    answer = client.get(f"/dang-ky/{shift.pk}/")
    assert answer.headers["Location"] == f"/tai-khoan/vao/?next=/dang-ky/{shift.pk}/"


def test_who_has_no_profile_is_asked_once_and_comes_back(sign_in: SignIn, shift: Shift) -> None:
    answer = sign_in(User.objects.create_user("moi@thu.example")).get(f"/dang-ky/{shift.pk}/")
    assert answer.headers["Location"].startswith("/toi/ho-so/?next=")


def test_one_button_gives_a_place_and_a_pass(sign_in: SignIn, volunteer: User, shift: Shift) -> None:
    browser = sign_in(volunteer)
    answer = send(browser, shift)
    signup = Signup.objects.get(person=volunteer.person, shift=shift)
    assert answer.headers["Location"] == f"/dang-ky/the/{signup.pk}/"  # type: ignore[attr-defined]
    page = browser.get(f"/dang-ky/the/{signup.pk}/").content.decode()
    assert f"{signup.code[:4]} {signup.code[4:]}" in page
    assert "<svg" in page
    shift.refresh_from_db()
    assert shift.taken == 1


def test_a_form_sent_twice_takes_one_place(sign_in: SignIn, volunteer: User, shift: Shift) -> None:
    browser, once = sign_in(volunteer), uuid4()
    first, second = send(browser, shift, once), send(browser, shift, once)
    assert first.headers["Location"] == second.headers["Location"]  # type: ignore[attr-defined]
    assert Signup.objects.filter(person=volunteer.person).count() == 1


def test_the_back_button_after_signing_up_leads_to_the_pass(sign_in: SignIn, volunteer: User, signup: Signup) -> None:
    browser = sign_in(volunteer)
    assert browser.get(f"/dang-ky/{signup.shift_id}/").headers["Location"] == f"/dang-ky/the/{signup.pk}/"
    assert send(browser, signup.shift).headers["Location"] == f"/dang-ky/the/{signup.pk}/"  # type: ignore[attr-defined]
    assert Signup.objects.filter(shift=signup.shift).count() == 1


def test_a_full_shift_says_so_with_a_way_on(
    sign_in: SignIn, volunteer: User, other_volunteer: User, commune_union: Unit, secretary: User
) -> None:
    start = noon(2)
    shown = make_activity(
        commune_union,
        secretary,
        shifts=[(start, start + timedelta(hours=2), 1), (start + timedelta(hours=3), start + timedelta(hours=5), 4)],
    )
    first = shown.shifts.order_by("starts_at")[0]
    make_signup(first, other_volunteer)
    answer = send(sign_in(volunteer), first)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "còn 4 chỗ" in page
    assert f"/hoat-dong/{shown.slug}/#ca" in page


def test_who_comes_too_late_costs_six_statements(
    sign_in: SignIn, volunteer: User, other_volunteer: User, activity: Activity, django_assert_num_queries: Callable[..., Any]
) -> None:
    shift = activity.shifts.get()
    Shift.objects.filter(pk=shift.pk).update(places=1)
    make_signup(shift, other_volunteer)
    browser = sign_in(volunteer)
    with django_assert_num_queries(6):
        answer = send(browser, shift)
    assert (answer.status_code, answer["X-Refusal"]) == (409, "full")  # type: ignore[attr-defined,index]


def test_too_young_is_said_before_the_button_is_offered(sign_in: SignIn, pupil: User, shift: Shift) -> None:
    page = sign_in(pupil).get(f"/dang-ky/{shift.pk}/").content.decode()
    assert "từ 16 tuổi" in page
    assert "request_id" not in page


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn"])
def test_a_shift_that_is_not_public_does_not_exist(
    sign_in: SignIn, volunteer: User, commune_union: Unit, secretary: User, status: str
) -> None:
    hidden = make_activity(commune_union, secretary, status=status).shifts.get()
    browser = sign_in(volunteer)
    assert browser.get(f"/dang-ky/{hidden.pk}/").status_code == 404
    assert send(browser, hidden).status_code == 404  # type: ignore[attr-defined]


def test_a_past_shift_takes_nobody(sign_in: SignIn, volunteer: User, commune_union: Unit, secretary: User) -> None:
    past = make_activity(commune_union, secretary, shifts=[(noon(-1), noon(-1) + timedelta(hours=2), 5)]).shifts.get()
    assert send(sign_in(volunteer), past).status_code == 409  # type: ignore[attr-defined]
    assert not Signup.objects.exists()


def test_nobody_sees_or_cancels_the_pass_of_another(sign_in: SignIn, other_volunteer: User, signup: Signup) -> None:
    browser = sign_in(other_volunteer)
    for path in ("", "anh.png"):
        assert browser.get(f"/dang-ky/the/{signup.pk}/{path}").status_code == 404
    assert browser.post(f"/dang-ky/{signup.pk}/huy/").status_code == 404
    assert browser.get(f"/dang-ky/{signup.pk}/lich.ics").status_code == 404


def test_a_place_given_back_is_free_again_and_its_pass_says_so(sign_in: SignIn, volunteer: User, signup: Signup) -> None:
    browser = sign_in(volunteer)
    browser.post(f"/dang-ky/{signup.pk}/huy/")
    signup.shift.refresh_from_db()
    assert signup.shift.taken == 0
    page = browser.get(f"/dang-ky/the/{signup.pk}/").content.decode()
    assert "Bạn đã nhường chỗ" in page
    assert signup.code not in page.replace(" ", "")
    assert browser.get(f"/dang-ky/the/{signup.pk}/anh.png").status_code == 404


def test_a_late_cancellation_is_refused_with_whom_to_call(sign_in: SignIn, volunteer: User, activity: Activity) -> None:
    shift = activity.shifts.get()
    soon = noon(0).replace(hour=0) + timedelta(days=1, hours=2)
    Shift.objects.filter(pk=shift.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=3))
    Unit.objects.filter(pk=activity.unit_id).update(phone="02053810115")
    signup = make_signup(shift, volunteer)
    Shift.objects.filter(pk=shift.pk).update(starts_at=noon(0) - timedelta(hours=1), ends_at=noon(0) + timedelta(hours=9))
    answer = sign_in(volunteer).post(f"/dang-ky/{signup.pk}/huy/")
    assert answer.status_code == 409
    assert "02053810115" in answer.content.decode()


def test_without_a_shift_ahead_the_pass_page_leads_to_activities(sign_in: SignIn, volunteer: User, signup: Signup) -> None:
    browser = sign_in(volunteer)
    assert browser.get("/dang-ky/the/").headers["Location"] == f"/dang-ky/the/{signup.pk}/"
    Signup.objects.update(status=Signup.Status.CANCELLED)
    assert 'href="/hoat-dong/"' in browser.get("/dang-ky/the/").content.decode()


def test_the_calendar_file_holds_the_shift(sign_in: SignIn, volunteer: User, signup: Signup) -> None:
    text = sign_in(volunteer).get(f"/dang-ky/{signup.pk}/lich.ics").content.decode()
    assert f"UID:{signup.shift_id}@aoxanh" in text


def test_the_public_page_learns_of_the_readers_own_place_only(
    client: Client, sign_in: SignIn, volunteer: User, other_volunteer: User, signup: Signup
) -> None:
    address = f"/dang-ky/cho-cua-toi/{signup.shift.activity_id}/"
    assert f'hx-get="{address}"' in client.get(f"/hoat-dong/{signup.shift.activity.slug}/").content.decode()
    assert client.get(address).status_code == 204
    assert sign_in(other_volunteer).get(address).status_code == 204
    mine = sign_in(volunteer).get(address)
    assert f"/dang-ky/the/{signup.pk}/" in mine.content.decode()
    assert "no-store" in mine.headers["Cache-Control"]
