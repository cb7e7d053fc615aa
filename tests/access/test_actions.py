from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from aoxanh.access.actions import end_for_post, give, give_for_post, refuse_appointing_more_than_held, withdraw
from aoxanh.access.models import Grant, Scope
from aoxanh.access.policies import roles_to_give
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Post, Unit
from tests.cast import BEGINNING, grant

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
WHY = "Phân công năm 2026"


@pytest.fixture
def of_spring(volunteer: User, commune_union: Unit) -> Grant:
    """A grant for January and February 2026."""
    return give(volunteer, role="organiser", unit=commune_union, scope=Scope.UNIT, since=JANUARY, until=MARCH, by=None)


@pytest.fixture
def given(volunteer: User, commune_union: Unit, secretary: User) -> Callable[..., Grant]:
    """The secretary makes the volunteer an organiser, save for what the test says otherwise."""

    def make(user: User = volunteer, **other: Any) -> Grant:
        facts = {"role": "organiser", "unit": commune_union, "scope": Scope.UNIT, "since": today(), "by": secretary, "reason": WHY}
        return give(user, **facts | other)

    return make


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_a_grant_says_who_gave_it_for_which_days_and_why(given: Callable[..., Grant], secretary: User, commune_union: Unit) -> None:
    made = given(until=today() + timedelta(days=30))
    line = Line.objects.get(subject_id=made.pk)
    assert (made.given_by, made.reason, line.verb, line.by, line.unit_id) == (secretary, WHY, "access.given", secretary, commune_union.pk)
    assert line.details == {
        "role": "organiser",
        "scope": "unit",
        "since": today().isoformat(),
        "until": (today() + timedelta(days=30)).isoformat(),
        "reason": WHY,
    }


def test_a_form_sent_twice_gives_once(given: Callable[..., Grant]) -> None:
    request_id = uuid4()
    assert given(request_id=request_id) == given(request_id=request_id)
    assert Line.objects.filter(verb="access.given").count() == 1


def test_a_grant_without_a_reason_is_refused(given: Callable[..., Grant]) -> None:
    assert refusal(lambda: given(reason="  ")) == "reason_missing"


def test_a_grant_that_ends_before_it_begins_is_refused(given: Callable[..., Grant]) -> None:
    assert (refusal(lambda: given(since=MARCH, until=JANUARY)), Grant.objects.filter(role="organiser").count()) == ("empty_period", 0)


def test_nobody_gives_what_they_do_not_hold(given: Callable[..., Grant]) -> None:
    assert [refusal(lambda role=role: given(role=role)) for role in ("coordinator", "data_officer")] == ["not_yours_to_give"] * 2


def test_nobody_gives_further_than_their_own_grant_reaches(given: Callable[..., Grant], neighbour_union: Unit) -> None:
    assert [refusal(lambda: given(scope=Scope.SUBTREE)), refusal(lambda: given(unit=neighbour_union))] == ["not_yours_to_give"] * 2


def test_who_gives_no_grants_gives_none(given: Callable[..., Grant], focal_point: User, inspector: User) -> None:
    found = [refusal(lambda: given(role="focal_point", by=focal_point)), refusal(lambda: given(role="inspector", by=inspector))]
    assert found == ["not_yours_to_give"] * 2


def test_what_one_holds_over_the_subtree_one_gives_under_it(given: Callable[..., Grant], coordinator: User, commune_union: Unit) -> None:
    assert given(role="inspector", by=coordinator).unit == commune_union
    refused = {"organiser", "unit_administrator", "data_officer", "system_administrator"}
    assert roles_to_give(coordinator, commune_union, Scope.SUBTREE) == [role for role in ROLES if role not in refused]


def test_nobody_gives_to_themselves(given: Callable[..., Grant], secretary: User) -> None:
    assert refusal(lambda: given(secretary)) == "yourself"


def test_a_unit_that_ended_takes_no_grants(given: Callable[..., Grant], commune_union: Unit) -> None:
    Unit.objects.filter(pk=commune_union.pk).update(during=during(BEGINNING, today()))
    assert [refusal(given), refusal(lambda: given(by=None))] == ["unit_ended"] * 2


