"""Who comes, on the screen, on paper, in Excel; and the poster that brings them."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from aoxanh.activities import posters
from aoxanh.activities.actions import safety
from aoxanh.activities.models import Activity, Party, Shift, ShiftRole, Signup
from aoxanh.activities.views import desk
from tests.cast import make_activity, make_signup, make_user


@pytest.fixture
def led(shift, volunteer) -> Signup:
    """Hạnh leads a group, read the briefing, and has somebody to be called."""
    role = ShiftRole.objects.create(shift=shift, name="Tổ trưởng", places=1)
    party = Party.objects.create(shift=shift, name="CLB Áo xanh", leader=volunteer.person, request_id=uuid4())
    volunteer.person.emergency_name, volunteer.person.emergency_phone = "Vi Văn Lâm", "+84912000222"
    volunteer.person.save()
    return make_signup(shift, volunteer, role=role, party=party)


def sheet_of(response) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def test_the_list_in_excel_has_what_officers_keep(sign_in, secretary, activity, led):
    safety.write_briefing(activity, text="Đội mũ.", by=secretary)
    heading, row = sheet_of(sign_in(secretary).get(reverse("desk:export_roster", args=[activity.pk, "xlsx"])))
    told = dict(zip(heading, row, strict=True))
    assert told | {"Ngày, giờ": "", "Mã": ""} == {
        "STT": 1,
        "Ca": "Ca sáng",
        "Ngày, giờ": "",
        "Họ và tên": "Vi Thị Hạnh",
        "Nhóm tuổi": "từ 18",
        "Đơn vị": "",
        "Vai trò": "Tổ trưởng",
        "Đội hình, nhóm": "CLB Áo xanh",
        "Điện thoại": "",
        "Mã": "",
        "Phổ biến an toàn": "chưa",
        "Kết quả": "",
        "Người cần gọi khi khẩn cấp": "Vi Văn Lâm",
        "Điện thoại khi khẩn cấp": "0912 000 222",
    }


def test_no_birthday_leaves_with_the_list(sign_in, secretary, shift, pupil):
    make_signup(shift, pupil)
    _heading, row = sheet_of(sign_in(secretary).get(reverse("desk:export_roster", args=[shift.activity_id, "xlsx"])))
    assert "15–15" in row
    assert not any(str(pupil.person.birth_date.year) in str(cell) for cell in row)


def test_whom_to_call_is_for_the_organiser_alone(sign_in, secretary, inspector, activity, led, shift):
    paper = reverse("activities:paper", args=[activity.pk, shift.pk])
    roster = reverse("activities:roster", args=[activity.pk])
    for address in (f"{paper}?khan-cap", roster):
        assert "0912 000 222" in sign_in(secretary).get(address).content.decode()
        assert "0912 000 222" not in sign_in(inspector).get(address).content.decode()
    heading = sheet_of(sign_in(inspector).get(reverse("desk:export_roster", args=[activity.pk, "xlsx"])))[0]
    assert "Người cần gọi khi khẩn cấp" not in heading


def test_the_paper_says_role_group_and_who_was_briefed(sign_in, secretary, activity, led, shift):
    safety.write_briefing(activity, text="Đội mũ.", by=secretary)
    address = reverse("activities:paper", args=[activity.pk, shift.pk])
    before = sign_in(secretary).get(address).content.decode()
    safety.read_briefing(led, version=1)
    after = sign_in(secretary).get(address).content.decode()
    assert "Tổ trưởng · CLB Áo xanh" in after
    assert ("✓" in before, "✓" in after) == (False, True)


def test_a_large_list_comes_in_parts_without_gaps(sign_in, secretary, activity, shift, monkeypatch):
    monkeypatch.setattr(desk, "ON_PAPER", 2)
    monkeypatch.setattr(desk, "ON_SCREEN", 2)
    names = [f"Nông Văn {letter}" for letter in ("An", "Bình", "Cường", "Dũng", "Hà")]
    for number, name in enumerate(names):
        make_signup(shift, make_user(f"n{number}@tinhnguyen.example", name, date(2000, 1, 1)))
    browser, paper = sign_in(secretary), reverse("activities:paper", args=[activity.pk, shift.pk])
    parts = [browser.get(paper, {"tap": number}).context["roster"] for number in (1, 2, 3)]
    assert [signup.person.full_name for part in parts for signup in part.signups] == names
    assert [part.first for part in parts] == [1, 3, 5]
    assert browser.get(paper, {"tap": "99"}).context["sheet"] == 3
    roster = reverse("activities:roster", args=[activity.pk])
    assert [len(one.signups) for one in browser.get(roster).context["rosters"]] == [2]
    address, found = f"{roster}?ca={shift.pk}", []
    while address:
        [one] = browser.get(address).context["rosters"]
        found += [signup.person.full_name for signup in one.signups]
        address = f"{roster}?{one.next_query}" if one.next_query else ""
    assert found == names


def test_the_poster_is_a_page_that_can_be_printed(sign_in, secretary, activity):
    browser = sign_in(secretary)
    pdf = browser.get(reverse("safety:poster_pdf", args=[activity.pk]))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert browser.get(reverse("safety:poster_preview", args=[activity.pk])).content[:4] == b"\x89PNG"
    assert posters.address(activity) in browser.get(reverse("safety:poster", args=[activity.pk])).content.decode()


def test_the_longest_title_still_makes_one_page(commune_union, secretary):
    activity = make_activity(
        commune_union, secretary, title="Hưởng ứng " + "thắp sáng đường quê nghĩa tình " * 3, place_name="Nhà văn hóa " * 12
    )
    shift = activity.shifts.get()
    for number in range(6):
        Shift.objects.create(activity=activity, name=f"Ca {number}", starts_at=shift.starts_at, ends_at=shift.ends_at, places=9)
    assert posters.preview(activity)[:4] == b"\x89PNG"


def test_what_is_not_public_has_no_poster(sign_in, secretary, commune_union):
    draft = make_activity(commune_union, secretary, status=Activity.Status.DRAFT)
    assert sign_in(secretary).get(reverse("safety:poster", args=[draft.pk])).status_code == 404
