from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.attendance.models import CheckIn, CheckOut
from tests.attendance.conftest import HOUR
from tests.cast import make_activity, make_signup, make_user

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]


@pytest.fixture
def morning(commune_union, secretary: User) -> Activity:
    """Runs right now: pages read the clock themselves."""
    now = timezone.now()
    return make_activity(commune_union, secretary, shifts=[(now - HOUR, now + 3 * HOUR, 18)])


@pytest.fixture
def officer(sign_in: SignIn, secretary: User) -> Client:
    return sign_in(secretary)


def post(client: Client, shift: Shift, name: str = "check_in", **body: Any) -> Any:
    address = reverse(f"attendance:{name}", args=[shift.pk])
    return client.post(address, {"scan_id": str(uuid4()), **body}, content_type="application/json")


def test_a_scanned_pass_is_welcomed(officer: Client, signup: Signup, shift: Shift):
    response = post(officer, shift, pass_text=pass_text(signup))
    answer = response.json()
    assert response.status_code == 200
    assert (answer["kind"], answer["title"], answer["name"]) == ("ok", "Mời vào", "Vi Thị Hạnh")
    assert (answer["arrived"], answer["places"], answer["advice"]) == (1, 18, "Người thứ 1 trên 18 chỗ.")
    assert CheckIn.objects.get().method == "qr"


def test_a_resent_scan_gets_the_same_answer(officer: Client, signup: Signup, shift: Shift):
    scan = str(uuid4())
    first = post(officer, shift, pass_text=pass_text(signup), scan_id=scan)
    again = post(officer, shift, pass_text=pass_text(signup), scan_id=scan)
    assert (again.status_code, again.json()) == (200, first.json())
    assert CheckIn.objects.count() == 1


def test_a_second_scan_says_so(officer: Client, signup: Signup, shift: Shift):
    post(officer, shift, pass_text=pass_text(signup))
    response = post(officer, shift, pass_text=pass_text(signup))
    assert (response.status_code, response.json()["kind"], response.json()["code"]) == (409, "seen", "already_in")
    assert response.json()["title"] == "Đã vào rồi"


def test_a_typed_code_is_read_however_it_was_typed(officer: Client, signup: Signup, shift: Shift):
    typed = f" {signup.code[:4].lower()} {signup.code[4:]} "
    assert post(officer, shift, code=typed).status_code == 200
    assert CheckIn.objects.get().method == "code"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"code": "ZZZZ9999"}, "unknown_code"),
        ({"pass_text": "AX1:ABCD2345:FORGED"}, "forged_pass"),
        ({"pass_text": "https://a.example"}, "not_a_pass"),
    ],
)
def test_what_is_no_pass_of_ours_is_refused(officer: Client, shift: Shift, body: dict[str, str], code: str):
    response = post(officer, shift, **body)
    assert (response.status_code, response.json()["code"], response.json()["kind"]) == (409, code, "no")


@pytest.mark.parametrize("body", [{}, {"code": "   "}, {"code": "A", "scan_id": "no"}, {"pick": "a b"}, {"code": ["x"], "scan_id": None}])
def test_an_incomplete_scan_is_answered_with_what_to_do(officer: Client, shift: Shift, body: dict[str, Any]):
    response = post(officer, shift, **body)
    assert (response.status_code, response.json()["code"]) == (422, "incomplete")


def test_a_body_that_is_no_json_is_incomplete(officer: Client, shift: Shift):
    response = officer.post(reverse("attendance:check_in", args=[shift.pk]), "{", content_type="application/json")
    assert response.status_code == 422


@pytest.mark.parametrize("clock", ["never", "", "2026-11-21T07:00", "9999-99-99T00:00:00Z"])
def test_a_phone_without_a_readable_clock_checks_in(officer: Client, signup: Signup, shift: Shift, clock: str):
    assert post(officer, shift, code=signup.code, device_at=clock).status_code == 200
    assert CheckIn.objects.get().device_at is None


def test_a_phone_that_runs_fast_is_told(officer: Client, signup: Signup, shift: Shift):
    answer = post(officer, shift, code=signup.code, device_at=(timezone.now() + HOUR / 6).isoformat()).json()
    assert answer["kind"] == "ok"
    assert abs(answer["offset_seconds"] - 600) < 30
    assert answer["clock"] == "Đồng hồ máy này nhanh 10 phút. Giờ ghi là giờ của hệ thống."


