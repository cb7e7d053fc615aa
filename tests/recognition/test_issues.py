"""Issues: who is frozen, what the job does, what happens when it is stopped or killed, and each refusal."""

import zipfile
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.models import ServiceHours
from aoxanh.documents.models import SigningKey
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.actions.erasure import erase
from aoxanh.people.models import Appointment, Person
from aoxanh.recognition import actions, archive, choosing, papers, series, work
from aoxanh.recognition.actions import issues
from aoxanh.recognition.models import Certificate, Issue, IssueLine, Kind, Paper
from tests.cast import make_user
from tests.recognition.conftest import Came, appoint
from tests.work import run_jobs, waiting_jobs

pytestmark = pytest.mark.django_db
YEAR = today().year


def people(count: int, unit: Unit, *, minutes: int = 6000, on: date | None = None) -> list[Person]:
    """People who served in the unit outside any activity of the tests."""
    made = [Person(full_name=f"Vi Thị Hạnh {number:03d}", email=f"h{number}@example.vn") for number in range(count)]
    for person in made:
        person.key_name()
    Person.objects.bulk_create(made)
    facts = {"unit": unit, "minutes": minutes, "on": on or today(), "source": "self_reported"}
    ServiceHours.objects.bulk_create([ServiceHours(person=person, **facts) for person in made])
    return made


def hours(unit: Unit, by: User, **other: object) -> Issue:
    facts = {"minutes": 6000, "year": YEAR, "with_tree": True, "issued_on": today(), "request_id": uuid4()}
    return actions.begin_hours(unit, by=by, **facts | other)  # type: ignore[arg-type]


def refusal(act: object) -> str:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act()  # type: ignore[operator]
    return caught.value.code


