"""A coordinator fills a weekend with keys and mouse, sends it, and the answers come back; a second one moves the same person meanwhile."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect

from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.activities.actions.offers import accept, decline
from aoxanh.activities.models import Offer
from aoxanh.matching.models import Assignment, Proposal
from aoxanh.org.models import Unit
from tests.cast import grant, make_user
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, PHONE, NewPerson
from tests.matching.boards import make_shift, make_volunteer

NAMES = ["Nông Thị Ánh", "Lê Quốc Bảo", "Vi Văn Cường", "Hứa Thị Dung", "Lý Văn Giàng", "Đinh Thị Hoa", "Hoàng Văn Khánh"]


@pytest.fixture
def weekend(working_site: str, commune_union: Unit, neighbour_union: Unit, secretary: User, coordinator: User) -> User:
    """Two shifts near seven people, one beyond their reach that stays short; the coordinator."""
    with transaction.atomic():
        make_shift(commune_union, secretary, "Sửa bếp ăn", places=3)
        make_shift(commune_union, secretary, "Dọn chợ phiên", hour=13, places=3)
        make_shift(neighbour_union, secretary, "Trồng cây đường làng", days=1, places=12)
        for name in NAMES:
            make_volunteer(name, commune_union)
    return coordinator


@pytest.fixture
def enter(working_site: str, new_person: NewPerson) -> Callable[..., Page]:
    def open_as(user: User, size: object = DESK) -> Page:
        page = new_person(size)
        client = Client()
        client.force_login(user)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "url": working_site}])
        return page

    return open_as


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


def made_and_solved(page: Page) -> Proposal:
    """From the list to a board that is solved."""
    page.goto("/ban-lam-viec/dieu-phoi/")
    page.get_by_role("main").get_by_role("link", name="Lập đề xuất").first.click()
    looked_at(page)
    page.get_by_role("button", name="Tính", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Điều phối")
    expect(page.get_by_text("Chưa gửi gì")).to_contain_text("Đề xuất tính lúc", timeout=60_000)
    looked_at(page)
    return Proposal.objects.get()


def proposed(proposal: Proposal, title: str) -> int:
    return Assignment.objects.filter(proposal=proposal, shift__activity__title=title).count()


def test_a_weekend_is_filled_with_keys_sent_and_answered(weekend: User, enter: Callable[..., Page], working_site: str) -> None:
    page = enter(weekend)
    proposal = made_and_solved(page)
    assert [proposed(proposal, title) for title in ("Sửa bếp ăn", "Dọn chợ phiên", "Trồng cây đường làng")] == [3, 3, 0]
    expect(page.get_by_text("Thiếu 12.")).to_be_visible()
    expect(page.get_by_text("7 người hợp ở xa hơn")).to_be_visible()

    by_keys(page, proposal)
    by_mouse(page)
    solved_again(page, proposal)
    sent(page, proposal)
    answered(page, proposal)
    on_a_phone(enter(weekend, PHONE), proposal)


def by_keys(page: Page, proposal: Proposal) -> None:
    """Into the first shift, its first person to another one by typing; the next pinned, the last one out for good; help, taking back."""
    page.get_by_role("link", name="Sửa bếp ăn").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("[data-item]").first
    expect(first).to_be_focused()
    name = first.inner_text()
    page.keyboard.press("m")
    expect(page.get_by_role("searchbox", name="Tìm ca")).to_be_focused()
    looked_at(page)
    page.keyboard.type("trong cay")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"Xong: chuyển {name} sang")).to_be_visible()
    assert proposed(proposal, "Sửa bếp ăn") == 2

    expect(page.locator("[data-item]")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("status").filter(has_text=f"Đã hoàn tác: chuyển {name}")).to_be_visible()
    expect(page.locator("[data-item]")).to_have_count(3)

    page.locator("[data-item]").first.focus()
    page.keyboard.press("p")
    expect(page.get_by_role("img", name="đang giữ")).to_be_visible()
    page.locator("[data-item]").nth(1).focus()
    page.keyboard.press("x")
    expect(page.get_by_text("Đã đánh dấu không hợp")).to_be_visible()
    looked_at(page)

    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Sửa bếp ăn").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    looked_at(page)
    page.keyboard.press("Escape")


def by_mouse(page: Page) -> None:
    """A person dragged to a shift; what it costs stands there before the drop."""
    page.get_by_role("link", name="Sửa bếp ăn").first.click()
    person = page.locator("li[draggable=true]").first
    name = person.locator("[data-item]").inner_text()
    target = page.locator("[data-shift]", has=page.get_by_role("link", name="Trồng cây đường làng"))
    person.hover()
    page.mouse.down()
    target.hover()
    target.hover()
    expect(target.locator("[data-why]")).to_contain_text("điểm")
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text=f"Xong: chuyển {name} sang “Trồng cây đường làng”").first).to_be_visible()


def solved_again(page: Page, proposal: Proposal) -> None:
    """With other weights; who does not fit stays away."""
    banned = proposal.bans.get()
    page.get_by_label("Gần nhà").fill("80")
    page.get_by_role("button", name="Tính lại").click()
    expect(page.get_by_role("button", name="Tính lại")).to_be_enabled(timeout=60_000)
    proposal.refresh_from_db()
    assert proposal.weights["near"] == 80
    assert not Assignment.objects.filter(proposal=proposal, person=banned.person, shift=banned.shift).exists()


def sent(page: Page, proposal: Proposal) -> None:
    count = Assignment.objects.filter(proposal=proposal).count()
    page.goto(f"/ban-lam-viec/dieu-phoi/{proposal.pk}/")
    page.get_by_role("link", name=f"Gửi {count} lời mời").click()
    looked_at(page)
    page.get_by_role("button", name=f"Gửi {count} lời mời").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"0 trên {count} người đã nhận")
    looked_at(page)


def answered(page: Page, proposal: Proposal) -> None:
    """Two answer while the board is open: the rows say so by themselves."""
    page.goto(f"/ban-lam-viec/dieu-phoi/{proposal.pk}/")
    first, second = Offer.objects.filter(proposal_id=proposal.pk, shift__activity__title="Dọn chợ phiên").order_by("id")[:2]
    accept(first, by=first.person.user)
    decline(second, reason="Bận trông em", by=second.person.user)
    row = page.locator("[data-shift]", has=page.get_by_role("link", name="Dọn chợ phiên"))
    expect(row).to_contain_text("1 đã nhận", timeout=20_000)
    expect(row).to_contain_text("1 từ chối")
    page.get_by_role("link", name="Xem trả lời").click()
    page.get_by_role("link", name="Từ chối").click()
    expect(page.get_by_text("Bận trông em")).to_be_visible()
    expect(page.get_by_role("button", name="Tính lại cho chỗ còn trống")).to_be_visible()
    looked_at(page)


def on_a_phone(page: Page, proposal: Proposal) -> None:
    """The column becomes a page."""
    page.goto(f"/ban-lam-viec/dieu-phoi/{proposal.pk}/")
    looked_at(page)
    page.get_by_role("link", name="Sửa bếp ăn").click()
    expect(page.get_by_text("Được đề xuất cho ca này")).to_be_visible()
    looked_at(page)
    page.locator("[data-item]").first.click()
    expect(page.get_by_text("Vì sao ở đây")).to_be_visible()
    looked_at(page)


def test_of_two_who_move_the_same_person_one_wins_and_the_other_sees_why(
    weekend: User, enter: Callable[..., Page], provincial_union: Unit
) -> None:
    with transaction.atomic():
        other = make_user("dieuphoi2@langson.example", "Hoàng Văn Thụ")
        grant(other, "coordinator", provincial_union, Scope.SUBTREE)
    mine = enter(weekend)
    proposal = made_and_solved(mine)
    place = Assignment.objects.select_related("person").filter(proposal=proposal, shift__activity__title="Sửa bếp ăn").first()
    assert place
    address = f"/ban-lam-viec/dieu-phoi/{proposal.pk}/ca/{place.shift_id}/nguoi/{place.person_id}/"
    theirs = enter(other)
    theirs.goto(address)
    mine.goto(address)
    theirs.get_by_role("button", name="Giữ ở đây").click()
    expect(theirs.get_by_role("button", name="Thôi giữ")).to_be_visible()
    mine.get_by_role("button", name="Bỏ ra").click()
    expect(mine.get_by_role("alert").filter(has_text=f"Hoàng Văn Thụ giữ {place.person.full_name}")).to_be_visible()
    assert Assignment.objects.filter(pk=place.pk, pinned=True).exists()
    looked_at(mine)


def test_without_script_a_person_is_moved_by_a_plain_form(weekend: User, enter: Callable[..., Page], new_person: NewPerson) -> None:
    proposal = made_and_solved(enter(weekend))
    place = Assignment.objects.select_related("person").filter(proposal=proposal, shift__activity__title="Sửa bếp ăn").first()
    assert place
    page = new_person(PHONE, java_script_enabled=False)
    client = Client()
    client.force_login(weekend)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "domain": "127.0.0.1", "path": "/"}]
    )
    page.goto(f"/ban-lam-viec/dieu-phoi/{proposal.pk}/ca/{place.shift_id}/nguoi/{place.person_id}/")
    page.get_by_role("link", name="Sang ca khác").click()
    page.get_by_role("radio", name="Trồng cây đường làng").check()
    page.get_by_role("button", name="Chuyển").click()
    expect(page.get_by_text("Đề xuất đi")).to_contain_text("Trồng cây đường làng")
    expect(page.get_by_text("Người điều phối xếp vào đây").or_(page.get_by_text("Vì sao ở đây"))).to_be_visible()
