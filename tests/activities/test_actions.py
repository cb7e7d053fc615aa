"""Writing activities and deciding on them."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities import actions
from aoxanh.activities.models import Activity, Shift, Signup, Step
from aoxanh.audit.models import Line
from aoxanh.kit.versions import public_version
from aoxanh.needs.models import Need
from aoxanh.notices.models import Message
from tests.activities.conftest import plan
from tests.cast import make_activity, make_signup, noon

Status = Activity.Status


def create(unit, details, secretary, *shifts, request_id=None):
    return actions.create_activity(unit, details=details, shifts=shifts, request_id=request_id or uuid4(), by=secretary)


def plan_of(shift, **facts):
    return replace(plan(shift.starts_at, places=shift.places, name=shift.name, id=shift.pk), ends_at=shift.ends_at, **facts)


def lines(subject):
    return list(Line.objects.filter(subject_id=subject.pk).order_by("id").values_list("verb", flat=True))


def test_a_new_activity_is_a_draft_that_spans_its_shifts(commune_union, details, secretary):
    late, early = plan(noon(5), hours=2), plan(noon(3))
    activity = create(commune_union, details(), secretary, late, early)
    assert (activity.status, activity.starts_at, activity.ends_at) == (Status.DRAFT, early.starts_at, late.ends_at)
    assert (lines(activity), Step.objects.get().status) == (["activities.created"], Status.DRAFT)


def test_the_same_request_makes_one_activity(commune_union, details, secretary):
    request = uuid4()
    assert create(commune_union, details(), secretary, request_id=request) == create(
        commune_union, details(), secretary, request_id=request
    )


def test_activities_of_one_title_have_their_own_addresses(commune_union, details, secretary):
    first, second = (create(commune_union, details(title="Đắp đường"), secretary) for _ in range(2))
    assert first.slug != second.slug
    assert {first.slug[:-7], second.slug[:-7]} == {"dap-duong"}


def test_a_title_without_letters_still_has_an_address(commune_union, details, secretary):
    assert create(commune_union, details(title="?!… 🌱"), secretary).slug.startswith("hoat-dong-")


def test_an_address_stays_once_it_was_public(activity, details, secretary):
    before = activity.slug
    actions.revise(activity, details=details(title="Tên khác hẳn"), shifts=[plan_of(activity.shifts.get())], by=secretary)
    activity.refresh_from_db()
    assert (activity.title, activity.slug) == ("Tên khác hẳn", before)


def test_a_draft_takes_the_address_of_its_new_title(draft, details, secretary):
    revised = actions.revise(draft, details=details(title="Tên khác hẳn"), shifts=[plan_of(draft.shifts.get())], by=secretary)
    assert revised.slug.startswith("ten-khac-han-")


def test_a_commune_far_from_the_point_is_refused(commune_union, details, secretary, quan_son, refused):
    far = details(latitude=10.0, longitude=106.7, area=quan_son)
    assert refused(create, commune_union, far, secretary) == "place_outside"


def test_a_closed_need_is_refused(commune_union, details, secretary, need, refused):
    Need.objects.update(status=Need.Status.CLOSED)
    need.refresh_from_db()
    assert refused(create, commune_union, details(need=need), secretary) == "need_closed"


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (plan(noon(3), hours=-1), "ends_before_start"),
        (plan(noon(3), hours=0), "ends_before_start"),
        (plan(noon(-1)), "shift_past"),
        (plan(noon(3), places=0), "no_places"),
        (plan(noon(3), places=-5), "no_places"),
        (plan(noon(3), id=uuid4()), "foreign_shift"),
    ],
)
def test_a_wrong_shift_is_refused_and_nothing_is_written(shift, code, commune_union, details, secretary, refused):
    assert refused(create, commune_union, details(), secretary, plan(), shift) == code
    assert (Activity.objects.count(), Shift.objects.count()) == (0, 0)


def test_the_same_shift_twice_is_refused(draft, details, secretary, refused):
    same = plan_of(draft.shifts.get())
    assert refused(actions.revise, draft, details=details(), shifts=[same, same], by=secretary) == "same_shift_twice"


def test_shifts_are_added_changed_and_removed(draft, details, secretary):
    kept = draft.shifts.get()
    actions.revise(draft, details=details(), shifts=[plan_of(kept), plan(noon(6))], by=secretary)
    gone = draft.shifts.exclude(pk=kept.pk).get()
    actions.revise(draft, details=details(), shifts=[replace(plan_of(kept), places=3), plan(noon(8))], by=secretary)
    assert list(draft.shifts.values_list("places", flat=True)) == [3, 18]
    assert not Shift.objects.filter(pk=gone.pk).exists()


def test_a_shift_with_people_is_not_removed(activity, signup, details, secretary, refused):
    assert refused(actions.revise, activity, details=details(), shifts=[plan(noon(9))], by=secretary) == "shift_has_people"


def test_a_shift_keeps_places_for_its_people(activity, shift, volunteer, other_volunteer, details, secretary, refused):
    make_signup(shift, volunteer)
    make_signup(shift, other_volunteer)
    fewer = replace(plan_of(shift), places=1)
    assert refused(actions.revise, activity, details=details(), shifts=[fewer], by=secretary) == "places_below_taken"


def test_a_shift_that_has_begun_keeps_its_hours(activity, shift, details, secretary, refused):
    Shift.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    shift.refresh_from_db()
    later = replace(plan_of(shift), ends_at=shift.ends_at + timedelta(hours=1))
    assert refused(actions.revise, activity, details=details(), shifts=[later], by=secretary) == "shift_begun"
    assert refused(actions.revise, activity, details=details(), shifts=[], by=secretary) == "shift_begun"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CLOSED, Status.RECORDED, Status.CANCELLED, Status.WITHDRAWN])
def test_what_has_moved_on_is_not_changed(status, activity, details, secretary, refused):
    Activity.objects.update(status=status)
    assert refused(actions.revise, activity, details=details(), shifts=[], by=secretary) == "not_editable"


def test_another_place_is_told_to_everyone_with_a_place(activity, shift, signup, details, secretary):
    elsewhere = details(place_name="Nhà văn hóa thôn", meeting_point="Sân trước")
    actions.revise(activity, details=elsewhere, shifts=[plan_of(shift)], by=secretary)
    assert [("Nhà văn hóa thôn · Sân trước" in body) for body in Message.objects.values_list("body", flat=True)] == [True]


def test_an_unmoved_shift_tells_nobody(activity, shift, signup, details, secretary):
    same = details(place_name=activity.place_name, meeting_point=activity.meeting_point)
    actions.revise(activity, details=same, shifts=[replace(plan_of(shift), name="Ca mới")], by=secretary)
    assert Message.objects.count() == 0


def test_the_road_from_draft_to_record(draft, secretary, coordinator):
    actions.submit(draft, by=secretary)
    actions.return_with_reason(draft, reason="Thiếu người hướng dẫn.", by=coordinator)
    actions.submit(draft, by=secretary)
    actions.approve(draft, by=coordinator)
    Shift.objects.update(starts_at=noon(-2), ends_at=noon(-2) + timedelta(hours=4))
    Activity.objects.update(starts_at=noon(-2), ends_at=noon(-2) + timedelta(hours=4))
    actions.close(draft, by=secretary)
    actions.mark_recorded(draft, by=secretary)
    steps = list(draft.steps.values_list("status", "by", "reason"))
    who = secretary.pk, coordinator.pk
    assert steps == [
        ("draft", who[0], ""),
        ("submitted", who[0], ""),
        ("returned", who[1], "Thiếu người hướng dẫn."),
        ("submitted", who[0], ""),
        ("open", who[1], ""),
        ("closed", who[0], ""),
        ("recorded", who[0], ""),
    ]


def test_each_step_is_told_to_whom_it_concerns(draft, secretary, coordinator):
    actions.submit(draft, by=secretary)
    actions.return_with_reason(draft, reason="Thiếu người hướng dẫn.", by=coordinator)
    actions.submit(draft, by=secretary)
    actions.approve(draft, by=coordinator)
    told = list(Message.objects.order_by("id").values_list("to", flat=True))
    assert told == [coordinator.email, secretary.email, coordinator.email, secretary.email]


def test_sending_a_decision_twice_takes_one_step(draft, secretary, coordinator):
    for _ in range(2):
        actions.submit(draft, by=secretary)
    for _ in range(2):
        actions.approve(draft, by=coordinator)
    assert lines(draft) == ["activities.created", "activities.submitted", "activities.approved"]


def test_approval_counts_the_places_for_the_need(commune_union, details, secretary, coordinator, need):
    activity = create(commune_union, details(need=need), secretary, plan(places=12))
    actions.submit(activity, by=secretary)
    actions.approve(activity, by=coordinator)
    need.refresh_from_db()
    assert (need.met_people, need.status) == (12, Need.Status.MET)
    actions.cancel(activity, reason="Bão số 12.", by=secretary)
    need.refresh_from_db()
    assert (need.met_people, need.status) == (0, Need.Status.OPEN)


@pytest.mark.django_db(transaction=False)
def test_what_the_public_sees_has_a_new_version(draft, secretary, coordinator, django_capture_on_commit_callbacks):
    actions.submit(draft, by=secretary)
    before = public_version()
    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(draft, by=coordinator)
    assert public_version() > before


def test_without_a_shift_nothing_is_submitted(commune_union, details, secretary, refused):
    assert refused(actions.submit, create(commune_union, details(), secretary), by=secretary) == "no_shifts"


def test_what_has_begun_is_not_submitted_nor_approved(draft, secretary, coordinator, refused):
    Shift.objects.update(starts_at=noon(-1))
    assert refused(actions.submit, draft, by=secretary) == "shifts_past"
    Activity.objects.update(status=Status.SUBMITTED)
    assert refused(actions.approve, draft, by=coordinator) == "shifts_past"


def test_nobody_decides_on_their_own(draft, secretary, refused):
    actions.submit(draft, by=secretary)
    assert refused(actions.approve, draft, by=secretary) == "own_activity"
    assert refused(actions.return_with_reason, draft, reason="Sửa lại.", by=secretary) == "own_activity"


def test_returning_and_cancelling_say_why(draft, secretary, coordinator, refused):
    actions.submit(draft, by=secretary)
    assert refused(actions.return_with_reason, draft, reason=" \n", by=coordinator) == "reason_missing"
    assert refused(actions.cancel, draft, reason="", by=secretary) == "reason_missing"


DECISIONS = {
    actions.submit: {Status.OPEN, Status.CLOSED, Status.RECORDED, Status.CANCELLED, Status.WITHDRAWN},
    actions.approve: {Status.DRAFT, Status.RETURNED, Status.CLOSED, Status.RECORDED, Status.CANCELLED, Status.WITHDRAWN},
    actions.close: {Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.RECORDED, Status.CANCELLED, Status.WITHDRAWN},
    actions.mark_recorded: {Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.CANCELLED, Status.WITHDRAWN},
}


@pytest.mark.parametrize(("action", "status"), [(action, status) for action, states in DECISIONS.items() for status in sorted(states)])
def test_a_decision_out_of_turn_is_refused(action, status, activity, coordinator, refused):
    Activity.objects.update(status=status)
    assert refused(action, activity, by=coordinator) == "wrong_state"


@pytest.mark.parametrize("status", [Status.CLOSED, Status.RECORDED])
def test_what_is_over_is_not_cancelled(status, activity, secretary, refused):
    Activity.objects.update(status=status)
    assert refused(actions.cancel, activity, reason="Muộn.", by=secretary) == "wrong_state"


@pytest.mark.parametrize("action", [actions.close, actions.mark_recorded])
def test_nothing_is_closed_before_it_is_over(action, activity, secretary, refused):
    assert refused(action, activity, by=secretary) == "not_over"


def test_everyone_with_a_place_hears_of_a_cancellation(activity, shift, signup, other_volunteer, secretary):
    make_signup(shift, other_volunteer, status=Signup.Status.CANCELLED)
    actions.cancel(activity, reason="Bão số 12 vào bờ.", by=secretary)
    message = Message.objects.get()
    assert (message.to, "Bão số 12 vào bờ." in message.body) == (signup.person.email, True)
    activity.refresh_from_db()
    assert activity.status == Status.CANCELLED


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED, Status.SUBMITTED])
def test_what_was_never_open_is_withdrawn_and_stays_unseen(status, commune_union, secretary):
    activity = make_activity(commune_union, secretary, status=status)
    actions.cancel(activity, reason="Hoãn.", by=secretary)
    activity.refresh_from_db()
    assert (activity.status, activity.is_public) == (Status.WITHDRAWN, False)
