"""The main road, walked by four people in four browsers: from a need to a certificate and a figure with its evidence."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Page, Playwright, expect
from pypdf import PdfReader

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.attendance.models import CheckIn
from aoxanh.indicators.models import Target
from aoxanh.kit.dates import during, today
from aoxanh.notices.models import DemoMail
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Appointment
from aoxanh.planning.models import Carrier, Phase, Plan, Programme, ScopeUnit
from tests.cast import REORGANISED
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import CAMERA, DESK, FLAGS, PHONE, chromium
from tests.journeys.film import show_code

NEED = "Mái bếp ăn bán trú thủng, 86 học sinh"
WORK = "Lợp lại mái bếp điểm trường Vạn Linh"
STRANGER = "ha.tinhnguyen@thu.example"


@pytest.fixture
def plan(commune_union: Unit, provincial_union: Unit) -> Plan:
    """Chi Lăng's plan, as far as Vạn Linh is concerned."""
    programme = Programme.objects.create(code="1481", name="Chương trình", decision="1481/QĐ-TTg")
    facts = {"name": "Kế hoạch Chi Lăng 2024–2030", "short_name": "Chi Lăng", "document": "tháng 4/2024", "issued_by": "UBND huyện"}
    plan = Plan.objects.create(programme=programme, slug="chi-lang", during=during(date(2024, 1, 1), date(2031, 1, 1)), **facts)
    phase = Phase.objects.create(plan=plan, name="2026–2030", during=during(date(2026, 1, 1), date(2031, 1, 1)))
    Target.objects.create(phase=phase, indicator="K2", numerator=80, stretch=True)
    Carrier.objects.create(plan=plan, unit=provincial_union, during=during(REORGANISED))
    ScopeUnit.objects.create(plan=plan, unit=commune_union, during=during(REORGANISED))
    return plan


@pytest.fixture
def signer(commune_union: Unit, secretary: User) -> Appointment:
    post = Post.objects.create(unit=commune_union, title="Bí thư", role="unit_administrator", during=during(REORGANISED))
    return Appointment.objects.create(person=secretary.person, post=post, during=during(REORGANISED))


def code_for(email: str, after: int = 0) -> str:
    """The newest sign-in code mailed to the address, once there are more mails than `after`."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        mails = list(DemoMail.objects.filter(to=email).order_by("-id"))
        if len(mails) > after and (code := mails[0].code):
            return code
        time.sleep(0.1)
    raise AssertionError(f"No code came for {email}")


def sign_in(page: Page, email: str, start: str) -> None:
    """From any page that asks for it, by e-mail and code."""
    mails = DemoMail.objects.filter(to=email).count()
    page.goto(start)
    page.get_by_label("E-mail").fill(email)
    page.locator("main .btn-primary").click()
    code = page.locator("input[name=code]")
    code.wait_for()
    code.fill(code_for(email, mails))
    page.locator("main .btn-primary").click()
    page.wait_for_load_state()


def looked_at(page: Page) -> None:
    """What must hold of every page of the road."""
    assert violations(page) == []
    assert overflow(page) <= 0


def status_of(page: Page, activity: Activity) -> int:
    """What the public page of the activity answers."""
    answer = page.goto(f"/hoat-dong/{activity.slug}/")
    return answer.status if answer else 0


def photograph() -> bytes:
    """A picture as a phone takes it: large, with a place in its EXIF."""
    picture = Image.new("RGB", (2400, 1800), (60, 120, 180))
    ImageDraw.Draw(picture).rectangle((400, 900, 2000, 1700), fill=(180, 90, 60))
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


@contextmanager
def holding(playwright: Playwright, film: Path, page: Page) -> Iterator[Page]:
    """The same person's phone, with something held into its camera."""
    flags = [*FLAGS, *CAMERA, f"--use-file-for-fake-video-capture={film}"]
    browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
    address = page.url.split("/", 3)
    context = browser.new_context(viewport=PHONE, storage_state=page.context.storage_state(), base_url="/".join(address[:3]))
    context.grant_permissions(["camera"])
    try:
        yield context.new_page()
    finally:
        browser.close()


def move_shift(shift: Shift, start: timedelta, end: timedelta) -> None:
    """Time passes: the shift begins and ends so long from now."""
    now = timezone.now().replace(microsecond=0)
    Shift.objects.filter(pk=shift.pk).update(starts_at=now + start, ends_at=now + end)
    Activity.objects.filter(pk=shift.activity_id).update(starts_at=now + start, ends_at=now + end)


