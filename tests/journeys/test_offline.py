"""Seven in the morning without signal: two phones, two hundred people, a battery that falls out, and every scan on the server once."""

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
from aoxanh.attendance.models import CheckIn, Remark, Scan
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
NO_OWN_ED25519 = "crypto.subtle.importKey = () => Promise.reject(new Error('not here'));"
"""An older browser, which leaves the checking of passes to a library."""
QUEUE = """async () => {
  const answer = request => new Promise(done => { request.onsuccess = () => done(request.result); });
  const base = await answer(indexedDB.open("aoxanh-door"));
  const rows = await answer(base.transaction("queue").objectStore("queue").getAll());
  base.close();
  return rows;
}"""

OLD_BASE = """acts => new Promise((done) => {
  const request = indexedDB.open("aoxanh-door", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("device");
    request.result.createObjectStore("shifts", { keyPath: "id" });
    const queue = request.result.createObjectStore("queue", { keyPath: "number", autoIncrement: true });
    queue.createIndex("id", "id", { unique: true });
    for (const act of acts) queue.add(act);
  };
  request.onsuccess = () => { request.result.close(); done(); };
})"""
"""The first version of what the app kept."""


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
    page.wait_for_function(
        "n => Number(document.querySelector('[data-arrived]').textContent) >= n", arg=number, timeout=90_000, polling=200
    )


def type_code(page: Page, code: str, answer: str = "Mời vào") -> None:
    """Somebody reads a code aloud; the screen answers, and the next person comes."""
    page.get_by_label("Mã trên thẻ").fill(code)
    page.get_by_role("button", name="Nhập mã").click()
    next_person(page, answer)


def next_person(page: Page, answer: str) -> None:
    expect(page.get_by_role("heading", name=answer)).to_be_visible()
    page.get_by_role("button", name="Quét người tiếp").click()


def test_two_hundred_people_two_phones_no_signal_and_a_battery_that_falls_out(
    playwright: Playwright, network: Network, shift: Shift, secretary: User, other_organiser: User, tmp_path: Path
) -> None:
    texts = [pass_text(signup) for signup in sign_up(shift, PEOPLE)]
    one = Phone(playwright, tmp_path / "one", network.url, show_codes(texts[FIRST], tmp_path / "one.y4m"))
    other = Phone(playwright, tmp_path / "other", network.url, show_codes(texts[SECOND], tmp_path / "other.y4m"))
    other.context.add_init_script(NO_OWN_ED25519)
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
        one.sign_in(secretary)  # A killed browser may forget its last cookies.
        one.set_offline(True)
        open_door(one.page, shift)
        assert arrived(one.page) >= shown
        for phone in (one, other):
            wait_for_arrivals(phone.page, 110)
            assert kept(phone.page) == 110
        assert not CheckIn.objects.exists()
        network.mend()
        for phone in (one, other):
            phone.set_offline(False)
            phone.page.goto(f"{APP}#gui")
            expect(phone.page.get_by_role("heading", name="Đã gửi hết")).to_be_visible()
            assert kept(phone.page) == 0
    assert Scan.objects.filter(kind="in").count() == 220
    assert sorted(CheckIn.objects.values_list("signup_id", flat=True)) == sorted(shift.signups.values_list("pk", flat=True))


def kept(page: Page) -> int:
    return len(page.evaluate(QUEUE))


def queue_of(shift: Shift, by: User, codes: list[str]) -> list[dict[str, object]]:
    """Acts as the app keeps them."""
    at = timezone.now().isoformat()
    given = {
        "kind": "in",
        "shift": str(shift.pk),
        "signup": None,
        "method": "code",
        "device_at": at,
        "by": str(by.pk),
        "details": {},
    }
    return [{"id": str(uuid4()), "text": code, **given} for code in codes]


def test_a_full_phone_says_so_and_two_tabs_send_once(
    playwright: Playwright, network: Network, shift: Shift, secretary: User, tmp_path: Path
) -> None:
    codes = [signup.code for signup in sign_up(shift, 6)]
    phone = Phone(playwright, tmp_path / "phone", network.url)
    with in_hand(phone):
        prepare(phone, secretary, shift)
        network.cut()
        phone.close()
        phone.open()
        remote = phone.context.new_cdp_session(phone.page)
        remote.send("Storage.overrideQuotaForOrigin", {"origin": network.url, "quotaSize": 1})
        open_door(phone.page, shift)
        type_code(phone.page, codes[0], "Chưa ghi được")
        assert (arrived(phone.page), kept(phone.page)) == (0, 0)
        remote.send("Storage.overrideQuotaForOrigin", {"origin": network.url})
        for code in codes:
            type_code(phone.page, code)
        type_code(phone.page, codes[0], "Đã vào rồi")
        second = phone.context.new_page()
        open_door(second, shift)
        assert (arrived(second), kept(second)) == (6, 6)
        sent: list[str] = []
        phone.context.on("request", lambda request: sent.append(request.url) if request.url.endswith("/gui/") else None)
        network.mend()
        for page in (phone.page, second):
            page.evaluate("dispatchEvent(new Event('online'))")
        for page in (phone.page, second):
            expect(page.locator("[data-last-at]")).to_contain_text("đã gửi")
        assert (kept(second), len(sent)) == (0, 1)
    assert Scan.objects.count() == CheckIn.objects.count() == 6


