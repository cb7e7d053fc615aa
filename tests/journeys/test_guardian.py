"""A child prepares on one phone, its mother answers on another: the pass appears, and goes when she withdraws."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.dates import today
from aoxanh.notices.models import DemoMail
from aoxanh.org.models import Unit
from aoxanh.people.models import Guardianship
from aoxanh.places.models import Area
from tests.cast import make_activity, noon
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import DESK, PHONE, NewPerson
from tests.journeys.test_main_road import code_for, sign_in

CHILD, MOTHER = "pao@tinhnguyen.example", "may@giamho.example"


def looked_at(page: Page) -> None:
    assert (violations(page), overflow(page)) == ([], 0)


@pytest.fixture
def market(commune_union: Unit, secretary: User) -> Activity:
    """A morning of three hours, for people from 12 years on."""
    hours = [(noon(3) - timedelta(hours=5), noon(3) - timedelta(hours=2), 6)]
    return make_activity(commune_union, secretary, title="Tiếp sức phiên chợ Vạn Linh", min_age=12, shifts=hours)


def prepare(child: Page, market: Activity) -> None:
    """A profile, a wish, and the mother's address."""
    shift = market.shifts.get()
    sign_in(child, CHILD, f"/dang-ky/{shift.pk}/")
    child.get_by_label("Họ và tên").fill("Lý Văn Páo")
    child.get_by_label("Ngày sinh", exact=True).fill((today() - timedelta(days=14 * 365)).isoformat())
    child.get_by_label("Tôi đồng ý").check()
    child.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(child.get_by_role("heading", name="Cần cha mẹ hoặc người giám hộ đồng ý trước")).to_be_visible()
    looked_at(child)
    child.get_by_role("button", name="Ghi nhớ ca này").click()
    expect(child.get_by_role("heading", level=1)).to_have_text("Mời cha mẹ hoặc người giám hộ")
    looked_at(child)
    child.get_by_label("Họ và tên người giám hộ").fill("Lý Thị Mẩy")
    child.get_by_label("Mẹ", exact=True).check()
    child.get_by_label("E-mail của người giám hộ").fill(MOTHER)
    child.get_by_role("button", name="Gửi đường dẫn").click()
    expect(child.get_by_role("heading", level=1)).to_have_text("Đang chờ Lý Thị Mẩy")
    child.get_by_text("Mở đường dẫn để đưa tận tay").click()
    looked_at(child)


def link_in(mailbox: Page) -> str:
    """The link that the mail to the mother brings."""
    mailbox.goto(f"/demo/hop-thu/?den={MOTHER}")
    expect(mailbox.get_by_text("Lý Văn Páo xin bạn đồng ý cho đi tình nguyện").first).to_be_visible(timeout=20_000)
    words = DemoMail.objects.get(to=MOTHER).body.split()
    return next(word for word in words if "/giam-ho/" in word)


def agree(mother: Page, link: str) -> None:
    mother.goto(link)
    expect(mother.get_by_role("heading", level=1)).to_have_text("Lý Văn Páo muốn đi tình nguyện. Bạn có đồng ý không?")
    expect(mother.get_by_text("Tiếp sức phiên chợ Vạn Linh")).to_be_visible()
    looked_at(mother)
    mother.get_by_role("link", name="Đăng nhập để trả lời").click()
    mails = DemoMail.objects.filter(to=MOTHER).count()
    mother.locator("main input[name=address]").fill(MOTHER)
    mother.locator("main .btn-primary").click()
    mother.locator("input[name=code]").fill(code_for(MOTHER, mails))
    mother.locator("main .btn-primary").click()
    mother.get_by_role("button", name="Tôi đồng ý", exact=True).click()
    expect(mother.locator("error-summary")).to_be_focused()
    looked_at(mother)
    mother.get_by_label("Tôi khai mình là người đại diện hợp pháp").check()
    mother.get_by_label("Tôi đồng ý cho em tham gia").check()
    mother.get_by_role("button", name="Tôi đồng ý", exact=True).click()
    expect(mother.get_by_role("heading", level=1)).to_have_text("Lý Văn Páo")
    looked_at(mother)


def test_a_guardian_decides_for_a_child(working_site: str, new_person: NewPerson, market: Activity, van_linh: Area) -> None:
    child, mother = new_person(PHONE), new_person(DESK, color_scheme="dark")
    prepare(child, market)
    assert Signup.objects.count() == 0
    agree(mother, link_in(new_person()))

    shift = market.shifts.get()
    child.goto(f"/dang-ky/{shift.pk}/")
    expect(child.get_by_role("heading", name="Thẻ của tôi")).to_be_visible()
    mother.get_by_role("link", name="Mở thẻ QR").click()
    expect(mother.get_by_role("heading", name="Thẻ của Lý Văn Páo")).to_be_visible()
    looked_at(mother)

    mother.goto("/toi/con-em/")
    looked_at(mother)
    mother.get_by_role("link", name="Lý Văn Páo").click()
    mother.get_by_role("button", name="Rút đồng ý").click()
    looked_at(mother)
    mother.get_by_role("dialog").get_by_role("button", name="Rút đồng ý").click()
    expect(mother.get_by_text("Hiện em không tham gia hoạt động nào.")).to_be_visible()
    looked_at(mother)
    child.reload()
    expect(child.get_by_role("button", name="Nhường chỗ")).to_have_count(0)
    shift.refresh_from_db()
    assert (Signup.objects.get().status, shift.taken, Guardianship.objects.get().withdrawn_at is None) == ("cancelled", 0, False)
