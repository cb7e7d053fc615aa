from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.kit.public import shelf
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.planning.models import Phase, Plan
from aoxanh.records.models import DeclaredWork, Record
from tests.cast import make_activity, noon

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    shelf.clear()


def over(unit: Unit, by: User, days: int, title: str, *, is_recorded: bool = False) -> Activity:
    start = noon(-days)
    made = make_activity(unit, by, title=title, shifts=[(start, start + timedelta(hours=2), 5)])
    if is_recorded:
        Record.objects.create(activity=made, outcome="Xong", people=4, turns=4, minutes=480, published_at=timezone.now(), published_by=by)
        Activity.objects.filter(pk=made.pk).update(status=Activity.Status.RECORDED)
    return made


@pytest.fixture
def work(phase: Phase, commune_union: Unit, secretary: User) -> None:
    over(commune_union, secretary, 3, "Dọn kênh mương", is_recorded=True)
    over(commune_union, secretary, 30, "Chủ nhật xanh")
    DeclaredWork.objects.create(
        unit=commune_union, title="Ra quân làm sạch chợ", ended_on=today() - timedelta(days=5), request_id=uuid4(), declared_by=secretary
    )


@pytest.mark.usefixtures("work")
def test_the_page_shows_the_exact_fraction_its_target_and_the_missing_first(client: Client) -> None:
    page = client.get("/chuong-trinh/chi-lang/").content.decode()
    assert "1 trên 3 hoạt động đã ghi nhận, còn 2 là đạt" in page
    assert "phấn đấu 80 %" in page
    assert "Chủ nhật xanh" in page
    assert "Ra quân làm sạch chợ" in page
    assert "Tự khai" in page
    assert "Dọn kênh mương" not in page
    recorded = client.get("/chuong-trinh/chi-lang/?bang-chung=da-ghi-nhan").content.decode()
    assert "Dọn kênh mương" in recorded
    assert "Chủ nhật xanh" not in recorded


@pytest.mark.usefixtures("work")
def test_the_list_of_plans_is_public(client: Client) -> None:
    page = client.get("/chuong-trinh/").content.decode()
    assert "/chuong-trinh/chi-lang/" in page
    assert "<b>1</b>/3" in page


@pytest.mark.usefixtures("phase")
def test_without_work_the_figure_does_not_apply(client: Client) -> None:
    page = client.get("/chuong-trinh/chi-lang/").content.decode()
    assert "Chưa có hoạt động nào kết thúc trong giai đoạn này" in page
    assert "0 %" not in page.split("<main")[1].split("100 %")[0]


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize("query", ["?giai-doan=1999", "?sau=nonsense", "?bang-chung=x"])
def test_what_cannot_be_read_in_the_address_is_left_out(client: Client, query: str) -> None:
    assert client.get(f"/chuong-trinh/chi-lang/{query}").status_code == 200


def test_an_unknown_plan_does_not_exist(client: Client, phase: Phase) -> None:
    assert client.get("/chuong-trinh/khong-co/").status_code == 404


def test_the_page_asks_the_same_number_of_questions_however_many_rows(
    client: Client, phase: Phase, commune_union: Unit, secretary: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counted = []
    for number in (1, 15):
        for _ in range(number):
            over(commune_union, secretary, 30, "Chủ nhật xanh")
        shelf.clear()
        with django_assert_num_queries(20, exact=False) as asked:
            client.get("/chuong-trinh/chi-lang/")
        counted.append(len(asked))
    assert counted[0] == counted[1]


@pytest.mark.usefixtures("work")
def test_a_coordinator_reminds_the_late_units_once_a_day(sign_in: SignIn, coordinator: User, secretary: User, plan: Plan) -> None:
    browser = sign_in(coordinator)
    assert "Nhắc 1 đơn vị" in browser.get("/ban-lam-viec/chuong-trinh/chi-lang/").content.decode()
    answers = [browser.post("/ban-lam-viec/chuong-trinh/chi-lang/nhac/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Hôm nay đã nhắc mọi đơn vị trễ" in answers[1].content.decode()
    assert [message.to for message in Message.objects.filter(key__startswith="remind:")] == [secretary.email]


@pytest.mark.usefixtures("work")
def test_who_does_not_coordinate_reminds_nobody(sign_in: SignIn, secretary: User, volunteer: User) -> None:
    assert "Nhắc 1 đơn vị" not in sign_in(secretary).get("/ban-lam-viec/chuong-trinh/chi-lang/").content.decode()
    sign_in(secretary).post("/ban-lam-viec/chuong-trinh/chi-lang/nhac/")
    assert sign_in(volunteer).get("/ban-lam-viec/chuong-trinh/chi-lang/").status_code == 404
    assert not Message.objects.filter(key__startswith="remind:").exists()


def test_with_nothing_overdue_there_is_nobody_to_remind(sign_in: SignIn, coordinator: User, phase: Phase) -> None:
    answer = sign_in(coordinator).post("/ban-lam-viec/chuong-trinh/chi-lang/nhac/")
    assert answer.status_code == 409
    assert "không cần nhắc" in answer.content.decode()
