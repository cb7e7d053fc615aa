from datetime import timedelta

import pytest
from django.conf import settings

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.audit.models import Line
from aoxanh.documents.actions import take_numbers
from aoxanh.documents.models import NumberSeries
from aoxanh.kit.codes import ALPHABET
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.people.models import Appointment, Person
from aoxanh.recognition.actions import issue_for_activity
from aoxanh.recognition.models import Certificate, Issue
from aoxanh.records.models import Record
from tests.cast import make_activity, make_signup, noon
from tests.recognition.conftest import Came, appoint, note_hours, publish

pytestmark = pytest.mark.django_db


def refusal(activity: Activity, by: User, **facts: object) -> Refused:
    with pytest.raises(Refused) as caught:
        issue_for_activity(activity, by=by, **{"issued_on": today()} | facts)
    assert Certificate.objects.count() == 0
    assert NumberSeries.objects.count() == 0
    return caught.value


def test_what_is_printed_is_frozen(done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment) -> None:
    signup = came(volunteer, shift=0, minutes=210)
    came(volunteer, shift=1, minutes=240)
    (certificate,) = issue_for_activity(done, by=secretary, issued_on=today())
    Person.objects.filter(pk=volunteer.person.pk).update(full_name="Tên Mới")
    stored = Certificate.objects.get(pk=certificate.pk)
    facts = {field.attname: getattr(stored, field.attname) for field in Certificate._meta.fields}
    assert set(facts.pop("code")) <= set(ALPHABET)
    facts.pop("issued_at")
    assert facts == {
        "id": certificate.pk,
        "kind": "participation",
        "version_id": None,
        "issue_id": Issue.objects.get(activity=done).pk,
        "replaces_id": None,
        "wording": {},
        "organisation_id": None,
        "number": 1,
        "year": today().year,
        "unit_id": done.unit_id,
        "activity_id": done.pk,
        "person_id": volunteer.person.pk,
        "signup_id": signup.pk,
        "holder_name": "Vi Thị Hạnh",
        "unit_name": "Đoàn xã Vạn Linh",
        "number_text": "01-GCN/ĐTN-VL",
        "activity_title": "Sửa bếp ăn bán trú điểm trường Vạn Linh",
        "place_text": "Điểm trường Vạn Linh, xã Vạn Linh, tỉnh Lạng Sơn",
        "starts_on": today() - timedelta(days=2),
        "ends_on": today() - timedelta(days=1),
        "minutes": 450,
        "parent_name": "Tỉnh đoàn Lạng Sơn",
        "issuer_name": "Ban Chấp hành Đoàn xã Vạn Linh",
        "signed_for": "TM. BAN CHẤP HÀNH",
        "issued_in": "Vạn Linh",
        "signer_title": "Bí thư",
        "signer_name": "Đinh Thùy Dương",
        "issued_on": today(),
        "issued_by_id": secretary.pk,
    }


def test_numbers_follow_the_order_of_given_names_and_the_series(
    done: Activity, came: Came, volunteer: User, other_volunteer: User, secretary: User, signing: Appointment
) -> None:
    take_numbers(done.unit, kind="GCN", year=today().year, count=11)
    came(volunteer)
    came(other_volunteer)
    issued = issue_for_activity(done, by=secretary, issued_on=today())
    assert [(c.holder_name, c.number_text) for c in issued] == [("Lê Quốc Bảo", "12-GCN/ĐTN-VL"), ("Vi Thị Hạnh", "13-GCN/ĐTN-VL")]


