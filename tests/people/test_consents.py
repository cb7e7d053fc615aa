"""Consents, sensitive facts, and what ends when they are taken back."""

import pytest
from django.utils import translation

from aoxanh.accounts.models import User
from aoxanh.activities.eligibility import refusal
from aoxanh.activities.models import Shift, Signup
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import give_consent, lift_restriction, note_sensitive, read_sensitive, withdraw_consent
from aoxanh.people.consents import ASKED, current, text_of
from aoxanh.people.models import Consent, Person, SensitiveFact
from aoxanh.people.queries import agrees, consent_history, standing_consents, took_back


@pytest.fixture
def hanh(volunteer: User) -> Person:
    return volunteer.person


def verbs(person: Person) -> list[str]:
    return list(Line.objects.filter(subject_id=person.pk).order_by("id").values_list("verb", flat=True))


def test_every_purpose_has_a_text_in_both_languages() -> None:
    """Sharing is asked of guardians only: who is older shares by choosing what."""
    assert set(ASKED) == set(Consent.Purpose.values) - {"sharing"}
    for purpose in ASKED:
        text = current(purpose)
        with translation.override("en"):
            assert str(text) == text.english
        assert str(text) == text.vietnamese
        assert text.vietnamese.startswith("Tôi đồng ý")
        assert text_of(purpose, text.version) is text


def test_a_consent_given_twice_stands_once(hanh: Person, volunteer: User) -> None:
    first = give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    assert (give_consent(hanh, purpose="pictures", channel="web", by=volunteer), hanh.consents.count()) == (first, 1)
    assert (first.version, first.by, first.channel) == (current("pictures").version, volunteer, "web")


def test_a_consent_taken_back_stays_in_the_history(hanh: Person, volunteer: User) -> None:
    give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    assert (agrees(hanh, "pictures"), took_back(hanh, "pictures")) == (True, False)
    assert [withdraw_consent(hanh, purpose="pictures", by=volunteer) for _ in range(2)] == [1, 0]
    assert (agrees(hanh, "pictures"), took_back(hanh, "pictures")) == (False, True)
    again = give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    assert consent_history(hanh)[0].consent == again
    assert verbs(hanh) == ["people.consent_given", "people.consent_withdrawn", "people.consent_given"]


def test_who_was_never_asked_has_taken_nothing_back(hanh: Person) -> None:
    assert (agrees(hanh, "pictures"), took_back(hanh, "pictures")) == (False, False)


def test_one_refusal_costs_nothing_beyond_its_purpose(hanh: Person, volunteer: User, signup: Signup) -> None:
    for purpose in ASKED:
        give_consent(hanh, purpose=purpose, channel="web", by=volunteer)
    for purpose in set(ASKED) - {"volunteering"}:
        withdraw_consent(hanh, purpose=purpose, by=volunteer)
    signup.refresh_from_db()
    assert signup.status == "confirmed"
    assert [one.purpose for one in standing_consents(hanh) if one.consent] == ["volunteering"]


def test_without_the_consent_to_volunteering_places_ahead_are_given_back(hanh: Person, volunteer: User, signup: Signup) -> None:
    give_consent(hanh, purpose="volunteering", channel="web", by=volunteer)
    withdraw_consent(hanh, purpose="volunteering", by=volunteer)
    signup.refresh_from_db()
    assert (signup.status, Shift.objects.get(pk=signup.shift_id).taken) == ("cancelled", 0)
    assert refusal(signup.shift, person=Person.objects.get(pk=hanh.pk)).code == "restricted"


def test_who_agrees_again_is_in_use_again(hanh: Person, volunteer: User, signup: Signup) -> None:
    give_consent(hanh, purpose="volunteering", channel="web", by=volunteer)
    withdraw_consent(hanh, purpose="volunteering", by=volunteer)
    with pytest.raises(Refused) as refused:
        lift_restriction(hanh, by=volunteer)
    assert refused.value.code == "consent_missing"
    give_consent(hanh, purpose="volunteering", channel="web", by=volunteer)
    assert refusal(signup.shift, person=Person.objects.get(pk=hanh.pk)) is None


def test_sensitive_facts_need_their_own_consent(hanh: Person, volunteer: User) -> None:
    give_consent(hanh, purpose="volunteering", channel="web", by=volunteer)
    with pytest.raises(Refused) as refused:
        note_sensitive(hanh, facts={"health": "Dị ứng"}, agrees=False, by=volunteer)
    assert (refused.value.code, SensitiveFact.objects.count()) == ("consent_missing", 0)
    note_sensitive(hanh, facts={"health": " Dị  ứng ", "religion": ""}, agrees=True, by=volunteer)
    fact = hanh.sensitive_facts.get()
    assert (fact.kind, fact.value, fact.consent.purpose) == ("health", "Dị ứng", "sensitive")


def test_the_audit_never_holds_a_sensitive_value(hanh: Person, volunteer: User) -> None:
    note_sensitive(hanh, facts={"health": "Dị ứng"}, agrees=True, by=volunteer)
    read_sensitive(hanh, by=volunteer, why="own")
    assert [line.details for line in Line.objects.filter(verb__startswith="people.sensitive").order_by("id")] == [
        {"kinds": ["health"]},
        {"kinds": ["health"], "why": "own"},
    ]


def test_every_reading_is_noted_and_an_empty_one_is_none(hanh: Person, volunteer: User) -> None:
    assert (read_sensitive(hanh, by=volunteer, why="own"), verbs(hanh)) == ([], [])
    note_sensitive(hanh, facts={"health": "Dị ứng"}, agrees=True, by=volunteer)
    for _ in range(2):
        read_sensitive(hanh, by=volunteer, why="own")
    assert verbs(hanh)[-2:] == ["people.sensitive_read", "people.sensitive_read"]


def test_withdrawing_deletes_the_facts(hanh: Person, volunteer: User) -> None:
    note_sensitive(hanh, facts={"health": "Dị ứng"}, agrees=True, by=volunteer)
    withdraw_consent(hanh, purpose="sensitive", by=volunteer)
    assert SensitiveFact.objects.count() == 0


def test_an_emptied_fact_goes(hanh: Person, volunteer: User) -> None:
    note_sensitive(hanh, facts={"health": "Dị ứng", "religion": "Phật giáo"}, agrees=True, by=volunteer)
    note_sensitive(hanh, facts={"health": "", "religion": "Phật giáo"}, agrees=False, by=volunteer)
    assert list(hanh.sensitive_facts.values_list("kind", flat=True)) == ["religion"]
