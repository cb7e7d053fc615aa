"""The profile, and the corner of the header."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.people.models import Person, Skill
from aoxanh.places.models import Area
from tests.cast import grant, make_area

PROFILE, VIEWER = "/toi/ho-so/", "/toi/goc/"
type SignIn = Callable[[User], Client]


@pytest.fixture
def newcomer(db: None, sign_in: SignIn) -> Client:
    return sign_in(User.objects.create_user("moi@tinhnguyen.example"))


def typed(**changed: Any) -> dict[str, Any]:
    given = {"full_name": "Vi Thị Hạnh", "birth_date": "2004-05-20", "q": "", "phone": "", "agrees": "on"}
    return {name: value for name, value in (given | changed).items() if value is not None}


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_newcomer_says_who_they_are_once_and_goes_on(newcomer: Client, van_linh: Area) -> None:
    skill = Skill.objects.get(code="english")
    sent = typed(area=str(van_linh.pk), phone="0912 345 678", skills=[str(skill.pk)], next="/dang-ky/1/")
    response = newcomer.post(PROFILE, sent)
    assert (response.status_code, response.headers["Location"]) == (302, "/dang-ky/1/")
    person = Person.objects.get()
    assert (person.full_name, person.area, person.phone, list(person.skills.all())) == ("Vi Thị Hạnh", van_linh, "+84912345678", [skill])


def test_the_consent_is_never_ticked_beforehand(newcomer: Client) -> None:
    box = re.search(r'<input type="checkbox" name="agrees"[^>]*>', newcomer.get(PROFILE).content.decode())
    assert box
    assert "checked" not in box[0]


def test_without_consent_the_page_says_why_and_keeps_what_was_typed(newcomer: Client) -> None:
    response = newcomer.post(PROFILE, typed(agrees=None, phone="0912 345 678"))
    assert response.status_code == 422
    assert "Đánh dấu ô này nếu bạn đồng ý." in text(response)
    assert [part in response.content.decode() for part in ('value="Vi Thị Hạnh"', 'value="2004-05-20"', 'value="0912 345 678"')] == [
        True
    ] * 3
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"full_name": ""}, "Nhập đủ họ và tên."),
        ({"full_name": "<script>alert(1)</script>"}, "Họ tên chỉ gồm chữ cái và khoảng trắng."),
        ({"full_name": "Hạnh 2004"}, "Họ tên chỉ gồm chữ cái và khoảng trắng."),
        ({"birth_date": ""}, "Nhập ngày sinh của bạn."),
        ({"birth_date": "2004-02-31"}, "Ngày này không có. Nhập ngày, tháng, năm."),
        ({"birth_date": (today() + timedelta(days=1)).isoformat()}, "Ngày này chưa tới. Xem lại năm."),
        ({"birth_date": "1876-05-20"}, "Ngày sinh xa quá. Xem lại năm."),
        ({"birth_date": (today() - timedelta(days=6 * 365)).isoformat()}, "Dưới 7 tuổi thì đi cùng cha mẹ, không cần tài khoản."),
        ({"phone": "0912 3456"}, "Thiếu 2 chữ số. Số di động có 10 số, bắt đầu bằng 0."),
        ({"q": "Xã Không Có"}, "Hiện không có xã, phường nào tên như vậy."),
        ({"area": "01a20204-0000-7000-8000-000000000000"}, "Chọn một xã, phường trong danh sách."),
        ({"skills": ["01a20204-0000-7000-8000-000000000000"]}, "Chọn trong danh sách."),
    ],
)
def test_each_mistake_has_its_sentence(newcomer: Client, changed: dict[str, Any], sentence: str) -> None:
    response = newcomer.post(PROFILE, typed(**changed))
    assert response.status_code == 422
    assert sentence in text(response)
    assert Person.objects.count() == 0


def test_a_commune_is_found_without_tones_and_without_script(newcomer: Client, van_linh: Area) -> None:
    newcomer.post(PROFILE, typed(q="van linh"))
    assert Person.objects.get().area == van_linh


def test_of_several_communes_of_one_name_the_page_asks_which(newcomer: Client, van_linh: Area) -> None:
    phu_yen = make_area("66", "Tỉnh Đắk Lắk", "Tỉnh", 12.7, 108.2)
    make_area("24900", "Xã Vạn Linh", "Xã", 12.8, 108.3, phu_yen)
    response = newcomer.post(PROFILE, typed(q="Vạn Linh"))
    assert response.status_code == 422
    assert "Có nhiều xã, phường tên như vậy." in text(response)
    assert re.findall(r'name="area" value="([^"]+)"', response.content.decode()).count(str(van_linh.pk)) == 1


def test_who_is_known_changes_the_profile_and_is_not_asked_again_to_agree(volunteer: User, sign_in: SignIn) -> None:
    client = sign_in(volunteer)
    page = client.get(PROFILE).content.decode()
    assert ('name="agrees"' in page, 'value="2004-05-20"' in page, str(volunteer.person.area_id) in page) == (False, True, True)
    response = client.post(PROFILE, typed(agrees=None, full_name="Vi Thu Hạnh"))
    assert response.headers["Location"] == PROFILE
    assert Person.objects.get(user=volunteer).full_name == "Vi Thu Hạnh"


def test_the_profile_is_for_who_is_signed_in(client: Client, db: None) -> None:
    assert client.get(PROFILE).headers["Location"] == "/tai-khoan/vao/?next=/toi/ho-so/"


def test_next_never_leads_off_the_site(newcomer: Client) -> None:
    assert newcomer.post(PROFILE, typed(next="https://evil.example/")).headers["Location"] == "/ban-lam-viec/cua-toi/"


def test_the_corner_offers_a_way_in_that_comes_back(client: Client, db: None) -> None:
    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/hoat-dong/sua-bep/?ca=1"}
    response = client.get(VIEWER, headers=here)
    assert 'href="/tai-khoan/vao/?next=%2Fhoat-dong%2Fsua-bep%2F%3Fca%3D1"' in response.content.decode()
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].replace(" ", "").split(","))
    away = client.get(VIEWER, headers=here | {"HX-Current-URL": "https://evil.example/x"})
    assert 'href="/tai-khoan/vao/"' in away.content.decode()


def test_the_corner_greets_a_volunteer_by_name_and_lets_them_out(volunteer: User, sign_in: SignIn) -> None:
    response = sign_in(volunteer).get(VIEWER)
    assert "Menu của Vi Thị Hạnh VH Hạnh" in text(response)
    assert 'method="post" action="/tai-khoan/ra/"' in response.content.decode()
    assert ("Hồ sơ của bạn" in text(response), "Bàn làm việc" in text(response)) == (True, False)


def test_the_corner_costs_the_same_with_many_grants(volunteer: User, sign_in: SignIn, commune_union: Any, provincial_union: Any) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            sign_in_client.get(VIEWER)
        return len(queries)

    sign_in_client = sign_in(volunteer)
    grant(volunteer, "inspector", commune_union)
    few = statements()
    for role in ("organiser", "focal_point", "coordinator"):
        grant(volunteer, role, provincial_union, Scope.SUBTREE)
    assert statements() == few


def test_skills_speak_the_language_of_the_page(newcomer: Client) -> None:
    assert "Sơ cứu" in text(newcomer.get(PROFILE))
    assert "First aid" in text(newcomer.get("/en" + PROFILE))


def test_a_birthday_today_is_enough(newcomer: Client) -> None:
    sixteen = date(today().year - 16, today().month, min(today().day, 28))
    assert newcomer.post(PROFILE, typed(birth_date=sixteen.isoformat())).status_code == 302
