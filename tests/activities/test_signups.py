"""Taking a place and giving it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from aoxanh.activities import actions, eligibility
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from tests.cast import make_activity, make_area, make_signup, make_unit, make_user, noon


def sign_up(shift, user, request_id=None):
    return actions.sign_up(shift, person=user.person, request_id=request_id or uuid4(), by=user)


def test_a_place_is_taken_with_a_pass_and_told(shift, volunteer):
    signup = sign_up(shift, volunteer)
    shift.refresh_from_db()
    assert (shift.taken, signup.status, len(signup.code)) == (1, "confirmed", 8)
    assert [message.to for message in Message.objects.all()] == [volunteer.email]
    assert signup.code in Message.objects.get().body
    assert [line.verb for line in Line.objects.filter(subject_id=signup.pk)] == ["activities.signed_up"]


def test_a_form_sent_twice_takes_one_place(shift, volunteer):
    request = uuid4()
    assert sign_up(shift, volunteer, request) == sign_up(shift, volunteer, request)
    shift.refresh_from_db()
    assert (shift.taken, Message.objects.count()) == (1, 1)


def test_an_old_form_of_a_place_given_back_is_refused(shift, volunteer, refused):
    request = uuid4()
    actions.cancel_signup(sign_up(shift, volunteer, request), by=volunteer)
    assert refused(sign_up, shift, volunteer, request) == "already_sent"


def test_the_form_of_someone_else_is_refused(shift, volunteer, other_volunteer, refused):
    request = uuid4()
    sign_up(shift, volunteer, request)
    assert refused(sign_up, shift, other_volunteer, request) == "already_sent"


@pytest.mark.parametrize("status", [status for status in Activity.Status if status != Activity.Status.OPEN])
def test_what_is_not_open_takes_nobody(status, activity, shift, volunteer, refused):
    Activity.objects.update(status=status)
    assert refused(sign_up, shift, volunteer) == "not_open"


def test_a_shift_that_has_begun_takes_nobody(shift, volunteer, refused):
    Shift.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    assert refused(sign_up, shift, volunteer) == "past"


def test_a_birth_date_is_needed(shift, van_linh, refused):
    assert refused(sign_up, shift, make_user("moi@tinhnguyen.example", "Lê Mới", None, van_linh)) == "birth_date_missing"


def born(years, days=0):
    """The birth date of who turns so many years that many days after the day of the shift."""
    day = today() + timedelta(days=2 + days)
    return day.replace(year=day.year - years)


def test_age_counts_on_the_day_of_the_shift(activity, shift, volunteer, refused):
    Activity.objects.update(min_age=18)
    volunteer.person.birth_date = born(18, days=1)
    volunteer.person.save()
    assert refused(sign_up, shift, volunteer) == "too_young"
    volunteer.person.birth_date = born(18)
    volunteer.person.save()
    assert sign_up(shift, volunteer).status == "confirmed"


def test_under_sixteen_a_guardian_is_needed(activity, shift, pupil, refused):
    Activity.objects.update(min_age=12)
    assert refused(sign_up, Shift.objects.get(), pupil) == "guardian_consent_missing"


def test_nobody_takes_two_places_in_a_shift(shift, volunteer, refused):
    sign_up(shift, volunteer)
    assert refused(sign_up, shift, volunteer) == "already_signed_up"


def test_overlapping_shifts_are_refused_by_name(commune_union, secretary, shift, volunteer):
    other = make_activity(
        commune_union, secretary, title="Trồng cây", shifts=[(noon(2) + timedelta(hours=3), noon(2) + timedelta(hours=6), 5)]
    )
    sign_up(shift, volunteer)
    with pytest.raises(Refused) as caught:
        sign_up(other.shifts.get(), volunteer)
    assert caught.value.code == "overlaps"
    assert shift.activity.title in caught.value.message


def test_shifts_that_touch_do_not_overlap(commune_union, secretary, shift, volunteer):
    other = make_activity(commune_union, secretary, shifts=[(noon(2) + timedelta(hours=4), noon(2) + timedelta(hours=6), 5)])
    sign_up(shift, volunteer)
    assert sign_up(other.shifts.get(), volunteer).status == "confirmed"


def test_a_cancelled_activity_is_in_nobodys_way(commune_union, secretary, shift, volunteer):
    sign_up(shift, volunteer)
    Activity.objects.update(status=Activity.Status.CANCELLED)
    other = make_activity(commune_union, secretary)
    assert sign_up(other.shifts.get(), volunteer).status == "confirmed"


def test_a_full_shift_names_the_one_with_places(commune_union, secretary, volunteer, other_volunteer):
    hours = [(noon(2), noon(2) + timedelta(hours=3), 1), (noon(3), noon(3) + timedelta(hours=3), 4)]
    morning, afternoon = make_activity(commune_union, secretary, shifts=hours).shifts.all()
    Shift.objects.filter(pk=afternoon.pk).update(name="Ca chiều")
    sign_up(morning, volunteer)
    with pytest.raises(Refused) as caught:
        sign_up(morning, other_volunteer)
    assert (caught.value.code, caught.value.message) == ("full", "Ca sáng vừa đủ người. Chọn ca chiều còn 4 chỗ.")


def test_a_full_activity_says_so(commune_union, secretary, volunteer, other_volunteer, refused):
    shift = make_activity(commune_union, secretary, shifts=[(noon(2), noon(2) + timedelta(hours=3), 1)]).shifts.get()
    sign_up(shift, volunteer)
    assert refused(sign_up, shift, other_volunteer) == "full"
    assert Signup.objects.count() == 1


def test_pages_can_ask_before(shift, volunteer, pupil):
    assert eligibility.refusal(shift, person=volunteer.person) is None
    assert eligibility.refusal(shift, person=pupil.person).code == "too_young"


def test_a_place_given_back_is_free_again(shift, volunteer, other_volunteer):
    signup = actions.cancel_signup(sign_up(shift, volunteer), by=volunteer)
    shift.refresh_from_db()
    assert (shift.taken, signup.status) == (0, "cancelled")
    assert sign_up(shift, volunteer).status == "confirmed"
    assert Message.objects.filter(to=volunteer.email).count() == 3


def test_giving_back_twice_frees_one_place(shift, volunteer, other_volunteer):
    signup = sign_up(shift, volunteer)
    sign_up(shift, other_volunteer)
    actions.cancel_signup(signup, by=volunteer)
    actions.cancel_signup(signup, by=volunteer)
    shift.refresh_from_db()
    assert shift.taken == 1


def test_shortly_before_the_shift_one_calls_the_unit(commune_union, shift, volunteer):
    commune_union.phone = "0205 3810 115"
    commune_union.save()
    signup = make_signup(shift, volunteer)
    start = timezone.now() + timedelta(hours=11)
    Shift.objects.update(starts_at=start, ends_at=start + timedelta(hours=2))
    with pytest.raises(Refused) as caught:
        actions.cancel_signup(signup, by=volunteer)
    assert caught.value.code == "too_late"
    assert "0205 3810 115" in caught.value.message


def test_attendance_writes_what_became_of_it(signup, secretary):
    actions.set_outcome(signup, outcome="absent", by=secretary)
    actions.set_outcome(signup, outcome="came", by=secretary)
    signup.refresh_from_db()
    assert signup.outcome == "came"
    assert [line.details for line in Line.objects.filter(verb="activities.changed_outcome")] == [{"before": "absent", "after": "came"}]
    with pytest.raises(ValueError, match="perhaps"):
        actions.set_outcome(signup, outcome="perhaps", by=secretary)


def outcome_of(shift, user):
    """What a thread of its own gets: "confirmed" or the code of the refusal."""
    try:
        return sign_up(shift, user).status
    except Refused as refusal:
        return refusal.code
    finally:
        connections.close_all()


@pytest.fixture
def race(committed_db):
    """Five places and fifty people, in a database where commits are real."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7736, 106.728)
    commune = make_area("06505", "Xã Vạn Linh", "Xã", 21.6405, 106.485, province)
    unit = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", commune)
    users = [make_user(f"nguoi{number}@tinhnguyen.example", f"Lê Thị {number}") for number in range(50)]
    activity = make_activity(unit, users[0], shifts=[(noon(2), noon(2) + timedelta(hours=3), 5)])
    return activity.shifts.get(), users


def test_fifty_people_never_take_more_than_five_places(race):
    shift, users = race
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda user: outcome_of(shift, user), users))
    shift.refresh_from_db()
    assert (answers.count("confirmed"), answers.count("full")) == (5, 45)
    assert (shift.taken, Signup.objects.count(), Message.objects.count()) == (5, 5, 5)


def test_one_person_pressing_at_once_takes_one_place(race):
    shift, users = race
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: outcome_of(shift, users[0]), range(8)))
    shift.refresh_from_db()
    assert (answers.count("confirmed"), answers.count("already_signed_up"), shift.taken) == (1, 7, 1)
