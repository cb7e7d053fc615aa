"""Anyone reports; who keeps the needs of the place answers; nobody else sees anything."""

from uuid import uuid4

import pytest
from django.urls import reverse

from aoxanh.needs.models import Need, Report
from aoxanh.needs.views import reports as pages
from tests.cast import make_need
from tests.needs.conftest import LAOS, VAN_LINH

PUBLIC, INBOX = "/nhu-cau/bao-tin/", "/ban-lam-viec/nhu-cau/tin-bao/"


def typed(**other):
    given = {
        "text": "Mái bếp trường dột, 86 em ăn ngoài sân.",
        "latitude": str(VAN_LINH[0]),
        "longitude": str(VAN_LINH[1]),
        "name": "Triệu Văn Sinh",
        "phone": "0912 044 318",
        "request_id": str(uuid4()),
    }
    return given | other


def test_a_citizen_reports_without_an_account_and_reads_the_state(client, focal_point):
    answer = client.post(PUBLIC, typed())
    report = Report.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("need_reports:state", args=[report.code]))
    page = client.get(answer["Location"]).content.decode()
    assert "Đoàn xã Vạn Linh đang xem tin bạn báo" in page
    assert "Triệu Văn Sinh" not in page
    assert "0912 044 318" not in page


def test_a_report_sent_twice_leads_to_the_one_page(client, focal_point):
    data = typed()
    assert client.post(PUBLIC, data)["Location"] == client.post(PUBLIC, data)["Location"]
    assert Report.objects.count() == 1


def test_the_commune_stands_for_an_unknown_point(client, focal_point, van_linh):
    client.post(PUBLIC, typed(latitude="", longitude="", q="van linh"))
    report = Report.objects.get()
    assert (report.area, report.latitude) == (van_linh, van_linh.latitude)