def test_a_second_run_issues_only_to_those_who_lack_one(
    certificate: Certificate, done: Activity, came: Came, other_volunteer: User, secretary: User
) -> None:
    assert issue_for_activity(done, by=secretary, issued_on=today()) == []
    came(other_volunteer)
    assert [c.holder_name for c in issue_for_activity(done, by=secretary, issued_on=today())] == ["Lê Quốc Bảo"]
    assert list(Certificate.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_who_signed_up_and_has_no_hours_gets_none(
    done: Activity, came: Came, volunteer: User, other_volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    came(other_volunteer, minutes=0)
    assert [c.holder_name for c in issue_for_activity(done, by=secretary, issued_on=today())] == ["Vi Thị Hạnh"]


def test_each_holder_is_told_once_with_both_addresses(certificate: Certificate, done: Activity, secretary: User) -> None:
    issue_for_activity(done, by=secretary, issued_on=today())
    message = Message.objects.get(key=f"recognition.issued:{certificate.pk}")
    assert message.to == "hanh@tinhnguyen.example"
    assert message.subject == "Giấy chứng nhận của bạn: Sửa bếp ăn bán trú điểm trường Vạn Linh"
    assert [line.split(": ")[-1] for line in message.body.strip().split("\n\n")[1:]] == [
        f"{settings.BASE_URL}/ban-lam-viec/chung-nhan/{certificate.pk}.pdf",
        f"{settings.BASE_URL}/xac-minh/{certificate.code}/",
    ]


def test_someone_without_an_address_gets_a_certificate_and_no_mail(
    done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    Person.objects.filter(pk=volunteer.person.pk).update(user=None, email="")
    assert len(issue_for_activity(done, by=secretary, issued_on=today())) == 1
    assert Message.objects.count() == 0


def test_one_audit_line_names_the_numbers(certificate: Certificate, done: Activity, secretary: User) -> None:
    line = Line.objects.get(verb="recognition.issued")
    assert (line.subject_id, line.by, line.unit_id) == (done.pk, secretary, done.unit_id)
    assert line.details == {"year": today().year, "first": 1, "last": 1}


def test_without_published_results_nothing_is_issued(activity: Activity, secretary: User, signing: Appointment) -> None:
    assert refusal(activity, secretary).code == "not_recorded"


def test_a_record_that_is_only_written_is_not_enough(
    done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    Record.objects.update(published_at=None)
    assert refusal(done, secretary).code == "not_recorded"


def test_an_activity_to_which_nobody_came_has_none(done: Activity, secretary: User, signing: Appointment) -> None:
    assert refusal(done, secretary).code == "nobody_came"


def test_a_unit_without_a_head_is_told_what_to_do(done: Activity, came: Came, volunteer: User, secretary: User) -> None:
    came(volunteer)
    found = refusal(done, secretary)
    assert found.code == "no_signer"
    assert str(found) == (
        f"Ngày {today():%d/%m/%Y} Đoàn xã Vạn Linh chưa có người đứng đầu để ký. "
        "Nhờ Tỉnh đoàn Lạng Sơn nhập quyết định chuẩn y, hoặc chọn ngày cấp khác."
    )


def test_a_deputy_does_not_sign_for_the_head(done: Activity, came: Came, volunteer: User, secretary: User) -> None:
    appoint(done.unit, secretary, "Phó Bí thư")
    came(volunteer)
    assert refusal(done, secretary).code == "no_signer"


def test_the_head_of_the_day_signs(done: Activity, came: Came, volunteer: User, secretary: User, focal_point: User) -> None:
    before = appoint(done.unit, focal_point, until=today())
    Appointment.objects.create(person=secretary.person, post=before.post, during=(today(), None))
    came(volunteer)
    (certificate,) = issue_for_activity(done, by=secretary, issued_on=today())
    assert certificate.signer_name == "Đinh Thùy Dương"


@pytest.mark.parametrize("days", [-2, 1])
def test_a_day_before_the_end_or_ahead_is_refused(
    done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment, days: int
) -> None:
    came(volunteer)
    assert refusal(done, secretary, issued_on=today() + timedelta(days=days)).code == "wrong_day"


def test_numbers_never_run_against_the_days(certificate: Certificate, secretary: User, volunteer: User) -> None:
    other = make_activity(certificate.unit, secretary, shifts=[(noon(-1), noon(-1) + timedelta(hours=2), 5)])
    publish(other, secretary)
    note_hours(make_signup(other.shifts.get(), volunteer), secretary)
    with pytest.raises(Refused) as caught:
        issue_for_activity(other, by=secretary, issued_on=today() - timedelta(days=1))
    assert caught.value.code == "wrong_day"
    assert issue_for_activity(other, by=secretary, issued_on=today())[0].number == 2


def test_a_name_that_no_font_holds_is_refused(done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment) -> None:
    came(volunteer)
    Person.objects.filter(pk=volunteer.person.pk).update(full_name="陈 Hạnh")
    found = refusal(done, secretary)
    assert (found.code, "陈 Hạnh" in str(found)) == ("name_not_printable", True)


def test_others_do_not_wait_for_a_name_that_cannot_be_printed(
    done: Activity, came: Came, volunteer: User, other_volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    came(other_volunteer)
    Person.objects.filter(pk=volunteer.person.pk).update(full_name="陈 Hạnh")
    assert [c.holder_name for c in issue_for_activity(done, by=secretary, issued_on=today())] == ["Lê Quốc Bảo"]


def test_a_title_that_no_font_holds_is_refused(done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment) -> None:
    came(volunteer)
    Activity.objects.filter(pk=done.pk).update(title="Sửa bếp 🎉")
    assert refusal(done, secretary).code == "text_not_printable"


def test_one_who_holds_an_address_by_account_only_is_told_in_their_language(
    done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment
) -> None:
    came(volunteer)
    User.objects.filter(pk=volunteer.pk).update(language="en")
    Person.objects.filter(pk=volunteer.person.pk).update(email="")
    issue_for_activity(done, by=secretary, issued_on=today())
    message = Message.objects.get()
    assert (message.to, message.subject) == ("hanh@tinhnguyen.example", "Your certificate: Sửa bếp ăn bán trú điểm trường Vạn Linh")