def test_a_grant_does_not_begin_after_its_unit(given: Callable[..., Grant], commune_union: Unit) -> None:
    Unit.objects.filter(pk=commune_union.pk).update(during=during(BEGINNING, today() + timedelta(days=9)))
    assert refusal(lambda: given(since=today() + timedelta(days=9))) == "unit_ended"


def test_the_same_running_grant_is_not_given_again(given: Callable[..., Grant]) -> None:
    given()
    assert refusal(given) == "already_given"


def test_a_grant_may_follow_on_one_that_ended(given: Callable[..., Grant], of_spring: Grant) -> None:
    assert given(since=MARCH).during.lower == MARCH


def test_a_withdrawal_without_a_reason_is_refused(of_spring: Grant, secretary: User) -> None:
    assert refusal(lambda: withdraw(of_spring, on=date(2026, 2, 1), by=secretary, reason="")) == "reason_missing"


def test_a_grant_cannot_be_withdrawn_before_it_begins(of_spring: Grant, secretary: User) -> None:
    with pytest.raises(Refused) as refused:
        withdraw(of_spring, on=date(2025, 12, 1), by=secretary, reason="Nhầm người")
    assert (refused.value.code, str(refused.value)) == ("not_begun", "Quyền này bắt đầu từ 01/01/2026. Chọn ngày đó hoặc ngày sau đó.")


def test_a_grant_that_ended_is_not_made_longer_by_withdrawing_it(of_spring: Grant, secretary: User) -> None:
    assert refusal(lambda: withdraw(of_spring, on=date(2026, 4, 1), by=secretary, reason="Hết nhiệm kỳ")) == "already_ended"
    of_spring.refresh_from_db()
    assert of_spring.during == during(JANUARY, MARCH)


def test_a_grant_withdrawn_on_its_first_day_never_held_and_stays_so(of_spring: Grant, secretary: User) -> None:
    withdraw(of_spring, on=JANUARY, by=secretary, reason="Nhầm người")
    assert list(of_spring.user.grants.filter(during__contains=JANUARY)) == []
    assert refusal(lambda: withdraw(of_spring, on=MARCH, by=secretary, reason="Nhầm người")) == "already_ended"


def test_nobody_withdraws_what_they_could_not_give(commune_union: Unit, volunteer: User, secretary: User) -> None:
    from_above = grant(volunteer, "coordinator", commune_union)
    assert refusal(lambda: withdraw(from_above, on=today(), by=secretary, reason=WHY)) == "not_yours_to_withdraw"


def test_everyone_may_give_back_their_own(focal_point: User) -> None:
    assert withdraw(focal_point.grants.get(), on=today(), by=focal_point, reason="Chuyển công tác").during.upper == today()


@pytest.mark.parametrize("days", [0, 30])
def test_the_last_administrator_stays_also_when_a_later_day_is_set(secretary: User, days: int) -> None:
    mine = secretary.grants.get()
    assert refusal(lambda: withdraw(mine, on=today() + timedelta(days=days), by=secretary, reason=WHY)) == "last_administrator"


def test_the_level_above_does_not_take_the_last_administrator_either(
    secretary: User, commune_union: Unit, provincial_union: Unit, coordinator: User
) -> None:
    grant(coordinator, "unit_administrator", provincial_union, Scope.SUBTREE)
    mine = secretary.grants.get()
    assert refusal(lambda: withdraw(mine, on=today(), by=coordinator, reason=WHY)) == "last_administrator"


def test_an_administrator_goes_once_another_is_there(secretary: User, commune_union: Unit, volunteer: User) -> None:
    other = grant(volunteer, "unit_administrator", commune_union)
    withdraw(secretary.grants.get(), on=today(), by=secretary, reason=WHY)
    assert refusal(lambda: withdraw(other, on=today(), by=volunteer, reason=WHY)) == "last_administrator"


