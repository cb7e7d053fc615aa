"""The desk's page, the papers, and who gets in."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.people.models import Appointment, Person
from aoxanh.recognition.models import Certificate
from tests.cast import make_user
from tests.recognition.conftest import Came

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]


def heading(page: str) -> str:
    return page.split("<h1", 1)[1].split(">", 1)[1].split("</h1>")[0].strip()


def address(name: str, *values: object) -> str:
    return reverse(f"recognition:{name}", args=values)


@pytest.fixture
def page_of(done: Activity, sign_in: SignIn) -> Callable[[User], str]:
    return lambda user: sign_in(user).get(address("activity", done.pk)).content.decode()


def issue(client: Client, activity: Activity, on: object = None):  # type: ignore[no-untyped-def]
    return client.post(address("issue", activity.pk), {"issued_on": on if on is not None else today().isoformat()})


def test_the_headline_counts_what_will_be_issued(
    page_of: Callable[[User], str], came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    page = page_of(secretary)
    assert heading(page) == "Cấp 1 giấy chứng nhận"
    assert page.count("btn-primary") == 1
    assert "Cấp 1 giấy</button>" in page
    assert "01-GCN/ĐTN-VL" in page


def test_without_published_results_the_page_says_what_comes_first(sign_in: SignIn, activity: Activity, secretary: User) -> None:
    page = sign_in(secretary).get(address("activity", activity.pk)).content.decode()
    assert heading(page) == "Công bố kết quả trước, rồi cấp giấy"
    assert reverse("records:edit", args=[activity.pk]) in page


def test_without_hours_there_is_nobody(page_of: Callable[[User], str], secretary: User) -> None:
    assert heading(page_of(secretary)) == "Chưa có ai để cấp giấy"


def test_without_a_head_the_page_says_whom_to_ask(page_of: Callable[[User], str], came: Came, volunteer: User, secretary: User) -> None:
    came(volunteer)
    page = page_of(secretary)
    assert heading(page) == "Chưa cấp được 1 giấy chứng nhận"
    assert "Nhờ Tỉnh đoàn Lạng Sơn nhập quyết định chuẩn y" in page


def test_who_only_reads_sees_no_button(
    page_of: Callable[[User], str], came: Came, volunteer: User, coordinator: User, signing: Appointment
) -> None:
    came(volunteer)
    page = page_of(coordinator)
    assert (heading(page), "<button class=" in page.split('id="main"')[1].split("tabbar")[0]) == ("1 người chờ giấy chứng nhận", False)


def test_a_name_that_cannot_be_printed_is_pointed_out_and_not_counted(
    page_of: Callable[[User], str], came: Came, volunteer: User, other_volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    came(other_volunteer)
    Person.objects.filter(pk=volunteer.person.pk).update(full_name="陈 Hạnh")
    page = page_of(secretary)
    assert heading(page) == "Cấp 1 giấy chứng nhận"
    assert page.count("Tên có chữ không in được") == 1


def test_issuing_shows_what_was_issued(
    sign_in: SignIn, done: Activity, came: Came, volunteer: User, other_volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    came(other_volunteer)
    client = sign_in(secretary)
    answer = issue(client, done)
    assert (answer.status_code, answer["Location"]) == (302, address("activity", done.pk))
    page = client.get(answer["Location"]).content.decode()
    assert heading(page) == "Đã cấp đủ 2 giấy chứng nhận"
    assert "Đã cấp 2 giấy chứng nhận, số 1 đến 02-GCN/ĐTN-VL" in page
    assert all(address("pdf", certificate.pk) in page for certificate in Certificate.objects.all())


def test_a_form_sent_twice_issues_once(sign_in: SignIn, certificate: Certificate, done: Activity, secretary: User) -> None:
    client = sign_in(secretary)
    assert issue(client, done).status_code == 302
    assert Certificate.objects.count() == 1
    assert "Ai cũng đã có giấy chứng nhận." in client.get(address("activity", done.pk)).content.decode()


TOMORROW = (today() + timedelta(days=1)).isoformat()
CHOOSE = "Chọn ngày ghi trên giấy."


@pytest.mark.parametrize(("on", "sentence"), [("", CHOOSE), ("hôm qua", CHOOSE), (TOMORROW, "Chọn ngày từ")])
def test_a_wrong_day_is_answered_beside_its_field(
    sign_in: SignIn, done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment, on: str, sentence: str
) -> None:
    came(volunteer)
    answer = issue(sign_in(secretary), done, on)
    page = answer.content.decode()
    assert (answer.status_code, Certificate.objects.count()) == (422, 0)
    assert "#id_issued_on" in page
    assert sentence in page


def test_a_refusal_is_a_sentence_with_its_status(sign_in: SignIn, done: Activity, came: Came, volunteer: User, secretary: User) -> None:
    came(volunteer)
    answer = issue(sign_in(secretary), done)
    assert (answer.status_code, answer["X-Refusal"]) == (409, "no_signer")
    assert answer.content.decode().count("nhập quyết định chuẩn y") == 1


@pytest.mark.parametrize("who", ["coordinator", "focal_point", "outsider", "volunteer"])
def test_who_may_not_issue_finds_no_such_page(
    request: pytest.FixtureRequest, sign_in: SignIn, done: Activity, came: Came, other_volunteer: User, signing: Appointment, who: str
) -> None:
    came(other_volunteer)
    client = sign_in(request.getfixturevalue(who))
    assert issue(client, done).status_code == 404
    assert client.get(address("preview_png", done.pk)).status_code == 404
    assert Certificate.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"), [("secretary", 200), ("coordinator", 200), ("volunteer", 200), ("outsider", 404), ("pupil", 404)]
)
def test_the_paper_is_for_its_holder_and_the_unit(
    request: pytest.FixtureRequest, sign_in: SignIn, certificate: Certificate, who: str, status: int
) -> None:
    assert sign_in(request.getfixturevalue(who)).get(address("pdf", certificate.pk)).status_code == status


def test_who_is_not_signed_in_is_asked_to(client: Client, certificate: Certificate, done: Activity) -> None:
    for path in (address("pdf", certificate.pk), address("activity", done.pk), address("printed", done.pk, 1)):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].startswith(reverse("accounts:enter"))) == (302, True)


def test_the_file_has_a_name_without_tones_and_is_kept_nowhere(sign_in: SignIn, certificate: Certificate, volunteer: User) -> None:
    client = sign_in(volunteer)
    shown, saved = client.get(address("pdf", certificate.pk)), client.get(address("pdf", certificate.pk) + "?tai")
    name = 'filename="giay-chung-nhan-01-gcn-dtn-vl-vi-thi-hanh.pdf"'
    assert [answer["Content-Disposition"] for answer in (shown, saved)] == [f"inline; {name}", f"attachment; {name}"]
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("application/pdf", "private, no-store")


def test_all_papers_come_in_one_file_to_print(sign_in: SignIn, certificate: Certificate, done: Activity, secretary: User) -> None:
    client = sign_in(secretary)
    assert client.get(address("printed", done.pk, 1)).content.startswith(b"%PDF")
    assert [client.get(address("printed", done.pk, part)).status_code for part in (0, 2)] == [404, 404]


def test_a_volunteer_cannot_print_the_papers_of_others(sign_in: SignIn, certificate: Certificate, done: Activity, volunteer: User) -> None:
    assert sign_in(volunteer).get(address("printed", done.pk, 1)).status_code == 404


def test_the_preview_is_a_picture_and_a_paper(
    sign_in: SignIn, done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    client = sign_in(secretary)
    assert client.get(address("preview_png", done.pk)).content.startswith(b"\x89PNG")
    assert client.get(address("preview_pdf", done.pk)).content.startswith(b"%PDF")
    assert Certificate.objects.count() == 0


def test_there_is_no_preview_where_nobody_waits(sign_in: SignIn, certificate: Certificate, done: Activity, secretary: User) -> None:
    assert sign_in(secretary).get(address("preview_png", done.pk)).status_code == 404


def test_an_unknown_certificate_is_not_found(sign_in: SignIn, secretary: User) -> None:
    client = sign_in(secretary)
    assert [client.get(address(name, uuid4())).status_code for name in ("pdf", "activity")] == [404, 404]


def test_the_page_asks_as_often_for_one_as_for_many(
    sign_in: SignIn,
    done: Activity,
    came: Came,
    volunteer: User,
    secretary: User,
    signing: Appointment,
) -> None:
    came(volunteer)
    client = sign_in(secretary)
    counts = []
    for more in (0, 12):
        for number in range(more):
            came(make_user(f"nguoi{number}@example.vn", f"Vi Thị Hạnh {number}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("activity", done.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_tab_leads_here(page_of: Callable[[User], str], done: Activity, secretary: User) -> None:
    assert f'<a href="{address("activity", done.pk)}" class="tab tab-flush tab-active" aria-current="page">Giấy chứng nhận</a>' in page_of(
        secretary
    )


def test_a_page_in_english(sign_in: SignIn, certificate: Certificate, done: Activity, secretary: User) -> None:
    page = sign_in(secretary).get("/en" + address("activity", done.pk)).content.decode()
    assert heading(page) == "1 certificate issued"
