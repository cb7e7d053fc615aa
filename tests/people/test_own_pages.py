"""The parts of one's profile, consents, one's data."""

import html
import io
import json
import re
import time
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.people.actions import give_consent, withdraw_consent
from aoxanh.people.models import DataRequest, Person, Skill

ME = "/toi/"
type SignIn = Callable[[User], Client]


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def mine(volunteer: User, sign_in: SignIn) -> Client:
    return sign_in(volunteer)


@pytest.fixture
def hanh(volunteer: User) -> Person:
    return volunteer.person


PAGES = ["ho-so/ky-nang/", "ho-so/luc-ranh/", "ho-so/lien-he/", "ho-so/nhay-cam/", "dong-y/", "du-lieu/", "du-lieu/xoa/"]


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_known_yet_says_first_who_they_are(page: str, sign_in: SignIn, db: None) -> None:
    response = sign_in(User.objects.create_user("moi@tinhnguyen.example")).get(ME + page)
    assert response.headers["Location"] == f"/toi/ho-so/?next=%2Ftoi%2F{page.replace('/', '%2F')}"


@pytest.mark.parametrize("page", PAGES)
def test_ones_own_pages_are_for_who_is_signed_in(page: str, client: Client, db: None) -> None:
    assert client.get(ME + page).headers["Location"] == f"/tai-khoan/vao/?next=/toi/{page}"


def test_of_the_birth_only_the_year_may_be_known(mine: Client, hanh: Person) -> None:
    sent = {"full_name": "Vi Thị Hạnh", "birth_date": "", "birth_year": "2004", "phone": ""}
    assert mine.post("/toi/ho-so/", sent).status_code == 302
    hanh.refresh_from_db()
    assert (hanh.birth_date, hanh.birth_year, hanh.born) == (None, 2004, 2004)
    assert 'value="2004"' in mine.get("/toi/ho-so/").content.decode()
    mine.post("/toi/ho-so/", sent | {"birth_date": "2004-05-20"})
    hanh.refresh_from_db()
    assert (str(hanh.birth_date), hanh.birth_year) == ("2004-05-20", None)


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        ("", "Nhập ngày sinh của bạn."),
        ("1850", "Ngày sinh xa quá. Xem lại năm."),
        ("2999", "Năm này chưa tới."),
        ("mới đây", "Năm gồm bốn chữ số."),
    ],
)
def test_a_year_that_cannot_be_has_its_sentence(mine: Client, year: str, sentence: str) -> None:
    response = mine.post("/toi/ho-so/", {"full_name": "Vi Thị Hạnh", "birth_date": "", "birth_year": year, "phone": ""})
    assert (response.status_code, sentence in text(response)) == (422, True)


def test_skills_are_ticked_with_degree_and_paper(mine: Client, hanh: Person) -> None:
    sent = {"has-medical": "on", "degree-medical": "3", "proof-medical": "Bằng y sĩ", "has-english": "on", "proof-dao": "không đánh dấu"}
    assert mine.post("/toi/ho-so/ky-nang/", sent).headers["Location"] == "/toi/ho-so/"
    rows = hanh.own_skills.order_by("skill__code").values_list("skill__code", "degree", "proof")
    assert list(rows) == [("english", 2, ""), ("medical", 3, "Bằng y sĩ")]
    page = mine.get("/toi/ho-so/ky-nang/").content.decode()
    assert re.findall(r'name="has-(\w+)"[^>]* checked', page) == ["medical", "english"]
    assert "Tiếng Anh" in text(mine.get("/toi/ho-so/"))


def test_no_skill_ticked_is_none_kept(mine: Client, hanh: Person) -> None:
    hanh.skills.set([Skill.objects.get(code="english")])
    mine.post("/toi/ho-so/ky-nang/", {})
    assert hanh.skills.count() == 0


def test_a_day_that_is_none_stays_typed(mine: Client) -> None:
    response = mine.post("/toi/ho-so/ky-nang/", {"has-medical": "on", "until-medical": "2026-02-31", "proof-medical": "Bằng"})
    assert (response.status_code, "Ngày này không có." in text(response), 'value="Bằng"' in response.content.decode()) == (422, True, True)


