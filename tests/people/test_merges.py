from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoxanh.access.models import Grant, Scope
from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Post, Unit
from aoxanh.people.actions.merges import keep_apart, merge_people, undo_merge
from aoxanh.people.belongings import links
from aoxanh.people.models import Appointment, Availability, DuplicatePair, Membership, Merge, Person, PersonSkill, Skill
from tests.cast import make_activity, make_signup

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)


def person(name: str = "Nông Thị Ánh", **facts: Any) -> Person:
    return Person.objects.create(full_name=name, **facts)


def pair_of(one: Person, other: Person) -> DuplicatePair:
    left, right = sorted([one, other], key=lambda each: each.pk)
    return DuplicatePair.objects.create(left=left, right=right, score=80, reasons=["same_name", "same_phone"])


def days(row: Membership) -> tuple[date | None, date | None]:
    return row.during.lower, row.during.upper


@pytest.fixture
def two(db: None) -> tuple[Person, Person]:
    kept = person(birth_year=2004, phone="+84912345678")
    return kept, person("Nông Thị Anh", birth_date=date(2004, 5, 19), email="anh@tinhnguyen.example")


def test_the_kept_record_has_both_histories(two: tuple[Person, Person], commune_union: Unit, secretary: User, shift: Shift) -> None:
    kept, gone = two
    Membership.objects.create(person=gone, unit=commune_union, during=during(DAY))
    signup = Signup.objects.create(shift=shift, person=gone, code="ABCD1234", request_id=gone.pk)
    PersonSkill.objects.create(person=gone, skill=Skill.objects.first())
    merge_people(kept, gone=gone, by=secretary)
    gone.refresh_from_db()
    signup.refresh_from_db()
    assert (gone.merged_into, signup.person, kept.memberships.count(), kept.own_skills.count()) == (kept, kept, 1, 1)


def test_every_table_that_points_to_people_is_known() -> None:
    found = {f"{link.model._meta.label}.{link.name}" for link in links()}
    assert {"people.Membership.person", "people.Appointment.person", "activities.Signup.person", "recognition.Certificate.person"} <= found
    assert not {name for name in found if name.startswith(("people.DuplicatePair", "people.Merge"))}


def test_chosen_facts_and_facts_that_were_missing_are_taken(two: tuple[Person, Person], secretary: User) -> None:
    kept, gone = two
    merge_people(kept, gone=gone, take={"birth"}, by=secretary)
    kept.refresh_from_db()
    assert (kept.full_name, kept.birth_date, kept.birth_year) == ("Nông Thị Ánh", date(2004, 5, 19), None)
    assert (kept.phone, kept.email) == ("+84912345678", "anh@tinhnguyen.example")


def test_a_taken_name_is_found_under_its_new_key(two: tuple[Person, Person], secretary: User) -> None:
    kept, gone = two
    gone.full_name = "Nông Thị Oanh"
    gone.save()
    merge_people(kept, gone=gone, take={"full_name"}, by=secretary)
    assert Person.objects.get(search_key="nong thi oanh", merged_into=None) == kept


def test_overlapping_memberships_are_united_and_counted_once(two: tuple[Person, Person], commune_union: Unit, secretary: User) -> None:
    kept, gone = two
    Membership.objects.create(person=kept, unit=commune_union, during=during(date(2022, 1, 1), date(2023, 1, 1)))
    Membership.objects.create(person=kept, unit=commune_union, during=during(date(2024, 1, 1), date(2025, 1, 1)))
    Membership.objects.create(person=gone, unit=commune_union, during=during(date(2021, 6, 1)))
    merge_people(kept, gone=gone, by=secretary)
    periods = [days(row) for row in kept.memberships.order_by("during")]
    assert periods == [(date(2021, 6, 1), date(2024, 1, 1)), (date(2024, 1, 1), None)]
    assert Membership.objects.filter(unit=commune_union, during__contains=today()).count() == 1


def test_a_second_signup_to_one_shift_stays_with_the_gone_record(shift: Shift, secretary: User, volunteer: User) -> None:
    gone = person("Vi Thi Hanh")
    mine = make_signup(shift, volunteer)
    theirs = Signup.objects.create(shift=shift, person=gone, code="ABCD1234", request_id=gone.pk)
    merge_people(volunteer.person, gone=gone, by=secretary)
    theirs.refresh_from_db()
    assert (theirs.person, list(volunteer.person.signups.all())) == (gone, [mine])


