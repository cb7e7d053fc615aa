"""On a phone: a full shift, a place in the list, the question, yes, the pass. Then without an account, by phone and code."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from aoxanh.activities.actions.returns import cancel_signup
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.notices.models import DemoMail
from aoxanh.org.models import Unit
from tests.cast import make_activity, make_signup, noon
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import PHONE, NewPerson
from tests.journeys.test_main_road import sign_in

NUMBER = "+84912345678"


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


@pytest.fixture
def full(commune_union: Unit, secretary: User, other_volunteer: User) -> Shift:
    """A morning with one place, which the other volunteer has."""
    hours = [(noon(5) - timedelta(hours=5), noon(5) - timedelta(hours=2), 1)]
    shift = make_activity(commune_union, secretary, title="Tiếp sức phiên chợ Vạn Linh", shifts=hours).shifts.get()
    make_signup(shift, other_volunteer)
    return shift


def wait_for(page: Page, activity: Activity, volunteer: User) -> None:
    sign_in(page, volunteer.email, "/ban-lam-viec/cua-toi/")
    page.goto(f"/hoat-dong/{activity.slug}/")
    page.get_by_role("link", name="Xếp chờ", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn sẽ đứng thứ 1")
    looked_at(page)
    page.get_by_role("button", name="Xếp chờ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn đứng thứ 1 trong danh sách chờ")
    looked_at(page)


def test_from_the_list_to_the_pass(working_site: str, new_person: NewPerson, full: Shift, volunteer: User, other_volunteer: User) -> None:
    page = new_person(PHONE)
    wait_for(page, full.activity, volunteer)
    with transaction.atomic():
        cancel_signup(Signup.objects.get(shift=full), by=other_volunteer)
    page.goto("/ban-lam-viec/cua-toi/")
    looked_at(page)
    page.get_by_role("link", name=re.compile("Tiếp sức phiên chợ")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn đi được không? Tiếp sức phiên chợ Vạn Linh")
    looked_at(page)
    page.get_by_role("button", name="Nhận ca").click()
    expect(page.get_by_role("heading", name="Thẻ của tôi")).to_be_visible()
    looked_at(page)
    assert Signup.objects.get(shift=full, status="confirmed").person == volunteer.person


def code_in_text(page: Page) -> str:
    """The code of the text message, once the worker has sent it."""
    for _ in range(60):
        if message := DemoMail.objects.filter(to=NUMBER).order_by("-at").first():
            return re.findall(r"\b\d{6}\b", f"{message.subject} {message.body}")[0]
        page.wait_for_timeout(500)
    raise AssertionError("no text message came")


def test_a_guest_by_phone_and_code(working_site: str, new_person: NewPerson, activity: Activity) -> None:
    page = new_person(PHONE)
    page.goto(f"/hoat-dong/{activity.slug}/")
    page.get_by_role("link", name="Không cần tài khoản, dùng số điện thoại").first.click()
    page.get_by_label("Họ và tên").fill("Nông Thị Mơ")
    page.get_by_label("Ngày sinh", exact=True).fill("2001-02-03")
    page.get_by_role("textbox", name="Số di động").fill("0912 345 678")
    page.get_by_label("Tôi đồng ý").check()
    looked_at(page)
    page.get_by_role("button", name="Gửi mã cho tôi").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    looked_at(page)
    page.locator("input[name=code]").wait_for()
    page.locator("input[name=code]").fill(code_in_text(page))
    page.locator("main .btn-primary").click()
    expect(page.get_by_role("heading", name="Thẻ của tôi")).to_be_visible()
    looked_at(page)
    assert Signup.objects.get(person__phone=NUMBER).person.user is None