def test_a_need_becomes_a_certificate_and_a_figure(
    working_site: str,
    new_person: Callable[..., Page],
    playwright: Playwright,
    focal_point: User,
    secretary: User,
    coordinator: User,
    signer: Appointment,
    plan: Plan,
    tmp_path: Path,
) -> None:
    focal, officer, desk, volunteer, passer_by = (new_person(), new_person(), new_person(size=DESK), new_person(), new_person(size=DESK))

    # 1. Need: from a phone to the public map.
    sign_in(focal, focal_point.email, "/tai-khoan/vao/?next=/ban-lam-viec/nhu-cau/tao/")
    looked_at(focal)
    focal.locator("#id_title").fill(NEED)
    focal.locator("#id_kind").select_option("repair")
    focal.locator("#id_people_wanted").fill("12")
    focal.locator("details:has(#id_latitude) summary").click()
    focal.locator("#id_latitude").fill("21.6405")
    focal.locator("#id_longitude").fill("106.485")
    focal.locator("#id_address").fill("Cổng điểm trường Vạn Linh")
    focal.locator("main .btn-primary").click()
    expect(focal.get_by_role("heading", name=NEED)).to_be_visible()
    looked_at(focal)
    passer_by.goto("/nhu-cau/?tinh=20")
    expect(passer_by.get_by_text(NEED).first).to_be_visible()
    looked_at(passer_by)

    # 2. Activity: the officer makes it from the need, the coordinator returns it once, then approves.
    sign_in(officer, secretary.email, "/tai-khoan/vao/?next=/ban-lam-viec/nhu-cau/")
    officer.get_by_role("link", name=NEED).first.click()
    officer.get_by_role("link", name="Tạo hoạt động").first.click()
    looked_at(officer)
    officer.locator("#id_title").fill(WORK)
    officer.locator("#id_description").fill("Tháo mái cũ, lợp 64 m² tôn mới. Có hai thợ của thôn đi cùng.")
    officer.locator("#id_place_name").fill("Điểm trường Vạn Linh")
    officer.locator("#id_meeting_point").fill("Cổng trường")
    officer.locator("#id_shifts-0-name").fill("Ca sáng")
    officer.locator("#id_shifts-0-day").fill((today() + timedelta(days=1)).isoformat())
    officer.locator("#id_shifts-0-starts").fill("07:00")
    officer.locator("#id_shifts-0-ends").fill("11:00")
    officer.locator("#id_shifts-0-places").fill("2")
    officer.get_by_role("button", name="Lưu bản nháp").click()
    expect(officer.get_by_role("heading", name=WORK)).to_be_visible()
    activity = Activity.objects.get(title=WORK)
    assert status_of(passer_by, activity) == 404
    officer.get_by_role("button", name="Gửi duyệt").click()
    expect(officer.get_by_text("Chờ duyệt").first).to_be_visible()
    looked_at(officer)
    assert status_of(passer_by, activity) == 404

    sign_in(desk, coordinator.email, "/tai-khoan/vao/?next=/ban-lam-viec/hoat-dong/duyet/")
    looked_at(desk)
    desk.get_by_role("link", name=WORK).first.click()
    looked_at(desk)
    desk.get_by_text("Trả lại", exact=False).first.click()
    desk.locator("dialog[open] textarea, main textarea").first.fill("Ghi rõ ai hướng dẫn việc trên mái.")
    desk.locator("dialog[open] .btn-primary, main form .btn-primary").last.click()
    officer.reload()
    expect(officer.get_by_text("Ghi rõ ai hướng dẫn việc trên mái.").first).to_be_visible()
    officer.get_by_role("button", name="Gửi duyệt").click()
    desk.goto(f"/ban-lam-viec/hoat-dong/{activity.pk}/")
    desk.get_by_role("button", name="Duyệt").click()
    expect(desk.get_by_role("link", name="Trang công khai")).to_be_visible()
    assert Activity.objects.get(pk=activity.pk).status == Activity.Status.OPEN

    # 3. Sign-up: a stranger follows a shared link and holds a pass within a minute.
    shared = volunteer.goto(f"/hoat-dong/{activity.slug}/")
    assert shared is not None
    assert 'property="og:image"' in shared.text()
    looked_at(volunteer)
    began = time.monotonic()
    volunteer.get_by_role("link", name="Đăng ký").first.click()
    sign_in(volunteer, STRANGER, volunteer.url)
    volunteer.locator("#id_full_name").fill("Nông Thị Hà")
    volunteer.locator("#id_birth_date").fill("2004-05-20")
    volunteer.locator("#id_agrees").check()
    looked_at(volunteer)
    volunteer.locator("main .btn-primary").click()
    volunteer.get_by_role("button", name="Giữ chỗ").click()
    expect(volunteer.get_by_role("img", name="Mã QR của thẻ")).to_be_visible()
    assert time.monotonic() - began < 60
    looked_at(volunteer)
    signup = Signup.objects.get(shift__activity=activity)
    volunteer.goto(f"/hoat-dong/{activity.slug}/")
    expect(volunteer.get_by_role("link", name="Mở thẻ QR").first).to_be_visible()
    looked_at(volunteer)
    passer_by.goto(f"/hoat-dong/{activity.slug}/")
    expect(passer_by.get_by_text("Còn 1 chỗ").first).to_be_visible()
    looked_at(passer_by)

    # 4. Attendance: scanned by camera, a second scan says so, checked out by short code.
    move_shift(signup.shift, timedelta(minutes=-50), timedelta(minutes=10))
    film = show_code(pass_text(signup), tmp_path / "pass.y4m")
    officer.goto(f"/ban-lam-viec/diem-danh/{signup.shift_id}/")
    looked_at(officer)
    with holding(playwright, film, officer) as phone:
        phone.goto(f"/ban-lam-viec/diem-danh/{signup.shift_id}/")
        expect(phone.get_by_text("Nông Thị Hà").first).to_be_visible(timeout=20_000)
    arrival = CheckIn.objects.get(signup=signup)
    assert arrival.method == "qr"
    officer.goto(f"/ban-lam-viec/diem-danh/{signup.shift_id}/")
    officer.locator("input[name=code]").fill(signup.code.lower())
    officer.get_by_role("button", name="Nhập mã").click()
    expect(officer.locator(".result-seen").first).to_be_visible()
    assert CheckIn.objects.get(signup=signup).at == arrival.at
    CheckIn.objects.filter(pk=arrival.pk).update(at=timezone.now() - timedelta(minutes=50))
    officer.goto(f"/ban-lam-viec/diem-danh/{signup.shift_id}/?luot=ve")
    officer.locator("input[name=code]").fill(signup.code)
    officer.get_by_role("button", name="Nhập mã").click()
    expect(officer.locator(".result-ok").first).to_be_visible()

    # 5. Record: closed with results and a picture; the public page turns into a report.
    move_shift(signup.shift, timedelta(minutes=-60), timedelta(minutes=-1))
    officer.goto(f"/ban-lam-viec/ghi-nhan/{activity.pk}/?buoc=2")
    looked_at(officer)
    officer.locator("#id_outcome").fill("Bếp có mái mới. Từ thứ Hai, 86 học sinh ăn trưa tại trường.")
    officer.locator("#id_beneficiaries").fill("86")
    officer.locator("main .btn-primary").click()
    officer.locator("#id_goods-0-name").fill("Tấm tôn")
    officer.locator("#id_goods-0-quantity").fill("64")
    looked_at(officer)
    officer.locator("main .btn-primary").click()
    officer.locator("#id_went_well").fill("Chia việc từ tối hôm trước.")
    looked_at(officer)
    officer.locator("main .btn-primary").click()
    officer.locator("input[type=file]").set_input_files({"name": "mai-bep.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    officer.get_by_role("button", name="Đưa vào báo cáo").click()
    officer.locator("input[name^=caption_]").first.fill("Mái mới của bếp")
    officer.locator("input[name^=children_][value=no]").first.check()
    officer.locator("input[name^=consented_]").first.check()
    looked_at(officer)
    officer.locator("button[name=do][value=next]").click()
    looked_at(officer)
    officer.get_by_role("button", name="Công bố").click()
    expect(officer.get_by_text("Đã ghi nhận").first).to_be_visible()
    passer_by.goto(f"/hoat-dong/{activity.slug}/")
    expect(passer_by.get_by_text("86 học sinh ăn trưa tại trường").first).to_be_visible()
    expect(passer_by.locator("figure img").first).to_be_visible()
    looked_at(passer_by)

    # 6. Certificate: issued with a number, its QR leads to the page that proves it, and to nothing else.
    officer.goto(f"/ban-lam-viec/chung-nhan/{activity.pk}/")
    looked_at(officer)
    officer.locator("main form .btn-primary").click()
    volunteer.goto("/ban-lam-viec/cua-toi/")
    looked_at(volunteer)
    paper = volunteer.get_by_role("link", name=WORK).last.get_attribute("href")
    pdf = volunteer.request.get(paper or "").body()
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "Nông Thị Hà" in text
    page_one = pypdfium2.PdfDocument(pdf)[0]
    assert page_one.get_width() > page_one.get_height()
    [found] = zxingcpp.read_barcodes(page_one.render(scale=3).to_pil())
    passer_by.goto(found.text)
    expect(passer_by.get_by_text("Nông Thị Hà")).to_be_visible()
    shown = passer_by.content()
    assert not any(private in shown for private in (STRANGER, "2004", "Vạn Linh, Lạng Sơn, 2004"))
    looked_at(passer_by)
    wrong = passer_by.goto("/xac-minh/BBBB2222CCCC/")
    assert wrong is not None
    assert wrong.status == 404
    looked_at(passer_by)

    # 7. Figure: an exact fraction with its target, opened into the activity behind it.
    passer_by.goto("/chuong-trinh/")
    looked_at(passer_by)
    passer_by.get_by_role("link", name="Kế hoạch Chi Lăng 2024–2030").click()
    expect(passer_by.get_by_role("heading", name="1 trên 1 hoạt động đã ghi nhận, đạt chỉ tiêu")).to_be_visible()
    passer_by.get_by_role("link", name="Đã ghi nhận 1").click()
    looked_at(passer_by)
    passer_by.get_by_role("link", name=WORK).click()
    expect(passer_by.get_by_role("heading", name=WORK)).to_be_visible()
    desk.goto("/ban-lam-viec/chuong-trinh/")
    expect(desk.get_by_text("1 trên 1 hoạt động đã ghi nhận").first).to_be_visible()
    looked_at(desk)
    desk.goto("/ban-lam-viec/")
    looked_at(desk)
