from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from aoxanh.kit.dates import today
from aoxanh.needs.models import Need
from tests.cast import make_need
from tests.needs.conftest import CHINA, QUAN_SON, VAN_LINH

LIST, NEW = "/ban-lam-viec/nhu-cau/", "/ban-lam-viec/nhu-cau/tao/"


@pytest.fixture
def typed(commune_union):
    """What a focal point types into the form."""

    def make(**other):
        given = {
            "unit": str(commune_union.pk),
            "title": "Sửa bếp ăn bán trú",
            "kind": "repair",
            "people_wanted": "12",
            "starts_on": today().isoformat(),
            "ends_on": (today() + timedelta(days=14)).isoformat(),
            "latitude": str(VAN_LINH[0]),
            "longitude": str(VAN_LINH[1]),
            "request_id": str(uuid4()),
        }
        return given | other

    return make


@pytest.fixture
def desk(sign_in, focal_point):
    return sign_in(focal_point)


def test_a_need_is_published_from_the_form(desk, typed):
    answer = desk.post(NEW, typed(urgent="on", address="Cổng trường", description="Lợp 64 m² tôn."))
    need = Need.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("needs:detail", args=[need.pk]))
    assert (need.title, need.urgent, need.address, need.description) == ("Sửa bếp ăn bán trú", True, "Cổng trường", "Lợp 64 m² tôn.")


def test_the_form_sent_twice_leads_to_the_one_need(desk, typed):
    data = typed()
    assert desk.post(NEW, data)["Location"] == desk.post(NEW, data)["Location"]
    assert Need.objects.count() == 1


def test_the_form_begins_at_the_own_unit_with_dates_and_a_new_id(desk, commune_union):
    page = desk.get(NEW)
    assert page.context["unit"] == commune_union
    assert page.context["form"].initial["starts_on"] == today()
    assert page.context["form"].initial["request_id"] != desk.get(NEW).context["form"].initial["request_id"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "Dọn"),
        ("kind", ""),
        ("kind", "alchemy"),
        ("people_wanted", "0"),
        ("people_wanted", "-4"),
        ("people_wanted", "mười"),
        ("people_wanted", "99999999999999"),
        ("starts_on", "31/02/2027"),
        ("ends_on", ""),
        ("latitude", "99"),
        ("longitude", "abc"),
        ("request_id", "x"),
        ("unit", "x"),
        ("description", "d" * 2001),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(desk, typed, field, value):
    page = desk.post(NEW, typed(address="Cổng trường", **{field: value}))
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "Cổng trường" in page.content.decode()
    assert Need.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "field", "other"),
    [
        ("ends_before_starts", "ends_on", {"starts_on": (today() + timedelta(days=3)).isoformat(), "ends_on": today().isoformat()}),
        ("in_the_past", "ends_on", {"starts_on": "2025-08-01", "ends_on": "2025-08-02"}),
        ("too_far_ahead", "ends_on", {"ends_on": "2099-01-01"}),
        ("outside_vietnam", "latitude", {"latitude": str(CHINA[0]), "longitude": str(CHINA[1])}),
    ],
)
def test_a_refusal_is_said_at_its_field_and_nothing_is_lost(desk, typed, code, field, other):
    page = desk.post(NEW, typed(**other))
    assert (page.status_code, page["X-Refusal"]) == (409, code)
    assert list(page.context["form"].errors) == [field]
    assert "Sửa bếp ăn bán trú" in page.content.decode()


def test_a_point_outside_asks_which_commune_and_takes_the_answer(desk, typed, quan_son):
    data = typed(latitude=str(QUAN_SON[0]), longitude=str(QUAN_SON[1]))
    asked = desk.post(NEW, data)
    assert (asked.status_code, asked["X-Refusal"]) == (409, "outside_commune")
    assert f'value="{quan_son.pk}"' in asked.content.decode()
    assert "Xã Quan Sơn, 0 m" in asked.content.decode()
    desk.post(NEW, data | {"area": str(quan_son.pk)})
    need = Need.objects.get()
    assert need.area == quan_son
    assert "Ngoài địa bàn của Đoàn xã Vạn Linh" in desk.get(reverse("needs:detail", args=[need.pk])).content.decode()


def test_a_mistake_elsewhere_keeps_the_commune_that_was_chosen(desk, typed, quan_son):
    page = desk.post(NEW, typed(latitude=str(QUAN_SON[0]), longitude=str(QUAN_SON[1]), area=str(quan_son.pk), title=""))
    assert page.status_code == 422
    assert page.context["form"].candidates[0].area == quan_son


@pytest.mark.parametrize(("latitude", "longitude"), [("21.6405, 106.485", ""), ("21,6405", "106,485"), (" 21.6405 ", "106.485 ")])
def test_coordinates_are_read_as_people_paste_them(desk, typed, latitude, longitude):
    desk.post(NEW, typed(latitude=latitude, longitude=longitude))
    need = Need.objects.get()
    assert (need.latitude, need.longitude) == VAN_LINH


