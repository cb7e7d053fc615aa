"""Asking for hours and deciding on them: who may, what is refused, and what the ledger says after."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Sum

from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.attendance.actions import claims
from aoxanh.attendance.actions.hours_rules import make_rule
from aoxanh.attendance.hours import DEFAULT, Terms
from aoxanh.attendance.models import HoursClaim, HoursRule, ServiceHours
from aoxanh.attendance.queries.statements import Period, Sums, statement_of, sums_of
from aoxanh.attendance.terms import terms_for, terms_of_many
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership
from tests.attendance.test_actions import refused
from tests.cast import BEGINNING, count_turn, grant, make_activity, make_signup, make_user

TURN = 230


@pytest.fixture
def turn(signup: Signup) -> Signup:
    count_turn(signup, minutes=TURN, on=today())
    return signup


@pytest.fixture
def member(volunteer: User, commune_union: Unit) -> User:
    Membership.objects.create(person=volunteer.person, unit=commune_union, during=during(BEGINNING))
    return volunteer


def correct(signup: Signup, total: int, by: User, **facts: Any) -> HoursClaim:
    return claims.ask_correction(signup, total=total, by=by, **{"reason": "Quên điểm danh ra.", "request_id": uuid4()} | facts)


def report(user: User, unit: Unit, minutes: int = 120, **facts: Any) -> HoursClaim:
    given = {"title": "Dọn bùn", "place": "Khòn Nọi", "on": today(), "reason": "Lũ về đêm.", "witness": "Ông Páo", "request_id": uuid4()}
    return claims.report_hours(user.person, unit=unit, minutes=minutes, by=user, **given | facts)


def total() -> int:
    return ServiceHours.objects.aggregate(all=Sum("minutes"))["all"] or 0


pytestmark = pytest.mark.django_db


def test_a_correction_is_a_new_entry_with_reason_and_verifier(turn: Signup, volunteer: User, secretary: User):
    claim = claims.approve(correct(turn, 240, volunteer), by=secretary)
    entry = ServiceHours.objects.get(source="correction")
    assert (entry.minutes, entry.reason, entry.claim, entry.verified_by, entry.by) == (
        10,
        "Quên điểm danh ra.",
        claim,
        secretary,
        volunteer,
    )
    assert (claim.status, total()) == ("approved", 240)
    assert Line.objects.get(verb="attendance.hours_approved").details["minutes"] == 10


def test_nothing_counts_before_somebody_agreed(turn: Signup, volunteer: User):
    correct(turn, 240, volunteer)
    assert total() == TURN


def test_self_reported_hours_have_no_turn_and_no_activity(member: User, commune_union: Unit, secretary: User):
    claims.approve(report(member, commune_union), by=secretary)
    entry = ServiceHours.objects.get()
    assert (entry.minutes, entry.signup, entry.activity, entry.unit, entry.source) == (120, None, None, commune_union, "self_reported")
    assert sums_of(ServiceHours.objects.all()) == Sums(people=0, turns=0, minutes=0, reporters=1, reported=120)


def test_the_volunteer_is_told(turn: Signup, volunteer: User, secretary: User):
    claims.refuse(correct(turn, 240, volunteer), why="Sổ ghi 10:58.", by=secretary)
    letter = Message.objects.get(to=volunteer.email)
    assert "Sổ ghi 10:58." in letter.body
    assert total() == TURN


def test_a_claim_sent_again_is_the_same(turn: Signup, volunteer: User):
    again = uuid4()
    assert correct(turn, 240, volunteer, request_id=again) == correct(turn, 240, volunteer, request_id=again)
    assert HoursClaim.objects.count() == 1


def test_an_own_claim_is_decided_by_others(turn: Signup, volunteer: User, secretary: User, commune_union: Unit):
    grant(volunteer, "unit_administrator", commune_union)
    claim = correct(turn, 240, secretary)
    assert refused(claims.approve, claim, by=secretary).code == "own_claim"
    assert refused(claims.approve, claim, by=volunteer).code == "own_claim"
    assert refused(claims.refuse, claim, why="Thôi.", by=volunteer).code == "own_claim"


def test_above_the_limit_two_agree(turn: Signup, volunteer: User, secretary: User, coordinator: User):
    claim = correct(turn, TURN + 121, volunteer)
    claim = claims.approve(claim, by=secretary)
    assert (claim.status, claim.endorsed_by, total()) == ("endorsed", secretary, TURN)
    assert refused(claims.approve, claim, by=secretary).code == "same_eyes"
    claim = claims.approve(claim, by=coordinator)
    assert (claim.status, claim.decided_by, total()) == ("approved", coordinator, TURN + 121)


@pytest.mark.parametrize(("minutes", "levels"), [(480, 1), (481, 2)])
def test_long_reports_need_four_eyes(member: User, commune_union: Unit, minutes: int, levels: int):
    assert report(member, commune_union, minutes).levels == levels


@pytest.mark.parametrize("minutes", [-121, 121])
def test_large_corrections_need_four_eyes_either_way(turn: Signup, volunteer: User, minutes: int):
    assert correct(turn, TURN + minutes, volunteer).levels == 2


def test_a_decided_claim_is_not_decided_again(turn: Signup, volunteer: User, secretary: User):
    claim = claims.approve(correct(turn, 240, volunteer), by=secretary)
    assert refused(claims.approve, claim, by=secretary).code == "already_decided"
    assert refused(claims.refuse, claim, why="Thôi.", by=secretary).code == "already_decided"
    assert refused(claims.withdraw, claim, by=volunteer).code == "already_decided"


def test_a_refusal_needs_a_word(turn: Signup, volunteer: User, secretary: User):
    assert refused(claims.refuse, correct(turn, 240, volunteer), why="  ", by=secretary).code == "reason_missing"


def test_only_who_asked_takes_it_back(turn: Signup, volunteer: User, secretary: User):
    claim = correct(turn, 240, volunteer)
    assert refused(claims.withdraw, claim, by=secretary).code == "not_asker"
    assert claims.withdraw(claim, by=volunteer) == claims.withdraw(claim, by=volunteer)


def test_a_turn_without_hours_is_not_corrected(signup: Signup, volunteer: User):
    assert refused(correct, signup, 240, volunteer).code == "not_counted"


def test_a_correction_changes_something(turn: Signup, volunteer: User):
    assert refused(correct, turn, TURN, volunteer).code == "nothing_changes"


def test_a_turn_never_counts_less_than_nothing(turn: Signup, volunteer: User):
    assert refused(correct, turn, -5, volunteer).code == "below_zero"


def test_a_correction_does_not_take_what_is_gone_meanwhile(turn: Signup, volunteer: User, secretary: User):
    claim = correct(turn, 110, volunteer)
    count_turn(turn, minutes=-TURN, on=today(), source="taken_off")
    assert refused(claims.approve, claim, by=secretary).code == "below_zero"


def test_one_correction_of_a_turn_waits_at_a_time(turn: Signup, volunteer: User):
    correct(turn, 240, volunteer)
    assert refused(correct, turn, 235, volunteer).code == "claim_waits"


def test_a_day_has_24_hours(turn: Signup, member: User, commune_union: Unit, secretary: User):
    assert refused(report, member, commune_union, 24 * 60).code == "more_than_a_day"
    waiting = report(member, commune_union, 20 * 60, request_id=uuid4())
    count_turn(make_signup(make_activity(commune_union, secretary).shifts.get(), member), minutes=TURN, on=today())
    claims.approve(waiting, by=make_user("a@x.example", "A Pá"))
    assert refused(claims.approve, waiting, by=secretary).code == "more_than_a_day"


def test_hours_are_reported_to_a_unit_of_ones_own(volunteer: User, commune_union: Unit):
    assert refused(report, volunteer, commune_union).code == "not_yours"


def test_a_unit_with_which_one_worked_is_ones_own(turn: Signup, volunteer: User, commune_union: Unit):
    assert report(volunteer, commune_union).unit == commune_union


@pytest.mark.parametrize(("days", "code"), [(1, "in_future"), (-91, "too_old")])
def test_reports_are_of_days_not_long_ago(member: User, commune_union: Unit, days: int, code: str):
    assert refused(report, member, commune_union, on=today() + timedelta(days=days)).code == code


def test_a_report_says_how_long(member: User, commune_union: Unit):
    assert refused(report, member, commune_union, 0).code == "no_minutes"


def test_many_claims_at_once_leave_what_a_rule_refuses(turn: Signup, member: User, commune_union: Unit, secretary: User):
    small, own, large = report(member, commune_union), correct(turn, 240, secretary), report(member, commune_union, 500, request_id=uuid4())
    assert claims.approve_each([small, own, large], by=secretary) == (1, 2)


def rule(unit: Unit, kind: str = "", since: date = BEGINNING, **facts: Any) -> HoursRule:
    return HoursRule.objects.create(unit=unit, kind=kind, during=during(since), **facts)


def test_the_nearest_rule_for_the_kind_goes_before_that_for_all(turn: Signup, commune_union: Unit, provincial_union: Unit):
    activity = turn.shift.activity
    assert terms_for(activity, today()) == DEFAULT
    rule(provincial_union, step_minutes=10)
    assert terms_for(activity, today()).step_minutes == 10
    rule(commune_union, step_minutes=15)
    assert terms_for(activity, today()).step_minutes == 15
    rule(provincial_union, "repair", step_minutes=30)
    assert terms_for(activity, today()).step_minutes == 30
    rule(commune_union, "repair", step_minutes=1)
    assert terms_for(activity, today()).step_minutes == 1


def test_a_rule_holds_on_its_days_only(turn: Signup, commune_union: Unit):
    rule(commune_union, since=today(), step_minutes=15)
    assert terms_for(turn.shift.activity, today() - timedelta(days=1)) == DEFAULT


def test_terms_of_many_cases_are_one_query(commune_union: Unit, provincial_union: Unit, django_assert_num_queries: Callable):
    rule(provincial_union, step_minutes=10)
    cases = {(commune_union.pk, kind, today() - timedelta(days=days)) for kind in ("repair", "health") for days in range(20)}
    with django_assert_num_queries(1):
        found = terms_of_many(cases)
    assert {terms.step_minutes for terms in found.values()} == {10}
    assert len(found) == 40


def test_a_rule_begins_tomorrow_at_the_earliest(commune_union: Unit, secretary: User):
    given = {"kind": "", "terms": Terms(step_minutes=15), "by": secretary}
    assert refused(make_rule, commune_union, since=today(), **given).code == "already_counted"


def test_a_rule_does_not_go_before_a_later_one(commune_union: Unit, secretary: User):
    given: dict[str, Any] = {"kind": "", "by": secretary}
    week = today() + timedelta(days=7)
    made = make_rule(commune_union, since=week, terms=Terms(step_minutes=15), **given)
    assert make_rule(commune_union, since=week, terms=Terms(step_minutes=15), **given) == made
    assert refused(make_rule, commune_union, since=week - timedelta(days=1), terms=DEFAULT, **given).code == "rule_ahead"


def test_a_statement_of_a_unit_keeps_people_turns_and_reported_hours_apart(
    turn: Signup, member: User, other_volunteer: User, commune_union: Unit, provincial_union: Unit, secretary: User, coordinator: User
):
    again = make_activity(commune_union, secretary, kind="health")
    for user in (member, other_volunteer):
        count_turn(make_signup(again.shifts.get(), user), minutes=60, on=today())
    claims.approve(correct(turn, 240, member), by=secretary)
    claims.approve(report(member, commune_union), by=secretary)
    month = today().replace(day=1)
    whole = Sums(people=2, turns=3, minutes=360, reporters=1, reported=120)
    for unit, with_below in ((commune_union, False), (provincial_union, True)):
        told = statement_of(unit, Period(today(), today()), with_below=with_below)
        assert (told.whole, told.months) == (whole, {month: whole})
        assert told.kinds == {
            "repair": Sums(people=1, turns=1, minutes=240),
            "health": Sums(people=2, turns=2, minutes=120),
            "": Sums(reporters=1, reported=120),
        }
    assert statement_of(provincial_union, Period(), with_below=False).whole == Sums()
    assert statement_of(commune_union, Period(None, today() - timedelta(days=1)), with_below=True).whole == Sums()
