"""Appointing, ending terms, closing posts."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from aoxanh.access.models import Grant
from aoxanh.access.queries import may
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Post, Unit
from aoxanh.people.actions.appointments import appoint, close_post, end_appointment
from aoxanh.people.models import Appointment, Person
from tests.cast import BEGINNING

SINCE = date(2026, 1, 1)


@pytest.fixture
def post(commune_union: Unit) -> Post:
    return Post.objects.create(unit=commune_union, title="Phó Bí thư", rank="deputy", during=during(BEGINNING))


@pytest.fixture
def anh() -> Person:
    return Person.objects.create(full_name="Hoàng Thị Ánh")


@pytest.fixture
def bao() -> Person:
    return Person.objects.create(full_name="Lê Quốc Bảo")


def give(person: Person, post: Post, by: User, **facts: Any) -> Appointment:
    return appoint(person, post=post, by=by, **{"since": SINCE, "decision": "15-QĐ/TĐTN", "request_id": uuid4(), **facts})


def test_a_person_holds_a_post_by_a_decision(anh: Person, post: Post, secretary: User) -> None:
    held = give(anh, post, secretary)
    assert (held.during, held.decision, held.seat) == (during(SINCE), "15-QĐ/TĐTN", 1)
    assert Line.objects.get(verb="people.appointed").unit_id == post.unit_id


def test_a_form_sent_twice_appoints_once(anh: Person, post: Post, secretary: User) -> None:
    request = uuid4()
    assert give(anh, post, secretary, request_id=request) == give(anh, post, secretary, request_id=request)
    assert Appointment.objects.count() == 1


def test_a_term_ends_with_its_post_where_nothing_else_is_said(anh: Person, post: Post, secretary: User) -> None:
    Post.objects.update(during=during(BEGINNING, date(2027, 1, 1)))
    assert give(anh, post, secretary).during == during(SINCE, date(2027, 1, 1))


def test_a_post_has_one_holder(anh: Person, bao: Person, post: Post, secretary: User) -> None:
    give(anh, post, secretary)
    with pytest.raises(Refused) as refusal:
        give(bao, post, secretary)
    assert refusal.value.code == "post_taken"
    assert "Hoàng Thị Ánh" in str(refusal.value)


def test_as_many_hold_it_as_it_has_seats(anh: Person, bao: Person, post: Post, secretary: User, volunteer: User) -> None:
    Post.objects.update(seats=2)
    assert [give(person, post, secretary).seat for person in (anh, bao)] == [1, 2]
    with pytest.raises(Refused) as refusal:
        give(volunteer.person, post, secretary)
    assert refusal.value.code == "post_taken"


def test_one_follows_the_other(anh: Person, bao: Person, post: Post, secretary: User) -> None:
    give(anh, post, secretary, until=date(2026, 7, 1))
    assert give(bao, post, secretary, since=date(2026, 7, 1)).seat == 1


def test_nobody_holds_a_post_twice(anh: Person, post: Post, secretary: User) -> None:
    Post.objects.update(seats=3)
    give(anh, post, secretary)
    with pytest.raises(Refused) as refusal:
        give(anh, post, secretary)
    assert refusal.value.code == "holds_it_already"


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("post_ended", {"since": date(2026, 6, 1)}),
        ("empty_period", {"until": SINCE}),
        ("term_outside_post", {"since": date(2019, 12, 31)}),
        ("term_outside_post", {"until": date(2026, 6, 2)}),
    ],
)
def test_a_term_lies_within_its_post(anh: Person, post: Post, secretary: User, code: str, facts: dict[str, Any]) -> None:
    Post.objects.update(during=during(BEGINNING, date(2026, 6, 1)))
    with pytest.raises(Refused) as refusal:
        give(anh, post, secretary, **facts)
    assert refusal.value.code == code


@pytest.mark.parametrize("facts", [{"merged": True}, {"erased_at": "2026-01-01T00:00Z"}, {"restricted_at": "2026-01-01T00:00Z"}])
def test_a_record_out_of_use_is_not_appointed(anh: Person, bao: Person, post: Post, secretary: User, facts: dict[str, Any]) -> None:
    Person.objects.filter(pk=anh.pk).update(**({"merged_into": bao} if "merged" in facts else facts))
    with pytest.raises(Refused) as refusal:
        give(anh, post, secretary)
    assert refusal.value.code == "person_unusable"


def test_what_a_post_carries_opens_and_closes_with_the_term(volunteer: User, post: Post, secretary: User) -> None:
    Post.objects.update(role="focal_point")
    held = give(volunteer.person, post, secretary)
    assert may(volunteer, "needs.publish", post.unit_id, on=today())
    end_appointment(held, on=today(), why="Chuyển công tác", by=secretary)
    assert not may(volunteer, "needs.publish", post.unit_id, on=today())


def test_nobody_appoints_to_more_than_they_hold(anh: Person, post: Post, secretary: User) -> None:
    Post.objects.update(role="coordinator", role_scope="subtree")
    with pytest.raises(Refused) as refusal:
        give(anh, post, secretary)
    assert refusal.value.code == "not_yours_to_give"
    assert Grant.objects.filter(role="coordinator").count() == 0


def test_a_term_ends_on_its_day_and_says_why(anh: Person, bao: Person, post: Post, secretary: User) -> None:
    ended = end_appointment(give(anh, post, secretary), on=date(2026, 9, 1), why="Chuyển công tác", by=secretary)
    assert (ended.during, ended.ended_why) == (during(SINCE, date(2026, 9, 1)), "Chuyển công tác")
    assert Line.objects.get(verb="people.appointment_ended").details["reason"] == "Chuyển công tác"
    assert give(bao, post, secretary, since=date(2026, 9, 1)).seat == 1


@pytest.mark.parametrize(
    ("code", "day", "why"),
    [("reason_missing", today(), " "), ("already_ended", date(2026, 9, 1), "x"), ("not_begun", date(2025, 12, 31), "x")],
)
def test_what_is_over_or_ahead_does_not_end(anh: Person, post: Post, secretary: User, code: str, day: date, why: str) -> None:
    held = give(anh, post, secretary, until=date(2026, 9, 1))
    with pytest.raises(Refused) as refusal:
        end_appointment(held, on=day, why=why, by=secretary)
    assert refusal.value.code == code


def test_a_term_taken_back_on_its_first_day_never_held(anh: Person, bao: Person, post: Post, secretary: User) -> None:
    end_appointment(give(anh, post, secretary), on=SINCE, why="Ghi nhầm", by=secretary)
    assert give(bao, post, secretary).seat == 1


def test_closing_a_post_ends_its_terms(anh: Person, post: Post, secretary: User) -> None:
    held = give(anh, post, secretary)
    closed = close_post(post, on=today(), why="Sắp xếp lại", by=secretary)
    held.refresh_from_db()
    assert (closed.during.upper, held.during.upper, held.ended_why) == (today(), today(), "Sắp xếp lại")


def test_a_post_with_a_term_ahead_is_not_closed(anh: Person, post: Post, secretary: User) -> None:
    give(anh, post, secretary, since=today() + timedelta(days=3))
    with pytest.raises(Refused) as refusal:
        close_post(post, on=today(), why="x", by=secretary)
    assert refusal.value.code == "held_later"