def test_free_time_is_a_grid(mine: Client, hanh: Person) -> None:
    mine.post("/toi/ho-so/luc-ranh/", {"parts": ["5-morning", "6-evening"], "transport": "motorbike"})
    hanh.refresh_from_db()
    assert (hanh.transport, hanh.availabilities.count()) == ("motorbike", 2)
    page = mine.get("/toi/ho-so/luc-ranh/").content.decode()
    assert re.findall(r'value="([\w-]+)" aria-label="[^"]+" checked', page) == ["5-morning", "6-evening"]
    assert 'aria-label="Thứ Bảy: Sáng"' in page
    assert mine.post("/toi/ho-so/luc-ranh/", {"parts": ["7-morning"]}).status_code == 422
    mine.post("/toi/ho-so/luc-ranh/", {"transport": ""})
    assert hanh.availabilities.count() == 0


def test_address_country_and_whom_to_call(mine: Client, hanh: Person) -> None:
    sent = {"address": "Thôn Nà Pè", "overseas_country": "JP", "email": "Hanh@Moi.example"}
    called = {"emergency_name": "Vi Văn Thắng", "emergency_phone": "0912 345 678"}
    assert mine.post("/toi/ho-so/lien-he/", sent | called).status_code == 302
    hanh.refresh_from_db()
    assert (hanh.overseas_country, hanh.email, hanh.emergency_phone) == ("JP", "hanh@moi.example", "+84912345678")
    assert "Nhật Bản" in text(mine.get("/toi/ho-so/"))
    response = mine.post("/toi/ho-so/lien-he/", sent | {"emergency_name": "Vi Văn Thắng"})
    assert (response.status_code, "Nhập số điện thoại của người cần gọi." in text(response)) == (422, True)
    assert mine.post("/toi/ho-so/lien-he/", {"overseas_country": "XX"}).status_code == 422


def test_sensitive_facts_are_asked_with_their_own_consent_never_ticked(mine: Client, hanh: Person) -> None:
    page = mine.get("/toi/ho-so/nhay-cam/").content.decode()
    assert re.findall(r'<input type="checkbox" name="agrees"[^>]*>', page)[0].count("checked") == 0
    refused = mine.post("/toi/ho-so/nhay-cam/", {"health": "Dị ứng"})
    assert (refused.status_code, refused.headers["X-Refusal"], 'value="Dị ứng"' in refused.content.decode()) == (
        409,
        "consent_missing",
        True,
    )
    mine.post("/toi/ho-so/nhay-cam/", {"health": "Dị ứng", "agrees": "on"})
    assert 'value="Dị ứng"' in mine.get("/toi/ho-so/nhay-cam/").content.decode()
    assert Line.objects.filter(verb="people.sensitive_read", subject_id=hanh.pk).count() == 1
    assert "Dị ứng" not in text(mine.get("/toi/ho-so/"))


def test_consents_are_given_and_taken_back_one_by_one(mine: Client, hanh: Person, volunteer: User) -> None:
    mine.post("/toi/dong-y/pictures/", {"give": "1"})
    assert list(hanh.consents.filter(withdrawn_at=None).values_list("purpose", "channel", "by")) == [("pictures", "web", volunteer.pk)]
    assert "bản 2026-11" in text(mine.get("/toi/dong-y/"))
    mine.post("/toi/dong-y/pictures/", {})
    assert hanh.consents.filter(withdrawn_at=None).count() == 0
    assert mine.post("/toi/dong-y/selling/", {"give": "1"}).status_code == 404


def test_the_page_of_consents_has_no_ticked_box(mine: Client, hanh: Person, volunteer: User) -> None:
    give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    assert "checked" not in mine.get("/toi/dong-y/").content.decode()


def test_a_request_is_sent_once_and_shows_its_clock(mine: Client, hanh: Person) -> None:
    sent = {"kind": "correct", "text": "Tên đệm sai"}
    assert mine.post("/toi/du-lieu/", sent).status_code == 302
    request = DataRequest.objects.get()
    assert f"Bạn có trả lời trước hết ngày {request.answer_due:%d/%m/%Y}" in text(mine.get("/toi/du-lieu/"))
    again = mine.post("/toi/du-lieu/", sent)
    assert (again.status_code, again.headers["X-Refusal"]) == (409, "already_asked")
    assert mine.post("/toi/du-lieu/", {"kind": "erase"}).status_code == 422
    assert mine.post("/toi/du-lieu/", {"kind": "correct", "text": " "}).status_code == 422


