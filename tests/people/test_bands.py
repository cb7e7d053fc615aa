"""Ages: who needs a guardian on which day, what a minor may do, and where the night begins."""

from datetime import date, timedelta

import pytest

from aoxanh.accounts.models import User
from aoxanh.people.bands import adults_born_by, band_of, is_at_night
from aoxanh.people.models import Person
from aoxanh.people.queries import guardians as queries
from tests.cast import noon


@pytest.mark.parametrize(("month", "day"), [(1, 1), (2, 28), (2, 29), (3, 1), (12, 31)])
def test_the_list_of_children_and_the_question_of_one_agree(pupil: User, month: int, day: int) -> None:
    on = date(2028, month, day)
    for born in (
        date(2012, 2, 28),
        date(2012, 2, 29),
        date(2012, 3, 1),
        date(2012, month, day),
        date(2012, month, day) + timedelta(days=1),
    ):
        Person.objects.filter(pk=pupil.person.pk).update(birth_date=born)
        person = Person.objects.get(pk=pupil.person.pk)
        assert Person.objects.filter(queries.children(on), pk=person.pk).exists() == queries.needs_guardian(person, on=on), born


@pytest.mark.parametrize("on", [date(2028, 1, 1), date(2028, 2, 29), date(2028, 12, 30), date(2028, 12, 31)])
def test_of_who_knows_a_year_only_the_youngest_age_counts(pupil: User, on: date) -> None:
    expected = {2011: False, 2012: on != date(2028, 12, 31), 2013: True}
    for year, is_child in expected.items():
        Person.objects.update(birth_date=None, birth_year=year)
        person = Person.objects.get(user=pupil)
        assert (queries.needs_guardian(person, on=on), Person.objects.filter(queries.children(on)).exists()) == (is_child, is_child)


@pytest.mark.parametrize(
    ("years", "hours"), [(6, None), (7, 4), (12, 4), (13, 4), (14, 4), (15, 8), (16, 8), (17, 8), (18, None), (40, None)]
)
def test_bands_say_the_hours_of_each_age(years: int, hours: int | None) -> None:
    band = band_of(years)
    assert (band.hours_a_day if band else None) == hours


@pytest.mark.parametrize(
    ("start", "length", "is_night"),
    [(6, 4, False), (5, 2, True), (18, 4, False), (18, 4.5, True), (22, 1, True), (20, 12, True), (12, 24, True)],
)
def test_the_night_touches_no_minor(start: int, length: float, is_night: bool) -> None:
    starts_at = noon(2) + timedelta(hours=start - 12)
    assert is_at_night(starts_at, starts_at + timedelta(hours=length)) == is_night


def test_who_was_born_on_a_leap_day_is_adult_on_the_first_of_march() -> None:
    assert adults_born_by(date(2026, 2, 28)) == date(2008, 2, 28)
    assert adults_born_by(date(2028, 2, 29)) == date(2010, 2, 28)
    assert adults_born_by(date(2028, 3, 1)) == date(2010, 3, 1)
