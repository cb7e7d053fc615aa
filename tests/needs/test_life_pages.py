"""A need at the desk: materials on the form, notes of what came, answers of one tap."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from aoxanh.needs.actions import chase
from aoxanh.needs.models import ChasingRule, Contact, Need, Pledge
from tests.cast import make_activity, make_need
from tests.needs.conftest import DAYTIME, at

LIST, NEW, RULE = "/ban-lam-viec/nhu-cau/", "/ban-lam-viec/nhu-cau/tao/", "/ban-lam-viec/nhu-cau/cach-hoi/"


@pytest.fixture
def desk(sign_in, focal_point):
    return sign_in(focal_point)


@pytest.fixture
def typed(commune_union, desk):
    """The form as it comes, with what a focal point adds."""

    def make(*rows, **other):
        first = desk.get(NEW).context["form"].initial
        given = {
            "unit": str(commune_union.pk),
            "title": "Chăn ấm cho 42 trẻ",
            "kind": "gift",
            "people_wanted": "",
            "starts_on": first["starts_on"].isoformat(),
            "ends_on": first["ends_on"].isoformat(),
            "latitude": "21.6405",
            "longitude": "106.485",
            "request_id": str(uuid4()),
            "materials-TOTAL_FORMS": str(len(rows)),
            "materials-INITIAL_FORMS": "0",
        }
        for number, (name, quantity, measure) in enumerate(rows):
            given |= {
                f"materials-{number}-name": name,
                f"materials-{number}-quantity": quantity,
                f"materials-{number}-measure": measure,
            }
        return given | other

    return make


def test_a_need_for_materials_only_is_published_from_the_form(desk, typed):
    assert desk.post(NEW, typed(("Chăn", "42", ""), ("Gạo", "300", "kg"), ("", "", ""))).status_code == 302
    need = Need.objects.get()
    assert (need.people_wanted, [str(line) for line in need.materials.all()]) == (0, ["42 chăn", "300 kg gạo"])


def test_neither_people_nor_materials_is_asked_back(desk, typed):
    page = desk.post(NEW, typed())
    assert (page.status_code, page.context["form"].errors["people_wanted"]) == (422, ["Ghi số người cần, hoặc thêm hiện vật."])


@pytest.mark.parametrize(("row", "field"), [(("Chăn", "", ""), "quantity"), (("", "42", ""), "name"), (("Chăn", "nhiều", ""), "quantity")])
def test_half_a_row_is_said_at_its_field_and_nothing_is_lost(desk, typed, row, field):
    page = desk.post(NEW, typed(row, title="Chăn ấm cho 42 trẻ"))
    assert page.status_code == 422
    assert field in page.context["form"].materials.forms[0].errors
    assert "Hiện vật 1: " in page.content.decode()
    assert Need.objects.count() == 0


def test_one_more_row_without_script_loses_nothing_and_judges_nothing(desk, typed):
    page = desk.post(NEW, typed(("Chăn", "", ""), title="Ch", **{"them-dong": "1"}))
    text = page.content.decode()
    assert (page.status_code, page.context["form"].materials.total_form_count()) == (200, 2)
    assert 'value="Chăn"' in text
    assert 'value="Ch"' in text
    assert "field-e" not in text


def test_a_row_that_is_ticked_to_go_counts_for_nothing(desk, typed):
    desk.post(NEW, typed(("Chăn", "42", ""), ("Gạo", "nhiều", "kg"), **{"materials-1-DELETE": "on"}))
    assert [str(line) for line in Need.objects.get().materials.all()] == ["42 chăn"]


def test_one_more_row_comes_by_itself(desk):
    part = desk.get(f"{NEW}dong/?materials-TOTAL_FORMS=2").content.decode()
    assert 'name="materials-2-name"' in part
    assert 'name="materials-TOTAL_FORMS" value="3"' in part
    assert [desk.get(f"{NEW}dong/?materials-TOTAL_FORMS={given}").status_code for given in ("20", "x")] == [404, 404]


def test_a_contact_is_kept_apart_from_the_need(desk, typed):
    given = {"contact_name": "Hoàng Thị Lan Anh", "contact_phone": "0912 044 318", "contact_shown_to": "everyone"}
    desk.post(NEW, typed(people_wanted="6", **given))
    contact = Contact.objects.get()
    assert (contact.name, contact.phone, contact.shown_to) == ("Hoàng Thị Lan Anh", "+84912044318", "everyone")


def test_by_default_who_has_a_place_sees_the_contact(desk, typed):
    desk.post(NEW, typed(people_wanted="6", contact_name="Lan Anh", contact_phone="0912044318"))
    assert Contact.objects.get().shown_to == Contact.Shown.PLACED


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"contact_name": "Lan Anh"}, "contact_phone"),
        ({"contact_phone": "0912044318"}, "contact_name"),
        ({"contact_name": "Lan Anh", "contact_phone": "09120"}, "contact_phone"),
    ],
)
def test_half_a_contact_is_asked_back_at_its_field(desk, typed, given, field):
    page = desk.post(NEW, typed(people_wanted="6", **given))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_the_agency_that_asks_is_named(desk, typed):
    desk.post(NEW, typed(people_wanted="6", source_name="Trạm y tế xã Vạn Linh"))
    need = Need.objects.get()
    assert (need.source, need.source_name) == (Need.Source.AGENCY, "Trạm y tế xã Vạn Linh")
    assert "Trạm y tế xã Vạn Linh đề nghị" in desk.get(reverse("needs:detail", args=[need.pk])).content.decode()


def test_a_need_that_lapsed_is_published_anew_with_what_it_said(desk, provisions):
    Need.objects.update(status=Need.Status.LAPSED)
    page = desk.get(f"{NEW}?tu={provisions.pk}")
    assert page.context["form"].initial["title"] == provisions.title
    assert [row.initial["name"] for row in page.context["form"].materials.forms] == ["Chăn", "Gạo"]


def note(desk, need, material, **given):
    data = {"quantity": "25", "giver": "Công ty May", "state": "received", "request_id": str(uuid4())}
    return desk.post(reverse("needs:pledge", args=[need.pk, material.pk]), data | given)


def test_what_came_is_noted_on_the_page_of_the_need(desk, provisions, blanket):
    assert note(desk, provisions, blanket)["Location"] == reverse("needs:detail", args=[provisions.pk])
    page = desk.get(reverse("needs:detail", args=[provisions.pk])).content.decode()
    assert "thiếu 17 chăn, 300 kg gạo" in page
    assert "đã có 25, đã hứa 0" in page
    assert "Công ty May" in page


def test_a_promise_is_received_or_withdrawn_with_one_tap(desk, provisions, blanket):
    note(desk, provisions, blanket, state="promised")
    pledge = Pledge.objects.get()
    assert reverse("needs:receive", args=[pledge.pk]) in desk.get(reverse("needs:detail", args=[provisions.pk])).content.decode()
    desk.post(reverse("needs:receive", args=[pledge.pk]))
    answer = desk.post(reverse("needs:withdraw", args=[pledge.pk]))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "not_promised")


@pytest.mark.parametrize(("given", "status"), [({"quantity": ""}, 422), ({"quantity": "9000"}, 409), ({"state": "lost"}, 422)])
def test_a_mistake_in_a_note_stands_at_the_material(desk, provisions, blanket, given, status):
    page = note(desk, provisions, blanket, **given)
    assert page.status_code == status
    assert "Công ty May" in page.content.decode()
    assert Pledge.objects.count() == 0


def test_an_inspector_notes_nothing(sign_in, inspector, provisions, blanket):
    browser = sign_in(inspector)
    assert note(browser, provisions, blanket).status_code == 404
    assert "Ghi hiện vật" not in browser.get(reverse("needs:detail", args=[provisions.pk])).content.decode()


def test_a_material_of_another_need_is_not_found(desk, provisions, need, blanket):
    assert note(desk, need, blanket).status_code == 404


def test_the_letters_page_answers_with_one_tap_each(desk, commune_union, focal_point):
    need = make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=40))
    chase(at(DAYTIME))
    page = desk.get(reverse("needs:ask", args=[need.pk])).content.decode()
    assert page.count(reverse("needs:close", args=[need.pk])) == 2
    answer = desk.post(reverse("needs:confirm", args=[need.pk]), {"next": reverse("needs:asked")})
    assert answer["Location"] == reverse("needs:asked")
    assert "Nhu cầu nào cũng đã xác nhận" in desk.get(reverse("needs:asked")).content.decode()


def test_a_link_out_of_the_site_is_not_followed_after_an_answer(desk, need):
    answer = desk.post(reverse("needs:confirm", args=[need.pk]), {"next": "https://example.org/"})
    assert answer["Location"] == reverse("needs:detail", args=[need.pk])


def test_the_list_says_how_often_one_was_asked(desk, commune_union, focal_point, coordinator):
    make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=40), ends_on=at(DAYTIME, 40).date())
    for days in (-20, -13, -6):
        chase(at(DAYTIME, days))
    page = desk.get(LIST).content.decode()
    assert "đã hỏi 3 lần" in page
    assert "đã hỏi cấp trên" in page


def test_closing_can_be_taken_back(desk, need):
    desk.post(reverse("needs:close", args=[need.pk]), {"reason": "met_elsewhere"})
    assert reverse("needs:reopen", args=[need.pk]) in desk.get(LIST).content.decode()
    assert desk.post(reverse("needs:reopen", args=[need.pk])).status_code == 302
    answer = desk.post(reverse("needs:reopen", args=[need.pk]))
    assert (answer.status_code, answer["X-Refusal"], Need.objects.get().status) == (409, "not_closed", "open")


def test_the_page_of_a_need_lists_its_activities_and_what_became_of_it(desk, need, commune_union, secretary, focal_point):
    make_activity(commune_union, secretary, need=need)
    desk.post(reverse("needs:confirm", args=[need.pk]))
    page = desk.get(reverse("needs:detail", args=[need.pk])).content.decode()
    assert "Hoạt động đáp ứng" in page
    assert "0 trên 18 chỗ có người" in page
    assert "Diễn biến" in page


def test_the_page_takes_the_same_queries_however_much_became_of_it(
    desk, need, provisions, blanket, commune_union, secretary, django_assert_max_num_queries
):
    make_activity(commune_union, secretary, need=provisions)
    note(desk, provisions, blanket, quantity="1")
    address = reverse("needs:detail", args=[provisions.pk])
    with django_assert_max_num_queries(40) as few:
        desk.get(address)
    for _ in range(6):
        make_activity(commune_union, secretary, need=provisions)
        note(desk, provisions, blanket, quantity="1")
    with django_assert_max_num_queries(40) as many:
        desk.get(address)
    assert len(many.captured_queries) == len(few.captured_queries)


def test_a_unit_sets_how_it_asks_and_takes_it_back(desk, commune_union):
    assert desk.post(RULE, {"unit": commune_union.pk, "after_days": "20", "again_days": "5", "escalate_days": "10"}).status_code == 302
    assert ChasingRule.objects.get().after_days == 20
    assert "Đoàn xã Vạn Linh tự đặt" in desk.get(RULE).content.decode()
    desk.post(f"{RULE}bo/", {"unit": commune_union.pk})
    assert ChasingRule.objects.count() == 0


@pytest.mark.parametrize("days", ["", "0", "400", "x"])
def test_a_wrong_number_of_days_is_said_at_its_field(desk, commune_union, days):
    page = desk.post(RULE, {"unit": commune_union.pk, "after_days": days, "again_days": "5", "escalate_days": "10"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["after_days"])


def test_the_rule_of_another_unit_is_not_found(desk, neighbour_union):
    assert desk.get(f"{RULE}?don-vi={neighbour_union.pk}").status_code == 404
    assert desk.get(f"{RULE}?don-vi=x").status_code == 404