def test_who_reached_the_hours_is_frozen_at_once_and_gets_one(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(3, commune_union)
    people(1, commune_union, minutes=5999)
    issue = hours(commune_union, secretary)
    assert (issue.total, issue.done, issue.certificates.count()) == (3, 3, 3)
    first = issue.certificates.order_by("number")[0]
    assert (first.kind, first.minutes, first.person.full_name) == (Kind.HOURS, 6000, "Vi Thị Hạnh 000")
    assert first.wording["lines"][2]["parts"][1] == ["100 giờ", "so_gio"]


def test_hours_below_count_only_with_the_tree(provincial_union: Unit, commune_union: Unit, coordinator: User, signing: Appointment) -> None:
    appoint(provincial_union, coordinator)
    people(2, commune_union)
    assert refusal(lambda: hours(provincial_union, coordinator, with_tree=False)) == "nobody_reached"
    assert hours(provincial_union, coordinator).total == 2


def test_who_holds_one_of_the_same_rule_and_year_is_left_out(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(2, commune_union)
    hours(commune_union, secretary)
    assert refusal(lambda: hours(commune_union, secretary)) == "nobody_reached"
    assert hours(commune_union, secretary, minutes=3000).total == 2


def test_sent_twice_it_is_one_issue(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(2, commune_union)
    same = uuid4()
    assert hours(commune_union, secretary, request_id=same) == hours(commune_union, secretary, request_id=same)
    assert Certificate.objects.count() == 2


def test_many_are_left_to_the_job_which_makes_the_papers(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(issues.AT_ONCE + 5, commune_union)
    issue = hours(commune_union, secretary)
    assert (issue.total, issue.done, Certificate.objects.count()) == (55, 0, 0)
    assert run_jobs().count("recognition.issue") == 1
    issue.refresh_from_db()
    assert (issue.status, issue.done, Paper.objects.count(), Message.objects.count()) == ("done", 55, 55, 55)
    assert sorted(issue.certificates.values_list("number", flat=True)) == list(range(1, 56))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=some.lists(some.integers(0, 6), max_size=3), count=some.integers(51, 56))
def test_killed_anywhere_it_goes_on_without_gap_or_double(
    commune_union: Unit, secretary: User, signing: Appointment, monkeypatch: pytest.MonkeyPatch, ends: list[int], count: int
) -> None:
    class Killed(BaseException):
        pass

    with transaction.atomic():
        monkeypatch.setattr(work, "CHUNK", 10)
        people(count, commune_union)
        issue = hours(commune_union, secretary)
        for steps in ends:
            for _turn in range(steps):
                work.number_some(issue.pk)
            with pytest.raises(Killed), transaction.atomic():
                work.number_some(issue.pk)
                raise Killed
        work.number_all(issue)
        lines = IssueLine.objects.filter(issue=issue).order_by("order").select_related("certificate")
        assert [line.certificate.number for line in lines] == list(range(1, count + 1))
        assert [line.certificate.holder_name for line in lines] == [line.holder_name for line in lines]
        assert (Certificate.objects.count(), Message.objects.count()) == (count, count)
        assert series.missing(commune_union, YEAR) == []
        transaction.set_rollback(True)


def test_stopped_it_keeps_what_is_issued_and_goes_on_when_asked(
    commune_union: Unit, secretary: User, signing: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "CHUNK", 20)
    people(60, commune_union)
    issue = hours(commune_union, secretary)
    work.number_some(issue.pk)
    actions.stop(issue, by=secretary)
    run_jobs()
    issue.refresh_from_db()
    assert (issue.status, issue.done, Certificate.objects.count(), Paper.objects.count()) == ("stopped", 20, 20, 0)
    assert refusal(lambda: actions.stop(issue, by=secretary)) == "not_working"
    actions.resume(issue, by=secretary)
    run_jobs()
    issue.refresh_from_db()
    assert (issue.status, issue.done, Paper.objects.count()) == ("done", 60, 60)
    assert refusal(lambda: actions.resume(issue, by=secretary)) == "nothing_left"


def test_an_issue_whose_worker_died_is_found(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(60, commune_union)
    issue = hours(commune_union, secretary)
    run_once = waiting_jobs().count("recognition.issue")
    Issue.objects.filter(pk=issue.pk).update(status="running", touched_at=timezone.now() - timedelta(minutes=6))
    work.find_lost()
    assert (run_once, waiting_jobs().count("recognition.issue")) == (1, 1)
    run_jobs()
    assert Certificate.objects.count() == 60


def test_a_name_that_cannot_be_printed_is_listed_and_others_go_on(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    made = people(3, commune_union)
    Person.objects.filter(pk=made[1].pk).update(full_name="陈 Hạnh")
    issue = hours(commune_union, secretary)
    assert list(issue.lines.exclude(problem="").values_list("holder_name", "problem")) == [("陈 Hạnh", "name_not_printable")]
    assert sorted(issue.certificates.values_list("number", flat=True)) == [1, 2]


def test_a_person_erased_between_gets_none(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    made = people(52, commune_union)
    issue = hours(commune_union, secretary)
    Person.objects.filter(pk=made[0].pk).update(erased_at=timezone.now())
    run_jobs()
    assert list(issue.lines.exclude(problem="").values_list("person", "problem")) == [(made[0].pk, "erased")]
    assert Certificate.objects.count() == 51


def test_who_has_their_data_erased_leaves_the_lines_that_wait(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    made = people(52, commune_union)
    issue = hours(commune_union, secretary)
    erase(made[0], by=None)
    line = issue.lines.get(problem="erased")
    run_jobs()
    issue.refresh_from_db()
    assert (line.person, line.holder_name) == (None, "Người đã xóa dữ liệu")
    assert (issue.status, issue.done, issue.certificates.count()) == ("done", 52, 51)


def test_one_who_got_theirs_in_another_issue_is_not_given_two(
    done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    facts = {"issued_on": today(), "unit": done.unit, "kind": Kind.PARTICIPATION, "activity": done, "by": secretary}
    late = Issue.objects.create(request_id=uuid4(), status="stopped", total=1, facts={}, **facts)
    IssueLine.objects.create(issue=late, order=1, person=volunteer.person, holder_name="Vi Thị Hạnh", minutes=240)
    actions.issue_for_activity(done, by=secretary, issued_on=today())
    Issue.objects.filter(pk=late.pk).update(status="running")
    work.number_all(late)
    assert late.lines.get().problem == "held"
    assert Certificate.objects.count() == 1


def test_an_organisation_is_thanked_by_name_or_as_a_unit(
    commune_union: Unit, neighbour_union: Unit, secretary: User, signing: Appointment
) -> None:
    facts = {"content": "120 suất quà", "starts_on": today(), "ends_on": today(), "issued_on": today(), "by": secretary}
    by_name = actions.begin_contribution(commune_union, holder="Công ty Bánh kẹo Xứ Lạng", request_id=uuid4(), **facts)
    as_unit = actions.begin_contribution(commune_union, holder=neighbour_union, request_id=uuid4(), **facts)
    first, second = by_name.certificates.get(), as_unit.certificates.get()
    assert (first.holder_name, first.person, first.organisation, first.activity_title) == (
        "Công ty Bánh kẹo Xứ Lạng",
        None,
        None,
        "120 suất quà",
    )
    assert (second.organisation, second.holder_name, second.number) == (neighbour_union, neighbour_union.name, 2)
    assert refusal(lambda: actions.begin_contribution(commune_union, holder="陈", request_id=uuid4(), **facts)) == "name_not_printable"
    assert (
        refusal(lambda: actions.begin_contribution(commune_union, holder="A", request_id=uuid4(), **facts | {"content": "Quà 🎉"}))
        == "text_not_printable"
    )
    assert (
        refusal(
            lambda: actions.begin_contribution(
                commune_union, holder="A", request_id=uuid4(), **facts | {"ends_on": today() + timedelta(days=1)}
            )
        )
        == "wrong_day"
    )


def test_a_training_is_certified_once_beside_the_participation(
    done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    actions.issue_for_activity(done, by=secretary, issued_on=today())
    facts = {"by": secretary, "issued_on": today(), "kind": Kind.TRAINING}
    issue = actions.begin_for_activity(done, request_id=uuid4(), **facts)
    assert issue
    assert issue.certificates.get().wording["lines"][2]["parts"] == [["đã hoàn thành lớp tập huấn", ""]]
    assert actions.begin_for_activity(done, request_id=uuid4(), **facts) is None


def test_one_person_alone_may_get_theirs(
    done: Activity, came: Came, volunteer: User, other_volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    came(other_volunteer)
    issue = actions.begin_for_activity(done, by=secretary, issued_on=today(), request_id=uuid4(), only=volunteer.person.pk)
    assert issue
    assert [one.person for one in issue.certificates.all()] == [volunteer.person]


def test_days_do_not_run_side_by_side(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(60, commune_union)
    issue = hours(commune_union, secretary)
    other = {"minutes": 3000, "issued_on": today() - timedelta(days=1)}
    assert refusal(lambda: hours(commune_union, secretary, **other)) == "busy"
    actions.stop(issue, by=secretary)
    hours(commune_union, secretary, minutes=3000, issued_on=today())
    run_jobs()
    Issue.objects.filter(pk=issue.pk).update(issued_on=today() - timedelta(days=1))
    assert refusal(lambda: actions.resume(issue, by=secretary)) == "wrong_day"


def test_a_key_that_cannot_sign_stops_everything_before_a_number_is_taken(
    commune_union: Unit, secretary: User, signing: Appointment
) -> None:
    people(2, commune_union)
    now = timezone.now()
    days = {"starts_at": now - timedelta(days=9), "ends_at": now - timedelta(days=1)}
    key = {"purpose": "papers", "store": "pkcs12", "key_id": "0" * 64, "subject": "Đoàn xã Vạn Linh"}
    SigningKey.objects.create(unit=commune_union, **key, **days)
    assert refusal(lambda: hours(commune_union, secretary)) == "key_expired"
    assert (Certificate.objects.count(), Issue.objects.count(), series.last_number(commune_union, YEAR)) == (0, 0, 0)


def test_a_key_that_expires_in_between_stops_the_papers(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(60, commune_union)
    issue = hours(commune_union, secretary)
    now = timezone.now()
    days = {"starts_at": now - timedelta(days=9), "ends_at": now - timedelta(days=1)}
    key = {"purpose": "papers", "store": "pkcs12", "key_id": "0" * 64, "subject": "Đoàn xã Vạn Linh"}
    SigningKey.objects.create(unit=commune_union, **key, **days)
    run_jobs()
    issue.refresh_from_db()
    assert (issue.status, issue.trouble, issue.done, Paper.objects.count()) == ("stopped", "key_expired", 60, 0)


def test_the_paper_is_made_once_and_every_download_is_that_file(certificate: Certificate) -> None:
    first = papers.make_paper(certificate)
    assert papers.make_paper(certificate) == first
    content = papers.content_of(first)
    assert (len(content), Paper.objects.count()) == (first.size, 1)
    assert "Vi Thị Hạnh" in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_the_zip_holds_each_paper_under_its_name(commune_union: Unit, secretary: User, signing: Appointment) -> None:
    people(3, commune_union)
    issue = hours(commune_union, secretary)
    run_jobs()
    book = zipfile.ZipFile(BytesIO(b"".join(archive.archive(issue.certificates.all()))))
    assert book.testzip() is None
    assert book.namelist() == [f"giay-chung-nhan-0{n}-gcn-dtn-vl-vi-thi-hanh-00{n - 1}.pdf" for n in (1, 2, 3)]


def test_the_draft_is_of_the_longest_name(done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment) -> None:
    came(volunteer)
    came(make_user("dai@example.vn", "Công Tằng Tôn Nữ Hoàng Nguyễn Phương Quỳnh Thương Ánh Nguyệt"))
    draft = actions.draft_for_activity(done, version=None, kind=Kind.PARTICIPATION, by=secretary)
    assert draft
    assert draft.holder_name.startswith("Công Tằng")
    assert choosing.who_came(done).count() == 2