def test_leaving_says_the_hours(officer: Client, signup: Signup, shift: Shift):
    post(officer, shift, code=signup.code)
    answer = post(officer, shift, "check_out", code=signup.code).json()
    assert (answer["kind"], answer["title"]) == ("ok", "Tạm biệt")
    assert CheckOut.objects.count() == 1


@pytest.mark.parametrize("name", ["outsider", "focal_point", "coordinator", "volunteer"])
def test_who_may_not_take_attendance_finds_no_door(
    request: pytest.FixtureRequest, sign_in: SignIn, signup: Signup, shift: Shift, name: str
):
    client = sign_in(request.getfixturevalue(name))
    assert post(client, shift, code=signup.code).status_code == 404
    assert post(client, shift, code="ZZZZ9999").status_code == 404
    assert [client.get(reverse(f"attendance:{page}", args=[shift.pk])).status_code for page in ("scan", "roster")] == [404, 404]
    assert not CheckIn.objects.exists()


def test_who_is_signed_out_is_asked_to_sign_in(client: Client, signup: Signup, shift: Shift):
    assert post(client, shift, code=signup.code).status_code == 401
    plain = client.post(reverse("attendance:check_in", args=[shift.pk]), {"code": signup.code, "scan_id": str(uuid4())})
    assert plain.status_code == 302
    assert not CheckIn.objects.exists()


def test_a_plain_form_checks_in_without_script(officer: Client, signup: Signup, shift: Shift):
    address = reverse("attendance:check_in", args=[shift.pk])
    form = {"scan_id": str(uuid4()), "code": signup.code}
    pages = [officer.post(address, form) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Mời vào" in pages[0].text
    assert "Vi Thị Hạnh" in pages[0].text
    assert CheckIn.objects.count() == 1


def test_a_refused_plain_form_says_why(officer: Client, signup: Signup, shift: Shift):
    page = officer.post(reverse("attendance:check_out", args=[shift.pk]), {"scan_id": str(uuid4()), "code": signup.code})
    assert page.status_code == 409
    assert "Chưa điểm danh lúc đến" in page.text


def test_the_roster_checks_in_by_hand(officer: Client, signup: Signup, shift: Shift):
    page = officer.get(reverse("attendance:roster", args=[shift.pk]), {"q": "hanh"})
    pick = page.context["rows"][0][1]
    assert f'value="{pick}"' in page.text
    assert officer.post(reverse("attendance:check_in", args=[shift.pk]), {"pick": pick}).status_code == 200
    assert CheckIn.objects.get().method == "roster"


def test_a_check_in_takes_four_statements(officer: Client, signup: Signup, shift: Shift):
    with CaptureQueriesContext(connection) as statements:
        assert post(officer, shift, pass_text=pass_text(signup), device_at=timezone.now().isoformat()).status_code == 200
    assert len(statements) == 4, [statement["sql"][:120] for statement in statements]


def test_a_check_out_takes_five_statements(officer: Client, signup: Signup, shift: Shift):
    post(officer, shift, code=signup.code)
    with CaptureQueriesContext(connection) as statements:
        assert post(officer, shift, "check_out", code=signup.code).status_code == 200
    assert len(statements) == 5, [statement["sql"][:120] for statement in statements]


def reads(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize("name", ["scan", "roster", "today", "activity"])
def test_pages_read_the_same_number_of_times_for_one_and_many(officer: Client, signup: Signup, shift: Shift, morning: Activity, name: str):
    arguments = {"scan": [shift.pk], "roster": [shift.pk], "today": [], "activity": [morning.pk]}[name]
    address = reverse(f"attendance:{name}", args=arguments)
    post(officer, shift, code=signup.code)
    officer.get(address)
    one = reads(officer, address)
    for number in range(5):
        more = make_signup(shift, make_user(f"n{number}@x.example", f"Vi Văn {number}"))
        post(officer, shift, code=more.code)
    assert reads(officer, address) == one


def test_todays_page_names_the_shift_and_who_came(officer: Client, signup: Signup, shift: Shift):
    page = officer.get(reverse("attendance:today"))
    assert "1 ca hôm nay" in page.text
    assert "0/18 đã đến" in page.text


def test_a_day_without_shifts_says_so(officer: Client):
    assert "Hôm nay không có ca nào" in officer.get(reverse("attendance:today")).text
