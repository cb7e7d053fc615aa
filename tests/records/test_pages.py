from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.records import actions
from aoxanh.records.models import DeclaredWork, Record, RecordPicture
from tests.records.conftest import photo

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]
USED = {
    "goods-TOTAL_FORMS": "1",
    "goods-INITIAL_FORMS": "0",
    "goods-0-name": "Tấm tôn",
    "goods-0-quantity": "64",
    "goods-0-measure": "tấm",
    "goods-0-source": "Hợp tác xã Vạn Linh",
    "money-TOTAL_FORMS": "1",
    "money-INITIAL_FORMS": "0",
    "money-0-amount": "2.500.000",
    "money-0-source": "Quỹ Vì người nghèo",
    "money-0-purpose": "Mua đinh, vít",
}
SAID = {"outcome": "Bếp có mái mới.", "beneficiaries": "86", "unfinished": ""}


@pytest.fixture
def officer(sign_in: SignIn, secretary: User) -> Client:
    return sign_in(secretary)


def address(name: str, activity: Activity | None = None) -> str:
    return reverse(f"records:{name}", args=[activity.pk] if activity else [])


def test_the_guide_goes_from_attendance_to_the_public_page(officer: Client, attended: Activity):
    edit = address("edit", attended)
    assert "Số liệu lấy từ điểm danh" in officer.get(edit).text
    kept = officer.post(f"{edit}?buoc=2", SAID)
    assert kept.url == f"{edit}?buoc=3"
    assert officer.post(f"{edit}?buoc=3", USED).url == f"{edit}?buoc=4"
    learnt = officer.post(f"{edit}?buoc=4", {"went_well": "Chia việc từ tối hôm trước", "lessons_public": "on"})
    assert learnt.url == f"{edit}?buoc=5"
    uploaded = officer.post(address("pictures", attended), {"do": "save", "pictures": [photo("a.jpg"), photo("b.jpg", "red")]})
    assert uploaded.url == f"{edit}?buoc=5"
    one, two = RecordPicture.objects.all()
    said: dict[str, Any] = {f"caption_{one.pk}": "Lợp mái", f"consented_{one.pk}": "on", f"children_{one.pk}": "no"}
    said["do"] = f"remove {two.pk}"
    officer.post(address("pictures", attended), said)
    assert officer.post(address("pictures", attended), said | {"do": "next"}).url == f"{edit}?buoc=6"
    look = officer.get(f"{edit}?buoc=6").text
    for words in ("Mọi người sẽ thấy như sau", "Lợp mái", "Tấm tôn", "64 tấm", "Chia việc từ tối hôm trước"):
        assert words in look
    assert "Quỹ Vì người nghèo" not in look
    published = officer.post(address("publish", attended))
    assert published.url == edit
    assert Record.objects.get().published_at is not None
    assert "Đã ghi nhận" in officer.get(edit).text


def test_an_outcome_that_is_missing_is_asked_for_and_nothing_is_lost(officer: Client, attended: Activity):
    page = officer.post(address("edit", attended), SAID | {"outcome": "", "unfinished": "Hai vòi nước"})
    assert page.status_code == 422
    assert "Viết một câu về kết quả." in page.text
    assert "Hai vòi nước" in page.text
    assert not Record.objects.exists()


@pytest.mark.parametrize("number", ["-1", "một trăm", "1000000"])
def test_a_number_that_cannot_be_is_refused(officer: Client, attended: Activity, number: str):
    assert officer.post(address("edit", attended), SAID | {"beneficiaries": number}).status_code == 422


def test_going_on_asks_for_caption_and_consent_of_every_picture(officer: Client, attended: Activity, secretary: User):
    shown = actions.add_picture(attended, file=photo(), by=secretary)
    page = officer.post(address("pictures", attended), {"do": "next"})
    assert page.status_code == 422
    assert "Ghi ảnh 1 chụp gì, hoặc bỏ ảnh ra." in page.text
    assert f"#id_consented_{shown.pk}" in page.text
    assert "Cho biết trong ảnh 1 có trẻ nhìn rõ mặt không." in page.text


def test_a_file_that_lies_about_its_type_is_named(officer: Client, attended: Activity):
    liar = photo("virus.jpg")
    liar.file.truncate(40)
    liar.size = 40
    page = officer.post(address("pictures", attended), {"do": "save", "pictures": [liar]})
    assert page.status_code == 422
    assert "virus.jpg" in page.text
    assert not RecordPicture.objects.exists()