def test_the_copy_comes_as_json_and_as_a_readable_pdf(mine: Client, hanh: Person, volunteer: User) -> None:
    give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    response = mine.post("/toi/du-lieu/ban-sao/", {"json": "1"})
    told = json.loads(response.content)
    assert (told["person"], told["sections"]["consents"]["rows"][0]["purpose"]) == (str(hanh.pk), "Ảnh có tôi trong báo cáo")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="ao-xanh-')
    paper = mine.post("/toi/du-lieu/ban-sao/", {"pdf": "1"})
    pages = " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert [words in pages for words in ("Dữ liệu của bạn ở Áo Xanh", "Vi Thị Hạnh", "20/05/2004", "Ảnh có tôi trong báo cáo")] == [
        True
    ] * 4
    assert mine.get("/toi/du-lieu/ban-sao/").status_code == 405
    assert Line.objects.filter(verb="people.data_copied").count() == 2


def test_a_sign_that_no_font_has_leads_to_the_file_for_machines(mine: Client, hanh: Person) -> None:
    Person.objects.filter(pk=hanh.pk).update(address="Nhà \U00013000")
    response = mine.post("/toi/du-lieu/ban-sao/", {"pdf": "1"})
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "not_on_paper")
    assert mine.post("/toi/du-lieu/ban-sao/", {"json": "1"}).status_code == 200


def recently(mine: Client) -> None:
    session = mine.session
    session["confirmed_at"] = int(time.time())
    session.save()


def test_erasing_asks_for_a_fresh_sign_in_and_a_word(mine: Client, hanh: Person, volunteer: User) -> None:
    assert mine.get("/toi/du-lieu/xoa/").headers["Location"].startswith("/tai-khoan/")
    recently(mine)
    wrong = mine.post("/toi/du-lieu/xoa/", {"word": "giữ"})
    assert (wrong.status_code, Person.objects.filter(pk=hanh.pk).exists()) == (422, True)
    assert mine.post("/toi/du-lieu/xoa/", {"word": " xoa "}).headers["Location"] == "/"
    volunteer.refresh_from_db()
    assert (Person.objects.filter(pk=hanh.pk).exists(), volunteer.is_active) == (False, False)
    assert mine.get("/toi/du-lieu/").headers["Location"] == "/tai-khoan/vao/?next=/toi/du-lieu/"


def test_the_last_administrator_is_told_to_hand_over(secretary: User, sign_in: SignIn) -> None:
    mine = sign_in(secretary)
    recently(mine)
    response = mine.post("/toi/du-lieu/xoa/", {"word": "XÓA"})
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "last_administrator")


def test_a_restriction_is_lifted_by_oneself(mine: Client, hanh: Person, volunteer: User) -> None:
    give_consent(hanh, purpose="volunteering", channel="web", by=volunteer)
    withdraw_consent(hanh, purpose="volunteering", by=volunteer)
    assert mine.post("/toi/du-lieu/dung-lai/").status_code == 409
    mine.post("/toi/dong-y/volunteering/", {"give": "1"})
    hanh.refresh_from_db()
    assert hanh.restricted_at is None
    assert mine.post("/toi/du-lieu/dung-lai/").status_code == 302


@pytest.mark.parametrize("page", ["ho-so/", *PAGES[:6]])
def test_ones_pages_cost_the_same_with_many_rows(page: str, mine: Client, hanh: Person, volunteer: User, commune_union: Any) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert mine.get(ME + page).status_code == 200
        return len(queries)

    hanh.skills.set(Skill.objects.filter(code="english"))
    give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    mine.post("/toi/du-lieu/", {"kind": "restrict"})
    statements()
    few = statements()
    hanh.skills.set(Skill.objects.all())
    for purpose in ("messages", "honour", "location"):
        give_consent(hanh, purpose=purpose, channel="web", by=volunteer)
    mine.post("/toi/du-lieu/", {"kind": "correct", "text": "Sai"})
    assert statements() == few


def test_the_english_page_speaks_english(mine: Client) -> None:
    assert "What you agreed to" in text(mine.get("/en/toi/dong-y/"))
    assert "I agree that Áo Xanh keeps my name" in text(mine.get("/en/toi/dong-y/"))
