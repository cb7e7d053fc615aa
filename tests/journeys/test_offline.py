"""Seven in the morning in a commune without signal: two phones, two hundred people, a battery that falls out, and every scan on the server once."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Playwright, expect

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.attendance.models import CheckIn, Scan
from aoxanh.kit.codes import short_code
from aoxanh.kit.vietnamese import search_key, sort_key
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from tests.cast import grant, make_activity, make_user
from tests.journeys.axe import overflow, violations
from tests.journeys.film import show_codes
from tests.journeys.network import Network, network_to
from tests.journeys.phones import Phone, in_hand

APP = "/ban-lam-viec/diem-danh/may/cua/"
PEOPLE = 200
FIRST, SECOND = slice(0, 110), slice(90, 200)
"""Twenty people are seen by both phones."""
FAMILIES, MIDDLES, GIVEN = ("Vi", "Lộc", "Hoàng", "Nông", "Bế"), ("Thị", "Văn", "Minh", "Thu"), ("Hạnh", "Ánh", "Dũng", "Đức", "Giang")
QUEUE = """async () => {
  const base = await new Promise((done) => { const r = indexedDB.open("aoxanh-door"); r.onsuccess = () => done(r.result); });
  const rows = await new Promise((done) => { const r = base.transaction("queue").objectStore("queue").getAll(); r.onsuccess = () => done(r.result); });
  base.close();
  return rows;
}"""


@pytest.fixture
def network(site: str) -> Iterator[Network]:
    with network_to(site) as found:
        yield found


@pytest.fixture
def shift(site: str, commune_union: Unit, secretary: User) -> Shift:
    """A shift that began an hour ago, with room for everyone."""
    now = timezone.now()
    return make_activity(commune_union, secretary, shifts=[(now - timedelta(hours=1), now + timedelta(hours=3), PEOPLE)]).shifts.get()


@pytest.fixture
def other_organiser(commune_union: Unit) -> User:
    user = make_user("phobithu@vanlinh.example", "Hà Thị Lan", area=commune_union.area)
    grant(user, "unit_administrator", commune_union)
    return user


def sign_up(shift: Shift, number: int) -> list[Signup]:
    """So many people with a place, in one go."""
    names = [f"{FAMILIES[n % 5]} {MIDDLES[n // 5 % 4]} {GIVEN[n // 20 % 5]}" for n in range(number)]
    people = Person.objects.bulk_create(
        Person(full_name=name, birth_date=date(2000, 3, 8), sort_key=sort_key(name), search_key=search_key(name)) for name in names
    )
    given = {"shift": shift, "by": shift.activity.created_by}
    signups = Signup.objects.bulk_create(Signup(person=person, code=short_code(8), request_id=uuid4(), **given) for person in people)
    Shift.objects.filter(pk=shift.pk).update(taken=number)
    return signups


def prepare(phone: Phone, user: User, shift: Shift) -> None:
    phone.sign_in(user)
    phone.page.goto(APP)
    phone.page.get_by_role("checkbox").first.check()
    phone.page.get_by_role("button", name="Chuẩn bị cho lúc mất sóng").click()
    expect(phone.page.get_by_text("Đã chuẩn bị:")).to_be_visible()
    phone.has_kept_the_app()


def open_door(page: Page, shift: Shift) -> None:
    page.goto(f"{APP}#ca/{shift.pk}")
    expect(page.locator("[data-arrived]")).not_to_be_empty()


def arrived(page: Page) -> int:
    return int(page.locator("[data-arrived]").inner_text() or 0)


def wait_for_arrivals(page: Page, number: int) -> None:
    page.wait_for_function("n => Number(document.querySelector('[data-arrived]').textContent) >= n", arg=number, timeout=90_000, polling=200)


def type_code(page: Page, code: str) -> None:
    page.get_by_label("Mã trên thẻ").fill(code)
    page.get_by_role("button", name="Nhập mã").click()


def test_two_hundred_people_two_phones_no_signal_and_a_battery_that_falls_out(
    playwright: Playwright, network: Network, shift: Shift, secretary: User, other_organiser: User, tmp_path: Path
) -> None:
    texts = [pass_text(signup) for signup in sign_up(shift, PEOPLE)]
    one = Phone(playwright, tmp_path / "one", network.url, show_codes(texts[FIRST], tmp_path / "one.y4m"))
    other = Phone(playwright, tmp_path / "other", network.url, show_codes(texts[SECOND], tmp_path / "other.y4m"))
    with in_hand(one, other):
        for phone, user in ((one, secretary), (other, other_organiser)):
            prepare(phone, user, shift)
            assert (violations(phone.page), overflow(phone.page)) == ([], 0)
        network.cut()
        for phone in (one, other):
            phone.set_offline(True)
            open_door(phone.page, shift)
        wait_for_arrivals(one.page, 30)
        shown = arrived(one.page)
        one.kill()
        one.open()
        one.set_offline(True)
        open_door(one.page, shift)
        assert arrived(one.page) >= shown
        for phone in (one, other):
            wait_for_arrivals(phone.page, 110)
            assert len(phone.page.evaluate(QUEUE)) == 110
        assert not CheckIn.objects.exists()
        network.mend()
        for phone in (one, other):
            phone.set_offline(False)
            phone.page.goto(f"{APP}#gui")
            expect(phone.page.get_by_role("heading", name="Đã gửi hết")).to_be_visible()
            assert phone.page.evaluate(QUEUE) == []
    assert Scan.objects.filter(kind="in").count() == 220
    assert sorted(CheckIn.objects.values_list("signup_id", flat=True)) == sorted(shift.signups.values_list("pk", flat=True))
