"""Pages of hours: the volunteer's own, the verifier's queue, rules and statements."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.actions.claims import ask_correction, report_hours
from aoxanh.attendance.models import CheckIn, HoursClaim, HoursRule, ServiceHours
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership
from tests.attendance.conftest import at
from tests.cast import BEGINNING, count_turn, make_activity, make_signup

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]


@pytest.fixture
def turn(signup: Signup) -> Signup:
    """A turn that counts 3 h 50."""
    CheckIn.objects.create(signup=signup, scan_id=uuid4(), at=at("07:02"), method="qr")
    count_turn(signup, minutes=230, on=today(), starts_at=at("07:02"), ends_at=at("10:58"))
    return signup


@pytest.fixture
def membership(commune_union: Unit, volunteer: User) -> Membership:
    return Membership.objects.create(person=volunteer.person, unit=commune_union, during=during(BEGINNING))


@pytest.fixture
def reported(membership: Membership, volunteer: User) -> HoursClaim:
    """Two hours that the volunteer reports."""
    return report(volunteer, membership.unit)


def report(user: User, unit: Unit, minutes: int = 120, **facts: object) -> HoursClaim:
    given = {
        "title": "Giúp bà con dọn bùn",
        "place": "Thôn Khòn Nọi",
        "on": today(),
        "reason": "Lũ về đêm.",
        "witness": "Ông Páo, trưởng thôn",
        "request_id": uuid4(),
    }
    return report_hours(user.person, unit=unit, minutes=minutes, by=user, **given | facts)  # type: ignore[arg-type]


def test_the_statement_shows_every_entry_with_running_figures(turn: Signup, volunteer: User, sign_in: SignIn):
    page = sign_in(volunteer).get(reverse("hours:mine")).content.decode()
    assert "3,8 giờ, 1 lượt" in page
    assert "Sửa bếp ăn bán trú điểm trường Vạn Linh" in page
    assert "07:02–10:58" in page


def fill(volunteer: User, secretary: User, unit: Unit, number: int) -> None:
    for _turn in range(number):
        activity = make_activity(unit, secretary, shifts=[(at("07:00"), at("11:00"), 9)])
        count_turn(make_signup(activity.shifts.get(), volunteer), minutes=60, on=today())


@pytest.mark.parametrize("name", ["hours:mine", "hours_desk:person", "hours_desk:unit", "hours_desk:claims"])
def test_pages_ask_as_often_with_many_rows_as_with_one(
    name: str, volunteer: User, secretary: User, commune_union: Unit, membership: Membership, sign_in: SignIn
):
    things = {"hours_desk:person": [volunteer.person.pk], "hours_desk:unit": [commune_union.pk]}
    address, browser = reverse(name, args=things.get(name, [])), sign_in(volunteer if name == "hours:mine" else secretary)
    counts = []
    for more in (1, 6):
        fill(volunteer, secretary, commune_union, more)
        for _claim in range(more):
            report(volunteer, commune_union, minutes=10)
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def form_of(**facts: object) -> dict[str, object]:
    return {
        "request_id": str(uuid4()),
        "title": "Giúp bà con dọn bùn",
        "place": "Thôn Khòn Nọi",
        "on": today().isoformat(),
        "hours": "2",
        "minutes": "30",
        "witness": "Ông Páo",
        "reason": "Lũ về đêm.",
    } | facts


def test_a_volunteer_reports_hours_once(membership: Membership, volunteer: User, sign_in: SignIn):
    browser, form = sign_in(volunteer), form_of(unit=str(membership.unit_id))
    first = browser.post(reverse("hours:report"), form)
    again = browser.post(reverse("hours:report"), form)
    claim = HoursClaim.objects.get()
    assert (claim.minutes, claim.status, claim.levels) == (150, "waiting", 1)
    assert first.url == again.url == reverse("hours:claim", args=[claim.pk])
    assert not ServiceHours.objects.exists()


def test_a_report_without_a_witness_keeps_what_was_typed(membership: Membership, volunteer: User, sign_in: SignIn):
    answer = sign_in(volunteer).post(reverse("hours:report"), form_of(unit=str(membership.unit_id), witness=""))
    assert answer.status_code == 422
    assert "Thôn Khòn Nọi" in answer.content.decode()


def test_a_report_of_tomorrow_is_refused(membership: Membership, volunteer: User, sign_in: SignIn):
    later = (today() + timedelta(days=1)).isoformat()
    answer = sign_in(volunteer).post(reverse("hours:report"), form_of(unit=str(membership.unit_id), on=later))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "in_future")


def test_a_volunteer_asks_for_a_correction_of_an_own_turn(turn: Signup, volunteer: User, sign_in: SignIn):
    address = reverse("hours:correct", args=[turn.pk])
    form = {"request_id": str(uuid4()), "hours": "4", "minutes": "0", "reason": "Quên điểm danh ra."}
    assert sign_in(volunteer).post(address, form).status_code == 302
    assert HoursClaim.objects.get().minutes == 10


def test_nobody_corrects_a_turn_of_others(turn: Signup, other_volunteer: User, sign_in: SignIn):
    assert sign_in(other_volunteer).get(reverse("hours:correct", args=[turn.pk])).status_code == 404


def test_an_organiser_asks_from_the_activity(turn: Signup, secretary: User, sign_in: SignIn):
    browser = sign_in(secretary)
    address = reverse("hours_desk:correct", args=[turn.pk])
    assert address in browser.get(reverse("attendance:activity", args=[turn.shift.activity_id])).content.decode()
    browser.post(address, {"request_id": str(uuid4()), "hours": "1", "minutes": "", "reason": "Về sớm."})
    assert HoursClaim.objects.get().minutes == 60 - 230


def test_one_tap_agrees(reported: HoursClaim, secretary: User, sign_in: SignIn):
    browser = sign_in(secretary)
    assert reported.person.full_name in browser.get(reverse("hours_desk:claims")).content.decode()
    browser.post(reverse("hours_desk:approve", args=[reported.pk]))
    assert ServiceHours.objects.get().minutes == 120


def test_agreeing_twice_counts_once(reported: HoursClaim, secretary: User, sign_in: SignIn):
    browser, address = sign_in(secretary), reverse("hours_desk:approve", args=[reported.pk])
    browser.post(address)
    answer = browser.post(address)
    assert (answer.status_code, answer["X-Refusal"]) == (409, "already_decided")
    assert ServiceHours.objects.count() == 1


def test_a_refusal_without_a_word_is_refused(reported: HoursClaim, secretary: User, sign_in: SignIn):
    answer = sign_in(secretary).post(reverse("hours_desk:refuse", args=[reported.pk]), {"why": " "})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "reason_missing")


def test_a_refusal_says_why_to_the_volunteer(reported: HoursClaim, secretary: User, volunteer: User, sign_in: SignIn):
    sign_in(secretary).post(reverse("hours_desk:refuse", args=[reported.pk]), {"why": "Không ai ở thôn biết."})
    assert "Không ai ở thôn biết." in sign_in(volunteer).get(reverse("hours:claim", args=[reported.pk])).content.decode()


def test_many_are_agreed_to_at_once_save_those_for_four_eyes(
    reported: HoursClaim, membership: Membership, volunteer: User, secretary: User, sign_in: SignIn
):
    large = report(volunteer, membership.unit, minutes=600, on=today() - timedelta(days=3))
    sign_in(secretary).post(reverse("hours_desk:approve_many"), {"claim": [str(reported.pk), str(large.pk), "x"]})
    large.refresh_from_db()
    assert (ServiceHours.objects.get().claim, large.status) == (reported, "waiting")


def test_a_volunteer_takes_a_claim_back(reported: HoursClaim, volunteer: User, sign_in: SignIn):
    sign_in(volunteer).post(reverse("hours:withdraw", args=[reported.pk]))
    reported.refresh_from_db()
    assert reported.status == "withdrawn"


def rule(**facts: object) -> dict[str, object]:
    return {
        "kind": "",
        "since": (today() + timedelta(days=1)).isoformat(),
        "basis": "presence",
        "rounding": "down",
        "step_minutes": "15",
        "break_minutes": "30",
        "break_after_hours": "4",
        "night_percent": "150",
        "cap_hours": "8",
    } | facts


def test_a_rule_holds_from_tomorrow_and_ends_the_one_before(commune_union: Unit, secretary: User, sign_in: SignIn):
    before = HoursRule.objects.create(unit=commune_union, during=during(today() - timedelta(days=9)))
    browser = sign_in(secretary)
    assert browser.post(reverse("hours_desk:rule_new"), rule(unit=str(commune_union.pk))).status_code == 302
    before.refresh_from_db()
    made = HoursRule.objects.exclude(pk=before.pk).get()
    assert before.during.upper == made.during.lower == today() + timedelta(days=1)
    assert (made.break_after_minutes, made.cap_minutes, made.step_minutes) == (240, 480, 15)
    assert "Đoàn xã Vạn Linh" in browser.get(reverse("hours_desk:rules")).content.decode()


def test_an_example_shows_what_four_hours_twenty_would_count_and_writes_nothing(commune_union: Unit, secretary: User, sign_in: SignIn):
    answer = sign_in(secretary).post(reverse("hours_desk:rule_new"), rule(unit=str(commune_union.pk), xem="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "4 giờ 20 phút" in page
    assert not HoursRule.objects.exists()


def test_a_rule_from_today_is_refused(commune_union: Unit, secretary: User, sign_in: SignIn):
    answer = sign_in(secretary).post(reverse("hours_desk:rule_new"), rule(unit=str(commune_union.pk), since=today().isoformat()))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "already_counted")


def test_a_unit_keeps_people_turns_and_hours_apart(
    turn: Signup, reported: HoursClaim, secretary: User, commune_union: Unit, sign_in: SignIn
):
    browser = sign_in(secretary)
    browser.post(reverse("hours_desk:approve", args=[reported.pk]))
    page = browser.get(reverse("hours_desk:unit", args=[commune_union.pk])).content.decode()
    assert "Vi Thị Hạnh" in page
    assert "1 người có giờ tự khai" in page


def test_a_statement_opens_in_excel(turn: Signup, reported: HoursClaim, volunteer: User, secretary: User, sign_in: SignIn):
    sign_in(secretary).post(reverse("hours_desk:approve", args=[reported.pk]))
    answer = sign_in(volunteer).get(reverse("hours:file", args=["xlsx"]))
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows[1:]] == [3.83, 2]
    assert rows[-1][6] == 5.83


@pytest.mark.parametrize("name", ["hours:file", "hours_desk:unit_file", "hours_desk:person_file"])
def test_statements_are_set_on_a4(name: str, turn: Signup, volunteer: User, secretary: User, commune_union: Unit, sign_in: SignIn):
    things = {"hours_desk:person_file": [volunteer.person.pk], "hours_desk:unit_file": [commune_union.pk]}.get(name, [])
    answer = sign_in(volunteer if name == "hours:file" else secretary).get(reverse(name, args=[*things, "pdf"]))
    assert answer.content.startswith(b"%PDF")


def test_a_file_of_another_kind_is_not_found(turn: Signup, volunteer: User, sign_in: SignIn):
    assert sign_in(volunteer).get(reverse("hours:file", args=["doc"])).status_code == 404


def test_another_unit_sees_nothing_of_the_person(turn: Signup, outsider: User, volunteer: User, sign_in: SignIn):
    assert sign_in(outsider).get(reverse("hours_desk:person", args=[volunteer.person.pk])).status_code == 404


def test_an_entry_after_publication_says_so(turn: Signup, secretary: User, coordinator: User, volunteer: User, sign_in: SignIn):
    activity = turn.shift.activity
    Activity.objects.filter(pk=activity.pk).update(status="recorded")
    activity.steps.create(status="recorded", by=secretary)
    claim = ask_correction(turn, total=240, reason="Quên điểm danh ra.", request_id=uuid4(), by=volunteer)
    sign_in(secretary).post(reverse("hours_desk:approve", args=[claim.pk]))
    page = sign_in(volunteer).get(reverse("hours:mine")).content.decode()
    assert "Sau khi công bố" in page
