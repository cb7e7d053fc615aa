"""Declared work: what it may repeat, and becoming a record."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.indicators.queries import measure_k2
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.planning.models import Plan, Programme, ScopeUnit
from aoxanh.records import actions, queries
from aoxanh.records.models import DeclaredWork, Record
from aoxanh.records.queries.declared import is_alike
from tests.cast import make_activity, noon

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]
TITLE = "Dọn nguồn nước thôn Khun Phang"
OUTCOME = "Nguồn nước của 40 hộ lại trong, mương thông 300 m."


def code_of(act: Callable[..., object], *args: object, **facts: object) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value.code


def declare(unit: Unit, by: User, **facts: Any) -> DeclaredWork:
    given = {"title": TITLE, "ended_on": today() - timedelta(days=4), "people": 9, "request_id": uuid4(), "by": by}
    return actions.declare_work(unit, **given | facts)


def turn(work: DeclaredWork, by: User, **facts: Any) -> Record:
    said = {"kind": "environment", "outcome": OUTCOME, "place_name": "Thôn Khun Phang", "people": 9, "beneficiaries": 160, "by": by}
    return actions.turn_into_record(work, **said | facts)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (TITLE, "Dọn nguồn nước tại thôn Khun Phang", True),
        (TITLE, "don nguon nuoc Khun Phang", True),
        (TITLE, "Thôn Khun Phang dọn nguồn nước", True),
        (TITLE, "Trồng cây thôn Khun Phang", False),
        (TITLE, "Hiến máu đợt 2", False),
    ],
)
def test_titles_are_compared_by_their_words(one: str, other: str, alike: bool):
    assert is_alike(one, other) == is_alike(other, one) == alike


def test_what_is_declared_already_is_asked_about(commune_union: Unit, secretary: User):
    declare(commune_union, secretary)
    again = {"title": "Dọn nguồn nước Khun Phang", "ended_on": today() - timedelta(days=3)}
    assert code_of(declare, commune_union, secretary, **again) == "looks_declared"
    assert declare(commune_union, secretary, **again, is_other=True).title == "Dọn nguồn nước Khun Phang"


def test_what_is_on_the_portal_is_asked_about(commune_union: Unit, secretary: User):
    make_activity(commune_union, secretary, title="Dọn nguồn nước Khun Phang", shifts=[(noon(-4), noon(-4) + timedelta(hours=2), 5)])
    assert code_of(declare, commune_union, secretary) == "looks_recorded"


def test_two_days_off_or_another_unit_is_other_work(commune_union: Unit, neighbour_union: Unit, secretary: User):
    declare(commune_union, secretary)
    declare(commune_union, secretary, ended_on=today() - timedelta(days=2))
    declare(neighbour_union, secretary)
    assert DeclaredWork.objects.count() == 3


def test_a_declaration_becomes_a_record_that_says_so(commune_union: Unit, secretary: User, client: Client):
    work = declare(commune_union, secretary)
    record = turn(work, secretary)
    work.refresh_from_db()
    assert (work.activity, work.turned_by, record.is_declared) == (record.activity, secretary, True)
    assert (record.people, record.turns, record.minutes) == (9, 0, 0)
    page = client.get(reverse("portal:activity", args=[record.activity.slug])).text
    assert "Tự khai" in page
    assert OUTCOME in page
    assert "lượt" not in page.split("<main")[1].split("</dl>")[0]


def test_turned_twice_it_is_one_record(commune_union: Unit, secretary: User):
    work = declare(commune_union, secretary)
    assert turn(work, secretary) == turn(work, secretary)
    assert Activity.objects.count() == 1


def test_work_of_this_morning_becomes_a_record_too(commune_union: Unit, secretary: User):
    assert turn(declare(commune_union, secretary, ended_on=today()), secretary).activity.is_over


def test_a_withdrawn_declaration_does_not(commune_union: Unit, secretary: User):
    work = declare(commune_union, secretary)
    actions.withdraw_work(work, by=secretary)
    assert code_of(turn, work, secretary) == "withdrawn"


def test_one_that_is_too_old_does_not(commune_union: Unit, secretary: User):
    work = declare(commune_union, secretary, ended_on=today() - timedelta(days=settings.DECLARED_TO_RECORD_DAYS + 1))
    assert code_of(turn, work, secretary) == "too_old"


def test_a_record_needs_an_outcome_and_a_place(commune_union: Unit, secretary: User):
    work = declare(commune_union, secretary)
    assert code_of(turn, work, secretary, outcome="Xong") == "outcome_missing"
    Unit.objects.filter(pk=commune_union.pk).update(area=None)
    assert code_of(turn, work, secretary) == "place_missing"


def test_what_has_become_a_record_is_not_withdrawn(commune_union: Unit, secretary: User):
    work = declare(commune_union, secretary)
    turn(work, secretary)
    assert code_of(actions.withdraw_work, work, by=secretary) == "turned"


@pytest.fixture
def plan(commune_union: Unit) -> Plan:
    programme = Programme.objects.create(code="1481", name="Chương trình", decision="1481/QĐ-TTg")
    facts = {"name": "Kế hoạch", "short_name": "Chi Lăng", "document": "4/2024", "issued_by": "UBND"}
    years = during(date(2024, 1, 1), date(2031, 1, 1))
    plan = Plan.objects.create(programme=programme, slug="chi-lang", during=years, **facts)
    ScopeUnit.objects.create(plan=plan, unit=commune_union, during=during(date(2024, 1, 1)))
    return plan


def test_k2_counts_it_once_below_the_line_and_above_it_from_then_on(commune_union: Unit, secretary: User, plan: Plan):
    work = declare(commune_union, secretary)
    declared = timezone.now()
    turn(work, secretary)
    figures = [measure_k2(plan, plan.during, at=at) for at in (declared, timezone.now())]
    assert [(one.numerator, one.denominator, one.declared) for one in figures] == [(0, 1, 1), (1, 1, 0)]


def test_a_declared_record_is_corrected_with_its_number_of_people(commune_union: Unit, secretary: User, coordinator: User):
    record = turn(declare(commune_union, secretary), secretary)
    actions.reopen(record.activity, reason="Đếm nhầm số người tham gia.", by=coordinator)
    actions.write_record(record.activity, outcome=OUTCOME, people=12, by=secretary)
    actions.publish_record(record.activity, by=secretary)
    report = queries.report(record.activity)
    assert report is not None
    assert (report.people, report.turns, report.minutes, report.is_declared) == (12, 0, 0, True)


def test_pages_turn_a_declaration(sign_in: SignIn, commune_union: Unit, secretary: User, outsider: User):
    work = declare(commune_union, secretary)
    officer, address = sign_in(secretary), reverse("records:turn", args=[work.pk])
    assert address in officer.get(reverse("records:declared")).text
    said = {"outcome": OUTCOME, "kind": "environment", "place_name": "", "people": "9", "beneficiaries": "0"}
    assert officer.post(address, said | {"outcome": ""}).status_code == 422
    assert officer.post(address, said | {"outcome": "Xong"})["X-Refusal"] == "outcome_missing"
    assert officer.post(address, said).status_code == 302
    assert address not in officer.get(reverse("records:declared")).text
    assert "Tự khai" in officer.get(reverse("records:edit", args=[Record.objects.get().activity_id])).text
    assert sign_in(outsider).get(address).status_code == 404


def test_the_form_asks_whether_it_is_other_work(sign_in: SignIn, commune_union: Unit, secretary: User):
    declare(commune_union, secretary)
    on = today() - timedelta(days=4)
    form = {"request_id": str(uuid4()), "unit": commune_union.pk, "title": TITLE, "ended_on": on.isoformat(), "people": "9"}
    page = sign_in(secretary).post(reverse("records:declare"), form)
    assert (page.status_code, page["X-Refusal"], 'name="is_other"' in page.text) == (409, "looks_declared", True)
    assert sign_in(secretary).post(reverse("records:declare"), form | {"is_other": "on"}).status_code == 302
