"""Who may be entered twice."""

from datetime import date
from typing import Any

import pytest

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit
from aoxanh.people import sweep as sweeping
from aoxanh.people import tasks
from aoxanh.people.actions.merges import keep_apart, merge_people, undo_merge
from aoxanh.people.duplicates import Candidate, Facts, bulk_candidates, candidates, facts_of
from aoxanh.people.likeness import CERTAIN, LISTED, OFFERED, POINTS, REASONS
from aoxanh.people.models import DuplicatePair, Membership, NameWord, Person
from aoxanh.people.sweep import sweep
from aoxanh.places.models import Area

pytestmark = pytest.mark.django_db
PHONE, MAIL = "+84912345678", "anh@tinhnguyen.example"
BORN = date(2004, 5, 9)


def person(name: str = "Nông Thị Ánh", unit: Unit | None = None, **facts: Any) -> Person:
    made = Person.objects.create(full_name=name, **facts)
    if unit:
        Membership.objects.create(person=made, unit=unit, during=during(date(2024, 1, 1)))
    return made


def score(*codes: str) -> int:
    return min(100, max(0, sum(POINTS[code] for code in codes)))


def asked(name: str = "Nông Thị Ánh", **facts: Any) -> Candidate | None:
    found = candidates(Facts(name, **facts))
    return found[0] if found else None


ONE = {"birth_date": BORN, "phone": PHONE, "email": MAIL}
CASES = [
    ("Nông Thị Ánh", ONE, ONE, ("same_name_tones", "same_birth_date", "same_phone", "same_email")),
    ("Nong Thi Anh", {"birth_date": BORN}, {"birth_date": BORN}, ("same_name", "same_birth_date")),
    ("Nông Thị Ánh", {"birth_year": 2004}, {"birth_date": BORN}, ("same_name_tones", "same_birth_year")),
    ("Nông Thị Ánh", {"birth_date": date(2004, 1, 1)}, {"birth_date": BORN}, ("same_name_tones", "same_birth_year")),
    ("Nông Thị Ánh", {"birth_date": date(2004, 9, 5)}, {"birth_date": BORN}, ("same_name_tones", "swapped_birth_date")),
    ("Nông Thị Áhn", {"birth_date": BORN}, {"birth_date": BORN}, ("near_name", "same_birth_date")),
    ("Nông Thị Ánhh", {"phone": PHONE}, {"phone": PHONE}, ("near_name", "same_phone")),
    ("Nông Ánh", {"birth_date": BORN}, {"birth_date": BORN}, ("like_name", "same_birth_date")),
    ("Nông Thị Ánh", {"email": MAIL}, {"email": MAIL.upper()}, ("same_name_tones", "same_email")),
    (
        "Nông Thị Ánh",
        {"phone": PHONE, "birth_date": date(1999, 3, 8)},
        {"phone": PHONE, "birth_date": BORN},
        ("same_name_tones", "same_phone"),
    ),
    ("Lê Văn Tú", {"phone": PHONE, "birth_date": BORN}, {"phone": PHONE, "birth_date": BORN}, ("same_birth_date", "same_phone")),
]


@pytest.mark.parametrize(("name", "known", "typed", "reasons"), CASES)
def test_what_agrees_counts(name: str, known: dict[str, Any], typed: dict[str, Any], reasons: tuple[str, ...]) -> None:
    other = person(name, **known)
    found = asked(**typed)
    against = [] if name != "Lê Văn Tú" else ["other_name"]
    against += ["other_birth"] if known.get("birth_date") == date(1999, 3, 8) else []
    if score(*reasons, *against) < OFFERED:
        assert found is None
    else:
        assert found == Candidate(other.pk, score(*reasons, *against), reasons)


@pytest.mark.parametrize(
    ("name", "known", "typed"),
    [
        ("Nông Thị Ánh", {"birth_date": date(1999, 3, 8)}, {"birth_date": BORN}),
        ("Lê Văn Tú", {"phone": PHONE, "birth_date": date(1979, 3, 8)}, {"phone": PHONE, "birth_date": BORN}),
        ("Lê Văn Tú", {"birth_date": BORN}, {"birth_date": BORN}),
        ("Nông Thị Ánh", {}, {}),
        ("Nông Thị Ánh", {"birth_year": 1999}, {"birth_date": BORN}),
    ],
)
def test_what_contradicts_counts_against(name: str, known: dict[str, Any], typed: dict[str, Any]) -> None:
    person(name, **known)
    assert asked(**typed) is None


def test_two_names_one_letter_apart_are_two_names() -> None:
    """Hoa and Hoan are both names; nobody else is called Hoax."""
    for given in ("Hoa", "Hoan"):
        Person.objects.bulk_create(
            [Person(full_name=f"Vi Thị {given}", search_key=f"vi thi {given.lower()}", sort_key="x", birth_year=1970 + n) for n in range(9)]
        )
    NameWord.objects.filter(word__in=["hoa", "hoan"]).update(count=9)
    person("Lò Thị Hoan", birth_date=BORN)
    person("Lò Thị Hoax", birth_date=BORN)
    found = {each.reasons for each in candidates(Facts("Lò Thị Hoa", BORN), most=5)}
    assert found == {("near_name", "same_birth_date"), ("like_name", "same_birth_date")}


def test_the_same_name_in_the_same_unit_is_enough(commune_union: Unit) -> None:
    other = person(unit=commune_union)
    assert asked(unit_id=commune_union.pk) == Candidate(other.pk, score("same_name_tones", "same_unit"), ("same_name_tones", "same_unit"))


