"""What binds the sign-ups of minors: consent, hours, the night, an adult beside them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.activities import actions
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.kit.dates import today
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.actions import guardians
from aoxanh.people.models import Person
from tests.cast import make_activity, make_consent, make_signup, noon

HOUR = timedelta(hours=1)
type Refusal = Callable[..., str]


@pytest.fixture
def shift(activity: Activity) -> Shift:
    """Four hours at noon in two days, for people from 7 years on."""
    Activity.objects.update(min_age=7)
    return Shift.objects.select_related("activity__unit").get()


@pytest.fixture
def child(pupil: User, mother: User) -> User:
    """The pupil, with a mother who agreed."""
    make_consent(pupil.person, mother)
    return pupil


def sign_up(shift: Shift, user: User, **facts: Any) -> Signup:
    return actions.sign_up(shift, person=user.person, **{"request_id": uuid4(), "by": user} | facts)


def of_age(user: User, years: int) -> User:
    """So old on the day of the shift in two days, for a month already."""
    Person.objects.filter(user=user).update(birth_date=today() - timedelta(days=round(years * 365.25) + 30))
    return User.objects.get(pk=user.pk)


def another(unit: Unit, by: User, start: Any, hours: float, **facts: Any) -> Shift:
    return make_activity(unit, by, shifts=[(start, start + hours * HOUR, 9)], **{"min_age": 7} | facts).shifts.get()


def test_with_a_guardians_consent_a_child_takes_a_place_and_the_guardian_hears_it(shift: Shift, child: User, mother: User) -> None:
    signup = sign_up(shift, child)
    letter = Message.objects.get(to=mother.email)
    assert (signup.status, letter.subject) == ("confirmed", f"Lý Văn Páo đã có chỗ: {shift.activity.title}")
    assert f"/toi/con-em/{child.person.pk}/" in letter.body


def test_a_guardian_signs_up_the_child_and_is_not_written_to(shift: Shift, child: User, mother: User) -> None:
    signup = sign_up(shift, child, by=mother)
    assert (signup.by, [message.to for message in Message.objects.all()]) == (mother, [child.email])


def test_without_consent_a_child_takes_no_place(shift: Shift, pupil: User, refused: Refusal) -> None:
    assert refused(sign_up, shift, pupil) == "guardian_consent_missing"
    assert Signup.objects.count() == 0


def test_a_withdrawn_consent_is_none(shift: Shift, child: User, mother: User, refused: Refusal) -> None:
    guardians.withdraw(child.person.guardianships.get(), by=mother)
    assert refused(sign_up, shift, child) == "guardian_consent_missing"


def test_who_is_sixteen_on_the_day_of_the_shift_needs_nobody(shift: Shift, pupil: User) -> None:
    day = today() + timedelta(days=2)
    Person.objects.filter(user=pupil).update(birth_date=day.replace(year=day.year - 16))
    assert sign_up(shift, User.objects.get(pk=pupil.pk)).status == "confirmed"


def test_under_seven_nobody_signs_up_whatever_the_activity_says(shift: Shift, child: User, refused: Refusal) -> None:
    Activity.objects.update(min_age=6)
    assert refused(sign_up, Shift.objects.get(), of_age(child, 6)) == "too_young"


def test_no_minor_takes_part_at_night(commune_union: Unit, secretary: User, pupil: User, volunteer: User, refused: Refusal) -> None:
    late = another(commune_union, secretary, noon(2) + 9 * HOUR, 2)
    assert refused(sign_up, late, of_age(pupil, 17)) == "night"
    assert sign_up(late, volunteer).status == "confirmed"


@pytest.mark.parametrize(("years", "ends"), [(8, 18), (13, 20), (15, 20), (17, 22)])
def test_a_shift_of_a_minor_ends_in_time(
    commune_union: Unit, secretary: User, child: User, refused: Refusal, years: int, ends: int
) -> None:
    person = of_age(child, years)
    on_time = another(commune_union, secretary, noon(2) + (ends - 12 - 2) * HOUR, 2)
    too_late = another(commune_union, secretary, noon(3) + (ends - 12 - 1) * HOUR, 1.5)
    assert sign_up(on_time, person).status == "confirmed"
    assert refused(sign_up, too_late, person) == ("night" if ends == 22 else "ends_too_late")


@pytest.mark.parametrize(("years", "most"), [(8, 4), (14, 4), (15, 8), (17, 8)])
def test_the_hours_of_a_day_add_up(commune_union: Unit, secretary: User, child: User, refused: Refusal, years: int, most: int) -> None:
    person, start = of_age(child, years), noon(2) - 5 * HOUR
    assert refused(sign_up, another(commune_union, secretary, start, most + 0.5), person) == "too_long_a_day"
    sign_up(another(commune_union, secretary, start, most - 1), person)
    assert sign_up(another(commune_union, secretary, start + (most - 1) * HOUR, 1), person).status == "confirmed"
    assert refused(sign_up, another(commune_union, secretary, start + most * HOUR, 1), person) == "too_long_a_day"


def test_the_hours_of_a_week_add_up_from_monday_to_sunday(commune_union: Unit, secretary: User, child: User, refused: Refusal) -> None:
    person = of_age(child, 12)
    monday = 7 - today().weekday()
    for day in range(5):
        sign_up(another(commune_union, secretary, noon(monday + day), 4), person)
    assert refused(sign_up, another(commune_union, secretary, noon(monday + 5), 1), person) == "too_long_a_week"
    assert sign_up(another(commune_union, secretary, noon(monday + 7), 4), person).status == "confirmed"


def test_places_given_back_and_cancelled_activities_do_not_count(commune_union: Unit, secretary: User, child: User) -> None:
    person = of_age(child, 12)
    actions.cancel_signup(sign_up(another(commune_union, secretary, noon(2), 4), person), by=child)
    sign_up(another(commune_union, secretary, noon(2), 4, title="Hủy"), person)
    Activity.objects.filter(title="Hủy").update(status="cancelled")
    assert sign_up(another(commune_union, secretary, noon(2), 4), person).status == "confirmed"


def test_no_child_is_alone(shift: Shift, child: User, volunteer: User, other_volunteer: User, refused: Refusal) -> None:
    Activity.objects.update(guided=False)
    shift = Shift.objects.select_related("activity__unit").get()
    make_signup(shift, of_age(other_volunteer, 17))
    assert refused(sign_up, shift, child) == "never_alone"
    make_signup(shift, volunteer)
    assert sign_up(shift, child).status == "confirmed"


def test_from_sixteen_on_nobody_has_to_be_beside(shift: Shift, pupil: User) -> None:
    Activity.objects.update(guided=False)
    assert sign_up(Shift.objects.get(), of_age(pupil, 16)).status == "confirmed"


def test_an_adults_sign_up_costs_what_it_did(shift: Shift, volunteer: User, child: User) -> None:
    def statements(user: User) -> int:
        with CaptureQueriesContext(connection) as asked:
            sign_up(shift, user)
        return len([one for one in asked if "people_guardianship" in one["sql"] or "INTERVAL" in one["sql"]])

    assert (statements(volunteer), statements(child) > 0) == (0, True)
