"""Writing an activity down, and what people type wrong."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from aoxanh.activities.models import Activity, Campaign
from aoxanh.kit.dates import during, today
from aoxanh.media.models import Picture
from aoxanh.notices.models import Message
from aoxanh.training.models import CoordinationModel
from tests.cast import make_signup, noon

NEW = "/ban-lam-viec/hoat-dong/tao/"


@pytest.fixture
def desk(sign_in, secretary):
    return sign_in(secretary)


def texts(response):
    """Every mistake that the page names."""
    form, rows = response.context["form"], response.context["rows"]
    errors = [form.errors, *(row.errors for row in rows.forms)]
    return [text for each in errors for texts in each.values() for text in texts] + list(rows.non_form_errors())


def mistakes(response):
    assert (response.status_code, Activity.objects.count()) == (422, 0)
    return texts(response)


def test_a_form_becomes_a_draft(desk, typed):
    response = desk.post(NEW, typed({}, {"name": "Ca chiều", "starts": "13:00", "ends": "16:30", "places": "12"}))
    activity = Activity.objects.get()
    assert response.headers["Location"] == reverse("activities:detail", args=[activity.pk])
    assert (activity.status, activity.slug.startswith("sua-bep-an-ban-tru-diem-truong-")) == ("draft", True)
    assert [(shift.name, shift.hours, shift.places) for shift in activity.shifts.all()] == [
        ("Ca sáng", "07:00–11:00", 18),
        ("Ca chiều", "13:00–16:30", 12),
    ]


def test_a_form_sent_twice_makes_one_activity(desk, typed):
    data = typed()
    assert desk.post(NEW, data).headers["Location"] == desk.post(NEW, data).headers["Location"]
    assert Activity.objects.count() == 1


def test_a_need_fills_in_the_form(desk, need):
    response = desk.get(NEW, {"nhu-cau": str(need.pk)})
    form, row = response.context["form"], response.context["rows"].forms[0]
    assert (form["title"].value(), form["place_name"].value(), form["latitude"].value()) == (need.title, need.address, need.latitude)
    assert (row["places"].value(), row["day"].value()) == (need.people_wanted, today() + timedelta(days=1))


def test_an_activity_answers_its_need(desk, typed, need):
    desk.post(NEW, typed(need=str(need.pk)))
    assert Activity.objects.get().need == need


def test_a_need_that_is_nonsense_is_none(desk):
    assert desk.get(NEW, {"nhu-cau": "<script>"}).status_code == 200


@pytest.mark.parametrize("who", ["volunteer", "focal_point", "coordinator", "inspector"])
def test_only_organisers_write(who, request, sign_in, commune_union):
    assert sign_in(request.getfixturevalue(who)).get(NEW).status_code == 404


def test_nobody_writes_for_another_unit(desk, typed, neighbour_union):
    assert "unit" in desk.post(NEW, typed(unit=str(neighbour_union.pk))).context["form"].errors


YESTERDAY = (today() - timedelta(days=1)).isoformat()
WRONG_SHIFTS = [
    ({"ends": "06:00"}, "The shift ends before it starts. Correct its hours."),
    ({"ends": "07:00"}, "The shift ends before it starts. Correct its hours."),
    ({"day": YESTERDAY}, "The shift starts in the past. Choose a later day or hour."),
    ({"day": "2126-01-01"}, "The day is more than two years away. Check the year."),
    ({"day": "2026-02-31"}, "This day does not exist. Give it as day/month/year."),
    ({"starts": "25:00"}, "Give the time as hours and minutes, like 07:30."),
    ({"places": "-3"}, "A shift has at least 1 place."),
    ({"places": "0"}, "A shift has at least 1 place."),
    ({"places": "mười"}, "Give the places in figures, like 18."),
    ({"places": "999999"}, "A shift has at most 5000 places. Split it."),
    ({"day": ""}, "Say on which day."),
]


@pytest.mark.parametrize(("row", "sentence"), WRONG_SHIFTS)
def test_a_wrong_shift_gets_a_sentence(row, sentence, desk, typed):
    response = desk.post(f"/en{NEW}", typed(row))
    assert mistakes(response) == [sentence]


WRONG_FIELDS = [
    ({"title": ""}, "Give the activity a title."),
    ({"title": "Bếp"}, "Say a little more: the work and for whom."),
    ({"title": "a" * 121}, "Shorten the title to 120 characters. Details go into the description."),
    ({"kind": "magic"}, "Choose the kind of work from the list."),
    ({"description": ""}, "Say what people will do: they decide by it."),
    ({"description": "a" * 4001}, "Shorten the description to 4,000 characters; it has 4001."),
    ({"min_age": "-1"}, "The minimum age lies between 6 and 60."),
    ({"latitude": "", "longitude": ""}, "Tap the place on the map, type its coordinates, or take the middle of the commune."),
    ({"latitude": "51.5"}, "This place is outside Viet Nam. Latitude lies between 6 and 23.5."),
    ({"request_id": ""}, "Open the form again."),
]


@pytest.mark.parametrize(("facts", "sentence"), WRONG_FIELDS)
def test_a_wrong_field_gets_a_sentence(facts, sentence, desk, typed):
    assert mistakes(desk.post(f"/en{NEW}", typed(**facts))) == [sentence]


def test_what_was_typed_is_kept(desk, typed):
    body = desk.post(NEW, typed({"places": "-3", "name": "Ca của tôi"}, title="Sửa bếp ăn của tôi")).content.decode()
    assert ("Sửa bếp ăn của tôi" in body, "Ca của tôi" in body, 'value="-3"' in body) == (True, True, True)


def test_script_is_kept_as_text(desk, typed):
    desk.post(NEW, typed(title="<script>alert(1)</script>", description="<img src=x onerror=alert(1)>"))
    activity = Activity.objects.get()
    body = desk.get(reverse("activities:detail", args=[activity.pk])).content.decode()
    assert activity.title == "<script>alert(1)</script>"
    assert ("<script>alert" in body, "<img src=x" in body, "&lt;script&gt;alert(1)&lt;/script&gt;" in body) == (False, False, True)


@pytest.mark.parametrize(("megabytes", "status"), [(3, 422), (9, 400)])
def test_megabytes_of_text_are_refused(desk, typed, megabytes, status):
    desk.raise_request_exception = False
    assert desk.post(NEW, typed(description="a" * megabytes * 1_000_000)).status_code == status
    assert Activity.objects.count() == 0


def test_no_shift_is_refused(desk, typed):
    assert mistakes(desk.post(f"/en{NEW}", typed({"DELETE": "on"}))) == ["Add at least one shift with its day, hours and places."]


def test_too_many_shifts_are_refused(desk, typed):
    rows = [{"name": f"Ca {number}"} for number in range(31)]
    assert mistakes(desk.post(f"/en{NEW}", typed(*rows))) == ["An activity has at most 30 shifts. Make a second activity for the rest."]


def test_shifts_that_did_not_arrive_are_asked_again(desk, typed):
    data = {name: value for name, value in typed().items() if name != "shifts-TOTAL_FORMS"}
    assert mistakes(desk.post(f"/en{NEW}", data)) == ["The shifts did not arrive whole. Send the form again."]


def test_a_shift_of_another_activity_is_refused(desk, typed, shift):
    before = (shift.starts_at, shift.places)
    response = desk.post(NEW, typed({"id": str(shift.pk), "places": "1"}))
    assert (response.status_code, response["X-Refusal"]) == (409, "foreign_shift")
    shift.refresh_from_db()
    assert (shift.starts_at, shift.places) == before


def test_a_shift_sent_twice_in_a_form_is_refused(desk, typed, draft):
    row = {"id": str(draft.shifts.get().pk)}
    response = desk.post(reverse("activities:edit", args=[draft.pk]), typed(row, row))
    assert (response.status_code, response["X-Refusal"]) == (409, "same_shift_twice")


def test_a_point_outside_the_commune_asks_which_is_meant(desk, typed, van_linh, quan_son):
    response = desk.post(NEW, typed(latitude="21.6123", longitude="106.727"))
    assert (response.status_code, Activity.objects.count()) == (422, 0)
    offered = {str(value) for value, _label in response.context["form"].fields["area"].choices}
    assert {str(van_linh.pk), str(quan_son.pk)} <= offered
    assert desk.post(NEW, typed(latitude="21.6123", longitude="106.727", area=str(quan_son.pk))).status_code == 302
    assert Activity.objects.get().area == quan_son


def test_the_middle_of_the_commune_may_stand_for_the_place(desk, typed):
    assert desk.post(NEW, typed(latitude="", longitude="", centre="on")).status_code == 302


def picture(name="bep.jpg", size=(64, 48)):
    file = BytesIO()
    Image.new("RGB", size, "blue").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def test_a_picture_is_kept_though_something_else_is_wrong(desk, typed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    response = desk.post(NEW, typed(title="", picture=picture(size=(800, 600))))
    assert response.status_code == 422
    kept = Picture.objects.get()
    desk.post(NEW, typed(kept_picture=str(kept.pk)))
    assert Activity.objects.get().picture == kept


def test_what_is_no_picture_is_refused(desk, typed):
    response = desk.post(NEW, typed(picture=SimpleUploadedFile("anh.jpg", b"MZ not a picture", "image/jpeg")))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["picture"])


def test_a_picture_of_someone_else_is_not_taken(desk, typed, coordinator):
    other = Picture.objects.create(file="pictures/x.jpg", width=1, height=1, sha256="0", by=coordinator)
    assert list(desk.post(NEW, typed(kept_picture=str(other.pk))).context["form"].errors) == ["kept_picture"]


def test_campaigns_and_models_are_those_of_the_day(desk, provincial_union):
    old, now = during(today() - timedelta(days=400), today() - timedelta(days=300)), during(today() - timedelta(days=3))
    for slug, period in (("cu", old), ("moi", now)):
        Campaign.objects.create(unit=provincial_union, slug=slug, name=f"Mùa hè xanh {slug}", during=period)
        CoordinationModel.objects.create(code=slug, name=f"Mô hình {slug}", english_name=slug, summary="", during=period)
    form = desk.get(NEW).context["form"]
    assert [str(label) for _value, label in list(form.fields["campaign"].choices)[1:]] == ["Mùa hè xanh moi"]
    assert [str(label) for _value, label in list(form.fields["model"].choices)[1:]] == ["Mô hình moi"]


def test_one_more_shift_comes_numbered(desk):
    body = desk.get(reverse("activities:shift_row"), {"shifts-TOTAL_FORMS": "2"}).content.decode()
    assert ('name="shifts-2-day"' in body, 'name="shifts-TOTAL_FORMS" value="3"' in body) == (True, True)
    assert [desk.get(reverse("activities:shift_row"), {"shifts-TOTAL_FORMS": n}).status_code for n in ("30", "-1", "x")] == [404] * 3


def test_without_script_a_shift_is_added_by_a_link(desk):
    assert len(desk.get(NEW, {"them-ca": "1"}).context["rows"].forms) == 2


def edit_data(activity, typed, **row):
    """The form of the activity as the page shows it."""
    shift = activity.shifts.get()
    shown = {
        "id": str(shift.pk),
        "day": shift.starts_at.date().isoformat(),
        "starts": "12:00",
        "ends": "16:00",
        "places": str(shift.places),
    }
    return typed(shown | row)


def test_an_open_activity_keeps_what_was_approved(desk, typed, activity, shift, signup):
    address = reverse("activities:edit", args=[activity.pk])
    data = edit_data(activity, typed, places="20") | {"kind": "digital", "min_age": "12", "title": "Sửa bếp ăn bán trú Vạn Linh"}
    assert desk.post(address, data).status_code == 302
    activity.refresh_from_db()
    shift.refresh_from_db()
    assert (activity.kind, activity.min_age, shift.places) == ("repair", 16, 20)
    assert activity.title == "Sửa bếp ăn bán trú Vạn Linh"


def test_a_moved_shift_is_told_to_those_in_it(desk, typed, activity, signup, volunteer):
    desk.post(reverse("activities:edit", args=[activity.pk]), edit_data(activity, typed, starts="13:00", ends="17:00"))
    assert Message.objects.filter(to=volunteer.email, key__startswith="activities.moved:").count() == 1


def test_fewer_places_than_people_are_refused(desk, typed, activity, shift, volunteer, other_volunteer):
    make_signup(shift, volunteer)
    make_signup(shift, other_volunteer)
    response = desk.post(reverse("activities:edit", args=[activity.pk]), edit_data(activity, typed, places="1"))
    assert (response.status_code, response["X-Refusal"]) == (409, "places_below_taken")


def test_what_waits_for_approval_is_not_edited(desk, activity):
    Activity.objects.update(status=Activity.Status.SUBMITTED)
    assert desk.get(reverse("activities:edit", args=[activity.pk])).status_code == 302


def test_a_shift_that_has_begun_keeps_its_hours_in_the_form(desk, typed, activity, shift):
    start = noon(-1)
    activity.shifts.create(starts_at=start, ends_at=start + timedelta(hours=3), places=5)
    form = desk.get(reverse("activities:edit", args=[activity.pk]))
    assert [row["day"].value() for row in form.context["rows"].forms] == [start.date(), shift.starts_at.date()]
