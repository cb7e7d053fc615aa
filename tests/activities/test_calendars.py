"""Calendars: a file for a shift, and an address to subscribe to."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from aoxanh.activities import actions
from aoxanh.activities.actions.calendars import calendar_key, renew_calendar
from aoxanh.activities.drafts import ShiftPlan
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.people.models import Person
from tests.cast import make_activity, make_signup, noon


@pytest.fixture
def address(volunteer):
    return f"/dang-ky/lich/{calendar_key(volunteer.person).key}.ics"


def events(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def event(client, address, shift):
    return events(client, address)[f"{shift.pk}@aoxanh"]


def test_every_place_is_in_the_calendar_in_universal_time(client, address, signup, other_volunteer, commune_union, secretary):
    make_signup(make_activity(commune_union, secretary).shifts.get(), other_volunteer)
    found = events(client, address)
    assert list(found) == [f"{signup.shift_id}@aoxanh"]
    start = found[f"{signup.shift_id}@aoxanh"]["dtstart"].dt
    assert (start, start.utcoffset()) == (signup.shift.starts_at, timedelta())
    assert f"/dang-ky/the/{signup.pk}/" in str(found[f"{signup.shift_id}@aoxanh"]["url"])


def test_a_moved_shift_moves_with_a_higher_sequence(client, address, signup, secretary, details):
    before = event(client, address, signup.shift)
    start = noon(4)
    plan = ShiftPlan(start, start + timedelta(hours=2), 18, name="Ca sáng", id=signup.shift_id)
    actions.revise(signup.shift.activity, details=details(), shifts=[plan], by=secretary)
    after = event(client, address, signup.shift)
    assert (before["sequence"], after["sequence"], after["dtstart"].dt) == (0, 2, start)


def test_what_was_called_off_is_cancelled_there_too(client, address, signup, secretary):
    actions.cancel(signup.shift.activity, reason="Bão số 9", by=secretary)
    found = event(client, address, signup.shift)
    assert (found["status"], found["sequence"]) == ("CANCELLED", 1)


def test_a_postponed_shift_is_tentative(client, address, signup):
    Activity.objects.update(status=Activity.Status.POSTPONED)
    assert event(client, address, signup.shift)["status"] == "TENTATIVE"


def test_a_place_given_back_is_taken_off_and_one_taken_again_is_back(client, address, signup, volunteer):
    actions.cancel_signup(signup, by=volunteer)
    assert event(client, address, signup.shift)["status"] == "CANCELLED"
    make_signup(signup.shift, volunteer)
    assert event(client, address, signup.shift)["status"] == "CONFIRMED"


def test_a_new_address_ends_the_old_one(client, address, volunteer):
    renew_calendar(volunteer.person, by=volunteer)
    assert client.get(address).status_code == 404


def test_a_record_that_is_not_in_use_shows_nothing(client, address, signup, volunteer):
    Person.objects.filter(pk=volunteer.person.pk).update(restricted_at=timezone.now())
    assert events(client, address) == {}
    Person.objects.filter(pk=volunteer.person.pk).update(erased_at=timezone.now())
    assert client.get(address).status_code == 404


def test_many_places_cost_as_many_queries_as_one(
    client, address, signup, volunteer, commune_union, secretary, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10) as one:
        client.get(address)
    for day in range(5, 15):
        make_signup(
            make_activity(commune_union, secretary, shifts=[(noon(day), noon(day) + timedelta(hours=1), 5)]).shifts.get(), volunteer
        )
    with django_assert_max_num_queries(len(one)):
        assert len(events(client, address)) == 11


def test_the_page_gives_the_address_and_a_new_one(sign_in, volunteer):
    browser = sign_in(volunteer)
    page = browser.get("/dang-ky/lich/").content.decode()
    old = calendar_key(volunteer.person).key
    assert f"/dang-ky/lich/{old}.ics" in page
    assert "webcal://" in page
    browser.post("/dang-ky/lich/")
    assert calendar_key(volunteer.person).key != old


def test_the_file_of_one_shift_says_when_it_was_moved(sign_in, volunteer, signup):
    Shift.objects.update(revision=3)
    found = next(iter(events(sign_in(volunteer), f"/dang-ky/{signup.pk}/lich.ics").values()))
    assert found["sequence"] == 6
    assert Signup.objects.count() == 1
