"""Erasing: what goes, what stays without a name, what is refused; and the copy of everything."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from aoxanh.access.models import Grant
from aoxanh.accounts.models import Session, User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.actions import tell
from aoxanh.notices.models import Message
from aoxanh.org.models import Post, Unit
from aoxanh.people import dossier
from aoxanh.people.actions import ask, erase, give_consent, make_copy, note_sensitive
from aoxanh.people.actions.erasure import NOBODY
from aoxanh.people.models import Appointment, Availability, Consent, DuplicatePair, Membership, Merge, Person, PersonSkill, Skill
from aoxanh.recognition.actions import issue_for_activity
from aoxanh.recognition.models import Certificate
from tests.cast import BEGINNING, grant, make_activity, make_signup, noon
from tests.recognition.conftest import appoint, note_hours, publish


@pytest.fixture
def hanh(volunteer: User) -> Person:
    return volunteer.person


@pytest.fixture
def served(hanh: Person, volunteer: User, secretary: User, commune_union: Unit) -> Certificate:
    """Four hours of yesterday, and the certificate for them."""
    start = noon(-1)
    done = make_activity(commune_union, secretary, shifts=[(start, start + timedelta(hours=4), 5)], status=Activity.Status.CLOSED)
    note_hours(make_signup(done.shifts.get(), volunteer), secretary)
    publish(done, secretary)
    appoint(commune_union, secretary)
    return issue_for_activity(done, by=secretary, issued_on=today())[0]


def test_a_record_on_which_nothing_hangs_is_gone(hanh: Person, volunteer: User, commune_union: Unit) -> None:
    Membership.objects.create(person=hanh, unit=commune_union, during=during(BEGINNING))
    note_sensitive(hanh, facts={"health": "Dị ứng"}, agrees=True, by=volunteer)
    assert erase(hanh, by=volunteer) is False
    assert (Person.objects.filter(pk=hanh.pk).exists(), Membership.objects.count(), Consent.objects.count()) == (False, 0, 0)
    assert Line.objects.get(verb="people.erased").details == {"remains": False}


def test_what_others_build_on_stays_without_a_name(hanh: Person, volunteer: User, served: Certificate, commune_union: Unit) -> None:
    membership = Membership.objects.create(person=hanh, unit=commune_union, during=during(BEGINNING))
    PersonSkill.objects.create(person=hanh, skill=Skill.objects.get(code="medical"), proof="Bằng y sĩ")
    Availability.objects.create(person=hanh, weekday=5, part="morning")
    Person.objects.filter(pk=hanh.pk).update(phone="+84912345678", address="Nà Pè", emergency_name="Vi Văn Thắng")
    give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    ask(hanh, kind="correct", text="Tôi là Hạnh", by=volunteer)
    assert erase(hanh, by=volunteer) is True
    hanh.refresh_from_db()
    told = (hanh.full_name, hanh.birth_date, hanh.phone, hanh.email, hanh.area, hanh.address, hanh.emergency_name, hanh.user)
    assert told == (NOBODY, None, "", "", None, "", "", None)
    assert [rows.count() for rows in (hanh.own_skills, hanh.availabilities, hanh.sensitive_facts)] == [0, 0, 0]
    assert hanh.consents.get().withdrawn_at is not None
    assert hanh.data_requests.get().text == ""
    membership.refresh_from_db()
    assert (membership.during.lower, membership.during.upper) == (BEGINNING, today())
    assert hanh.search_key == "nguoi da xoa du lieu"


def test_a_certificate_outlives_its_holder_and_can_be_verified(hanh: Person, volunteer: User, served: Certificate, client: Client) -> None:
    erase(hanh, by=volunteer)
    page = client.get(f"/xac-minh/{served.code}/").content.decode()
    assert ("Vi Thị Hạnh" in page, "V. T. H." in page, served.number_text in page) == (False, True, True)


def test_places_ahead_are_given_back_whatever_the_hour(hanh: Person, volunteer: User, secretary: User, commune_union: Unit) -> None:
    soon = noon(0) + timedelta(days=1, hours=-6)
    shift = make_activity(commune_union, secretary, shifts=[(soon, soon + timedelta(hours=4), 5)]).shifts.get()
    signup = make_signup(shift, volunteer)
    assert erase(hanh, by=volunteer) is True
    assert (Signup.objects.get(pk=signup.pk).status, Shift.objects.get(pk=shift.pk).taken) == ("cancelled", 0)


def test_the_account_is_closed_on_every_device(hanh: Person, volunteer: User) -> None:
    client = Client()
    client.force_login(volunteer)
    key = client.session.session_key
    tell(to=volunteer.email, subject="Ca sáng", body="Mai bạn có ca.", key="x", user=volunteer)
    erase(hanh, by=volunteer)
    volunteer.refresh_from_db()
    assert (volunteer.email, volunteer.is_active, volunteer.has_usable_password()) == ("", False, False)
    assert (Session.objects.filter(session_key=key).count(), Message.objects.count()) == (0, 0)
    assert client.get("/toi/ho-so/").status_code == 302


def test_office_ends_with_the_record(hanh: Person, volunteer: User, provincial_union: Unit, commune_union: Unit) -> None:
    post = Post.objects.create(unit=commune_union, title="Ủy viên", during=during(BEGINNING))
    held = Appointment.objects.create(person=hanh, post=post, during=during(BEGINNING))
    given = grant(volunteer, "organiser", provincial_union)
    assert erase(hanh, by=volunteer) is True
    held.refresh_from_db()
    assert (held.during.upper, Grant.objects.get(pk=given.pk).during.upper) == (today(), today())


def test_the_last_administrator_hands_over_first(secretary: User) -> None:
    with pytest.raises(Refused) as refused:
        erase(secretary.person, by=secretary)
    assert (refused.value.code, User.objects.get(pk=secretary.pk).is_active) == ("last_administrator", True)


def test_nobody_is_erased_twice(hanh: Person, volunteer: User, served: Certificate, secretary: User) -> None:
    erase(hanh, by=volunteer)
    with pytest.raises(Refused) as refused:
        erase(hanh, by=secretary)
    assert refused.value.code == "erased"


def test_records_merged_into_it_go_with_it(hanh: Person, volunteer: User, secretary: User, served: Certificate) -> None:
    gone = Person.objects.create(full_name="Vi Thi Hanh", phone="+84912345678", merged_into=hanh)
    Merge.objects.create(kept=hanh, gone=gone, facts={"full_name": "Vi Thị Hạnh"}, by=secretary)
    DuplicatePair.objects.create(left=hanh, right=gone, score=90, reasons=["name"])
    erase(hanh, by=volunteer)
    gone.refresh_from_db()
    assert (gone.full_name, gone.phone, gone.erased_at is not None) == (NOBODY, "", True)
    assert (Merge.objects.get().facts, DuplicatePair.objects.count()) == ({}, 0)


def rows(chapters: list[dossier.Chapter]) -> dict[str, list[Any]]:
    return {chapter.code: chapter.rows for chapter in chapters}


def test_the_copy_holds_what_every_floor_keeps(hanh: Person, volunteer: User, served: Certificate, commune_union: Unit) -> None:
    Membership.objects.create(person=hanh, unit=commune_union, kind="union", during=during(date(2025, 7, 1)))
    give_consent(hanh, purpose="pictures", channel="web", by=volunteer)
    note_sensitive(hanh, facts={"health": "Dị ứng"}, agrees=True, by=volunteer)
    told = rows(make_copy(hanh, form="json", by=volunteer))
    assert [row["number"] for row in told["certificates"]] == [served.number_text]
    assert [(row["activity"], row["code"]) for row in told["signups"]] == [(served.activity_title, served.signup.code)]
    assert [row["hours"] for row in told["hours"]] == ["4,0"]
    assert told["memberships"] == [{"unit": "Đoàn xã Vạn Linh", "kind": "Đoàn viên", "since": "01/07/2025", "until": ""}]
    assert [row["value"] for row in told["sensitive"]] == ["Dị ứng"]
    assert [row["verb"] for row in told["log"]][-2:] == ["people.data_copied", "people.sensitive_read"]
    assert json.dumps(told, default=str)


def test_an_app_that_registers_a_section_is_asked(hanh: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier, "_sections", dict(dossier._sections))
    released: list[Person] = []

    def release(person: Person, by: User | None) -> int:
        released.append(person)
        return 1

    dossier.register(
        dossier.Section(
            "fairs", "Fairs", {"fair": "Fair"}, lambda person: [{"fair": "Lim"}], release=release, brief=lambda person: "1 fair"
        )
    )
    assert rows(dossier.tell(hanh))["fairs"] == [{"fair": "Lim"}]
    assert ("Fairs", "1 fair") in dossier.briefs(hanh)
    assert (dossier.release(hanh, by=None), released) == (1, [hanh])
