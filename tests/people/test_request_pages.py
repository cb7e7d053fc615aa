"""The data officer's pages."""

import html
import json
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Unit
from aoxanh.people.actions import ask, give_consent
from aoxanh.people.models import DataRequest, Membership, Person
from tests.cast import grant, make_user

LIST = "/ban-lam-viec/du-lieu/"
type SignIn = Callable[[User], Client]


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def hanh(volunteer: User, commune_union: Unit) -> Person:
    Membership.objects.create(person=volunteer.person, unit=commune_union, during=during(date(2025, 7, 1)))
    return volunteer.person


@pytest.fixture
def desk(commune_union: Unit, sign_in: SignIn) -> Client:
    user = make_user("dulieu@vanlinh.example", "Hoàng Minh Đức")
    grant(user, "data_officer", commune_union)
    return sign_in(user)


def test_requests_stand_by_what_is_due(desk: Client, hanh: Person, volunteer: User) -> None:
    late = ask(hanh, kind="restrict", by=volunteer)
    answered = ask(hanh, kind="correct", text="Sai tên", by=volunteer)
    fresh = ask(hanh, kind="withdraw", by=volunteer)
    DataRequest.objects.filter(pk=late.pk).update(answer_due=today() - timedelta(days=1))
    DataRequest.objects.filter(pk=answered.pk).update(answered_at=answered.asked_at)
    response = desk.get(LIST)
    assert [row.pk for row in response.context["page"].rows] == [late.pk, fresh.pk, answered.pk]
    assert "3 yêu cầu đang chờ, 1 quá hạn" in text(response)
    assert "trễ 1 ngày" in text(response)


def test_nobody_else_reads_requests(secretary: User, volunteer: User, inspector: User, hanh: Person, sign_in: SignIn) -> None:
    request = ask(hanh, kind="restrict", by=volunteer)
    clients = [sign_in(user) for user in (secretary, volunteer, inspector)]
    assert [client.get(LIST).status_code for client in clients] == [403, 403, 403]
    assert [client.get(f"{LIST}{request.pk}/").status_code for client in clients] == [404, 404, 404]
    paths = ("tra-loi/", "thuc-hien/", "tu-choi/", "ban-sao/")
    assert [clients[0].post(f"{LIST}{request.pk}/{path}").status_code for path in paths] == [404, 404, 404, 404]


def test_a_request_is_answered_and_carried_out(desk: Client, hanh: Person, volunteer: User) -> None:
    request = ask(hanh, kind="restrict", text="Tạm nghỉ", by=volunteer)
    page = f"{LIST}{request.pk}/"
    assert "Tạm nghỉ" in text(desk.get(page))
    assert desk.post(f"{page}tra-loi/", {"a-text": "Đang làm."}).headers["Location"] == page
    assert desk.post(f"{page}thuc-hien/", {"c-outcome": "Đã hạn chế."}).headers["Location"] == page
    request.refresh_from_db()
    hanh.refresh_from_db()
    assert (request.outcome, hanh.restricted_at is not None) == ("Đã hạn chế.", True)
    assert "Đã hạn chế." in text(desk.get(page))
    assert [row.pk for row in desk.get(f"{LIST}?da-xong").context["page"].rows] == [request.pk]


def test_mistakes_are_shown_and_what_was_typed_stays(desk: Client, hanh: Person, volunteer: User) -> None:
    request = ask(hanh, kind="withdraw", by=volunteer)
    give_consent(hanh, purpose="pictures", channel="paper", by=None)
    page = f"{LIST}{request.pk}/"
    response = desk.post(f"{page}thuc-hien/", {"c-outcome": "Đã rút"})
    assert (response.status_code, "Chọn những mục rút lại đồng ý." in text(response), "Đã rút" in response.content.decode()) == (
        422,
        True,
        True,
    )
    assert desk.post(f"{page}tu-choi/", {"r-text": "x"}).status_code == 422
    assert desk.post(f"{page}tra-loi/", {}).status_code == 422
    assert desk.post(f"{page}thuc-hien/", {"c-outcome": "Đã rút", "c-purposes": ["pictures"]}).status_code == 302
    closed = desk.post(f"{page}tu-choi/", {"r-ground": "law", "r-text": "x"})
    assert (closed.status_code, closed.headers["X-Refusal"]) == (409, "done")


def test_a_refusal_needs_a_ground(desk: Client, hanh: Person, volunteer: User) -> None:
    request = ask(hanh, kind="correct", text="Đổi tên trên giấy", by=volunteer)
    assert desk.post(f"{LIST}{request.pk}/tu-choi/", {"r-ground": "law", "r-text": "Giấy đã cấp."}).status_code == 302
    request.refresh_from_db()
    assert (request.refused, request.outcome) == (True, "Pháp luật buộc phải giữ hoặc dùng dữ liệu này. Giấy đã cấp.")


def test_what_was_asked_at_the_counter_is_written_down(desk: Client, hanh: Person, secretary: User, sign_in: SignIn) -> None:
    page = f"{LIST}moi/{hanh.pk}/"
    assert f'href="{page}"' in desk.get(f"/ban-lam-viec/nguoi/{hanh.pk}/").content.decode()
    assert desk.post(page, {"kind": "export"}).status_code == 422
    sent = {"kind": "export", "text": "Xin bản sao, có căn cước."}
    request = DataRequest.objects.filter(person=hanh)
    assert desk.post(page, sent).headers["Location"] == f"{LIST}{request.get().pk}/"
    again = desk.post(page, sent)
    assert (again.status_code, again.headers["X-Refusal"], request.count()) == (409, "already_asked", 1)
    assert sign_in(secretary).get(page).status_code == 404


def test_a_copy_is_made_for_who_asked_on_paper(desk: Client, hanh: Person) -> None:
    request = ask(hanh, kind="export", by=None)
    told = json.loads(desk.post(f"{LIST}{request.pk}/ban-sao/").content)
    assert told["sections"]["person"]["rows"][0]["value"] == "Vi Thị Hạnh"


def test_an_erasure_that_is_carried_out_leads_back_to_the_list(desk: Client, hanh: Person) -> None:
    request = ask(hanh, kind="erase", by=None)
    response = desk.post(f"{LIST}{request.pk}/thuc-hien/", {"c-outcome": "Đã xóa theo đơn."})
    assert (response.headers["Location"], Person.objects.filter(pk=hanh.pk).exists()) == (LIST, False)


def test_the_list_costs_the_same_with_many_requests(desk: Client, hanh: Person, volunteer: User, other_volunteer: User) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LIST).status_code == 200
        return len(queries)

    ask(hanh, kind="restrict", by=volunteer)
    statements()
    few = statements()
    for kind in ("correct", "withdraw"):
        ask(hanh, kind=kind, text="Sai", by=volunteer)
        ask(other_volunteer.person, kind=kind, text="Sai", by=other_volunteer)
    assert statements() == few
