"""Requests about personal data: their clocks, answers, and what is carried out."""

from datetime import date, timedelta
from typing import Any

import pytest

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.actions import answer, ask, carry_out, give_consent, lift_restriction, refuse
from aoxanh.people.deadlines import answer_due, carry_due, working_days_after
from aoxanh.people.models import DataRequest, Membership, Person
from aoxanh.people.policies import visible_people, visible_requests
from aoxanh.people.queries.requests import Counts, counts
from tests.cast import grant, make_user


@pytest.fixture
def hanh(volunteer: User, commune_union: Unit) -> Person:
    Membership.objects.create(person=volunteer.person, unit=commune_union, during=during(date(2025, 7, 1)))
    return volunteer.person


@pytest.fixture
def officer(commune_union: Unit) -> User:
    user = make_user("dulieu@vanlinh.example", "Hoàng Minh Đức")
    grant(user, "data_officer", commune_union)
    return user


def refusal(action: Any, *arguments: Any, **facts: Any) -> str:
    with pytest.raises(Refused) as refused:
        action(*arguments, **facts)
    return refused.value.code


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday: Wednesday.
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday: Monday.
        (date(2026, 11, 27), date(2026, 12, 1)),  # Friday: Tuesday.
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday: Tuesday.
        (date(2026, 11, 29), date(2026, 12, 1)),  # Sunday: Tuesday.
        (date(2026, 8, 31), date(2026, 9, 3)),  # The day before the eve of 02/09.
        (date(2026, 12, 31), date(2027, 1, 5)),  # New Year's Day is a Friday.
    ],
)
def test_the_first_clock_counts_working_days(asked: date, due: date) -> None:
    assert answer_due(asked) == due


def test_the_second_clock_counts_plain_days() -> None:
    assert carry_due(date(2026, 11, 22)) == date(2026, 12, 7)


def test_holidays_of_a_year_are_a_setting(settings: Any) -> None:
    settings.PUBLIC_HOLIDAYS = ("2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10")
    assert working_days_after(date(2027, 2, 4), 2) == date(2027, 2, 12)


def test_a_request_starts_both_clocks(hanh: Person, volunteer: User) -> None:
    request = ask(hanh, kind="correct", text=" Sai ngày sinh ", by=volunteer)
    assert (request.answer_due, request.carry_due, request.text) == (answer_due(today()), today() + timedelta(days=15), "Sai ngày sinh")


def test_the_same_is_not_asked_twice_at_once(hanh: Person, volunteer: User) -> None:
    ask(hanh, kind="restrict", by=volunteer)
    assert refusal(ask, hanh, kind="restrict", by=volunteer) == "already_asked"


def test_a_correction_says_what_is_wrong(hanh: Person, volunteer: User) -> None:
    assert refusal(ask, hanh, kind="correct", text=" ", by=volunteer) == "text_missing"


def test_an_answer_stops_the_first_clock_and_is_sent(hanh: Person, volunteer: User, officer: User) -> None:
    request = ask(hanh, kind="correct", text="Sai ngày sinh", by=volunteer)
    first = answer(request, text="Bạn gửi ảnh giấy khai sinh cho Đoàn xã.", by=officer).answered_at
    assert answer(request, text="Đã nhận.", by=officer).answered_at == first
    assert list(Message.objects.order_by("at").values_list("to", "body")) == [
        (volunteer.email, "Bạn gửi ảnh giấy khai sinh cho Đoàn xã.\n"),
        (volunteer.email, "Đã nhận.\n"),
    ]
    assert refusal(answer, request, text="", by=officer) == "text_missing"


def test_a_restricted_record_is_the_data_officers_alone(hanh: Person, volunteer: User, officer: User, secretary: User) -> None:
    carry_out(ask(hanh, kind="restrict", by=volunteer), outcome="Đã hạn chế.", by=officer)
    assert [list(visible_people(user, today())) for user in (secretary, officer)] == [[], [hanh]]
    lift_restriction(hanh, by=volunteer)
    assert list(visible_people(secretary, today())) == [hanh]
    verbs = list(Line.objects.filter(subject_id=hanh.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["people.data_asked", "people.data_carried_out", "people.restricted", "people.restriction_lifted"]


def test_a_withdrawal_is_carried_out_for_the_purposes_that_are_named(hanh: Person, volunteer: User, officer: User) -> None:
    for purpose in ("pictures", "honour"):
        give_consent(hanh, purpose=purpose, channel="paper", by=None)
    request = ask(hanh, kind="withdraw", text="Không đăng ảnh tôi nữa", by=volunteer)
    assert refusal(carry_out, request, outcome="Xong", by=officer) == "purposes_missing"
    carry_out(request, outcome="Đã rút.", purposes=("pictures",), by=officer)
    assert list(hanh.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)) == ["honour"]


def test_what_was_done_is_written_down(hanh: Person, volunteer: User, officer: User) -> None:
    assert refusal(carry_out, ask(hanh, kind="restrict", by=volunteer), outcome="", by=officer) == "text_missing"


def test_an_erasure_that_was_asked_for_is_carried_out(hanh: Person, officer: User) -> None:
    request = ask(hanh, kind="erase", by=officer)
    carry_out(request, outcome="Đã xóa.", by=officer)
    assert not Person.objects.filter(pk=hanh.pk).exists()


def test_a_refusal_names_a_ground_of_the_law(hanh: Person, volunteer: User, officer: User) -> None:
    request = ask(hanh, kind="correct", text="Đổi tên trên giấy chứng nhận", by=volunteer)
    assert refusal(refuse, request, ground="mood", text="Không thích", by=officer) == "ground_missing"
    assert refusal(refuse, request, ground="law", text="", by=officer) == "text_missing"
    refuse(request, ground="law", text="Giấy đã cấp không sửa được.", by=officer)
    request.refresh_from_db()
    assert (request.refused, request.done_by, request.outcome.endswith("Giấy đã cấp không sửa được.")) == (True, officer, True)


def test_a_closed_request_stays_closed(hanh: Person, volunteer: User, officer: User) -> None:
    request = ask(hanh, kind="correct", text="Sai", by=volunteer)
    refuse(request, ground="identity", text="Không rõ ai hỏi.", by=officer)
    codes = [
        refusal(answer, request, text="x", by=officer),
        refusal(carry_out, request, outcome="x", by=officer),
        refusal(refuse, request, ground="law", text="x", by=officer),
    ]
    assert codes == ["done", "done", "done"]


def test_no_request_falls_between_two_desks(
    hanh: Person, volunteer: User, other_volunteer: User, officer: User, outsider: User, neighbour_union: Unit
) -> None:
    of_member = ask(hanh, kind="restrict", by=volunteer)
    of_nobody = ask(other_volunteer.person, kind="restrict", by=other_volunteer)
    elsewhere = make_user("dulieu@quanson.example", "Lăng Thị Mai")
    grant(elsewhere, "data_officer", neighbour_union)
    assert [set(visible_requests(user)) for user in (officer, elsewhere, outsider, volunteer)] == [
        {of_member, of_nobody},
        {of_nobody},
        set(),
        set(),
    ]


def test_late_requests_are_counted(hanh: Person, volunteer: User) -> None:
    ask(hanh, kind="restrict", by=volunteer)
    ask(hanh, kind="correct", text="Sai", by=volunteer)
    DataRequest.objects.filter(kind="correct").update(answer_due=today() - timedelta(days=1))
    assert counts(DataRequest.objects.all(), today()) == Counts(waiting=2, late=1)
