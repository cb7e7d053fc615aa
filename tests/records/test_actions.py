from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.models import ServiceHours
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import public_version
from aoxanh.org.models import Unit
from aoxanh.records import actions
from aoxanh.records.models import DeclaredWork, Record, RecordPicture
from tests.records.conftest import photo

pytestmark = pytest.mark.django_db

OUTCOME = "Bếp có mái mới và hai bếp củi cải tiến."


def write(activity: Activity, by: User, **facts: object) -> Record:
    return actions.write_record(activity, **{"outcome": OUTCOME, "beneficiaries": 86, "by": by} | facts)


def code_of(act: object, *args: object, **facts: object) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)  # type: ignore[operator]
    return caught.value.code


def test_a_draft_is_kept_and_not_published(attended: Activity, secretary: User):
    record = write(attended, secretary)
    attended.refresh_from_db()
    assert (record.outcome, record.beneficiaries, record.published_at, attended.status) == (OUTCOME, 86, None, "open")
    assert write(attended, secretary, outcome="Khác").pk == record.pk


def test_publishing_freezes_the_figures_of_attendance(attended: Activity, secretary: User, django_capture_on_commit_callbacks):
    write(attended, secretary)
    before = public_version()
    with django_capture_on_commit_callbacks(execute=True):
        record = actions.publish_record(attended, by=secretary)
    attended.refresh_from_db()
    assert (record.people, record.turns, record.minutes) == (2, 2, 480)
    assert (record.published_by, attended.status) == (secretary, "recorded")
    assert {entry.source for entry in ServiceHours.objects.all()} == {"shift_end"}
    assert sorted(Signup.objects.values_list("outcome", flat=True)) == ["absent", "came", "came"]
    assert public_version() > before
    assert Line.objects.filter(verb="records.published", subject_id=record.pk, unit_id=attended.unit_id).count() == 1


def test_publishing_again_changes_nothing(attended: Activity, secretary: User):
    write(attended, secretary)
    first = actions.publish_record(attended, by=secretary)
    again = actions.publish_record(attended, by=secretary)
    assert (again, again.published_at) == (first, first.published_at)


def test_results_are_not_published_before_the_end(activity: Activity, secretary: User):
    write(activity, secretary)
    assert code_of(actions.publish_record, activity, by=secretary) == "not_ended"


def test_results_need_an_outcome(attended: Activity, secretary: User):
    write(attended, secretary, outcome="  ")
    assert code_of(actions.publish_record, attended, by=secretary) == "outcome_missing"
    assert not ServiceHours.objects.exists()


def test_a_picture_without_consent_is_not_published(attended: Activity, secretary: User):
    write(attended, secretary)
    actions.add_picture(attended, file=photo(), caption="Bữa trưa đầu tiên", children="no", by=secretary)
    assert code_of(actions.publish_record, attended, by=secretary) == "consent_missing"


def test_a_picture_without_a_caption_is_not_published(attended: Activity, secretary: User):
    write(attended, secretary)
    actions.add_picture(attended, file=photo(), consented=True, by=secretary)
    assert code_of(actions.publish_record, attended, by=secretary) == "caption_missing"


def test_an_activity_that_nobody_attended_is_recorded_once_that_is_said(yesterday: Activity, secretary: User):
    write(yesterday, secretary, outcome="Mưa lớn, không ai đến được.")
    assert code_of(actions.publish_record, yesterday, by=secretary) == "nothing_attended"
    record = actions.publish_record(yesterday, nobody_came=True, by=secretary)
    assert (record.people, record.turns, record.minutes) == (0, 0, 0)


@pytest.mark.parametrize("status", ["draft", "submitted", "cancelled"])
def test_what_was_never_open_has_no_record(attended: Activity, secretary: User, status: str):
    Activity.objects.update(status=status)
    assert code_of(write, attended, secretary) == "wrong_state"


def test_a_published_record_no_longer_changes(attended: Activity, secretary: User):
    write(attended, secretary)
    shown = actions.add_picture(attended, file=photo(), caption="Lợp mái", consented=True, children="no", by=secretary)
    actions.publish_record(attended, by=secretary)
    assert code_of(write, attended, secretary) == "already_published"
    assert code_of(actions.add_picture, attended, file=photo(), by=secretary) == "already_published"
    assert code_of(actions.remove_picture, shown, by=secretary) == "already_published"
    assert code_of(actions.move_picture, shown, steps=1, by=secretary) == "already_published"
    assert code_of(actions.describe_picture, shown, caption="Khác", consented=True, by=secretary) == "already_published"


def test_pictures_are_ordered_described_and_left_out(attended: Activity, secretary: User):
    one, two, three = (
        actions.add_picture(attended, file=photo(colour=colour), caption=colour, by=secretary) for colour in ("red", "green", "blue")
    )
    actions.move_picture(three, steps=-1, by=secretary)
    actions.move_picture(one, steps=-1, by=secretary)
    actions.remove_picture(two, by=secretary)
    actions.describe_picture(one, caption="Lợp mái ca sáng", consented=True, by=secretary)
    assert [(shown.caption, shown.consented) for shown in RecordPicture.objects.all()] == [("Lợp mái ca sáng", True), ("blue", False)]


def test_a_report_takes_twelve_pictures(attended: Activity, secretary: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("aoxanh.records.actions.pictures.MOST_PICTURES", 1)
    actions.add_picture(attended, file=photo(), by=secretary)
    assert code_of(actions.add_picture, attended, file=photo(), by=secretary) == "too_many_pictures"


def test_a_file_that_is_no_picture_is_refused(attended: Activity, secretary: User):
    liar = SimpleUploadedFile("anh.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    assert code_of(actions.add_picture, attended, file=liar, by=secretary) == "not_an_image"


def declare(unit: Unit, by: User, **facts: object) -> DeclaredWork:
    given = {"title": "Dọn nguồn nước thôn Khun Phang", "ended_on": today(), "people": 9, "note": "", "request_id": uuid4(), "by": by}
    return actions.declare_work(unit, **given | facts)  # type: ignore[arg-type]


def test_declared_work_keeps_its_author_and_date(commune_union: Unit, secretary: User):
    work = declare(commune_union, secretary)
    assert (work.declared_by, work.unit, work.people) == (secretary, commune_union, 9)
    assert Line.objects.get(verb="records.declared").subject_id == work.pk


def test_a_declaration_sent_twice_is_one(commune_union: Unit, secretary: User):
    request_id = uuid4()
    assert declare(commune_union, secretary, request_id=request_id) == declare(
        commune_union, secretary, request_id=request_id, title="Khác"
    )
    assert DeclaredWork.objects.count() == 1


def test_work_ahead_is_not_declared(commune_union: Unit, secretary: User):
    assert code_of(declare, commune_union, secretary, ended_on=today() + timedelta(days=1)) == "in_future"
