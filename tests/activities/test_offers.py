"""Asking people to come: one, or thousands at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities.actions import offers
from aoxanh.activities.actions.offers import Invitation, offer_many
from aoxanh.activities.models import Activity, Offer, Shift, ShiftRole, Signup
from aoxanh.audit.models import Line
from aoxanh.notices.models import Message
from aoxanh.people.models import PersonSkill, Skill
from tests.cast import make_activity, make_signup, make_user, noon


@pytest.fixture
def small(commune_union, secretary) -> Shift:
    return make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=4), 2)]).shifts.get()


@pytest.fixture
def people(van_linh):
    return [make_user(f"moi{number}@tinhnguyen.example", f"Lê Thị {number}", area=van_linh) for number in range(4)]


def ask(shift, users, by, **facts):
    given = {"source": "proposal", "until": noon(3), "proposal_id": uuid4(), "by": by}
    return offer_many([Invitation(shift.pk, user.person.pk, any_role=True) for user in users], **given | facts)


def counts(shift):
    shift.refresh_from_db()
    return shift.taken, shift.held


def test_many_are_asked_while_there_are_places_and_the_rest_named_with_reasons(small, people, pupil, secretary):
    asked = ask(small, [people[0], pupil, *people[1:]], secretary)
    assert [made.person for made in asked.offers] == [people[0].person, people[1].person]
    assert [(one.invitation.person_id, one.reason.code) for one in asked.refused] == [
        (pupil.person.pk, "too_young"),
        (people[2].person.pk, "full"),
        (people[3].person.pk, "full"),
    ]
    assert counts(small) == (0, 2)
    assert Message.objects.filter(key__startswith="activities.offered").count() == 2
    assert {line.details["source"] for line in Line.objects.filter(verb="activities.offered")} == {"proposal"}


def test_who_was_asked_is_not_asked_again(small, people, secretary, refused):
    ask(small, people[:1], secretary)
    assert refused(offers.offer, small, people[0].person, source="organiser", until=noon(3), by=secretary) == "already_asked"


def test_thirty_cost_as_many_statements_as_three(commune_union, secretary, van_linh, django_assert_max_num_queries):
    shift = make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=4), 99)]).shifts.get()
    users = [make_user(f"ba{number}@tinhnguyen.example", f"Lê Thị {number}", area=van_linh) for number in range(33)]
    with django_assert_max_num_queries(60) as few:
        ask(shift, users[:3], secretary)
    with django_assert_max_num_queries(len(few)):
        assert len(ask(shift, users[3:], secretary).offers) == 30
    assert counts(shift) == (0, 33)


def test_a_role_is_kept_for_who_is_asked_for_it(small, people, secretary):
    skill = Skill.objects.all()[0]
    role = ShiftRole.objects.create(shift=small, name="Lái xe", places=1, skill=skill)
    PersonSkill.objects.create(person=people[1].person, skill=skill, degree=3)
    wanted = [Invitation(small.pk, user.person.pk, role.pk) for user in people[:2]]
    asked = offer_many(wanted, source="proposal", until=noon(3), by=secretary)
    assert [one.reason.code for one in asked.refused] == ["skill_missing"]
    role.refresh_from_db()
    assert (role.held, counts(small)) == (1, (0, 1))
    assert offers.accept(asked.offers[0], by=people[1]).role == role


def test_what_is_not_held_goes_to_whoever_says_yes_first(small, people, secretary, refused):
    asked = ask(small, people, secretary, holds=False)
    assert (len(asked.offers), counts(small)) == (4, (0, 0))
    for made, user in zip(asked.offers[:2], people, strict=False):
        offers.accept(made, by=user)
    assert refused(offers.accept, asked.offers[2], by=people[2]) == "full"
    assert counts(small) == (2, 0)


def test_a_question_taken_back_frees_the_place_and_says_why(small, people, secretary, refused):
    asked = ask(small, people[:2], secretary)
    assert offers.withdraw(asked.offers, reason="Xếp lại", by=secretary) == 2
    assert offers.withdraw(asked.offers, reason="Xếp lại", by=secretary) == 0
    assert counts(small) == (0, 0)
    assert "Xếp lại" in Message.objects.filter(key__startswith="activities.unoffered").first().body
    assert refused(offers.accept, asked.offers[0], by=people[0]) == "offer_over"


def test_the_rules_are_asked_again_at_yes(small, people, secretary, commune_union, refused):
    made = ask(small, people[:1], secretary).offers[0]
    make_signup(make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=1), 5)]).shifts.get(), people[0])
    assert refused(offers.accept, made, by=people[0]) == "overlaps"
    assert counts(small) == (0, 1)


def test_a_postponed_activity_stops_the_clock(small, people, secretary, refused):
    made = ask(small, people[:1], secretary).offers[0]
    Offer.objects.update(until=timezone.now() - timedelta(minutes=1))
    Activity.objects.update(status=Activity.Status.POSTPONED)
    assert offers.lapse(small) == 0
    Activity.objects.update(status=Activity.Status.OPEN)
    assert offers.lapse(small) == 1
    assert refused(offers.accept, made, by=people[0]) == "offer_over"
    assert refused(offers.decline, made, by=people[0]) == "offer_over"


def test_an_answer_never_comes_after_the_shift(small, people, secretary):
    assert ask(small, people[:1], secretary, until=noon(30)).offers[0].until == small.starts_at
    assert Signup.objects.count() == 0
