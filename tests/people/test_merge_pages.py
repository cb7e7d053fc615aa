"""Records entered twice, at the desk."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit
from aoxanh.people.actions.merges import merge_people
from aoxanh.people.models import DuplicatePair, Membership, Merge, Person

LIST = "/ban-lam-viec/nguoi/trung/"
type SignIn = Callable[[User], Client]


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def member(name: str, unit: Unit | None, **facts: Any) -> Person:
    person = Person.objects.create(full_name=name, **facts)
    if unit:
        Membership.objects.create(person=person, unit=unit, during=during(date(2024, 1, 1)))
    return person


def pair_of(one: Person, other: Person, score: int = 80) -> DuplicatePair:
    left, right = sorted([one, other], key=lambda each: each.pk)
    return DuplicatePair.objects.create(left=left, right=right, score=score, reasons=["same_name", "same_phone"])


@pytest.fixture
def desk(secretary: User, sign_in: SignIn) -> Client:
    return sign_in(secretary)


@pytest.fixture
def pair(commune_union: Unit) -> DuplicatePair:
    return pair_of(
        member("Nông Thị Ánh", commune_union, birth_date=date(2004, 5, 19), phone="+84912345678"),
        member("Nong Thi Anh", commune_union, birth_year=2004, phone="+84912345678"),
    )


def test_the_likeliest_pair_comes_first(desk: Client, pair: DuplicatePair, commune_union: Unit) -> None:
    likelier = pair_of(member("Lê Quốc Bảo", commune_union), member("Lê Quốc Bảo", commune_union), score=95)
    response = desk.get(LIST)
    assert (response.context["page"].rows, response.context["total"]) == ([likelier, pair], 2)


def test_pairs_of_other_units_are_not_seen(desk: Client, neighbour_union: Unit, commune_union: Unit) -> None:
    foreign = pair_of(member("Lê Quốc Bảo", neighbour_union), member("Lê Quốc Bảo", neighbour_union))
    half = pair_of(member("Vi Thị Hạnh", neighbour_union), member("Vi Thị Hạnh", commune_union))
    assert desk.get(LIST).context["page"].rows == []
    assert [desk.get(f"{LIST}{each.pk}/").status_code for each in (foreign, half)] == [404, 404]


def test_who_signed_up_alone_is_compared_with_a_member(desk: Client, commune_union: Unit) -> None:
    found = pair_of(member("Vi Thị Hạnh", None), member("Vi Thị Hạnh", commune_union))
    assert desk.get(LIST).context["page"].rows == [found]


def test_who_may_not_merge_is_turned_away(focal_point: User, sign_in: SignIn, pair: DuplicatePair) -> None:
    client = sign_in(focal_point)
    assert (client.get(LIST).status_code, client.get(f"{LIST}{pair.pk}/").status_code) == (403, 404)


def test_the_list_asks_the_same_questions_with_one_pair_and_with_many(desk: Client, pair: DuplicatePair, commune_union: Unit) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            desk.get(LIST)
        return len(found)

    count()
    one = count()
    for number in range(8):
        pair_of(member(f"Lê Quốc Bảo {number}", commune_union), member(f"Lê Quốc Bảo {number}", commune_union))
    assert count() == one


def test_two_records_stand_beside_each_other(desk: Client, pair: DuplicatePair) -> None:
    page = text(desk.get(f"{LIST}{pair.pk}/"))
    assert [word in page for word in ("Nông Thị Ánh", "Nong Thi Anh", "19/05/2004", "2004", "0912 345 678")] == [True] * 5


def test_merging_takes_what_was_chosen_and_offers_the_way_back(desk: Client, pair: DuplicatePair) -> None:
    response = desk.post(f"{LIST}{pair.pk}/", {"full_name": "left", "birth": "left"}, follow=True)
    merge = Merge.objects.get()
    assert (merge.kept.full_name, merge.kept.birth_date) == ("Nông Thị Ánh", date(2004, 5, 19))
    assert f"{LIST}da-gop/{merge.pk}/hoan-tac/" in response.content.decode()


def test_a_choice_left_out_is_asked_again(desk: Client, pair: DuplicatePair) -> None:
    response = desk.post(f"{LIST}{pair.pk}/", {"full_name": "left"})
    assert (response.status_code, list(response.context["form"].errors), Merge.objects.count()) == (422, ["birth"], 0)


def test_a_refusal_is_said_on_the_page(sign_in: SignIn, secretary: User, commune_union: Unit) -> None:
    found = pair_of(secretary.person, member("Đinh Thùy Dương", commune_union))
    Membership.objects.create(person=secretary.person, unit=commune_union, during=during(date(2024, 1, 1)))
    response = sign_in(secretary).post(f"{LIST}{found.pk}/", {"full_name": "left"})
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "own_record")


def test_two_people_are_noted_as_such(desk: Client, pair: DuplicatePair) -> None:
    desk.post(f"{LIST}{pair.pk}/hai-nguoi/")
    pair.refresh_from_db()
    assert (pair.verdict, desk.get(LIST).context["page"].rows) == ("apart", [])


def test_a_merge_is_taken_back_from_its_list(desk: Client, pair: DuplicatePair, secretary: User) -> None:
    merge = merge_people(pair.left, gone=pair.right, by=secretary)
    assert desk.get(f"{LIST}da-gop/").context["page"].rows == [merge]
    desk.post(f"{LIST}da-gop/{merge.pk}/hoan-tac/")
    merge.refresh_from_db()
    assert (merge.undone_by, desk.get(f"{LIST}da-gop/").context["page"].rows) == (secretary, [])


def test_merges_of_others_are_not_taken_back(sign_in: SignIn, outsider: User, pair: DuplicatePair, secretary: User) -> None:
    merge = merge_people(pair.left, gone=pair.right, by=secretary)
    assert sign_in(outsider).post(f"{LIST}da-gop/{merge.pk}/hoan-tac/").status_code == 404


def test_the_address_of_the_gone_record_leads_to_the_kept_one(desk: Client, pair: DuplicatePair, secretary: User) -> None:
    merge_people(pair.left, gone=pair.right, by=secretary)
    response = desk.get(f"/ban-lam-viec/nguoi/{pair.right_id}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/ban-lam-viec/nguoi/{pair.left_id}/")