def test_an_address_may_name_the_commune(client, focal_point, van_linh):
    assert f'value="{van_linh.pk}"' in client.get(f"{PUBLIC}?xa=06505").content.decode()
    assert client.get(f"{PUBLIC}?xa=nope").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "Mái"),
        ("text", ""),
        ("phone", "0912"),
        ("phone", ""),
        ("name", ""),
        ("email", "x"),
        ("latitude", "99"),
        ("request_id", "x"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(client, focal_point, field, value):
    page = client.post(PUBLIC, typed(address="Thôn Khun Phang", **{field: value}))
    assert (page.status_code, field in page.context["form"].errors) == (422, True)
    assert "Thôn Khun Phang" in page.content.decode()
    assert Report.objects.count() == 0


def test_no_place_at_all_says_what_to_do(client, focal_point):
    page = client.post(PUBLIC, typed(latitude="", longitude=""))
    assert list(page.context["form"].errors) == ["latitude"]


@pytest.mark.parametrize(
    ("code", "field", "other"), [("outside_vietnam", "latitude", {"latitude": str(LAOS[0]), "longitude": str(LAOS[1])})]
)
def test_a_refusal_is_said_at_its_field(client, focal_point, code, field, other):
    page = client.post(PUBLIC, typed(**other))
    assert (page.status_code, page["X-Refusal"], list(page.context["form"].errors)) == (409, code, [field])


def test_where_nobody_takes_reports_the_form_says_whom_to_call(client, commune_union):
    page = client.post(PUBLIC, typed())
    assert (page.status_code, page["X-Refusal"]) == (409, "nobody_there")
    assert "Gọi Ủy ban nhân dân xã" in page.content.decode()


def test_one_number_reports_five_times_a_day(client, focal_point):
    answers = [client.post(PUBLIC, typed()).status_code for _ in range(pages.FROM_A_PHONE + 1)]
    assert answers == [302] * pages.FROM_A_PHONE + [429]
    assert Report.objects.count() == pages.FROM_A_PHONE


def test_one_network_reports_twenty_times_an_hour(client, focal_point):
    numbers = [f"0912 044 {number:03d}" for number in range(pages.FROM_A_NETWORK + 1)]
    answers = [client.post(PUBLIC, typed(phone=number)).status_code for number in numbers]
    assert answers[-2:] == [302, 429]


def test_codes_cannot_be_guessed_for_long(client, report):
    for _ in range(pages.WRONG_CODES):
        assert client.get(f"{PUBLIC}BCDFGHJK/").status_code == 404
    assert client.get(f"{PUBLIC}{report.code}/").status_code == 429


def test_a_code_is_read_as_people_type_it(client, report):
    spelt = f"{report.code[:4].lower()} {report.code[4:]}"
    assert client.get(f"{PUBLIC}tra-cuu/", {"ma": spelt})["Location"] == reverse("need_reports:state", args=[report.code])


def test_a_pending_report_is_on_no_public_page(client, report, sign_in, outsider, inspector, volunteer):
    for path in ("/", "/nhu-cau/", "/nhu-cau/diem.json"):
        answer = client.get(path)
        assert "Mái bếp trường dột" not in answer.content.decode()
        assert report.name not in answer.content.decode()
    for user in (outsider, inspector, volunteer):
        assert sign_in(user).get(f"{INBOX}{report.pk}/").status_code == 404
    assert client.get(f"{INBOX}{report.pk}/").status_code == 302


def test_the_inbox_of_another_unit_is_empty(sign_in, outsider, report):
    assert "Mái bếp" not in sign_in(outsider).get(INBOX).content.decode()


@pytest.fixture
def desk(sign_in, focal_point):
    return sign_in(focal_point)


def test_the_inbox_shows_what_waits_and_the_list_counts_it(desk, report):
    assert "1 tin báo chờ bạn" in desk.get(INBOX).content.decode()
    assert "Tin người dân báo (1)" in desk.get("/ban-lam-viec/nhu-cau/").content.decode()
    assert "0912 044 318" in desk.get(f"{INBOX}{report.pk}/").content.decode()


def test_a_need_is_made_of_a_report_with_its_words(desk, report, commune_union):
    page = desk.get(f"/ban-lam-viec/nhu-cau/tao/?tin={report.pk}")
    first = page.context["form"].initial
    assert (first["description"], first["report"]) == (report.text, report.pk)
    data = {
        "unit": commune_union.pk,
        "title": "Sửa mái bếp trường Vạn Linh",
        "kind": "repair",
        "people_wanted": "8",
        "starts_on": first["starts_on"].isoformat(),
        "ends_on": first["ends_on"].isoformat(),
        "latitude": first["latitude"],
        "longitude": first["longitude"],
        "description": first["description"],
        "report": report.pk,
        "request_id": first["request_id"],
    }
    desk.post("/ban-lam-viec/nhu-cau/tao/", data)
    report.refresh_from_db()
    assert (report.state, report.need) == ("accepted", Need.objects.get())
    assert "Từ tin người dân báo" in desk.get(reverse("needs:detail", args=[report.need.pk])).content.decode()


@pytest.mark.parametrize("given", ["x", "01a20000-0000-7000-8000-000000000001"])
def test_a_report_that_is_not_mine_fills_no_form(desk, given):
    assert desk.get(f"/ban-lam-viec/nhu-cau/tao/?tin={given}").status_code == 404


def test_a_report_is_added_to_a_need_with_one_tap(desk, report, commune_union, focal_point):
    need = make_need(commune_union, focal_point)
    assert need.title in desk.get(f"{INBOX}{report.pk}/").content.decode()
    assert desk.post(f"{INBOX}{report.pk}/gop/", {"need": need.pk})["Location"] == reverse("needs:detail", args=[need.pk])
    state = desk.get(f"{PUBLIC}{report.code}/").content.decode()
    assert reverse("portal:need", args=[need.slug]) in state


def test_a_need_of_others_is_not_offered(desk, report, neighbour_union, outsider):
    need = make_need(neighbour_union, outsider)
    assert desk.post(f"{INBOX}{report.pk}/gop/", {"need": need.pk}).status_code == 422


def test_declining_says_why_to_whom_reported(desk, client, report):
    assert desk.post(f"{INBOX}{report.pk}/tu-choi/", {"reason": ""}).status_code == 422
    assert desk.post(f"{INBOX}{report.pk}/tu-choi/", {"reason": "Đã sửa xong tuần trước."}).status_code == 302
    assert "Đã sửa xong tuần trước." in client.get(f"{PUBLIC}{report.code}/").content.decode()


def test_answering_twice_says_why_not(desk, report, need):
    desk.post(f"{INBOX}{report.pk}/tu-choi/", {"reason": "Đã sửa xong."})
    answer = desk.post(f"{INBOX}{report.pk}/tu-choi/", {"reason": "Khác."})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "already_decided")
    answer = desk.post(f"{INBOX}{report.pk}/gop/", {"need": need.pk})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "already_decided")


def test_the_inbox_takes_the_same_queries_with_1_and_with_many_reports(desk, client, focal_point, django_assert_max_num_queries):
    client.post(PUBLIC, typed())
    with django_assert_max_num_queries(25) as one:
        desk.get(INBOX)
    for number in range(12):
        client.post(PUBLIC, typed(phone=f"0912 044 {number:03d}"))
    with django_assert_max_num_queries(25) as many:
        desk.get(INBOX)
    assert len(many.captured_queries) == len(one.captured_queries)


def test_the_form_speaks_english_too(client, focal_point):
    assert "Report a need" in client.get(f"/en{PUBLIC}").content.decode()