def test_publishing_without_consent_is_refused_with_what_to_do(officer: Client, attended: Activity, secretary: User):
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    actions.add_picture(attended, file=photo(), caption="Bữa trưa", children="no", by=secretary)
    page = officer.post(address("publish", attended))
    assert (page.status_code, page["X-Refusal"]) == (409, "consent_missing")
    assert "“Bữa trưa” chưa có đồng ý" in page.text


def test_publishing_what_nobody_attended_asks_first(officer: Client, yesterday: Activity, secretary: User):
    actions.write_record(yesterday, outcome="Mưa lớn, không ai đến được.", by=secretary)
    page = officer.post(address("publish", yesterday))
    assert (page.status_code, page["X-Refusal"]) == (409, "nothing_attended")
    assert "nobody_came" in page.text
    assert officer.post(address("publish", yesterday), {"nobody_came": "on"}).status_code == 302


def test_an_activity_ahead_may_be_written_not_published(officer: Client, activity: Activity, secretary: User):
    actions.write_record(activity, outcome="Sắp xong.", by=secretary)
    assert "kết quả công bố sau đó" in officer.get(address("edit", activity)).text
    assert officer.post(address("publish", activity))["X-Refusal"] == "not_ended"


def test_words_of_an_officer_are_no_script(officer: Client, attended: Activity):
    officer.post(address("edit", attended), SAID | {"outcome": "<script>alert(1)</script>"})
    page = officer.get(f"{address('edit', attended)}?buoc=6").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("name", ["outsider", "focal_point", "volunteer"])
def test_who_does_not_follow_the_unit_finds_nothing(request: pytest.FixtureRequest, sign_in: SignIn, attended: Activity, name: str):
    client = sign_in(request.getfixturevalue(name))
    assert client.get(address("edit", attended)).status_code == 404
    assert client.post(address("publish", attended)).status_code == 404
    assert client.post(address("pictures", attended), {"do": "save"}).status_code == 404


def test_who_only_reads_sees_that_it_waits_and_writes_nothing(sign_in: SignIn, coordinator: User, attended: Activity):
    client = sign_in(coordinator)
    assert "Chưa ghi nhận" in client.get(address("edit", attended)).text
    assert "Chưa ghi nhận" in client.post(address("edit", attended), SAID).text
    assert client.post(address("publish", attended)).status_code == 404
    assert not Record.objects.exists()


def test_the_list_says_who_has_not_recorded(officer: Client, attended: Activity):
    page = officer.get(address("list")).text
    assert "1 hoạt động chờ ghi nhận kết quả" in page
    assert "2 người đã đến" in page


def test_the_list_reads_the_same_number_of_times_for_one_and_many(
    officer: Client, attended: Activity, secretary: User, many: Callable[[int], None]
):
    actions.write_record(attended, outcome="Xong.", by=secretary)
    actions.publish_record(attended, by=secretary)
    many(1)
    officer.get(address("list"))
    with CaptureQueriesContext(connection) as one:
        officer.get(address("list"))
    many(5)
    with CaptureQueriesContext(connection) as more:
        officer.get(address("list"))
    assert len(more) == len(one)


def declaration(unit: Unit, **said: Any) -> dict[str, Any]:
    given = {"unit": unit.pk, "title": "Dọn nguồn nước thôn Khun Phang", "ended_on": today().isoformat(), "people": "9", "note": ""}
    return {"request_id": str(uuid4()), **given} | said


def test_declared_work_shows_as_declared_with_author_and_date(officer: Client, commune_union: Unit):
    form = declaration(commune_union)
    for _ in range(2):
        assert officer.post(address("declare"), form).url == address("declared")
    page = officer.get(address("declared")).text
    assert DeclaredWork.objects.count() == 1
    assert "Tự khai" in page
    assert f"Đinh Thùy Dương, {today():%d/%m/%Y}" in page


def test_work_ahead_is_not_declared(officer: Client, commune_union: Unit):
    page = officer.post(address("declare"), declaration(commune_union, ended_on=(today() + timedelta(days=3)).isoformat()))
    assert (page.status_code, page["X-Refusal"]) == (409, "in_future")
    assert "Dọn nguồn nước thôn Khun Phang" in page.text


@pytest.mark.parametrize("said", [{"title": "Dọn"}, {"ended_on": "31/02/2026"}, {"people": "-3"}, {"request_id": ""}])
def test_a_mistaken_declaration_is_answered_with_what_to_do(officer: Client, commune_union: Unit, said: dict[str, str]):
    assert officer.post(address("declare"), declaration(commune_union, **said)).status_code == 422
    assert not DeclaredWork.objects.exists()


def test_nobody_declares_for_a_unit_of_others(officer: Client, neighbour_union: Unit):
    assert officer.post(address("declare"), declaration(neighbour_union)).status_code == 422
    assert not DeclaredWork.objects.exists()
