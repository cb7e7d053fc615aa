"""The public page: what it says, what it never says, and how often one may guess."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.people.models import Person
from aoxanh.recognition.models import Certificate
from aoxanh.recognition.views.verify import WRONG_TRIES

pytestmark = pytest.mark.django_db

WRONG = "Z" * 12


def shown(code: str) -> str:
    return reverse("verify:show", args=[code])


def main_of(page: bytes) -> str:
    return page.decode().split("<main", 1)[1].split("</main>")[0]


def words(html: str) -> list[str]:
    """The texts of a part of a page, in order."""
    return [text for piece in re.split(r"<[^>]+>", html) if (text := " ".join(unescape(piece).split()))]


def test_a_genuine_certificate_says_exactly_what_the_paper_says(client: Client, certificate: Certificate) -> None:
    answer = client.get(shown(certificate.code))
    facts = words(main_of(answer.content).split("<dl", 1)[1].split(">", 1)[1].split("</dl>")[0])
    assert answer.status_code == 200
    assert dict(zip(facts[::2], facts[1::2], strict=True)) == {
        "Người được cấp": "Vi Thị Hạnh",
        "Hoạt động": "Sửa bếp ăn bán trú điểm trường Vạn Linh",
        "Số giờ có điểm danh": "4 giờ",
        "Thời gian": f"{certificate.starts_on:%d/%m/%Y}",
        "Đơn vị cấp": "Đoàn xã Vạn Linh",
        "Số và ngày cấp": f"01-GCN/ĐTN-VL, {today():%d/%m/%Y}",
        "Mã": certificate.code_text,
    }


def test_the_page_says_nothing_more_about_the_holder_or_the_signer(client: Client, certificate: Certificate, volunteer: User) -> None:
    Person.objects.filter(pk=volunteer.person.pk).update(phone="+84912345678")
    page = client.get(shown(certificate.code)).content.decode()
    secrets = [
        "hanh@tinhnguyen.example",
        "912345678",
        "912 345 678",
        "20/05/2004",
        "2004-05-20",
        str(volunteer.person.pk),
        "Đinh Thùy Dương",
    ]
    assert [secret for secret in secrets if secret in page] == []


def test_the_page_says_what_was_printed_after_the_name_has_changed(client: Client, certificate: Certificate, volunteer: User) -> None:
    Person.objects.filter(pk=volunteer.person.pk).update(full_name="Vi Thị Hạnh Nguyên")
    page = client.get(shown(certificate.code)).content.decode()
    assert ("Vi Thị Hạnh<" in page, "Hạnh Nguyên" in page) == (True, False)


def test_a_wrong_code_is_told_so(client: Client, certificate: Certificate) -> None:
    answer = client.get(shown(WRONG))
    assert answer.status_code == 404
    assert "Không có giấy chứng nhận nào mang mã này" in words(main_of(answer.content))
    assert answer["Cache-Control"] == "no-store"
    assert "Vi Thị Hạnh" not in answer.content.decode()


def test_every_wrong_code_gets_the_same_answer(client: Client, certificate: Certificate) -> None:
    """Nobody learns from an answer whether a code is of the right shape or near a real one."""
    near = certificate.code[:-1] + ("X" if certificate.code[-1] != "X" else "Y")
    pages = [
        re.sub(f"{a}|{b}", "", client.get(shown(a)).content.decode())
        for a, b in ((near, f"{near[:4]} {near[4:8]} {near[8:]}"), ("KM", "KM"))
    ]
    assert pages[0] == pages[1]


def test_guessing_is_stopped_and_says_how_long_to_wait(client: Client, certificate: Certificate) -> None:
    answers = [client.get(shown(WRONG)).status_code for _ in range(WRONG_TRIES + 1)]
    assert answers == [404] * WRONG_TRIES + [429]
    stopped = client.get(shown(certificate.code))
    assert stopped.status_code == 429
    assert "Đợi 10 phút" in main_of(stopped.content)
    assert ("Vi Thị Hạnh" in stopped.content.decode(), stopped["Cache-Control"]) == (False, "no-store")


def test_others_are_not_stopped_by_one_who_guesses(client: Client, certificate: Certificate) -> None:
    for _ in range(WRONG_TRIES + 1):
        client.get(shown(WRONG), REMOTE_ADDR="203.0.113.7")
    assert client.get(shown(certificate.code), REMOTE_ADDR="203.0.113.8").status_code == 200


def test_right_codes_do_not_count(client: Client, certificate: Certificate) -> None:
    answers = {client.get(shown(certificate.code) + f"?{number}").status_code for number in range(WRONG_TRIES + 5)}
    assert answers == {200}
    assert client.get(shown(WRONG)).status_code == 404


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: f"{code[:4]}-{code[4:8]}-{code[8:]}", lambda code: f"{code[:4]} {code[4:8]} {code[8:]}"]
)
def test_a_code_may_be_typed_as_one_likes(client: Client, certificate: Certificate, change: object) -> None:
    given = change(certificate.code)  # type: ignore[operator]
    answer = client.get(reverse("verify:form"), {"ma": f" {given} "})
    assert (answer.status_code, answer["Location"]) == (302, shown(certificate.code))
    assert client.get(shown(given), follow=True).redirect_chain == [(shown(certificate.code), 302)]


def test_an_address_from_a_qr_reader_may_be_pasted(client: Client, certificate: Certificate) -> None:
    answer = client.get(reverse("verify:form"), {"ma": f"{settings.BASE_URL}/xac-minh/{certificate.code}/"})
    assert answer["Location"] == shown(certificate.code)


@pytest.mark.parametrize("nothing", ["", "  ", "—"])
def test_an_empty_field_is_pointed_at(client: Client, nothing: str) -> None:
    answer = client.get(reverse("verify:form"), {"ma": nothing})
    assert answer.status_code == 422
    assert 'href="#ma"' in answer.content.decode()


@pytest.mark.parametrize("code", ["<script>alert(1)</script>", "' OR 1=1 --", "Đ" * 500, "../../etc/passwd", "%00"])
def test_bad_input_is_a_wrong_code(client: Client, certificate: Certificate, code: str) -> None:
    answer = client.get(reverse("verify:form"), {"ma": code}, follow=True)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.content.decode()


def test_engines_are_asked_to_keep_out_and_find_no_list(client: Client, certificate: Certificate) -> None:
    robots = '<meta name="robots" content="noindex, nofollow">'
    assert [robots in client.get(path).content.decode() for path in (shown(certificate.code), shown(WRONG))] == [True, True]
    assert certificate.code not in client.get(reverse("verify:form")).content.decode()


def test_a_genuine_page_is_kept_and_the_same_for_everyone(client: Client, certificate: Certificate, volunteer: User) -> None:
    first = client.get(shown(certificate.code))
    assert first["Cache-Control"].startswith("public")
    client.force_login(volunteer)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(shown(certificate.code)).content == first.content
    assert len(queries) <= 1


def test_the_demo_says_that_its_papers_prove_nothing(client: Client, certificate: Certificate, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "Giấy của bản dùng thử" in words(main_of(client.get(shown(certificate.code)).content))


def test_elsewhere_no_word_of_a_demo(client: Client, certificate: Certificate, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    assert "Giấy của bản dùng thử" not in words(main_of(client.get(shown(certificate.code)).content))


def test_the_foot_of_every_public_page_leads_to_the_form(client: Client) -> None:
    page = client.get(reverse("verify:form")).content.decode()
    assert f'<a href="{reverse("verify:form")}"' in page.split("<footer")[1]


def test_nothing_can_be_posted(client: Client, certificate: Certificate) -> None:
    assert [client.post(path).status_code for path in (reverse("verify:form"), shown(certificate.code))] == [405, 405]
