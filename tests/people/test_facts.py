"""Facts, skills with papers, memberships."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.actions import (
    change_facts,
    enter_person,
    join,
    keep_person,
    leave,
    note_availability,
    note_skills,
    prove_skill,
    take_back_proof,
)
from aoxanh.people.actions.skills import Claimed
from aoxanh.people.models import Membership, Person, PersonSkill, Skill
from aoxanh.people.queries.lists import Filters, filtered

SINCE = date(2025, 7, 1)


def refusal(action: Any, *arguments: Any, **facts: Any) -> str:
    with pytest.raises(Refused) as refused:
        action(*arguments, **facts)
    return refused.value.code


@pytest.fixture
def hanh(volunteer: User) -> Person:
    return volunteer.person


def verbs(person: Person) -> list[str]:
    return list(Line.objects.filter(subject_id=person.pk).order_by("id").values_list("verb", flat=True))


def test_nothing_changed_is_nothing_noted(hanh: Person, volunteer: User) -> None:
    change_facts(hanh, address="", emergency_name="", by=volunteer)
    assert verbs(hanh) == []


def test_what_is_written_is_tidied(hanh: Person, volunteer: User) -> None:
    person = change_facts(hanh, address="  Thôn   Nà Pè ", emergency_name="Vi Văn  Thắng", by=volunteer)
    assert (person.address, person.emergency_name) == ("Thôn Nà Pè", "Vi Văn Thắng")


def test_an_erased_record_takes_nothing_more(hanh: Person, volunteer: User) -> None:
    Person.objects.filter(pk=hanh.pk).update(erased_at=timezone.now())
    assert refusal(change_facts, hanh, address="x", by=volunteer) == "erased"


def test_a_merged_record_takes_nothing_more(hanh: Person, other_volunteer: User, volunteer: User) -> None:
    Person.objects.filter(pk=hanh.pk).update(merged_into=other_volunteer.person)
    assert refusal(change_facts, hanh, address="x", by=volunteer) == "merged"


def test_free_time_is_a_set_of_parts(hanh: Person, volunteer: User) -> None:
    note_availability(hanh, parts=[(5, "morning"), (6, "evening")], transport="motorbike", by=volunteer)
    note_availability(hanh, parts=[(5, "morning"), (0, "evening")], transport="motorbike", by=volunteer)
    assert sorted(hanh.availabilities.values_list("weekday", "part")) == [(0, "evening"), (5, "morning")]
    assert [line.details["changed"] for line in Line.objects.filter(subject_id=hanh.pk).order_by("id")] == [
        ["transport"],
        ["availability"],
        ["availability"],
    ]


def claim(code: str, **facts: Any) -> Claimed:
    return Claimed(Skill.objects.get(code=code).pk, **facts)


def test_skills_have_degrees_and_papers(hanh: Person, volunteer: User) -> None:
    note_skills(hanh, skills=[claim("medical", degree=3, proof="Bằng y sĩ"), claim("english")], by=volunteer)
    rows = hanh.own_skills.order_by("skill__code").values_list("skill__code", "degree", "proof", "proved_at")
    assert list(rows) == [("english", 2, "", None), ("medical", 3, "Bằng y sĩ", None)]
    note_skills(hanh, skills=[claim("english")], by=volunteer)
    assert list(hanh.own_skills.values_list("skill__code", flat=True)) == ["english"]


def test_a_skill_is_proved_only_once_an_officer_saw_the_paper(hanh: Person, volunteer: User, secretary: User) -> None:
    note_skills(hanh, skills=[claim("medical", proof="Bằng y sĩ")], by=volunteer)
    proved = Filters(skill_id=Skill.objects.get(code="medical").pk, proved=True)
    assert list(filtered(Person.objects.all(), proved, on=today())) == []
    prove_skill(hanh.own_skills.get(), paper="Bằng y sĩ 12/2024", valid_until=today(), by=secretary)
    assert list(filtered(Person.objects.all(), proved, on=today())) == [hanh]
    assert list(filtered(Person.objects.all(), proved, on=today() + timedelta(days=1))) == []


def test_a_paper_seen_twice_is_noted_once(hanh: Person, volunteer: User, secretary: User) -> None:
    note_skills(hanh, skills=[claim("medical")], by=volunteer)
    prove_skill(hanh.own_skills.get(), paper="Bằng y sĩ", by=secretary)
    prove_skill(hanh.own_skills.get(), paper="Bằng y sĩ", by=secretary)
    assert verbs(hanh) == ["people.updated", "people.skill_proved"]


def test_another_paper_has_to_be_seen_anew_and_another_degree_not(hanh: Person, volunteer: User, secretary: User) -> None:
    note_skills(hanh, skills=[claim("medical", proof="Bằng y sĩ")], by=volunteer)
    prove_skill(hanh.own_skills.get(), paper="Bằng y sĩ", by=secretary)
    note_skills(hanh, skills=[claim("medical", degree=3, proof="Bằng y sĩ")], by=volunteer)
    assert hanh.own_skills.get().proved_by == secretary
    note_skills(hanh, skills=[claim("medical", degree=3, proof="Bằng bác sĩ")], by=volunteer)
    assert hanh.own_skills.get().proved_at is None


def test_a_proof_is_taken_back_once(hanh: Person, secretary: User) -> None:
    skill = PersonSkill.objects.create(person=hanh, skill=Skill.objects.get(code="medical"), proof="Bằng", proved_at=timezone.now())
    take_back_proof(take_back_proof(skill, by=secretary), by=secretary)
    assert (hanh.own_skills.get().proved_at, verbs(hanh)) == (None, ["people.skill_unproved"])


def test_nobody_confirms_a_paper_without_naming_it(hanh: Person, secretary: User) -> None:
    skill = PersonSkill.objects.create(person=hanh, skill=Skill.objects.get(code="medical"))
    assert refusal(prove_skill, skill, paper="  ", by=secretary) == "paper_missing"


def test_a_paper_that_has_run_out_proves_nothing(hanh: Person, secretary: User) -> None:
    skill = PersonSkill.objects.create(person=hanh, skill=Skill.objects.get(code="medical"))
    assert refusal(prove_skill, skill, paper="Bằng", valid_until=today() - timedelta(days=1), by=secretary) == "paper_expired"


def test_nobody_confirms_their_own_papers(secretary: User) -> None:
    skill = PersonSkill.objects.create(person=secretary.person, skill=Skill.objects.get(code="medical"))
    assert refusal(prove_skill, skill, paper="Bằng", by=secretary) == "yourself"


def test_a_membership_sent_twice_is_one(hanh: Person, commune_union: Unit, secretary: User) -> None:
    first = join(hanh, unit=commune_union, kind="union", since=SINCE, by=secretary)
    assert (join(hanh, unit=commune_union, kind="union", since=SINCE, by=secretary), Membership.objects.count()) == (first, 1)
    line = Line.objects.get(subject_id=hanh.pk)
    assert (line.verb, line.unit_id, line.details) == ("people.joined", commune_union.pk, {"kind": "union", "since": "2025-07-01"})


def test_who_is_a_member_already_does_not_join_again(hanh: Person, commune_union: Unit, secretary: User) -> None:
    join(hanh, unit=commune_union, kind="union", since=SINCE, by=secretary)
    assert refusal(join, hanh, unit=commune_union, kind="union", since=date(2026, 1, 1), by=secretary) == "already_member"


def test_nobody_joins_in_the_future(hanh: Person, commune_union: Unit, secretary: User) -> None:
    assert refusal(join, hanh, unit=commune_union, kind="union", since=today() + timedelta(days=1), by=secretary) == "not_yet"


@pytest.mark.parametrize("since", [date(2019, 1, 1), date(2026, 1, 1)])
def test_nobody_joins_a_unit_before_it_begins_or_after_it_ended(hanh: Person, commune_union: Unit, secretary: User, since: date) -> None:
    commune_union.during = during(date(2020, 1, 1), date(2025, 7, 1))
    commune_union.save()
    assert refusal(join, hanh, unit=commune_union, kind="union", since=since, by=secretary) == "unit_not_there"


def test_leaving_ends_the_membership_and_keeps_it(hanh: Person, commune_union: Unit, secretary: User) -> None:
    membership = leave(join(hanh, unit=commune_union, kind="union", since=SINCE, by=secretary), on=today(), by=secretary)
    assert (membership.during.lower, membership.during.upper) == (SINCE, today())


def test_nobody_leaves_before_they_joined(hanh: Person, commune_union: Unit, secretary: User) -> None:
    membership = join(hanh, unit=commune_union, kind="union", since=SINCE, by=secretary)
    assert refusal(leave, membership, on=SINCE, by=secretary) == "not_begun"


def test_nobody_leaves_in_the_future(hanh: Person, commune_union: Unit, secretary: User) -> None:
    membership = join(hanh, unit=commune_union, kind="union", since=SINCE, by=secretary)
    assert refusal(leave, membership, on=today() + timedelta(days=1), by=secretary) == "not_yet"


def test_nobody_leaves_twice(hanh: Person, commune_union: Unit, secretary: User) -> None:
    membership = leave(join(hanh, unit=commune_union, kind="union", since=SINCE, by=secretary), on=date(2026, 1, 1), by=secretary)
    assert refusal(leave, membership, on=date(2026, 2, 1), by=secretary) == "already_ended"


def test_nobody_is_written_down_who_did_not_agree_on_paper(commune_union: Unit, secretary: User) -> None:
    facts = {"unit": commune_union, "kind": "union", "since": SINCE, "full_name": "Lý Văn Páo", "request_id": uuid4(), "by": secretary}
    assert (refusal(enter_person, agreed_on_paper=False, **facts), Person.objects.filter(full_name="Lý Văn Páo").count()) == (
        "consent_missing",
        0,
    )


def test_a_record_is_kept_once(hanh: Person, secretary: User) -> None:
    Person.objects.filter(pk=hanh.pk).update(forget_on=today())
    keep_person(hanh, by=secretary)
    keep_person(hanh, by=secretary)
    assert (Person.objects.get(pk=hanh.pk).forget_on, verbs(hanh)) == (None, ["people.kept"])