def test_the_middle_of_the_commune_stands_for_an_unknown_point(desk, typed, van_linh):
    desk.post(NEW, typed(latitude="", longitude="", centre="on"))
    need = Need.objects.get()
    assert (need.latitude, need.longitude) == (van_linh.latitude, van_linh.longitude)


def test_no_place_at_all_says_what_to_do(desk, typed):
    page = desk.post(NEW, typed(latitude="", longitude=""))
    assert page.context["form"].errors["latitude"] == ["Chạm nơi đó trên bản đồ, gõ tọa độ, hoặc lấy điểm giữa xã."]


def test_who_may_publish_nowhere_is_told_whom_to_ask(sign_in, volunteer):
    page = sign_in(volunteer).get(NEW)
    assert page.status_code == 403
    assert "Tài khoản của bạn chưa đăng được nhu cầu" in page.content.decode()


def test_a_unit_of_others_cannot_be_chosen(desk, typed, neighbour_union):
    page = desk.post(NEW, typed(unit=str(neighbour_union.pk)))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["unit"])


@pytest.mark.parametrize("path", [LIST, NEW])
def test_who_is_signed_out_is_asked_to_sign_in(client, db, path):
    assert client.get(path)["Location"] == f"/tai-khoan/vao/?next={path}"


def test_scripts_in_a_text_stay_text(desk, typed):
    desk.post(NEW, typed(title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>"))
    page = desk.get(reverse("needs:detail", args=[Need.objects.get().pk])).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_needs_of_others_do_not_exist(sign_in, outsider, need):
    browser = sign_in(outsider)
    assert browser.get(reverse("needs:detail", args=[need.pk])).status_code == 404
    assert browser.post(reverse("needs:confirm", args=[need.pk])).status_code == 404
    assert browser.post(reverse("needs:close", args=[need.pk]), {"reason": "mistake"}).status_code == 404


def test_an_inspector_reads_and_changes_nothing(sign_in, inspector, need):
    browser = sign_in(inspector)
    page = browser.get(reverse("needs:detail", args=[need.pk]))
    assert (page.status_code, reverse("needs:confirm", args=[need.pk]) in page.content.decode()) == (200, False)
    assert browser.post(reverse("needs:close", args=[need.pk]), {"reason": "mistake"}).status_code == 404


def test_the_organiser_is_offered_an_activity_and_the_focal_point_is_not(sign_in, secretary, focal_point, need):
    link = f"{reverse('activities:new')}?nhu-cau={need.pk}"
    address = reverse("needs:detail", args=[need.pk])
    assert [link in sign_in(user).get(address).content.decode() for user in (secretary, focal_point)] == [True, False]


def test_a_stale_need_stands_first_and_is_confirmed_with_one_button(desk, commune_union, focal_point):
    make_need(commune_union, focal_point, title="Nhu cầu mới")
    stale = make_need(commune_union, focal_point, title="Nhu cầu cũ", confirmed_at=timezone.now() - timedelta(days=34))
    page = desk.get(LIST).content.decode()
    assert "2 nhu cầu đang mở, 1 cần xác nhận lại" in page
    assert page.index("Nhu cầu cũ") < page.index("Nhu cầu mới")
    assert desk.post(reverse("needs:confirm", args=[stale.pk]))["Location"] == reverse("needs:detail", args=[stale.pk])
    assert "2 nhu cầu đang mở<" in desk.get(LIST).content.decode()


def test_confirming_what_is_closed_says_why_not(desk, need):
    Need.objects.update(status="closed")
    answer = desk.post(reverse("needs:confirm", args=[need.pk]))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "closed")


def test_a_closed_need_moves_to_the_other_tab(desk, need):
    assert desk.post(reverse("needs:close", args=[need.pk]), {"reason": "not_needed"})["Location"] == LIST
    assert need.title not in desk.get(LIST).content.decode()
    assert need.title in desk.get(f"{LIST}?da-qua").content.decode()


def test_closing_without_a_reason_is_asked_again(desk, need):
    answer = desk.post(reverse("needs:close", args=[need.pk]))
    assert (answer.status_code, Need.objects.get().status) == (422, "open")


def test_the_list_takes_the_same_queries_with_1_and_with_many_needs(
    sign_in, coordinator, commune_union, focal_point, django_assert_max_num_queries
):
    browser = sign_in(coordinator)
    for days in (1, 40):
        make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=days))
    with django_assert_max_num_queries(30) as one:
        browser.get(LIST)
    for days in range(25):
        make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=2 * days))
    with django_assert_max_num_queries(30) as many:
        browser.get(LIST)
    assert len(many.captured_queries) == len(one.captured_queries)


def test_the_list_goes_on_after_30_needs(desk, commune_union, focal_point):
    for number in range(33):
        make_need(commune_union, focal_point, title=f"Nhu cầu số {number}")
    page = desk.get(LIST)
    rest = desk.get(f"{LIST}?{page.context['page'].next_query}")
    assert (len(page.context["page"]), len(rest.context["page"])) == (30, 3)


def test_the_desk_speaks_english_too(desk, need):
    assert "1 open need<" in desk.get(f"/en{LIST}").content.decode()
