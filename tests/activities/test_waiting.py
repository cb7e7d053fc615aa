"""The waiting list: its order, what it gives to whom, what it says about that."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities import actions
from aoxanh.activities.actions import offers, promotion, waiting
from aoxanh.activities.actions.releases import release_places
from aoxanh.activities.actions.returns import cancel_signup
from aoxanh.activities.actions.waves import release_due_waves
from aoxanh.activities.models import Activity, Offer, Shift, ShiftRole, Signup, Waiting, WaitingStep, Wave
from aoxanh.activities.queries.waiting import history, order_by_log, position_of, would_be_position
from aoxanh.activities.tasks.waiting import expire
from aoxanh.notices.models import Message
from aoxanh.people.models import PersonSkill, Skill
from tests.cast import make_activity, make_signup, make_user, noon

What = WaitingStep.What


@pytest.fixture
def full(commune_union, secretary, volunteer) -> Shift:
    """A shift of one place in five days, which the volunteer has."""
    shift = make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=4), 1)]).shifts.get()
    make_signup(shift, volunteer)
    shift.refresh_from_db()
    return shift


@pytest.fixture
def people(full, van_linh):
    return [make_user(f"cho{number}@tinhnguyen.example", f"Lê Thị {number}", area=van_linh) for number in range(4)]


def join(shift, user, **facts):
    return waiting.join(shift, person=user.person, request_id=uuid4(), by=user, **facts)


def give_back(shift, user):
    cancel_signup(Signup.objects.get(shift=shift, person=user.person, status="confirmed"), by=user)


def steps(row):
    return [step.what for step in row.steps.order_by("id")]


def counts(shift):
    shift.refresh_from_db()
    return shift.taken, shift.held


def test_numbers_are_given_in_order_and_everyone_is_told(full, people):
    rows = [join(full, user) for user in people]
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [position_of(row) for row in rows] == [1, 2, 3, 4]
    assert would_be_position(full) == 5
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted(user.email for user in people)
    assert order_by_log(full) == [row.pk for row in rows]


def test_joining_twice_keeps_the_position(full, people):
    first = join(full, people[0])
    join(full, people[1])
    assert join(full, people[0]) == first
    assert Waiting.objects.count() == 2


def test_the_form_of_somebody_else_is_refused(full, people, refused):
    request = uuid4()
    waiting.join(full, person=people[0].person, request_id=request, by=people[0])
    assert refused(waiting.join, full, person=people[1].person, request_id=request, by=people[1]) == "already_sent"


def test_who_may_not_have_the_place_may_not_wait_for_it(full, pupil, refused):
    assert refused(join, full, pupil) == "too_young"


def test_a_place_given_back_is_kept_for_the_first(full, people, volunteer):
    first, second = join(full, people[0]), join(full, people[1])
    give_back(full, volunteer)
    made = Offer.objects.get()
    assert (made.person, made.source, made.holds) == (people[0].person, "waiting", True)
    assert counts(full) == (0, 1)
    first.refresh_from_db()
    assert (first.status, position_of(second)) == ("offered", 1)
    assert Message.objects.filter(key__startswith="activities.offered").get().to == people[0].email


def test_while_a_place_is_kept_nobody_else_gets_it(full, people, volunteer, other_volunteer, refused):
    join(full, people[0])
    give_back(full, volunteer)
    full.refresh_from_db()
    assert refused(actions.sign_up, full, person=other_volunteer.person, request_id=uuid4(), by=other_volunteer) == "full"


def test_yes_takes_the_place(full, people, volunteer):
    row = join(full, people[0])
    give_back(full, volunteer)
    signup = offers.accept(Offer.objects.get(), by=people[0])
    row.refresh_from_db()
    assert (counts(full), row.status, row.signup) == ((1, 0), "taken", signup)
    assert steps(row) == [What.JOINED, What.OFFERED, What.TAKEN]
    assert offers.accept(Offer.objects.get(), by=people[0]) == signup


def test_no_gives_it_to_the_next(full, people, volunteer, refused):
    row, _second = join(full, people[0]), join(full, people[1])
    give_back(full, volunteer)
    offers.decline(Offer.objects.get(), reason="Bận thi", by=people[0])
    row.refresh_from_db()
    assert (row.status, steps(row)) == ("left", [What.JOINED, What.OFFERED, What.DECLINED])
    assert Offer.objects.get(answer="").person == people[1].person
    assert counts(full) == (0, 1)
    assert refused(offers.accept, Offer.objects.get(answer="declined"), by=people[0]) == "offer_answered"


def test_silence_gives_it_to_the_next(full, people, volunteer, refused):
    row, _second = join(full, people[0]), join(full, people[1])
    give_back(full, volunteer)
    Offer.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert refused(offers.accept, Offer.objects.get(), by=people[0]) == "offer_over"
    expire(0)
    row.refresh_from_db()
    assert (row.status, steps(row)) == ("lapsed", [What.JOINED, What.OFFERED, What.LAPSED])
    assert Offer.objects.get(answer="").person == people[1].person
    assert Message.objects.filter(key__startswith="activities.lapsed").get().to == people[0].email


def test_leaving_moves_the_others_up(full, people):
    rows = [join(full, user) for user in people]
    waiting.leave(rows[0], by=people[0])
    waiting.leave(rows[0], by=people[0])
    assert [position_of(row) for row in rows[1:]] == [1, 2, 3]
    assert [(event.what, event.reason, event.position) for event in history(rows[2])] == [
        (What.JOINED, "", 3),
        (What.MOVED_UP, What.LEFT, 2),
    ]


def test_leaving_with_a_place_kept_gives_it_to_the_next(full, people, volunteer):
    row, _second = join(full, people[0]), join(full, people[1])
    give_back(full, volunteer)
    row.refresh_from_db()
    waiting.leave(row, by=people[0])
    assert Offer.objects.get(answer="").person == people[1].person
    assert counts(full) == (0, 1)


def test_who_may_not_come_now_is_passed_over_with_the_reason_and_keeps_the_number(full, people, volunteer, commune_union, secretary):
    first, second = join(full, people[0]), join(full, people[1])
    elsewhere = make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=2), 9)]).shifts.get()
    make_signup(elsewhere, people[0])
    give_back(full, volunteer)
    assert Offer.objects.get().person == people[1].person
    assert [(step.what, step.reason) for step in first.steps.order_by("id")] == [(What.JOINED, ""), (What.PASSED_OVER, "overlaps")]
    assert steps(second) == [What.JOINED, What.OFFERED]
    assert Message.objects.get(key__startswith="activities.passed_over").to == people[0].email
    assert position_of(first) == 1


def test_who_was_passed_over_alone_is_told_once(full, people, volunteer, commune_union, secretary):
    first = join(full, people[0])
    elsewhere = make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=2), 9)]).shifts.get()
    make_signup(elsewhere, people[0])
    give_back(full, volunteer)
    expire(0)
    assert steps(first) == [What.JOINED, What.PASSED_OVER]
    give_back(elsewhere, people[0])
    expire(0)
    assert steps(first) == [What.JOINED, What.PASSED_OVER, What.OFFERED]


def test_more_places_are_kept_for_as_many_as_there_are(full, people):
    rows = [join(full, user) for user in people]
    Shift.objects.filter(pk=full.pk).update(places=3)
    assert promotion.promote(full) == 2
    assert [made.person_id for made in Offer.objects.order_by("waiting__number")] == [row.person_id for row in rows[:2]]
    assert counts(full) == (1, 2)


def test_many_are_asked_in_as_many_statements_as_one(full, people, django_assert_max_num_queries):
    for user in people:
        join(full, user)
    Shift.objects.filter(pk=full.pk).update(places=2)
    with django_assert_max_num_queries(100) as one:
        promotion.promote(full)
    Offer.objects.all().delete()
    WaitingStep.objects.exclude(what=What.JOINED).delete()
    Waiting.objects.update(status="waiting")
    Shift.objects.filter(pk=full.pk).update(places=5, held=0)
    Message.objects.filter(key__startswith="activities.offered").delete()
    with django_assert_max_num_queries(len(one)):
        promotion.promote(full)
    assert Offer.objects.count() == 4


def test_a_place_is_kept_as_long_as_the_activity_says_but_never_past_the_hour_to_give_back(full, people, volunteer):
    Activity.objects.update(offer_hours=48)
    now = timezone.now()
    full.activity.refresh_from_db()
    assert abs(promotion.kept_until(full) - (now + timedelta(hours=48))) < timedelta(minutes=1)
    full.starts_at = now + timedelta(hours=20)
    assert promotion.kept_until(full) == actions.cancel_until(full)
    full.starts_at = now + timedelta(hours=10)
    assert abs(promotion.kept_until(full) - (now + timedelta(hours=1))) < timedelta(minutes=1)


def test_in_the_last_hours_it_is_anybodys_and_those_who_wait_are_told(full, people, volunteer):
    row = join(full, people[0])
    start = timezone.now() + timedelta(hours=2)
    Shift.objects.filter(pk=full.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    cancel_signup(Signup.objects.get(shift=full), why="Ốm", by=volunteer)
    assert (Offer.objects.count(), counts(full)) == (0, (0, 0))
    assert [(step.what, step.reason) for step in row.steps.order_by("id")][1:] == [(What.PASSED_OVER, "first_come")]
    expire(0)
    assert Message.objects.filter(key__startswith="activities.first_come").count() == 1
    full.refresh_from_db()
    signup = actions.sign_up(full, person=people[0].person, request_id=uuid4(), by=people[0])
    row.refresh_from_db()
    assert (row.status, row.signup) == ("taken", signup)


def test_where_nobody_is_asked_the_place_is_given_at_once(full, people, volunteer):
    Activity.objects.update(offer_hours=0)
    row = join(full, people[0])
    give_back(full, volunteer)
    row.refresh_from_db()
    assert (row.status, row.signup.person, counts(full)) == ("taken", people[0].person, (1, 0))
    assert steps(row) == [What.JOINED, What.OFFERED, What.TAKEN]
    assert Message.objects.filter(key=f"activities.signed_up:{row.signup_id}").exists()


def test_a_place_in_a_role_goes_to_the_first_who_fits_it(full, people, volunteer):
    skill = Skill.objects.all()[0]
    role = ShiftRole.objects.create(shift=full, name="Lái xe", places=1, skill=skill, taken=1)
    Signup.objects.filter(shift=full).update(role=role)
    first, _second = join(full, people[0]), join(full, people[1])
    PersonSkill.objects.create(person=people[1].person, skill=skill, degree=3)
    give_back(full, volunteer)
    made = Offer.objects.get()
    assert (made.person, made.role) == (people[1].person, role)
    assert [step.reason for step in first.steps.order_by("id")] == ["", "skill_missing"]
    role.refresh_from_db()
    assert (role.taken, role.held) == (0, 1)
    offers.accept(made, by=people[1])
    role.refresh_from_db()
    assert (role.taken, role.held, counts(full)) == (1, 0, (1, 0))


def test_a_wave_opens_for_those_who_wait(full, people):
    Shift.objects.filter(pk=full.pk).update(places=3, withheld=2)
    Wave.objects.create(shift=full, at=timezone.now() - timedelta(minutes=1), places=2)
    rows = [join(full, user) for user in people]
    release_due_waves()
    assert {made.person_id for made in Offer.objects.all()} == {row.person_id for row in rows[:2]}


def test_a_cancelled_activity_closes_its_list_and_tells_everyone(full, people, volunteer, secretary):
    rows = [join(full, user) for user in people[:2]]
    give_back(full, volunteer)
    actions.cancel(full.activity, reason="Bão số 9", by=secretary)
    for row in rows:
        row.refresh_from_db()
    assert [row.status for row in rows] == ["ended", "ended"]
    assert [made.answer for made in Offer.objects.all()] == ["withdrawn"]
    assert counts(full) == (0, 0)
    assert Message.objects.filter(key__startswith="activities.waiting_ended").count() == 2


def test_a_shift_that_began_closes_its_list(full, people):
    row = join(full, people[0])
    Shift.objects.filter(pk=full.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    expire(0)
    row.refresh_from_db()
    assert (row.status, steps(row)) == ("ended", [What.JOINED, What.ENDED])


def test_who_leaves_for_good_waits_no_more(full, people, volunteer):
    row, _next = join(full, people[0]), join(full, people[1])
    give_back(full, volunteer)
    assert release_places(people[0].person, by=None) == 1
    row.refresh_from_db()
    assert (row.status, Offer.objects.get(answer="").person) == ("ended", people[1].person)


def test_joining_when_a_place_is_free_asks_at_once(shift, volunteer):
    row = join(shift, volunteer)
    assert (row.status, Offer.objects.get().person) == ("offered", volunteer.person)


def test_signing_up_settles_what_was_kept(shift, volunteer):
    row = join(shift, volunteer)
    shift.refresh_from_db()
    actions.sign_up(shift, person=volunteer.person, request_id=uuid4(), by=volunteer)
    row.refresh_from_db()
    assert (row.status, Offer.objects.get().answer, counts(shift)) == ("taken", "accepted", (1, 0))