def test_a_queue_outlives_a_new_version_a_sign_out_and_another_user(
    playwright: Playwright, network: Network, shift: Shift, secretary: User, other_organiser: User, tmp_path: Path
) -> None:
    first, second = [signup.code for signup in sign_up(shift, 2)]
    phone = Phone(playwright, tmp_path / "phone", network.url)
    with in_hand(phone):
        page = phone.page
        page.goto("/robots.txt")
        page.evaluate(OLD_BASE, queue_of(shift, secretary, [first]))
        prepare(phone, secretary, shift)
        page.wait_for_function(f"({QUEUE})().then(rows => rows.length === 0)")
        network.cut()
        open_door(page, shift)
        type_code(page, second)
        phone.context.clear_cookies()
        network.rewrite = (rb'("door-vi-)[0-9a-f]', rb"\1z")
        network.mend()
        page.goto(f"{APP}#")
        page.reload()
        expect(page.get_by_text("Có bản mới. Mở lại khi rảnh.")).to_be_visible()
        expect(page.get_by_role("link", name="Đã đăng xuất, không mất lượt nào")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("button", name="Mở ngay").click()
        expect(page.get_by_text("Có bản mới. Mở lại khi rảnh.")).to_be_hidden()
        assert kept(page) == 1
        phone.sign_in(other_organiser)
        page.goto(f"{APP}#gui")
        page.get_by_role("button", name="Gửi ngay").click()
        expect(page.get_by_text("1 lượt do Đinh Thùy Dương ghi. Bạn đang đăng nhập là Hà Thị Lan.")).to_be_visible()
        assert (violations(page), overflow(page)) == ([], 0)
        page.get_by_role("button", name="Gửi thay người này").click()
        expect(page.get_by_role("heading", name="Đã gửi hết")).to_be_visible()
    assert [(scan.by, scan.sent_by) for scan in Scan.objects.order_by("received_at")] == [
        (secretary, secretary),
        (secretary, other_organiser),
    ]
    assert [scan.verdict for scan in Scan.objects.order_by("received_at")] == ["recorded", "handed_over"]


def test_names_new_people_leavings_notes_and_headcounts_wait_and_arrive(
    playwright: Playwright, network: Network, shift: Shift, secretary: User, tmp_path: Path
) -> None:
    signup = sign_up(shift, 20)[7]
    phone = Phone(playwright, tmp_path / "phone", network.url)
    with in_hand(phone):
        page = phone.page
        prepare(phone, secretary, shift)
        network.cut()
        open_door(page, shift)
        page.get_by_role("button", name="Tìm theo tên").click()
        page.get_by_role("searchbox").fill("van hoang")
        page.get_by_role("button", name="Điểm danh Hoàng Văn Hạnh").click()
        next_person(page, "Mời vào")
        expect(page.locator("[data-people]")).to_contain_text("Chờ gửi")
        assert (violations(page), overflow(page)) == ([], 0)
        page.get_by_role("button", name="Ghi chú", exact=True).first.click()
        page.get_by_label("Điều cần ghi lại").fill("Quên mũ, đã cho mượn.")
        page.get_by_role("button", name="Ghi lại").click()
        next_person(page, "Đã ghi")
        page.get_by_role("button", name="Người mới").click()
        page.get_by_role("button", name="Điểm danh", exact=True).click()
        expect(page.get_by_text("Số di động có 10 số, bắt đầu bằng 0.")).to_be_visible()
        page.get_by_label("Tên", exact=True).fill("Lò Thị Mai")
        page.get_by_role("textbox", name="Số điện thoại").fill("0912 345 678")
        page.get_by_label("Từ 16 tuổi trở lên").check()
        page.get_by_label("Đồng ý cho giữ tên").check()
        page.get_by_role("button", name="Điểm danh", exact=True).click()
        next_person(page, "Mời vào")
        page.get_by_role("button", name="Về màn hình quét").click()
        assert arrived(page) == 2
        page.get_by_label("Thêm", exact=True).click()
        page.get_by_role("button", name="Đếm người").click()
        page.get_by_label("Hiện có bao nhiêu người").fill("43")
        page.get_by_role("button", name="Ghi số người").click()
        next_person(page, "Đã ghi")
        page.get_by_role("button", name="Về", exact=True).click()
        type_code(page, signup.code, "Tạm biệt")
        type_code(page, "K4K4K4K4", "Mã không có")
        assert (violations(page), overflow(page), kept(page)) == ([], 0, 5)
        network.mend()
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_function(f"({QUEUE})().then(rows => rows.length === 0)")
        page.goto(f"{APP}#gui")
        expect(page.get_by_role("heading", name="Đã gửi hết")).to_be_visible()
        assert (violations(page), overflow(page)) == ([], 0)
    assert sorted(Scan.objects.values_list("kind", "verdict")) == [
        ("headcount", "recorded"), ("in", "recorded"), ("note", "recorded"), ("out", "recorded"), ("walk_in", "recorded"),
    ]  # fmt: skip
    assert set(Remark.objects.values_list("words", "heads")) == {("Quên mũ, đã cho mượn.", None), ("", 43)}
    assert CheckIn.objects.get(signup=signup).check_out