def test_the_account_of_the_gone_record_goes_over(two: tuple[Person, Person], secretary: User, volunteer: User) -> None:
    kept, _ = two
    gone = volunteer.person
    merge = merge_people(kept, gone=gone, by=secretary)
    assert Person.objects.get(user=volunteer) == kept
    undo_merge(merge, by=secretary)
    assert Person.objects.get(user=volunteer) == gone


def test_two_accounts_are_not_merged(volunteer: User, other_volunteer: User, secretary: User) -> None:
    with pytest.raises(Refused) as refused:
        merge_people(volunteer.person, gone=other_volunteer.person, by=secretary)
    assert (refused.value.code, Merge.objects.count()) == ("both_claimed", 0)


def test_a_closed_account_is_no_hindrance(volunteer: User, other_volunteer: User, secretary: User) -> None:
    User.objects.filter(pk=other_volunteer.pk).update(is_active=False)
    merge_people(volunteer.person, gone=Person.objects.get(pk=other_volunteer.person.pk), by=secretary)
    assert Person.objects.get(user=volunteer) == volunteer.person


def test_nobody_merges_their_own_record(two: tuple[Person, Person], secretary: User) -> None:
    with pytest.raises(Refused) as refused:
        merge_people(secretary.person, gone=two[0], by=secretary)
    assert refused.value.code == "own_record"


def test_a_record_is_not_merged_with_itself(two: tuple[Person, Person], secretary: User) -> None:
    with pytest.raises(Refused) as refused:
        merge_people(two[0], gone=two[0], by=secretary)
    assert refused.value.code == "same_record"


def test_a_record_that_is_gone_is_not_merged_again(two: tuple[Person, Person], secretary: User) -> None:
    kept, gone = two
    merge_people(kept, gone=gone, by=secretary)
    with pytest.raises(Refused) as refused:
        merge_people(person(), gone=gone, by=secretary)
    assert refused.value.code == "already_merged"


def test_a_merge_is_audited_without_the_facts(two: tuple[Person, Person], secretary: User) -> None:
    kept, gone = two
    merge_people(kept, gone=gone, by=secretary, reason="Nhập hai lần")
    line = Line.objects.get(verb="people.merged")
    assert (line.subject_id, line.by, line.details["gone"]) == (kept.pk, secretary, str(gone.pk))
    assert line.details["taken"] == ["email"]


def test_the_pair_is_decided_and_open_again_after_the_undoing(two: tuple[Person, Person], secretary: User) -> None:
    pair = pair_of(*two)
    merge = merge_people(two[0], gone=two[1], by=secretary)
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == ("merged", secretary)
    undo_merge(merge, by=secretary)
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by, pair.decided_at) == ("open", None, None)


def test_two_people_are_kept_apart(two: tuple[Person, Person], secretary: User) -> None:
    pair = keep_apart(pair_of(*two), by=secretary)
    assert (pair.verdict, pair.decided_by, Line.objects.get(verb="people.kept_apart").subject_id) == ("apart", secretary, pair.left_id)


def test_a_merged_pair_is_not_kept_apart(two: tuple[Person, Person], secretary: User) -> None:
    pair = pair_of(*two)
    merge_people(two[0], gone=two[1], by=secretary)
    with pytest.raises(Refused) as refused:
        keep_apart(pair, by=secretary)
    assert refused.value.code == "already_decided"


def test_a_merge_is_taken_back_once(two: tuple[Person, Person], secretary: User) -> None:
    merge = merge_people(two[0], gone=two[1], by=secretary)
    undo_merge(merge, by=secretary)
    with pytest.raises(Refused) as refused:
        undo_merge(merge, by=secretary)
    assert refused.value.code == "already_undone"


def test_what_was_erased_is_not_brought_back(two: tuple[Person, Person], secretary: User) -> None:
    merge = merge_people(two[0], gone=two[1], by=secretary)
    Person.objects.filter(pk=two[0].pk).update(erased_at="2026-11-22T00:00:00Z")
    with pytest.raises(Refused) as refused:
        undo_merge(merge, by=secretary)
    assert refused.value.code == "already_erased"


def test_the_later_merge_is_taken_back_first(two: tuple[Person, Person], secretary: User) -> None:
    first = merge_people(two[0], gone=two[1], by=secretary)
    merge_people(two[0], gone=person(), by=secretary)
    with pytest.raises(Refused) as refused:
        undo_merge(first, by=secretary)
    assert refused.value.code == "later_merge"


