from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.people.models import Appointment
from aoxanh.recognition import choosing, queries
from aoxanh.recognition.models import Certificate
from tests.cast import BEGINNING, make_activity, make_user
from tests.recognition.conftest import Came, appoint

pytestmark = pytest.mark.django_db


def eligible(activity: Activity) -> list[queries.Eligible]:
    return queries.with_certificates(activity, queries.people_of(activity).order_by("sort_key", "id"))


def test_who_came_stands_in_the_order_of_given_names_with_minutes(
    done: Activity, came: Came, volunteer: User, other_volunteer: User, pupil: User
) -> None:
    came(volunteer, shift=0, minutes=210)
    came(volunteer, shift=1, minutes=240)
    came(other_volunteer, shift=1, minutes=60)
    came(pupil, minutes=0)
    found = [(one.person.full_name, one.minutes, one.certificate) for one in eligible(done)]
    assert found == [("Lê Quốc Bảo", 60, None), ("Vi Thị Hạnh", 450, None)]


def test_lines_hold_the_own_days_and_the_first_turn(done: Activity, came: Came, volunteer: User, other_volunteer: User) -> None:
    first_turn = came(volunteer, shift=0, minutes=210)
    came(volunteer, shift=1, minutes=240)
    turn = came(other_volunteer, shift=1, minutes=60)
    first, second = today() - timedelta(days=2), today() - timedelta(days=1)
    assert set(map(tuple, choosing.who_came(done).values_list("person__full_name", "sum", "first", "last"))) == {
        ("Lê Quốc Bảo", 60, second, second),
        ("Vi Thị Hạnh", 450, first, second),
    }
    assert {row[4][0] for row in choosing.who_came(done)} == {first_turn.pk, turn.pk}


def test_who_has_one_already_is_known(certificate: Certificate, done: Activity) -> None:
    assert [one.certificate for one in eligible(done)] == [certificate]


def test_reading_who_came_takes_two_queries_for_many(done: Activity, came: Came, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(6):
        came(make_user(f"nguoi{number}@example.vn", f"Vi Thị Hạnh {number}"))
    with django_assert_num_queries(2):
        assert len({one.person.user.email for one in eligible(done) if one.person.user}) == 6


@pytest.mark.parametrize("typing", [str, str.lower, lambda code: f" {code[:4]}-{code[4:8]} {code[8:]} "])
def test_a_code_is_found_however_it_is_typed(certificate: Certificate, typing: object) -> None:
    assert queries.certificate_by_code(typing(certificate.code)) == certificate  # type: ignore[operator]


@pytest.mark.parametrize("code", ["", "KM4T", "X" * 12, "X" * 13, "ĐĐĐĐĐĐĐĐĐĐĐĐ"])
def test_a_wrong_code_finds_nothing(certificate: Certificate, code: str) -> None:
    assert queries.certificate_by_code(code) is None


def test_a_person_has_the_latest_first(certificate: Certificate, volunteer: User, other_volunteer: User) -> None:
    assert list(queries.certificates_of(volunteer.person)) == [certificate]
    assert list(queries.certificates_of(other_volunteer.person)) == []


def test_the_head_of_the_unit_signs_not_the_deputy(activity: Activity, secretary: User, focal_point: User) -> None:
    appoint(activity.unit, focal_point, "Phó Bí thư")
    head = appoint(activity.unit, secretary, "Bí thư Đoàn xã")
    assert queries.signer(activity.unit, on=today()) == head


def test_nobody_signs_before_the_appointment_or_after_its_end(activity: Activity, secretary: User) -> None:
    held: Appointment = appoint(activity.unit, secretary, since=BEGINNING, until=today())
    assert [queries.signer(activity.unit, on=today() - timedelta(days=days)) for days in (0, 1)] == [None, held]


def test_the_first_day_of_issue_is_the_day_on_which_the_work_ends(done: Activity) -> None:
    assert queries.first_day_of_issue(done.unit_id, done) == today() - timedelta(days=1)


def test_the_first_day_of_issue_is_never_before_the_last_certificate_of_the_unit(certificate: Certificate, secretary: User) -> None:
    other = make_activity(certificate.unit, secretary)
    Activity.objects.filter(pk=other.pk).update(starts_at=None, ends_at=None)
    assert queries.first_day_of_issue(other.unit_id, Activity.objects.get(pk=other.pk)) == today()
