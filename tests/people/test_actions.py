from datetime import date, timedelta
from typing import Any

import pytest

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import CONSENT_TEXT, note_person, update_profile
from aoxanh.people.models import Person, Skill
from aoxanh.people.queries import age, person_of
from aoxanh.places.models import Area


@pytest.fixture
def newcomer(db: None) -> User:
    return User.objects.create_user("moi@tinhnguyen.example")


def facts(**changed: Any) -> dict[str, Any]:
    return {"full_name": "  Vi Thị   Hạnh ", "birth_date": date(2004, 5, 20), "agrees": True} | changed


def test_a_person_is_noted_with_their_consent(newcomer: User, van_linh: Area) -> None:
    skills = list(Skill.objects.filter(code__in=["first_aid", "english"]))
    person = note_person(newcomer, **facts(area=van_linh, phone="+84912345678", skills=skills), by=newcomer)
    kept = (person.full_name, person.email, person.area, person.phone, sorted(person.skills.values_list("code", flat=True)))
    assert kept == ("Vi Thị Hạnh", newcomer.email, van_linh, "+84912345678", ["english", "first_aid"])
    consent = person.consents.get()
    assert (consent.purpose, consent.version, consent.channel) == ("volunteering", CONSENT_TEXT, "web")
    assert person_of(newcomer) == person


def test_a_profile_sent_twice_makes_one_person(newcomer: User) -> None:
    first = note_person(newcomer, **facts(), by=newcomer)
    again = note_person(newcomer, **facts(full_name="Vi Thu Hạnh"), by=newcomer)
    claimed = Person.objects.filter(user__isnull=False).count()
    assert (again, again.full_name, claimed, again.consents.count()) == (first, "Vi Thu Hạnh", 1, 1)


def test_without_consent_nothing_is_kept(newcomer: User) -> None:
    with pytest.raises(Refused) as refused:
        note_person(newcomer, **facts(agrees=False), by=newcomer)
    assert (refused.value.code, Person.objects.filter(user__isnull=False).count()) == ("consent_missing", 0)


def test_a_child_prepares_a_profile_and_the_youngest_do_not(newcomer: User) -> None:
    with pytest.raises(Refused) as refused:
        note_person(newcomer, **facts(birth_date=today() - timedelta(days=6 * 365)), by=newcomer)
    assert (refused.value.code, Person.objects.filter(user__isnull=False).count()) == ("too_young", 0)
    assert note_person(newcomer, **facts(birth_date=today() - timedelta(days=15 * 365)), by=newcomer).user == newcomer


def test_nobody_becomes_too_young_by_changing_the_profile(volunteer: User) -> None:
    person = volunteer.person
    with pytest.raises(Refused) as refused:
        update_profile(person, full_name="Hạnh", birth_date=today(), area=None, phone="", by=volunteer)
    assert refused.value.code == "too_young"


def test_the_audit_names_what_changed_and_keeps_no_value(volunteer: User) -> None:
    person = volunteer.person
    update_profile(person, full_name="Vi Thị Hạnh", birth_date=date(2004, 5, 21), area=person.area, phone="+84912345678", by=volunteer)
    line = Line.objects.get(subject_id=person.pk)
    assert (line.verb, line.by, line.details) == ("people.updated", volunteer, {"changed": ["birth_date", "phone"]})


def test_a_new_name_changes_the_order_of_lists(volunteer: User) -> None:
    facts = {"birth_date": date(2004, 5, 20), "area": None, "phone": ""}
    person = update_profile(volunteer.person, full_name="Đặng Văn Ân", by=volunteer, **facts)
    assert person.search_key == "dang van an"
    assert person.given_name == "Ân"


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2004, 2, 29), date(2020, 2, 28), 15),
        (date(2004, 2, 29), date(2020, 2, 29), 16),
        (date(2004, 2, 29), date(2021, 2, 28), 16),
        (date(2004, 2, 29), date(2021, 3, 1), 17),
    ],
)
def test_age_is_in_full_years(born: date, on: date, years: int) -> None:
    assert age(born, on=on) == years