def test_what_was_changed_since_stays_after_the_undoing(two: tuple[Person, Person], secretary: User) -> None:
    kept, gone = two
    merge = merge_people(kept, gone=gone, by=secretary)
    Person.objects.filter(pk=kept.pk).update(email="moi@tinhnguyen.example")
    undo_merge(merge, by=secretary)
    kept.refresh_from_db()
    assert kept.email == "moi@tinhnguyen.example"


def make_post(unit: Unit, role: str) -> Post:
    return Post.objects.create(unit=unit, title="Bí thư", role=role, role_scope=Scope.UNIT, during=during(date(2020, 1, 1)))


def test_a_post_opens_only_as_far_as_the_officer_may_give(
    volunteer: User, secretary: User, commune_union: Unit, neighbour_union: Unit
) -> None:
    gone = person("Vi Thị Hạnh")
    own, foreign = (make_post(unit, "focal_point") for unit in (commune_union, neighbour_union))
    for post in (own, foreign):
        Appointment.objects.create(person=gone, post=post, during=during(DAY))
    merge = merge_people(volunteer.person, gone=gone, by=secretary)
    assert [grant.unit for grant in Grant.objects.filter(user=volunteer)] == [commune_union]
    undo_merge(merge, by=secretary)
    assert not Grant.objects.filter(user=volunteer, during__contains=today()).exists()


period = st.tuples(st.integers(0, 20), st.integers(1, 12) | st.none()).map(
    lambda ends: (DAY + timedelta(days=ends[0]), DAY + timedelta(days=ends[0] + ends[1]) if ends[1] else None)
)
part = st.tuples(st.integers(0, 2), st.sampled_from(["morning", "evening"]))
history = st.fixed_dictionaries(
    {"periods": st.lists(st.tuples(period, st.sampled_from(["volunteer", "union"])), max_size=4), "parts": st.sets(part, max_size=4)}
)
facts = st.fixed_dictionaries(
    {
        "full_name": st.sampled_from(["Nông Thị Ánh", "Nong Thi Anh"]),
        "phone": st.sampled_from(["", "+84912345678", "+84387114902"]),
        "birth_year": st.sampled_from([None, 2003, 2004]),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=history, other=history, known=facts, more=facts, take=st.sets(st.sampled_from(["full_name", "phone", "birth"])))
def test_taking_a_merge_back_restores_every_row(
    secretary: User, commune_union: Unit, one: Any, other: Any, known: Any, more: Any, take: set[str]
) -> None:
    kept, gone = Person.objects.create(**known), Person.objects.create(**more)
    for each, lived in ((kept, one), (gone, other)):
        live(each, commune_union, lived)
    before, covered = snapshot(kept, gone), days_covered(kept, gone)
    merge = merge_people(kept, gone=gone, take=take, by=secretary)
    assert days_covered(kept) == covered
    undo_merge(merge, by=secretary)
    assert snapshot(kept, gone) == before


def live(each: Person, unit: Unit, lived: dict[str, Any]) -> None:
    for (begin, end), kind in lived["periods"]:
        rows = Membership.objects.filter(person=each, unit=unit, kind=kind)
        if not rows.filter(during__overlap=during(begin, end)).exists():
            Membership.objects.create(person=each, unit=unit, kind=kind, during=during(begin, end))
    for weekday, name in lived["parts"]:
        Availability.objects.create(person=each, weekday=weekday, part=name)


def snapshot(*people: Person) -> dict[str, list[dict[str, Any]]]:
    tables = {f"{link.model._meta.label}.{link.name}": link.model._base_manager.filter(**{f"{link.name}__in": people}) for link in links()}
    rows = {name: list(found.order_by("pk").values()) for name, found in tables.items()}
    return rows | {"people": list(Person.objects.filter(pk__in=[each.pk for each in people]).order_by("pk").values())}


def days_covered(*people: Person) -> set[tuple[str, date]]:
    span = [DAY + timedelta(days=number) for number in range(40)]
    rows = Membership.objects.filter(person__in=people, during__isempty=False)
    return {(row.kind, day) for row in rows for day in span if row.during.lower <= day and (not row.during.upper or day < row.during.upper)}


def test_an_activity_keeps_its_people(secretary: User, commune_union: Unit, volunteer: User) -> None:
    activity = make_activity(commune_union, secretary)
    gone = person("Vi Thị Hạnh")
    Signup.objects.create(shift=activity.shifts.get(), person=gone, code="ABCD1234", request_id=gone.pk)
    merge_people(volunteer.person, gone=gone, by=secretary)
    assert [row.person for row in Signup.objects.all()] == [volunteer.person]
