"""A person's record, and papers of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.models import HoursClaim, ServiceHours
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import erase
from aoxanh.people.dossier import sections
from aoxanh.people.models import Person, PersonSkill, Skill
from aoxanh.recognition.holder import papers
from aoxanh.recognition.holder.actions import make_paper, withdraw_paper
from aoxanh.recognition.holder.contents import Choices, contents_of
from aoxanh.recognition.holder.record import Figures, record_of
from aoxanh.recognition.models import Certificate, RecordPaper
from tests.cast import make_activity, make_signup, noon
from tests.recognition.conftest import Came, note_hours

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]
EVERYTHING = Choices(total=True, years=True, reported=True, skills=True, born=True)


def report_hours(user: User, secretary: User, *, minutes: int = 120) -> ServiceHours:
    """Hours that a unit believed without a check-in."""
    unit = secretary.grants.get().unit
    claim = HoursClaim.objects.create(
        kind="self_reported", status="approved", person=user.person, unit=unit, title="Dạy chữ", place="Nhà văn hóa", on=today(),
        minutes=minutes, reason="Lớp tối", request_id=uuid4(), by=user,
    )  # fmt: skip
    return ServiceHours.objects.create(
        person=user.person, unit=unit, minutes=minutes, on=today(), source="self_reported", claim=claim, by=secretary
    )


def made(user: User, choices: Choices = EVERYTHING, **facts: Any) -> RecordPaper:
    return make_paper(user.person, choices=choices, by=user, **{"request_id": uuid4()} | facts)


def test_people_turns_hours_and_reported_hours_are_different_figures(came: Came, volunteer: User, secretary: User) -> None:
    came(volunteer, shift=0, minutes=200)
    came(volunteer, shift=1, minutes=240)
    report_hours(volunteer, secretary)
    record = record_of(volunteer.person)
    assert record.total == Figures(activities=1, turns=2, minutes=440, reported=120)
    assert [(part.turns, part.minutes) for part in record.parts] == [(2, 440)]
    assert [(one.title, one.place, one.unit_name, one.minutes) for one in record.reported] == [
        ("Dạy chữ", "Nhà văn hóa", "Đoàn xã Vạn Linh", 120)
    ]


def test_a_correction_counts_and_is_no_turn(came: Came, volunteer: User, secretary: User) -> None:
    signup = came(volunteer, minutes=240)
    ServiceHours.of_turn(signup, minutes=-60, on=today(), source="correction", reason="Về sớm", by=secretary).save(force_insert=True)
    assert record_of(volunteer.person).total == Figures(activities=1, turns=1, minutes=180)


def test_years_stand_apart(commune_union: Any, secretary: User, volunteer: User) -> None:
    old = noon(-400)
    activity = make_activity(commune_union, secretary, shifts=[(old, old + timedelta(hours=4), 9)])
    note_hours(make_signup(activity.shifts.get(), volunteer), secretary, minutes=90)
    recent = make_activity(commune_union, secretary, shifts=[(noon(-2), noon(-2) + timedelta(hours=4), 9)])
    note_hours(make_signup(recent.shifts.get(), volunteer), secretary, minutes=60)
    years = record_of(volunteer.person).years
    assert [(year, figures.minutes) for year, figures in years] == [(noon(-2).year, 60), (timezone.localtime(old).year, 90)]


def test_only_skills_whose_paper_was_seen_and_holds_are_told(volunteer: User, secretary: User) -> None:
    seen, unseen, over = Skill.objects.all()[:3]
    now = timezone.now()
    PersonSkill.objects.create(person=volunteer.person, skill=seen, proof="Chứng nhận", proved_at=now, proved_by=secretary)
    PersonSkill.objects.create(person=volunteer.person, skill=unseen, proof="Chứng nhận")
    PersonSkill.objects.create(person=volunteer.person, skill=over, proved_at=now, valid_until=today() - timedelta(days=1))
    assert [row.skill for row in record_of(volunteer.person).skills] == [seen]


def test_a_longer_record_needs_no_more_queries(came: Came, volunteer: User, secretary: User, commune_union: Any, sign_in: SignIn) -> None:
    came(volunteer)
    client = sign_in(volunteer)
    client.get(reverse("record:own"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("record:own"))
    for _ in range(4):
        activity = make_activity(commune_union, secretary, shifts=[(noon(-5), noon(-5) + timedelta(hours=4), 9)])
        note_hours(make_signup(activity.shifts.get(), volunteer), secretary)
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("record:own"))
    assert (page.status_code, len(many)) == (200, len(few))


def test_a_paper_says_what_was_chosen_and_no_more(came: Came, volunteer: User, secretary: User, certificate: Certificate) -> None:
    report_hours(volunteer, secretary)
    record = record_of(volunteer.person)
    assert contents_of(record, Choices(total=True)) == {
        "name": "Vi Thị Hạnh",
        "total": {"activities": 1, "turns": 1, "minutes": 240, "reported": 120},
    }
    everything = contents_of(
        record,
        Choices(total=True, years=True, reported=True, born=True, activities={certificate.activity_id}, certificates={certificate.pk}),
    )
    assert sorted(everything) == ["born", "certificates", "name", "of_parts", "parts", "reported", "total", "years"]
    assert everything["born"] == "2004-05-20"
    assert [row["code"] for row in everything["certificates"]] == [certificate.code]


def test_a_paper_is_a_pdf_with_its_code_and_stays_as_it_was(came: Came, volunteer: User, done: Activity) -> None:
    signup = came(volunteer)
    paper = made(volunteer, Choices(total=True, activities={done.pk}))
    before = papers.pdf(paper)
    Activity.objects.filter(pk=done.pk).update(title="Tên mới")
    Person.objects.filter(pk=signup.person_id).update(full_name="Tên Khác")
    assert papers.pdf(RecordPaper.objects.get(pk=paper.pk)) == before
    assert before.startswith(b"%PDF-1.7")
    assert papers.file_name(paper) == f"ho-so-tinh-nguyen-vi-thi-hanh-{paper.code[:4].lower()}.pdf"


def test_the_database_refuses_to_change_what_a_paper_says(came: Came, volunteer: User) -> None:
    came(volunteer)
    paper = made(volunteer)
    for change in ({"contents": {"name": "Khác"}}, {"code": "BCDFGHJKMNPQ"}):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            RecordPaper.objects.filter(pk=paper.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        paper.delete()


def test_a_form_sent_twice_makes_one_paper(came: Came, volunteer: User) -> None:
    came(volunteer)
    request_id = uuid4()
    assert made(volunteer, request_id=request_id) == made(volunteer, request_id=request_id)
    assert Line.objects.filter(verb="recognition.record_paper_made").count() == 1


@pytest.mark.parametrize("code", ["nothing_chosen", "text_not_printable", "too_many_tries"])
def test_a_paper_is_refused(code: str, came: Came, volunteer: User) -> None:
    came(volunteer)
    choices = Choices() if code == "nothing_chosen" else EVERYTHING
    if code == "text_not_printable":
        Person.objects.filter(pk=volunteer.person.pk).update(full_name="Vi Thị 𓀀")
        volunteer.person.refresh_from_db()
    if code == "too_many_tries":
        for _ in range(20):
            made(volunteer)
    with pytest.raises(Refused) as caught:
        made(volunteer, choices)
    assert caught.value.code == code


def verified(paper: RecordPaper) -> str:
    return Client().get(reverse("verify:show", args=[paper.code])).content.decode()


def test_anyone_verifies_a_paper_where_certificates_are_verified(came: Came, volunteer: User) -> None:
    came(volunteer)
    paper = made(volunteer, Choices(total=True))
    page = verified(paper)
    assert "Vi Thị Hạnh" in page
    assert paper.code_text in page
    assert "20/05/2004" not in page
    assert "Sửa bếp" not in page


def test_a_withdrawn_paper_says_only_that(came: Came, volunteer: User, django_capture_on_commit_callbacks: Any) -> None:
    came(volunteer)
    paper = made(volunteer)
    verified(paper)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_paper(withdraw_paper(paper, by=volunteer), by=volunteer)
    assert Line.objects.filter(verb="recognition.record_paper_withdrawn").count() == 1
    assert "Vi Thị Hạnh" not in verified(paper)


@pytest.mark.parametrize("stays", [True, False])
def test_after_erasure_a_code_still_answers_without_the_person(
    stays: bool, came: Came, volunteer: User, secretary: User, django_capture_on_commit_callbacks: Any
) -> None:
    """Whether a record without a name had to stay, as with hours, or nothing did."""
    if stays:
        came(volunteer)
    else:
        PersonSkill.objects.create(person=volunteer.person, skill=Skill.objects.all()[0], proved_at=timezone.now(), proved_by=secretary)
    paper = made(volunteer, Choices(total=stays, skills=True))
    verified(paper)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(volunteer.person, by=volunteer) is stays
    left = RecordPaper.objects.get(pk=paper.pk)
    assert (left.person_id, left.contents, left.is_erased) == (None, {}, True)
    page = verified(left)
    assert "Vi Thị Hạnh" not in page
    assert left.code_text in page


def test_nobody_opens_the_paper_of_another(came: Came, volunteer: User, other_volunteer: User, sign_in: SignIn) -> None:
    came(volunteer)
    paper = made(volunteer)
    address = reverse("record:paper", args=[paper.pk])
    assert [sign_in(user).get(address).status_code for user in (volunteer, other_volunteer)] == [200, 404]
    assert sign_in(volunteer).get(address)["Content-Type"] == "application/pdf"


def test_the_form_makes_a_paper_of_what_is_ticked(came: Came, volunteer: User, sign_in: SignIn) -> None:
    came(volunteer)
    client, address = sign_in(volunteer), reverse("record:new_paper")
    assert client.post(address, {"total": "on"}).status_code == 422
    assert client.post(address, {"request_id": uuid4()}).status_code == 409
    assert client.post(address, {"request_id": uuid4(), "total": "on"}).status_code == 302
    assert sorted(RecordPaper.objects.get().contents) == ["name", "total"]


def test_the_copy_of_ones_data_tells_of_papers(came: Came, volunteer: User) -> None:
    came(volunteer)
    paper = made(volunteer)
    section = next(section for section in sections() if section.code == "record_shown")
    assert [row["what"] for row in section.rows(volunteer.person)] == [f"PDF {paper.code_text}"]
