"""People at the desk."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Unit
from aoxanh.people.actions import give_consent, note_sensitive
from aoxanh.people.models import Availability, Membership, Person, PersonSkill, Skill
from tests.cast import grant, make_user

LIST = "/ban-lam-viec/nguoi/"
type SignIn = Callable[[User], Client]


def text(response: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def names(response: HttpResponse) -> list[str]:
    return [person.full_name for person in response.context["page"].rows]


def member(name: str, unit: Unit, kind: str = "volunteer", since: date = date(2025, 7, 1), **facts: Any) -> Person:
    person = Person.objects.create(full_name=name, **{"birth_date": date(2004, 5, 20)} | facts)
    Membership.objects.create(person=person, unit=unit, kind=kind, during=during(since))
    return person


@pytest.fixture
def desk(secretary: User, sign_in: SignIn) -> Client:
    return sign_in(secretary)


@pytest.fixture
def hanh(commune_union: Unit) -> Person:
    return member("Vi Thị Hạnh", commune_union, phone="+84912345678")


def test_people_stand_in_the_vietnamese_order(desk: Client, commune_union: Unit) -> None:
    for name in ("Vi Thị Hạnh", "Đặng Văn Ân", "Lê Văn An", "Nguyễn Văn Đức", "Trần Thị Dung"):
        member(name, commune_union)
    assert names(desk.get(LIST)) == ["Lê Văn An", "Đặng Văn Ân", "Trần Thị Dung", "Nguyễn Văn Đức", "Vi Thị Hạnh"]


def test_who_is_in_several_units_counts_once(coordinator: User, sign_in: SignIn, hanh: Person, neighbour_union: Unit) -> None:
    Membership.objects.create(person=hanh, unit=neighbour_union, kind="group", during=during(date(2025, 7, 1)))
    Membership.objects.create(person=hanh, unit=neighbour_union, kind="union", during=during(date(2025, 7, 1)))
    response = sign_in(coordinator).get(LIST)
    assert (names(response), response.context["total"]) == (["Vi Thị Hạnh"], 1)


def test_another_commune_sees_nobody_of_here(outsider: User, sign_in: SignIn, hanh: Person) -> None:
    client = sign_in(outsider)
    assert names(client.get(LIST)) == []
    paths = ("", "sua/", "don-vi/")
    assert [client.get(f"{LIST}{hanh.pk}/{path}").status_code for path in paths] == [404, 404, 404]
    assert client.post(f"{LIST}{hanh.pk}/giu/").status_code == 404


def test_a_volunteer_has_no_list_of_people(volunteer: User, sign_in: SignIn) -> None:
    assert sign_in(volunteer).get(LIST).status_code == 403


def test_who_left_is_no_longer_there(desk: Client, hanh: Person) -> None:
    hanh.memberships.update(during=during(date(2025, 7, 1), today()))
    assert (names(desk.get(LIST)), desk.get(f"{LIST}{hanh.pk}/").status_code) == ([], 404)


def test_the_list_is_narrowed_by_kind_skill_time_and_age(desk: Client, commune_union: Unit) -> None:
    skill = Skill.objects.get(code="first_aid")
    first = member("Lê Văn An", commune_union, "union", birth_date=date(today().year - 20, 1, 1))
    second = member("Vi Thị Hạnh", commune_union, birth_date=None, birth_year=today().year - 40)
    PersonSkill.objects.create(person=first, skill=skill)
    PersonSkill.objects.create(person=second, skill=skill, proved_at=timezone.now())
    Availability.objects.create(person=second, weekday=5, part="morning")
    asked = {
        "loai=union": ["Lê Văn An"],
        "ky_nang=first_aid": ["Lê Văn An", "Vi Thị Hạnh"],
        "ky_nang=first_aid&giay=on": ["Vi Thị Hạnh"],
        "thu=5": ["Vi Thị Hạnh"],
        "thu=5&buoi=evening": [],
        "tuoi=19-24": ["Lê Văn An"],
        "tuoi=31": ["Vi Thị Hạnh"],
        f"don_vi={commune_union.pk}": ["Lê Văn An", "Vi Thị Hạnh"],
        "tuoi=nonsense": ["Lê Văn An", "Vi Thị Hạnh"],
    }
    assert {query: names(desk.get(f"{LIST}?{query}")) for query in asked} == asked


def test_a_name_is_found_without_tones_and_a_phone_by_its_number(desk: Client, hanh: Person, commune_union: Unit) -> None:
    member("Lê Văn An", commune_union)
    assert [names(desk.get(f"{LIST}?q={typed}")) for typed in ("hanh", "0912 345 678", "khong co ai")] == [
        ["Vi Thị Hạnh"],
        ["Vi Thị Hạnh"],
        [],
    ]


def test_the_next_page_starts_after_the_last_row(desk: Client, commune_union: Unit) -> None:
    for number in range(43):
        member(f"Lê Văn {'ABCDĐEGHIKLMNOPQRSTU'[number % 20]}{'aeiou'[number // 20]}n", commune_union)
    first = desk.get(LIST)
    second = desk.get(f"{LIST}?{first.context['page'].next_query}")
    seen = [*names(first), *names(second)]
    assert (len(names(first)), len(seen), len({*seen})) == (40, 43, 43)


def test_the_list_costs_the_same_with_many_people(desk: Client, commune_union: Unit) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    member("Lê Văn An", commune_union)
    statements()
    few = statements()
    for number in range(12):
        person = member(f"Vi Thị {'ABCDEGHIKLMN'[number]}n", commune_union)
        PersonSkill.objects.create(person=person, skill=Skill.objects.get(code="english"))
    assert statements() == few


def test_a_page_of_a_person_costs_the_same_with_many_rows(desk: Client, hanh: Person, neighbour_union: Unit) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{LIST}{hanh.pk}/").status_code == 200
        return len(queries)

    PersonSkill.objects.create(person=hanh, skill=Skill.objects.get(code="first_aid"))
    statements()
    few = statements()
    for skill in Skill.objects.exclude(code="first_aid"):
        PersonSkill.objects.create(
            person=hanh, skill=skill, proved_at=timezone.now(), proved_by=make_user(f"{skill.code}@x.example", "Lê An")
        )
    for kind in ("union", "group"):
        Membership.objects.create(person=hanh, unit=neighbour_union, kind=kind, during=during(date(2024, 1, 1)))
    assert statements() == few


def typed(unit: Unit, **changed: Any) -> dict[str, Any]:
    given = {
        "request_id": str(uuid4()),
        "unit": str(unit.pk),
        "kind": "union",
        "since": "2025-07-01",
        "full_name": "LÝ VĂN PÁO",
        "birth_year": "2003",
        "phone": "0987 654 321",
        "agreed": "on",
    }
    return {name: value for name, value in (given | changed).items() if value is not None}


def test_somebody_is_written_down_from_a_paper_once(desk: Client, commune_union: Unit, secretary: User) -> None:
    sent = typed(commune_union)
    responses = [desk.post(f"{LIST}moi/", sent), desk.post(f"{LIST}moi/", sent)]
    person = Person.objects.get(phone="+84987654321")
    assert {response.headers["Location"] for response in responses} == {f"{LIST}{person.pk}/"}
    consent, membership = person.consents.get(), person.memberships.get()
    assert (person.full_name, person.birth_year, person.user) == ("Lý Văn Páo", 2003, None)
    assert (consent.purpose, consent.channel, consent.by) == ("volunteering", "paper", None)
    assert (membership.unit, membership.kind, membership.during.lower) == (commune_union, "union", date(2025, 7, 1))
    assert [line.verb for line in Line.objects.filter(subject_id=person.pk).order_by("id")] == [
        "people.entered",
        "people.consent_given",
        "people.joined",
    ]


def test_the_consent_on_paper_is_never_ticked_beforehand(desk: Client, commune_union: Unit) -> None:
    box = re.search(r'<input type="checkbox" name="agreed"[^>]*>', desk.get(f"{LIST}moi/").content.decode())
    assert box
    assert "checked" not in box[0]
    response = desk.post(f"{LIST}moi/", typed(commune_union, agreed=None))
    assert (response.status_code, Person.objects.filter(phone="+84987654321").count()) == (422, 0)


def test_who_looks_like_somebody_known_is_asked_about(desk: Client, hanh: Person, commune_union: Unit) -> None:
    sent = typed(commune_union, full_name="Vi Thi Hanh", birth_year="", birth_date="2004-05-20", phone="")
    response = desk.post(f"{LIST}moi/", sent)
    assert (response.status_code, [one.pk for one in response.context["alike"]]) == (422, [hanh.pk])
    assert desk.post(f"{LIST}moi/", sent | {"somebody_else": "on"}).status_code == 302


def test_nobody_is_written_down_for_another_unit(desk: Client, neighbour_union: Unit) -> None:
    assert desk.post(f"{LIST}moi/", typed(neighbour_union)).status_code == 422


def test_an_officer_corrects_a_person(desk: Client, hanh: Person, secretary: User) -> None:
    response = desk.post(
        f"{LIST}{hanh.pk}/sua/", {"full_name": "Vi Thu Hạnh", "birth_date": "2004-05-20", "phone": "", "overseas_country": "JP"}
    )
    hanh.refresh_from_db()
    assert (response.status_code, hanh.full_name, hanh.phone, hanh.overseas_country) == (302, "Vi Thu Hạnh", "", "JP")
    line = Line.objects.get(subject_id=hanh.pk)
    assert (line.verb, line.by, line.details) == ("people.updated", secretary, {"changed": ["full_name", "overseas_country", "phone"]})


def test_a_membership_begins_and_ends_at_the_desk(desk: Client, hanh: Person, commune_union: Unit) -> None:
    sent = {"unit": str(commune_union.pk), "kind": "union", "since": "2026-01-01"}
    assert desk.post(f"{LIST}{hanh.pk}/don-vi/", sent).status_code == 302
    union = hanh.memberships.get(kind="union")
    assert desk.post(f"{LIST}sinh-hoat/{union.pk}/", {"on": "2025-12-31"}).status_code == 409
    assert desk.post(f"{LIST}sinh-hoat/{union.pk}/", {"on": "2026-02-01"}).status_code == 302
    union.refresh_from_db()
    assert (union.during.lower, union.during.upper) == (date(2026, 1, 1), date(2026, 2, 1))


def test_an_inspector_sees_and_changes_nothing(inspector: User, sign_in: SignIn, hanh: Person) -> None:
    client, membership = sign_in(inspector), hanh.memberships.get()
    skill = PersonSkill.objects.create(person=hanh, skill=Skill.objects.get(code="medical"))
    assert client.get(f"{LIST}{hanh.pk}/").status_code == 200
    addresses = [f"{hanh.pk}/sua/", "moi/", f"sinh-hoat/{membership.pk}/", f"ky-nang/{skill.pk}/"]
    assert [client.get(LIST + address).status_code for address in addresses] == [404, 403, 404, 404]
    assert client.post(f"{LIST}{hanh.pk}/nhay-cam/", {"why": "tò mò"}).status_code == 404


def test_a_paper_is_seen_and_taken_back(desk: Client, hanh: Person, secretary: User) -> None:
    skill = PersonSkill.objects.create(person=hanh, skill=Skill.objects.get(code="medical"), proof="Bằng 12/2024")
    assert "Bằng 12/2024" in desk.get(f"{LIST}ky-nang/{skill.pk}/").content.decode()
    assert desk.post(f"{LIST}ky-nang/{skill.pk}/", {"paper": "Bằng y sĩ 12/2024, Trường CĐ Y tế Lạng Sơn"}).status_code == 302
    skill.refresh_from_db()
    assert (skill.proved_by, skill.proof) == (secretary, "Bằng y sĩ 12/2024, Trường CĐ Y tế Lạng Sơn")
    desk.post(f"{LIST}ky-nang/{skill.pk}/thu-hoi/")
    skill.refresh_from_db()
    assert (skill.proved_at, skill.proved_by) == (None, None)


def test_sensitive_facts_are_shown_to_the_data_officer_and_every_reading_is_noted(
    hanh: Person, secretary: User, commune_union: Unit, sign_in: SignIn
) -> None:
    note_sensitive(hanh, facts={"health": "Dị ứng ong đốt"}, agrees=True, by=secretary)
    officer = make_user("dulieu@langson.example", "Hoàng Minh Đức")
    grant(officer, "data_officer", commune_union, Scope.SUBTREE)
    client = sign_in(officer)
    assert "Dị ứng ong đốt" not in text(client.get(f"{LIST}{hanh.pk}/"))
    assert "Dị ứng ong đốt" in text(client.post(f"{LIST}{hanh.pk}/nhay-cam/", {"why": "Chuẩn bị đi rừng"}))
    lines = Line.objects.filter(verb="people.sensitive_read", subject_id=hanh.pk)
    assert [(line.by, line.details) for line in lines] == [(officer, {"kinds": ["health"], "why": "Chuẩn bị đi rừng"})]
    assert sign_in(secretary).post(f"{LIST}{hanh.pk}/nhay-cam/", {"why": "x"}).status_code == 404


def test_a_record_that_was_to_go_is_kept(desk: Client, hanh: Person) -> None:
    Person.objects.filter(pk=hanh.pk).update(forget_on=date(2027, 1, 1))
    assert names(desk.get(f"{LIST}?sap_xoa=1")) == ["Vi Thị Hạnh"]
    desk.post(f"{LIST}{hanh.pk}/giu/")
    assert names(desk.get(f"{LIST}?sap_xoa=1")) == []


def test_consents_are_shown_at_the_desk(desk: Client, hanh: Person) -> None:
    give_consent(hanh, purpose="pictures", channel="paper", by=None)
    standing = desk.get(f"{LIST}{hanh.pk}/").context["record"].consents
    assert {one.purpose: one.consent is not None for one in standing} == {
        "volunteering": False,
        "messages": False,
        "pictures": True,
        "honour": False,
        "location": False,
        "portrait": False,
        "sensitive": False,
    }
