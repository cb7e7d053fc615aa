"""Pages of issues, forms, the register and one's own certificates."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.kit.sheets.books import open_book
from aoxanh.org.models import Unit
from aoxanh.people.models import Appointment
from aoxanh.recognition import actions
from aoxanh.recognition.models import Certificate, Issue, Kind, Version
from tests.recognition.conftest import Came
from tests.recognition.test_issues import hours, people
from tests.work import run_jobs

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]


def address(name: str, *values: object) -> str:
    return reverse(f"recognition:{name}", args=values)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pressed_twice_hours_are_honoured_once(sign_in: SignIn, commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(2, commune_union)
    client, given = sign_in(secretary), {"hours": 100, "year": today().year, "issued_on": today().isoformat(), "request_id": uuid4()}
    first, second = (client.post(address("hours_new"), given) for _ in range(2))
    assert first.url == second.url == address("one_issue", Issue.objects.get().pk)  # type: ignore[attr-defined]
    assert Certificate.objects.count() == 2


def test_pressed_twice_an_activity_is_issued_once(
    sign_in: SignIn, done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    client, given = sign_in(secretary), {"issued_on": today().isoformat(), "request_id": uuid4()}
    assert [client.post(address("issue", done.pk), given).status_code for _ in range(2)] == [302, 302]
    assert (Certificate.objects.count(), Issue.objects.count()) == (1, 1)


def test_nobody_reached_keeps_what_was_typed(sign_in: SignIn, commune_union: Unit, secretary: User, signing: Appointment) -> None:
    given = {"hours": 77, "year": today().year, "issued_on": today().isoformat(), "request_id": uuid4()}
    response = sign_in(secretary).post(address("hours_new"), given)
    assert (response.status_code, response["X-Refusal"]) == (409, "nobody_reached")
    assert 'value="77"' in response.content.decode()


def test_the_count_comes_before_the_button(sign_in: SignIn, commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(3, commune_union)
    asked = {"hours": 100, "year": today().year, "with_tree": "on", "issued_on": today().isoformat()}
    page = sign_in(secretary).get(address("hours_new"), asked, headers={"HX-Request": "true", "HX-Target": "reached"}).content.decode()
    assert "3 người đã đạt số giờ" in page
    assert "<html" not in page


def test_a_large_issue_shows_how_far_it_is_then_its_papers(
    sign_in: SignIn, commune_union: Unit, secretary: User, signing: Appointment
) -> None:
    people(52, commune_union)
    issue, client = hours(commune_union, secretary), sign_in(secretary)
    assert "0/52" in client.get(address("issue_progress", issue.pk)).content.decode()
    run_jobs()
    response = client.get(address("issue_progress", issue.pk))
    assert response["HX-Refresh"] == "true"
    book = client.get(address("issue_zip", issue.pk))
    assert len(zipfile.ZipFile(BytesIO(b"".join(book.streaming_content))).namelist()) == 52  # type: ignore[attr-defined]
    assert "Đã cấp 52 trên 52 giấy chứng nhận" in client.get(address("one_issue", issue.pk)).content.decode()


def test_lists_cost_the_same_with_many_rows(sign_in: SignIn, commune_union: Unit, secretary: User, signing: Appointment) -> None:
    client, urls = sign_in(secretary), [address(name) for name in ("issues", "register", "templates")]
    people(1, commune_union)
    hours(commune_union, secretary)
    actions.make_template(commune_union, kind=Kind.HOURS, name="Một", by=secretary)
    one = [queries_of(client, url) for url in urls]
    people(5, commune_union)
    for least in (3000, 1200):
        hours(commune_union, secretary, minutes=least)
    for name in ("Hai", "Ba"):
        actions.make_template(commune_union, kind=Kind.HOURS, name=name, by=secretary)
    assert [queries_of(client, url) for url in urls] == one


def test_a_mistake_stands_beside_the_text_with_the_nearest_field(sign_in: SignIn, commune_union: Unit, secretary: User) -> None:
    form = actions.make_template(commune_union, kind=Kind.PARTICIPATION, name="Mùa hè xanh", by=secretary)
    given = {"title": "Giấy chứng nhận", "body": "{nguoi_nhan} {hoat_dog}", "orientation": "landscape"}
    client = sign_in(secretary)
    response = client.post(address("template_write", form.pk), given)
    assert response.status_code == 422
    assert "Có phải bạn muốn viết {hoat_dong}?" in response.content.decode()
    assert "{nguoi_nhan} {hoat_dog}" in response.content.decode()
    look = client.post(address("template_look", form.pk), given).content.decode()
    assert "Có phải bạn muốn viết {hoat_dong}?" in look
    assert Version.objects.get().body != given["body"]


def test_what_is_typed_is_seen_without_being_kept(sign_in: SignIn, commune_union: Unit, secretary: User) -> None:
    form = actions.make_template(commune_union, kind=Kind.PARTICIPATION, name="Mùa hè xanh", by=secretary)
    given = {"title": "Khác", "body": "{nguoi_nhan}", "orientation": "portrait"}
    page = sign_in(secretary).post(address("template_look", form.pk), given).content.decode()
    assert 'src="data:image/png;base64,' in page
    assert Version.objects.get().title == "Giấy chứng nhận"


def test_who_may_approve_sees_what_waits_first(sign_in: SignIn, commune_union: Unit, secretary: User, coordinator: User) -> None:
    form = actions.make_template(commune_union, kind=Kind.PARTICIPATION, name="Mùa hè xanh", by=secretary)
    actions.submit_version(form.versions.get(), by=secretary)
    client = sign_in(coordinator)
    assert "1 mẫu chờ bạn duyệt" in client.get(address("templates")).content.decode()
    assert "Duyệt mẫu này?" in client.get(address("template", form.pk)).content.decode()
    assert client.post(address("template_return", form.pk), {"why": ""}).status_code == 422
    assert client.post(address("template_approve", form.pk)).status_code == 302
    assert Version.objects.get().status == "approved"


def test_the_register_names_every_number(sign_in: SignIn, certificate: Certificate, secretary: User) -> None:
    client = sign_in(secretary)
    page = client.get(address("register")).content.decode()
    assert "Mỗi số từ 1 đến 1 đều có giấy." in page
    book = client.get(address("register_excel"))
    body = b"".join(book.streaming_content)  # type: ignore[attr-defined]
    book.close()
    rows = [list(row) for row in open_book(body, "so.xlsx")[0].rows()]
    assert rows[1] == [
        certificate.number_text,
        f"{today():%d/%m/%Y}",
        "Vi Thị Hạnh",
        certificate.activity_title,
        certificate.code_text,
        "Còn giá trị",
    ]


def test_ones_own_page_holds_all_with_file_and_proof(
    sign_in: SignIn, certificate: Certificate, volunteer: User, other_volunteer: User
) -> None:
    page = sign_in(volunteer).get(reverse("my_certificates:list")).content.decode()
    assert address("pdf", certificate.pk) in page
    assert reverse("verify:show", args=[certificate.code]) in page
    assert "Bạn có 0 giấy chứng nhận" in sign_in(other_volunteer).get(reverse("my_certificates:list")).content.decode()