def test_the_same_name_in_the_same_commune_is_enough(van_linh: Area) -> None:
    other = person(area=van_linh)
    assert asked(area_id=van_linh.pk) == Candidate(other.pk, score("same_name_tones", "same_area"), ("same_name_tones", "same_area"))


def test_records_that_are_gone_are_nobodys_double() -> None:
    kept = person("Lê Văn Tú")
    person(birth_date=BORN, merged_into=kept)
    person(birth_date=BORN, erased_at="2026-11-22T00:00:00Z")
    person(birth_date=BORN, restricted_at="2026-11-22T00:00:00Z")
    assert asked(birth_date=BORN) is None


def test_a_list_is_answered_row_by_row(commune_union: Unit) -> None:
    first, second = person(birth_date=BORN), person("Lê Văn Tú", phone=PHONE)
    rows = [Facts("Nông Thị Ánh", BORN), Facts("Vi Văn Dũng", BORN), Facts("Le Van Tu", phone=PHONE, unit_id=commune_union.pk)]
    found = bulk_candidates(rows)
    assert {number: [each.person_id for each in each_row] for number, each_row in found.items()} == {0: [first.pk], 2: [second.pk]}
    assert bulk_candidates([]) == {}


def test_a_list_gets_the_likeliest_only() -> None:
    for _ in range(5):
        person(birth_date=BORN)
    best = person(birth_date=BORN, phone=PHONE)
    found = bulk_candidates([Facts("Nông Thị Ánh", BORN, phone=PHONE)], each=2)[0]
    assert (found[0].person_id, len(found), found[0].score >= CERTAIN) == (best.pk, 2, True)


def pairs() -> list[tuple[set[Any], int, list[str]]]:
    return [({row.left_id, row.right_id}, row.score, row.reasons) for row in DuplicatePair.objects.order_by("-score", "id")]


def test_the_sweep_notes_pairs_with_their_reasons() -> None:
    one, other = person(**ONE), person("Nong Thi Anh", birth_date=BORN)
    person("Vi Văn Dũng", birth_date=BORN)
    assert sweep().noted == 1
    assert pairs() == [({one.pk, other.pk}, score("same_name", "same_birth_date"), ["same_name", "same_birth_date"])]


@pytest.mark.parametrize(("name", "known", "typed", "reasons"), CASES)
def test_the_sweep_and_the_question_for_one_agree(
    name: str, known: dict[str, Any], typed: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    person(name, **known)
    one = person(**typed)
    found = [(each.score, list(each.reasons)) for each in candidates(facts_of(one)) if each.person_id != one.pk and each.score >= LISTED]
    sweep()
    assert [row[1:] for row in pairs()] == found


def test_the_same_unit_counts_in_the_sweep(commune_union: Unit) -> None:
    person(unit=commune_union)
    person(unit=commune_union)
    sweep()
    assert [row[1:] for row in pairs()] == [(score("same_name_tones", "same_unit"), ["same_name_tones", "same_unit"])]


def test_a_second_sweep_changes_nothing() -> None:
    person(birth_date=BORN)
    person(birth_date=BORN)
    sweep()
    before = list(DuplicatePair.objects.values())
    assert (sweep().noted, list(DuplicatePair.objects.values())) == (0, before)


def test_a_pair_that_no_longer_agrees_is_closed() -> None:
    one = person(birth_date=BORN)
    person(birth_date=BORN)
    sweep()
    Person.objects.filter(pk=one.pk).update(birth_date=date(1999, 3, 8))
    assert (sweep().closed, DuplicatePair.objects.count()) == (1, 0)


def test_a_pair_is_scored_anew() -> None:
    one, _ = person(birth_date=BORN), person(birth_date=BORN, phone=PHONE)
    sweep()
    Person.objects.filter(pk=one.pk).update(phone=PHONE)
    assert sweep().noted == 1
    assert pairs()[0][2] == ["same_name_tones", "same_birth_date", "same_phone"]


def test_verdicts_outlive_the_sweep(secretary: User) -> None:
    person(birth_date=BORN)
    person(birth_date=BORN)
    sweep()
    keep_apart(DuplicatePair.objects.get(), by=secretary)
    Person.objects.update(phone=PHONE)
    sweep()
    assert [(row.verdict, row.decided_by) for row in DuplicatePair.objects.all()] == [("apart", secretary)]


def test_a_merged_pair_comes_back_when_the_merge_is_undone(secretary: User) -> None:
    one, other = person(birth_date=BORN), person(birth_date=BORN)
    sweep()
    merge = merge_people(one, gone=other, by=secretary)
    sweep()
    undo_merge(merge, by=secretary)
    sweep()
    assert DuplicatePair.objects.get().verdict == "open"


def test_a_number_of_a_whole_school_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"Nông Thị {given}" for given in ("Ánh", "Ảnh", "Anh")]
    for name in names:
        person(name, phone=PHONE)
    sweep()
    assert len(pairs()) == 3
    monkeypatch.setattr("aoxanh.people.sweep.ALIKE", sweeping.ALIKE.replace("AND 200", "AND 2"))
    sweep()
    assert pairs() == []


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == {code for code in POINTS if not code.startswith("other")}


def test_the_night_counts_words_and_compares_everybody() -> None:
    person(birth_date=BORN)
    person(birth_date=BORN)
    tasks.look_alike.func(timestamp=0)
    assert (DuplicatePair.objects.count(), NameWord.objects.get(word="nong").count) == (1, 2)
