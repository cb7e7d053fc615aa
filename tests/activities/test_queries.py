"""Reading activities."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.activities import queries
from aoxanh.activities.models import Activity, Shift
from aoxanh.activities.queries import Filters
from aoxanh.kit.dates import during, today
from aoxanh.kit.paging import page_after
from aoxanh.people.models import Membership
from tests.cast import make_activity, make_signup, make_user, noon

Status = Activity.Status


def hours(day, start=0, length=3, places=10):
    return (noon(day) + timedelta(hours=start), noon(day) + timedelta(hours=start + length), places)


@pytest.fixture
def make(commune_union, secretary):
    def activity(title, *shifts, unit=commune_union, **facts):
        return make_activity(unit, secretary, title=title, shifts=list(shifts) or None, **facts)

    return activity


def titles(activities):
    return [activity.title for activity in activities]


def test_the_public_list_holds_what_is_open_and_ahead_soonest_first(make):
    make("Sau", hours(5))
    make("Trước", hours(2))
    make("Đã qua", hours(-2))
    for status in set(Status) - {Status.OPEN}:
        make(f"Không mở {status}", hours(3), status=status)
    assert titles(queries.public_activities(today())) == ["Trước", "Sau"]


def test_the_public_list_counts_places_of_all_shifts_and_free_ones_ahead(make):
    activity = make("Hai ca", hours(-1, places=8), hours(2, places=10))
    Shift.objects.filter(activity=activity, places=10).update(taken=4)
    found = queries.public_activities(today()).get()
    assert (found.places, found.taken, found.free) == (18, 4, 6)


def test_the_public_list_filters(make, neighbour_union, quan_son, van_linh, province):
    make("Sửa đường", hours(2), kind="road")
    make("Trồng cây", hours(3), unit=neighbour_union)
    full = make("Dọn suối", hours(4, places=1))
    Shift.objects.filter(activity=full).update(taken=1)

    def found(**filters):
        return titles(queries.public_activities(today(), Filters(**filters)))

    assert found(kind="road") == ["Sửa đường"]
    assert found(area=quan_son) == ["Trồng cây"]
    assert found(area=province) == ["Sửa đường", "Trồng cây", "Dọn suối"]
    assert found(unit=neighbour_union) == ["Trồng cây"]
    assert found(day=today() + timedelta(days=4)) == ["Dọn suối"]
    assert found(is_free_only=True) == ["Sửa đường", "Trồng cây"]
    assert found(text="trong CAY") == ["Trồng cây"]
    assert found(text="sửa đường") == ["Sửa đường"]


def test_the_public_list_pages_by_key(make):
    for number in range(5):
        make(f"Số {number}", hours(2))
    first = page_after(queries.public_activities(today()), by=("starts_at", "id"), size=3)
    rest = page_after(queries.public_activities(today()), by=("starts_at", "id"), after=first.next, size=3)
    assert sorted(titles([*first, *rest])) == [f"Số {number}" for number in range(5)]


@pytest.mark.parametrize("ask", [lambda: list(queries.public_activities(today())), queries.upcoming, lambda: queries.week_strip(today())])
def test_lists_cost_the_same_with_many_rows(ask, make):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            for row in ask():
                assert not isinstance(row, Activity) or (row.unit.name, row.area.parent.name)
        return len(captured)

    make("Một")
    one = cost()
    for number in range(9):
        make(f"Thêm {number}", hours(2), hours(3))
    assert cost() == one


def test_the_week_keeps_empty_days(make):
    make("Hai ca một ngày", hours(1), hours(1, start=4))
    make("Hai ngày", hours(1), hours(3))
    make("Nháp", hours(2), status=Status.DRAFT)
    assert [count for _day, count in queries.week_strip(today())] == [0, 2, 0, 1, 0, 0, 0]


def test_an_early_shift_belongs_to_its_own_day_in_viet_nam(make):
    make("Sớm", hours(2, start=-11, length=2))
    assert [count for _day, count in queries.week_strip(today())] == [0, 0, 1, 0, 0, 0, 0]


def test_what_is_near_comes_first(make, neighbour_union):
    here = make("Ở đây")
    make("Xa", unit=neighbour_union)
    make("Gần", latitude=here.latitude + 0.01)
    assert [(one.activity.title, one.kilometres) for one in queries.related(here)] == [("Gần", 1.1), ("Xa", pytest.approx(25.2, abs=0.3))]


def test_the_page_names_the_first_shift_with_a_place(make):
    activity = make("Ba ca", hours(-1), hours(2, places=1), hours(3))
    Shift.objects.filter(activity=activity, places=1).update(taken=1)
    page = queries.activity_page(activity.slug)
    assert (page.next_shift, page.free, len(page.ahead)) == (page.shifts[2], 10, 2)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.WITHDRAWN])
def test_the_page_of_what_is_not_public_does_not_exist(status, make):
    with pytest.raises(Activity.DoesNotExist):
        queries.activity_page(make("Kín", status=status).slug)


def test_the_roster_is_ordered_by_given_name(shift, commune_union):
    for number, name in enumerate(["Lê Văn Bình", "Vi Thị Ánh", "Đàm Ân", "Nông Văn An"]):
        make_signup(shift, make_user(f"nguoi{number}@x.example", name))
    person = shift.signups.get(person__full_name="Vi Thị Ánh").person
    Membership.objects.create(person=person, unit=commune_union, during=during(today()))
    assert [(line.person.full_name, line.unit_name) for line in queries.roster(shift)] == [
        ("Nông Văn An", None),
        ("Vi Thị Ánh", commune_union.short_name),
        ("Đàm Ân", None),
        ("Lê Văn Bình", None),
    ]


def test_the_next_signup_is_the_soonest_that_still_holds(make, volunteer):
    later, sooner, given_back, *_ = (
        make_signup(make(title, hours(day)).shifts.get(), volunteer)
        for title, day in [("Sau", 5), ("Trước", 3), ("Nhường", 2), ("Hủy", 2), ("Qua", -3)]
    )
    type(given_back).objects.filter(pk=given_back.pk).update(status="cancelled")
    Activity.objects.filter(title="Hủy").update(status=Status.CANCELLED)
    assert queries.next_signup(volunteer.person) == sooner
    assert list(queries.upcoming_signups(volunteer.person)) == [sooner, later]


def test_short_shifts_are_those_ahead_with_places(make, commune_union, neighbour_union):
    make("Thiếu", hours(2))
    full = make("Đủ", hours(2, places=1))
    Shift.objects.filter(activity=full).update(taken=1)
    make("Xa ngày", hours(20))
    make("Nơi khác", hours(2), unit=neighbour_union)
    found = queries.short_of_people([commune_union.pk], days=7)
    assert [shift.activity.title for shift in found] == ["Thiếu"]


def test_the_desk_lists_what_waits_first_and_the_past_backwards(make):
    for title, day, status in [
        ("Mở sau", 5, Status.OPEN),
        ("Mở trước", 2, Status.OPEN),
        ("Xong lâu", -9, Status.OPEN),
        ("Vừa xong", -2, Status.CLOSED),
        ("Trả lại", 3, Status.RETURNED),
        ("Nháp", 3, Status.DRAFT),
        ("Ghi nhận", -5, Status.RECORDED),
    ]:
        make(title, hours(day), status=status)
    ordered = queries.desk_activities(Activity.objects.all()).order_by("group", "turn", "id")
    assert titles(ordered) == ["Trả lại", "Nháp", "Mở trước", "Mở sau", "Vừa xong", "Xong lâu", "Ghi nhận"]


def test_the_desk_counts(make):
    for day, status in [
        (2, Status.OPEN),
        (3, Status.OPEN),
        (-2, Status.OPEN),
        (-3, Status.CLOSED),
        (2, Status.SUBMITTED),
        (2, Status.DRAFT),
    ]:
        make("Việc", hours(day), status=status)
    counts = queries.unit_counts(Activity.objects.all())
    assert counts == {"open": 2, "submitted": 1, "returned": 0, "drafts": 1, "postponed": 0, "unrecorded": 2, "next_at": noon(2)}


def test_those_above_decide_on_a_units_activities(commune_union, provincial_union, coordinator, inspector, secretary):
    assert list(queries.approvers_of(commune_union)) == [coordinator]
    assert list(queries.approvers_of(provincial_union)) == []


def test_an_activity_recorded_is_a_report(make):
    make("Xong", hours(-3), status=Status.RECORDED)
    make("Mở", hours(2))
    assert titles(queries.reports()) == ["Xong"]
