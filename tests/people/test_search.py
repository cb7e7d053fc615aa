"""Finding people by what officers type."""

from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet

from aoxanh.access.queries import permitted_ids
from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, NameWord, Person
from aoxanh.people.policies import visible_people
from aoxanh.people.search import Found, find_people
from aoxanh.people.spelling import count_words, near, readings

pytestmark = pytest.mark.django_db


def person(name: str, unit: Unit | None = None, **facts: Any) -> Person:
    made = Person.objects.create(full_name=name, **facts)
    if unit:
        Membership.objects.create(person=made, unit=unit, during=during(date(2024, 1, 1)))
    return made


def everybody() -> QuerySet[Person]:
    return Person.objects.filter(merged_into=None, erased_at=None)


def names(found: Found) -> list[str]:
    return [each.full_name for each in found.people]


def find(typed: str, **more: Any) -> list[str]:
    return names(find_people(typed, everybody(), **more))


@pytest.mark.parametrize(
    "typed",
    [
        "Nông Thị Ánh",
        "nong thi anh",
        "NONG THI ANH",
        "  nông   thị  ánh ",
        "nong thi",
        "nong t",
        "anh",
        "thi anh",
        "anh nong",
        "a",
        "nonh thi anh",
        "nong thi ahn",
        "nonng thi anh",
        "nong thj anh",
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str) -> None:
    person("Nông Thị Ánh")
    person("Vi Văn Dũng")
    assert find(typed) == ["Nông Thị Ánh"]


@pytest.mark.parametrize("typed", ["0912345678", "0912 345.678", "+84912345678", "84 912 345 678", "0084912345678", "0912345", "+849123"])
def test_a_phone_is_found_in_any_form_and_by_its_beginning(typed: str) -> None:
    person("Nông Thị Ánh", phone="+84912345678")
    person("Vi Văn Dũng", phone="+84387114902")
    assert find(typed) == ["Nông Thị Ánh"]


@pytest.mark.parametrize("typed", ["anh@tinhnguyen.example", "ANH@tinhnguyen.example", "anh@"])
def test_a_mail_address_is_found_by_its_beginning(typed: str) -> None:
    person("Nông Thị Ánh", email="anh@tinhnguyen.example")
    person("Vi Văn Dũng", email="dung@tinhnguyen.example")
    assert find(typed) == ["Nông Thị Ánh"]


@pytest.mark.parametrize("typed", ["nong anh 2004", "2004 nong thi anh", "ánh 19/05/2004", "19-5-2004", "anh, 19.05.2004"])
def test_birth_beside_the_name_narrows(typed: str) -> None:
    person("Nông Thị Ánh", birth_date=date(2004, 5, 19))
    person("Nông Thị Ánh", birth_date=date(1999, 1, 2))
    assert [each.born for each in find_people(typed, everybody()).people] == [2004]


def test_a_year_fits_who_is_known_by_the_year_only() -> None:
    person("Nông Thị Ánh", birth_year=2004)
    assert find("anh 2004") == ["Nông Thị Ánh"]


def test_the_typed_tones_come_first() -> None:
    for name in ("Lê Thu Hương", "Lê Thu Hường", "Lê Thu Hưởng"):
        person(name)
    assert find("thu hường") == ["Lê Thu Hường", "Lê Thu Hương", "Lê Thu Hưởng"]


def test_whole_names_come_before_beginnings_endings_and_the_rest() -> None:
    for name in ("Thu Lan Hà", "Vi Lan Thu", "Lan Thu Hà", "Lan Thu"):
        person(name)
    assert find("lan thu") == ["Lan Thu", "Lan Thu Hà", "Vi Lan Thu", "Thu Lan Hà"]


def test_what_was_searched_for_is_said_where_it_is_not_what_was_typed() -> None:
    person("Nguyễn Thị Hương")
    found = find_people("nguyen thi huomg", everybody())
    assert (names(found), found.read_as) == (["Nguyễn Thị Hương"], "nguyen thi huong")


def test_a_word_that_is_a_name_is_corrected_only_when_nothing_was_found() -> None:
    for name in ("Nguyễn Thị Hoa", "Trần Văn Hao"):
        person(name)
    assert (find("nguyen thi hao"), find("van hao")) == (["Nguyễn Thị Hoa"], ["Trần Văn Hao"])


def test_nobody_is_found_by_what_nobody_is_called() -> None:
    person("Nông Thị Ánh")
    assert (find("xyzzy"), find(""), find("   "), find("1999"), find("%"), find("\\")) == ([], [], [], [], [], [])


def test_the_list_ends_and_says_so() -> None:
    for number in range(6):
        person("Nông Thị Ánh", phone=f"+8491234567{number}")
    found = find_people("nong", everybody(), most=5)
    assert (len(found.people), found.more) == (5, True)
    assert not find_people("nong", everybody(), most=6).more


def test_merged_and_erased_records_are_not_found() -> None:
    kept = person("Nông Thị Ánh")
    person("Nông Thị Anh", merged_into=kept)
    person("Nông Thị Ảnh", erased_at="2026-11-22T00:00:00Z")
    assert find("nong thi anh") == ["Nông Thị Ánh"]


def test_only_visible_people_are_found(secretary: User, commune_union: Unit, neighbour_union: Unit) -> None:
    for unit in (commune_union, neighbour_union):
        person(f"Nông Thị Ánh {unit.abbreviation[-2:]}", unit)
    on = today()
    seen, units = visible_people(secretary, on), permitted_ids(secretary, "people.read", on=on)
    assert names(find_people("nong anh", seen)) == names(find_people("nong anh", seen, units=units)) == ["Nông Thị Ánh VL"]


def test_of_a_large_part_of_the_tree_the_names_of_others_are_passed_over(
    coordinator: User, commune_union: Unit, neighbour_union: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aoxanh.people.search.FEW", 1)
    for unit in (commune_union, neighbour_union):
        person("Nông Thị Ánh", unit)
    person("Nông Thị Ánh")
    on = today()
    found = find_people("nong thi anh", visible_people(coordinator, on), units=permitted_ids(coordinator, "people.read", on=on))
    assert len(found.people) == 2


def test_a_name_that_others_bear_is_not_corrected(secretary: User, commune_union: Unit) -> None:
    person("Nguyễn Thị Hoa", commune_union)
    person("Nguyễn Thị Hao")
    on = today()
    assert names(find_people("nguyen thi hao", visible_people(secretary, on))) == []


def test_new_words_are_noted_however_people_are_written() -> None:
    person("Lò Thị Pành")
    Person.objects.bulk_create([Person(full_name="Giàng A Chứ", search_key="giang a chu", sort_key="x")])
    Person.objects.filter(search_key="lo thi panh").update(full_name="Lò Thị Pằng", search_key="lo thi pang")
    assert {"lo", "thi", "panh", "pang", "giang", "a", "chu"} <= set(NameWord.objects.values_list("word", flat=True))


def test_words_are_counted_anew_and_let_go() -> None:
    for name in ("Lò Thị Pành", "Lò Văn Ơn"):
        person(name)
    Person.objects.filter(search_key="lo thi panh").update(full_name="Lò Thị Hoa", search_key="lo thi hoa")
    assert count_words() == NameWord.objects.count()
    counts = dict(NameWord.objects.values_list("word", "count"))
    assert (counts["lo"], counts["hoa"], "panh" in counts) == (2, 1, False)


def test_neighbours_of_a_word_are_one_letter_away() -> None:
    person("Hương Huong Hường Hung Hoàng Thương")
    assert near("huomg") == ["huong"]
    assert near("hnug") == ["hung"]
    assert near("xx") == []


def test_a_reading_keeps_the_words_that_are_known() -> None:
    person("Nguyễn Thị Hương")
    assert [each.key for each in readings(search_key("nguyn thi huo"))] == ["nguyen thi huo"]
