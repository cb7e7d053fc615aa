"""Forms: their fields, who approves, what stays, and each refusal."""

from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Appointment
from aoxanh.recognition import actions, fields, paper, specimen
from aoxanh.recognition.models import Kind, Template, Version
from aoxanh.recognition.queries import forms_for
from tests.recognition.conftest import Came

pytestmark = pytest.mark.django_db
BODY = "{don_vi} tặng\n{nguoi_nhan}\nđã góp sức tại {hoat_dong}, {so_gio}."


def refusal(act: object) -> Refused:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act()  # type: ignore[operator]
    return caught.value


def facts(**other: object) -> dict[str, object]:
    return {"title": "Giấy khen thưởng", "title_en": "", "body": BODY, "body_en": "", "signature": "", "orientation": "landscape"} | other


@pytest.fixture
def form(commune_union: Unit, secretary: User) -> Template:
    return actions.make_template(commune_union, kind=Kind.PARTICIPATION, name="Mùa hè xanh", by=secretary)


@pytest.fixture
def approved(form: Template, secretary: User, coordinator: User) -> Version:
    version = actions.write_version(form.versions.get(), facts=facts(), pictures={}, by=secretary)
    actions.submit_version(version, by=secretary)
    return actions.approve_version(version, by=coordinator)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{nguoi_nhan} {hoat_dog}", ["Không có trường {hoat_dog}. Có phải bạn muốn viết {hoat_dong}?"]),
        ("{nguoi_nhan} {Người nhận}", ["Không có trường {Người nhận}. Có phải bạn muốn viết {nguoi_nhan}?"]),
        ("{nguoi_nhan} {noi_dung}", ["{noi_dung} là trường của loại chứng nhận khác. Có phải bạn muốn viết"]),
        ("{nguoi_nhan} {so_gio", ["Còn ngoặc nhọn chưa đóng ở “{nguoi_nhan} {so_gio”."]),
        ("đã tham gia", ["Nội dung phải ghi người nhận."]),
        ("{nguoi_nhan} {so_gio}", []),
    ],
)
def test_what_is_wrong_with_a_text_is_said_with_the_nearest_field(text: str, said: list[str]) -> None:
    found = fields.mistakes(text, kind=Kind.PARTICIPATION)
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


@pytest.mark.parametrize("kind", Kind)
def test_the_text_with_which_a_form_begins_is_sound(kind: Kind) -> None:
    assert fields.mistakes(fields.FIRST[kind], kind=kind) == []


def test_who_wrote_or_submitted_it_does_not_approve_it(form: Template, secretary: User, coordinator: User) -> None:
    version = form.versions.get()
    assert refusal(lambda: actions.approve_version(version, by=coordinator)).code == "not_submitted"
    actions.submit_version(version, by=secretary)
    assert refusal(lambda: actions.approve_version(version, by=secretary)).code == "own_form"
    assert refusal(lambda: actions.submit_version(version, by=secretary)).code == "not_open"
    assert actions.approve_version(version, by=coordinator).status == "approved"


def test_a_returned_form_says_what_to_change_and_is_written_on(form: Template, secretary: User, coordinator: User) -> None:
    version = actions.submit_version(form.versions.get(), by=secretary)
    returned = actions.return_version(version, why="Thiếu số giờ.", by=coordinator)
    assert (returned.status, returned.why) == ("returned", "Thiếu số giờ.")
    assert actions.write_version(returned, facts=facts(), pictures={}, by=secretary).body == BODY