def test_who_cannot_sign_in_is_no_other_administrator(secretary: User, commune_union: Unit, volunteer: User) -> None:
    grant(volunteer, "unit_administrator", commune_union)
    User.objects.filter(pk=volunteer.pk).update(is_active=False)
    assert refusal(lambda: withdraw(secretary.grants.get(), on=today(), by=secretary, reason=WHY)) == "last_administrator"


@pytest.mark.usefixtures("committed_db")
def test_two_last_administrators_who_leave_at_once_do_not_both_go(secretary: User, commune_union: Unit, volunteer: User) -> None:
    pairs = [(secretary, secretary.grants.get()), (volunteer, grant(volunteer, "unit_administrator", commune_union))]

    def leave(pair: tuple[User, Grant]) -> str:
        try:
            withdraw(pair[1], on=today(), by=pair[0], reason=WHY)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, pairs)) == ["", "last_administrator"]


@pytest.fixture
def post(commune_union: Unit) -> Post:
    """The deputy who organises, a post that carries a role."""
    return Post.objects.create(unit=commune_union, title="Phó Bí thư", role="organiser", role_scope="unit", during=during(BEGINNING))


def test_a_post_opens_its_role_for_its_holder_and_ends_with_the_appointment(post: Post, volunteer: User, secretary: User) -> None:
    appointment = uuid4()
    made = give_for_post(volunteer, post=post, since=JANUARY, until=None, appointment_id=appointment, by=secretary)
    assert made is not None
    assert (made.role, made.scope, made.unit, made.source, made.reason) == ("organiser", "unit", post.unit, appointment, "Phó Bí thư")
    assert end_for_post(appointment, on=today(), by=secretary, reason="Hết nhiệm kỳ") == 1
    made.refresh_from_db()
    assert made.during == during(JANUARY, today())


def test_an_appointment_gives_once_and_ends_once(post: Post, volunteer: User) -> None:
    appointment = uuid4()
    first, again = (give_for_post(volunteer, post=post, since=JANUARY, until=None, appointment_id=appointment, by=None) for _ in range(2))
    assert (first, end_for_post(appointment, on=MARCH, by=None), end_for_post(appointment, on=MARCH, by=None)) == (again, 1, 0)


def test_an_appointment_taken_back_before_it_began_leaves_a_grant_that_never_held(post: Post, volunteer: User) -> None:
    appointment = uuid4()
    give_for_post(volunteer, post=post, since=MARCH, until=None, appointment_id=appointment, by=None)
    assert end_for_post(appointment, on=JANUARY, by=None) == 1
    assert list(Grant.objects.filter(source=appointment, during__contains=MARCH)) == []


def test_a_post_without_a_role_and_a_unit_that_ended_give_nothing(post: Post, volunteer: User) -> None:
    facts: dict[str, Any] = {"since": JANUARY, "until": None, "appointment_id": uuid4(), "by": None}
    plain = Post.objects.create(unit=post.unit, title="Ủy viên", during=during(BEGINNING))
    assert give_for_post(volunteer, post=plain, **facts) is None
    Unit.objects.filter(pk=post.unit_id).update(during=during(BEGINNING, today()))
    assert give_for_post(volunteer, post=post, **facts) is None


def test_nobody_appoints_to_more_than_they_hold(post: Post, volunteer: User, secretary: User) -> None:
    post.role = "data_officer"
    facts: dict[str, Any] = {"since": JANUARY, "until": None, "appointment_id": uuid4(), "by": secretary}
    assert refusal(lambda: refuse_appointing_more_than_held(post, by=secretary)) == "not_yours_to_give"
    assert refusal(lambda: give_for_post(volunteer, post=post, **facts)) == "not_yours_to_give"


def test_a_term_that_ends_takes_the_last_administrator_too(post: Post, volunteer: User) -> None:
    Post.objects.filter(pk=post.pk).update(role="unit_administrator")
    post.refresh_from_db()
    appointment = uuid4()
    give_for_post(volunteer, post=post, since=JANUARY, until=None, appointment_id=appointment, by=None)
    assert end_for_post(appointment, on=today(), by=None) == 1
