"""Postponing: the days are off, the places stay, and everyone is asked again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from aoxanh.activities import actions
from aoxanh.activities.actions import answers
from aoxanh.activities.drafts import NewHours
from aoxanh.activities.models import Offer, Shift, Signup, Step
from aoxanh.notices.models import Message
from tests.activities.test_actions import plan_of
from tests.cast import make_activity, make_signup, noon

CONFIRMED, CANCELLED = Signup.Status.CONFIRMED, Signup.Status.CANCELLED


def new_hours(shift, days=9, hours=4):
    return NewHours(shift.pk, noon(days), noon(days) + timedelta(hours=hours))


def subjects():
    return list(Message.objects.order_by("id").values_list("subject", flat=True))


@pytest.fixture
def postponed(activity, signup, secretary):
    return actions.postpone(activity, reason="Bão số 9", by=secretary)


def test_without_new_days_everyone_keeps_the_place_and_is_told(postponed, signup):
    signup.refresh_from_db()
    assert (postponed.status, signup.status, signup.asked_at) == ("postponed", CONFIRMED, None)
    assert subjects() == ["Hoãn: Sửa bếp ăn bán trú điểm trường Vạn Linh"]
    assert Step.objects.get(status="postponed").reason == "Bão số 9"


def test_with_new_days_everyone_is_asked_at_once(activity, shift, signup, secretary):
    moved = actions.postpone(activity, reason="Bão số 9", hours=[new_hours(shift)], by=secretary)
    signup.refresh_from_db()
    assert (moved.status, moved.starts_at, signup.answered_at) == ("open", noon(9), None)
    assert signup.asked_at is not None
    assert signup.answer_until > timezone.now()
    assert list(Step.objects.order_by("at", "id").values_list("status", flat=True)) == ["postponed", "open"]
    assert subjects() == ["Bạn vẫn đến chứ? Sửa bếp ăn bán trú điểm trường Vạn Linh"]


def test_new_days_open_it_again(postponed, shift, signup, secretary):
    opened = actions.resume(postponed, hours=[new_hours(shift)], answer_until=noon(5), by=secretary)
    signup.refresh_from_db()
    assert (opened.status, signup.answer_until) == ("open", noon(5))


def test_a_shift_that_took_place_before_stays_as_it_was(commune_union, secretary):
    past, ahead = (noon(-1), noon(-1) + timedelta(hours=2), 5), (noon(2), noon(2) + timedelta(hours=2), 5)
    activity = make_activity(commune_union, secretary, shifts=[past, ahead])
    first, second = activity.shifts.all()
    off = actions.postpone(activity, reason="Mưa", by=secretary)
    opened = actions.resume(off, hours=[new_hours(second)], by=secretary)
    assert [shift.starts_at for shift in opened.shifts.all()] == [first.starts_at, noon(9)]


def test_offers_wait_as_long_again_as_it_was_off(postponed, shift, other_volunteer, secretary):
    Step.objects.filter(status="postponed").update(at=timezone.now() - timedelta(days=2))
    Shift.objects.filter(pk=shift.pk).update(held=1)
    offer = Offer.objects.create(
        shift=shift, person=other_volunteer.person, source="waiting", until=timezone.now() + timedelta(hours=3), request_id=shift.pk
    )
    actions.resume(postponed, hours=[new_hours(shift)], by=secretary)
    before, _ = offer.until, offer.refresh_from_db()
    assert round((offer.until - before) / timedelta(hours=1)) == 48


def test_a_reason_is_needed(activity, secretary, refused):
    assert refused(actions.postpone, activity, reason="  ", by=secretary) == "reason_missing"


def test_what_has_begun_entirely_is_not_postponed(activity, shift, secretary, refused):
    Shift.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    assert refused(actions.postpone, activity, reason="Mưa", by=secretary) == "nothing_ahead"


def test_every_shift_gets_new_hours(postponed, secretary, refused):
    assert refused(actions.resume, postponed, hours=[], by=secretary) == "hours_missing"


@pytest.mark.parametrize(("given", "code"), [({"days": -1}, "shift_past"), ({"hours": -1}, "ends_before_start")])
def test_new_hours_make_sense(given, code, postponed, shift, secretary, refused):
    assert refused(actions.resume, postponed, hours=[new_hours(shift, **given)], by=secretary) == code


def test_people_answer_before_the_shift(postponed, shift, secretary, refused):
    assert refused(actions.resume, postponed, hours=[new_hours(shift)], answer_until=noon(10), by=secretary) == "answer_too_late"


def test_only_what_is_postponed_is_opened_again(activity, shift, secretary, refused):
    assert refused(actions.resume, activity, hours=[new_hours(shift)], by=secretary) == "wrong_state"


def test_a_draft_is_not_postponed(draft, secretary, refused):
    assert refused(actions.postpone, draft, reason="Mưa", by=secretary) == "wrong_state"


def test_what_is_postponed_is_cancelled_and_everyone_told(postponed, shift, signup, secretary):
    Shift.objects.update(starts_at=noon(-3), ends_at=noon(-3) + timedelta(hours=2))
    actions.cancel(postponed, reason="Không còn cần", by=secretary)
    assert subjects()[-1] == "Đã hủy: Sửa bếp ăn bán trú điểm trường Vạn Linh"


@pytest.fixture
def asked(postponed, shift, signup, secretary):
    actions.resume(postponed, hours=[new_hours(shift)], by=secretary)
    signup.refresh_from_db()
    return signup


def test_the_holder_says_once_that_they_come(asked, volunteer):
    first = answers.still_come(asked, by=volunteer).answered_at
    assert answers.still_come(asked, by=volunteer).answered_at == first


def test_the_holder_leaves_the_place_to_somebody_else(asked, shift, volunteer):
    answers.give_way(asked, by=volunteer)
    asked.refresh_from_db()
    shift.refresh_from_db()
    assert (asked.status, asked.was_late, shift.taken) == (CANCELLED, False, 0)


def test_while_it_is_postponed_the_place_can_be_left_at_any_time(postponed, signup, shift, volunteer):
    Shift.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    assert answers.give_way(signup, by=volunteer).status == CANCELLED


def test_where_nothing_changed_nobody_gives_way(signup, volunteer, refused):
    assert refused(answers.give_way, signup, by=volunteer) == "not_asked"


def test_nobody_gives_way_in_a_running_shift(asked, volunteer, refused):
    Shift.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    assert refused(answers.give_way, asked, by=volunteer) == "begun"


def test_without_new_days_there_is_nothing_to_say_yes_to(postponed, signup, volunteer, refused):
    Signup.objects.update(asked_at=timezone.now())
    assert refused(answers.still_come, signup, by=volunteer) == "not_open"


def test_a_place_given_back_is_not_confirmed_again(asked, volunteer, refused):
    Signup.objects.update(status=CANCELLED)
    assert refused(answers.still_come, asked, by=volunteer) == "given_back"


def test_new_days_that_collide_are_settled_by_the_holder(asked, commune_union, secretary, volunteer, refused):
    other = make_activity(commune_union, secretary, title="Tiếp sức phiên chợ", shifts=[(noon(9), noon(9) + timedelta(hours=2), 5)])
    make_signup(other.shifts.get(), volunteer)
    assert refused(answers.still_come, asked, by=volunteer) == "overlaps"


def test_hours_that_move_onto_another_place_are_asked_about(activity, shift, signup, commune_union, details, secretary, volunteer):
    other = make_activity(commune_union, secretary, shifts=[(noon(6), noon(6) + timedelta(hours=2), 5)])
    make_signup(other.shifts.get(), volunteer)
    moved = replace(plan_of(shift), starts_at=noon(6), ends_at=noon(6) + timedelta(hours=4))
    actions.revise(activity, details=details(), shifts=[moved], by=secretary)
    signup.refresh_from_db()
    assert signup.asked_at is not None
    assert signup.answered_at is None
    assert "Hai chỗ cùng giờ: Sửa bếp ăn bán trú" in subjects()


def test_who_does_not_answer_keeps_the_place(asked):
    Signup.objects.update(answer_until=timezone.now() - timedelta(minutes=1))
    assert answers.lapse_unanswered() == 0


def test_where_the_setting_says_so_the_place_goes(asked, settings):
    settings.UNANSWERED_KEEP_PLACE = False
    Signup.objects.update(answer_until=timezone.now() - timedelta(minutes=1))
    assert (answers.lapse_unanswered(), Signup.objects.get().status) == (1, CANCELLED)


def test_the_answer_is_one_tap(asked, sign_in, volunteer):
    client = sign_in(volunteer)
    address = f"/dang-ky/the/{asked.pk}/van-den/"
    assert "Tôi vẫn đến" in client.get(address).content.decode()
    assert client.post(address, {"tra-loi": "den"}).status_code == 302
    asked.refresh_from_db()
    assert asked.answered_at is not None


def test_the_desk_postpones_and_opens_again(activity, shift, signup, sign_in, secretary):
    client = sign_in(secretary)
    here = f"/ban-lam-viec/hoat-dong/{activity.pk}/"
    assert client.post(f"{here}hoan/", {"reason": "Bão"}).status_code == 302
    assert "Cho ngày mới" in client.get(here).content.decode()
    form = {f"{shift.pk}-day": f"{noon(9):%Y-%m-%d}", f"{shift.pk}-starts": "08:00", f"{shift.pk}-ends": "11:00"}
    assert client.post(f"{here}mo-lai/", form).status_code == 302
    assert "Mở lại, ngày mới" in client.get(here).content.decode()
    activity.refresh_from_db()
    assert activity.status == "open"


def test_a_page_with_mistakes_keeps_what_was_typed(activity, shift, sign_in, secretary):
    sent = sign_in(secretary).post(f"/ban-lam-viec/hoat-dong/{activity.pk}/hoan/", {"reason": "", f"{shift.pk}-starts": "09:15"})
    assert (sent.status_code, "09:15" in sent.content.decode()) == (422, True)