def test_an_approved_version_is_changed_by_nobody(approved: Version, secretary: User) -> None:
    assert refusal(lambda: actions.write_version(approved, facts=facts(), pictures={}, by=secretary)).code == "not_open"
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=approved.pk).update(title="Khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        approved.delete()


def test_a_change_is_the_next_version_and_what_was_issued_keeps_its_own(
    approved: Version, done: Activity, came: Came, volunteer: User, secretary: User, coordinator: User, signing: Appointment
) -> None:
    came(volunteer)
    (certificate,) = actions.issue_for_activity(done, by=secretary, issued_on=today(), version=approved)
    second = actions.next_version(approved.template, by=secretary)
    assert (second.number, second.body, actions.next_version(approved.template, by=secretary)) == (2, BODY, second)
    actions.write_version(second, facts=facts(title="Khác hẳn"), pictures={}, by=secretary)
    actions.submit_version(second, by=secretary)
    actions.approve_version(second, by=coordinator)
    certificate.refresh_from_db()
    text = PdfReader(BytesIO(paper.pdf([certificate]))).pages[0].extract_text()
    assert (certificate.version, "GIẤY KHEN THƯỞNG" in text, "KHÁC HẲN" in text) == (approved, True, False)
    assert list(forms_for(done.unit, kind=Kind.PARTICIPATION, on=today())) == [second]


def test_units_below_use_the_forms_of_those_above(
    approved: Version, provincial_union: Unit, commune_union: Unit, coordinator: User
) -> None:
    above = actions.make_template(provincial_union, kind=Kind.PARTICIPATION, name="Của tỉnh", by=coordinator)
    Version.objects.filter(template=above).update(status="approved")
    found = forms_for(commune_union, kind=Kind.PARTICIPATION, on=today())
    assert [version.template.name for version in found] == ["Của tỉnh", "Mùa hè xanh"]
    assert [version.template.name for version in forms_for(provincial_union, kind=Kind.PARTICIPATION, on=today())] == ["Của tỉnh"]


def test_a_form_that_is_not_approved_or_retired_issues_nothing(
    form: Template, done: Activity, came: Came, volunteer: User, secretary: User, coordinator: User, signing: Appointment
) -> None:
    came(volunteer)
    version = form.versions.get()
    issue = lambda: actions.issue_for_activity(done, by=secretary, issued_on=today(), version=version)  # noqa: E731
    assert refusal(issue).code == "form_unfit"
    actions.submit_version(version, by=secretary)
    version = actions.approve_version(version, by=coordinator)
    actions.retire(form, by=secretary)
    assert refusal(issue).code == "form_unfit"
    assert refusal(lambda: actions.next_version(form, by=secretary)).code == "retired"


def test_a_form_whose_field_vanished_is_refused_in_words(
    approved: Version, done: Activity, came: Came, volunteer: User, secretary: User, signing: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(volunteer)
    monkeypatch.setattr(fields, "FIELDS", {name: one for name, one in fields.FIELDS.items() if name != "so_gio"})
    found = refusal(lambda: actions.issue_for_activity(done, by=secretary, issued_on=today(), version=approved))
    assert (found.code, "{so_gio}" in str(found)) == ("field_gone", True)


def test_a_text_that_has_no_room_or_no_letters_is_refused(form: Template, secretary: User) -> None:
    version = form.versions.get()
    long = "{nguoi_nhan}\n" + "\n".join(["{dia_diem} " * 12] * 12)
    write = lambda body: actions.write_version(version, facts=facts(body=body), pictures={}, by=secretary)  # noqa: E731
    assert refusal(lambda: write(long)).code == "too_long"
    assert refusal(lambda: write("{nguoi_nhan} 🎉")).code == "text_not_printable"


def test_two_forms_of_a_unit_have_two_names(form: Template, commune_union: Unit, secretary: User) -> None:
    again = lambda: actions.make_template(commune_union, kind=Kind.HOURS, name="mùa hè xanh", by=secretary)  # noqa: E731
    assert refusal(again).code == "name_taken"


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_the_longest_name_stands_on_one_sheet_letter_by_letter(form: Template, orientation: str) -> None:
    version = form.versions.get()
    version.orientation, version.body_en = orientation, "This certifies that {nguoi_nhan} took part in {hoat_dong}."
    draft = specimen.specimen(version, name=specimen.LONGEST)
    pages = PdfReader(BytesIO(paper.preview_pdf(draft, at=timezone.now()))).pages
    assert len(pages) == 1
    assert specimen.LONGEST in " ".join(pages[0].extract_text().split())
