"""Who can be recognised in pictures, and what follows when they do not agree."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.models import CheckIn
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.media.models import Picture
from aoxanh.notices.models import Message
from aoxanh.people import dossier
from aoxanh.people.actions.consents import give_consent, withdraw_consent
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries.guardians import may_be_pictured
from aoxanh.records import actions, queries
from aoxanh.records.models import Face, RecordPicture
from tests.cast import make_consent, make_signup
from tests.records.conftest import photo

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]
PICTURES = Consent.Purpose.PICTURES


def code_of(act: Callable[..., object], *args: object, **facts: object) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value.code


@pytest.fixture
def shown(attended: Activity, secretary: User, pupil: User) -> RecordPicture:
    """A picture that is ready but for who is in it; a child came too."""
    signup = make_signup(attended.shifts.get(), pupil)
    Activity.objects.update(min_age=10)
    attend_anyhow(signup, secretary)
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    return actions.add_picture(attended, file=photo(), caption="Bữa trưa đầu tiên", consented=True, by=secretary)


def attend_anyhow(signup: object, by: User) -> None:
    """The child came, whatever its guardian had said by then."""
    CheckIn.objects.create(signup=signup, scan_id=uuid4(), at=signup.shift.starts_at, method="paper", by=by)  # type: ignore[attr-defined, misc]


def describe(shown: RecordPicture, by: User, *people: Person, **facts: object) -> RecordPicture:
    said = {"caption": shown.caption, "consented": True, "children": "yes", "people": people, "by": by}
    return actions.describe_picture(shown, **said | facts)  # type: ignore[arg-type]


def agree(pupil: User, mother: User) -> None:
    """Both the child and the mother."""
    make_consent(pupil.person, mother)
    give_consent(pupil.person, purpose=PICTURES, channel="page", by=pupil)
    give_consent(pupil.person, purpose=PICTURES, channel="guardian", by=mother)


def status_of(client: Client, shown: RecordPicture) -> int:
    """How its file is answered, the file closed again."""
    response = client.get(Picture.objects.get(pk=shown.picture_id).url(480))
    if response.streaming:
        response.getvalue()
        for opened in response._resource_closers:
            opened()
    return response.status_code


def names_on_page(activity: Activity) -> list[str]:
    activity.refresh_from_db()
    report = queries.report(activity)
    assert report is not None
    return [one.caption for one in report.pictures]


def test_publishing_asks_of_each_picture_whether_a_child_is_in_it(attended: Activity, shown: RecordPicture, secretary: User):
    assert code_of(actions.publish_record, attended, by=secretary) == "faces_unasked"


def test_children_are_named_or_somebody_is_who_agreed_for_them(attended: Activity, shown: RecordPicture, secretary: User):
    describe(shown, secretary)
    assert code_of(actions.publish_record, attended, by=secretary) == "children_unnamed"
    describe(shown, secretary, others_agreed="Nhà trường và cha mẹ, giấy ngày 20/11")
    assert actions.publish_record(attended, by=secretary).published_at is not None


def test_a_child_whose_guardian_has_not_agreed_is_not_published(attended: Activity, shown: RecordPicture, secretary: User, pupil: User):
    describe(shown, secretary, pupil.person)
    with pytest.raises(Refused) as refused:
        actions.publish_record(attended, by=secretary)
    assert refused.value.code == "consent_missing"
    assert "Lý Văn Páo" in str(refused.value)


def test_with_both_consents_the_child_is_shown(attended: Activity, shown: RecordPicture, secretary: User, pupil: User, mother: User):
    agree(pupil, mother)
    describe(shown, secretary, pupil.person)
    actions.publish_record(attended, by=secretary)
    assert names_on_page(attended) == ["Bữa trưa đầu tiên"]


@pytest.mark.parametrize("who", ["nobody", "child", "guardian", "both"])
def test_children_are_judged_as_people_says(shown: RecordPicture, pupil: User, mother: User, who: str):
    make_consent(pupil.person, mother)
    if who in {"child", "both"}:
        give_consent(pupil.person, purpose=PICTURES, channel="page", by=pupil)
    if who in {"guardian", "both"}:
        give_consent(pupil.person, purpose=PICTURES, channel="guardian", by=mother)
    problem = queries.problems_of([pupil.person], today()).get(pupil.person.pk, "")
    expected = {"nobody": "both_missing", "child": "guardian_missing", "guardian": "own_missing", "both": ""}[who]
    assert (problem, not problem) == (expected, may_be_pictured(pupil.person))


def test_an_adult_who_took_the_consent_back_is_not_published(attended: Activity, shown: RecordPicture, secretary: User, volunteer: User):
    give_consent(volunteer.person, purpose=PICTURES, channel="page", by=volunteer)
    describe(shown, secretary, volunteer.person, children="no")
    withdraw_consent(volunteer.person, purpose=PICTURES, by=volunteer)
    assert code_of(actions.publish_record, attended, by=secretary) == "consent_missing"


def test_who_did_not_come_is_not_named(attended: Activity, shown: RecordPicture, secretary: User, outsider: User):
    assert code_of(describe, shown, secretary, outsider.person) == "not_there"


def test_a_consent_taken_back_takes_the_picture_off_at_once_and_the_unit_hears_it_once(
    attended: Activity, shown: RecordPicture, secretary: User, volunteer: User, client: Client
):
    give_consent(volunteer.person, purpose=PICTURES, channel="page", by=volunteer)
    describe(shown, secretary, volunteer.person, children="no")
    actions.publish_record(attended, by=secretary)
    page = reverse("portal:activity", args=[attended.slug])
    assert "Bữa trưa đầu tiên" in client.get(page).text
    withdraw_consent(volunteer.person, purpose=PICTURES, by=volunteer)
    assert names_on_page(attended) == []
    assert [actions.watch_consents(), actions.watch_consents()] == [1, 0]
    letters = Message.objects.filter(key__startswith="records.taken_out:")
    assert [letter.user for letter in letters] == [secretary]
    assert status_of(client, shown) == 404
    give_consent(volunteer.person, purpose=PICTURES, channel="page", by=volunteer)
    assert actions.watch_consents() == 1
    assert names_on_page(attended) == ["Bữa trưa đầu tiên"]
    assert status_of(client, shown) == 200


def test_the_public_page_is_made_anew_when_a_consent_is_taken_back(
    attended: Activity, shown: RecordPicture, secretary: User, volunteer: User, client: Client, django_capture_on_commit_callbacks
):
    give_consent(volunteer.person, purpose=PICTURES, channel="page", by=volunteer)
    describe(shown, secretary, volunteer.person, children="no")
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_record(attended, by=secretary)
    page = reverse("portal:activity", args=[attended.slug])
    assert "Bữa trưa đầu tiên" in client.get(page).text
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(volunteer.person, purpose=PICTURES, by=volunteer)
    assert "Bữa trưa đầu tiên" not in client.get(page).text


def test_who_is_forgotten_is_no_longer_shown(attended: Activity, shown: RecordPicture, secretary: User, volunteer: User):
    describe(shown, secretary, volunteer.person, children="no")
    actions.publish_record(attended, by=secretary)
    dossier.release(volunteer.person, by=volunteer)
    assert names_on_page(attended) == []


def test_a_blurred_picture_takes_the_place_of_the_sharp_one(attended: Activity, shown: RecordPicture, secretary: User, client: Client):
    sharp = shown.picture
    actions.blur_picture(shown, squares=[(0, 0), (1, 0)], by=secretary)
    shown.refresh_from_db()
    assert shown.picture_id != sharp.pk
    assert client.get(sharp.url(480)).status_code == 404
    assert status_of(client, shown) == 200
    assert code_of(actions.blur_picture, shown, squares=[], by=secretary) == "no_squares"


def test_consent_is_asked_for_once(attended: Activity, shown: RecordPicture, secretary: User, pupil: User, mother: User):
    make_consent(pupil.person, mother)
    describe(shown, secretary, pupil.person)
    assert [actions.ask_about(shown, by=secretary) for _ in range(2)] == [2, 2]
    assert {letter.user for letter in Message.objects.filter(key__startswith="records.ask:")} == {mother, pupil}
    assert Message.objects.filter(key__startswith="records.ask:").count() == 2


def test_where_nobody_can_be_reached_that_is_said(attended: Activity, shown: RecordPicture, secretary: User):
    assert code_of(actions.ask_about, shown, by=secretary) == "nobody_to_ask"


def test_the_page_lists_children_and_says_what_is_missing(
    sign_in: SignIn, attended: Activity, shown: RecordPicture, secretary: User, pupil: User
):
    officer, pictures = sign_in(secretary), reverse("records:pictures", args=[attended.pk])
    page = officer.get(f"{reverse('records:edit', args=[attended.pk])}?buoc=5").text
    assert "Trong ảnh có trẻ dưới 16 tuổi nhìn rõ mặt không?" in page
    assert "Lý Văn Páo" in page
    said = {f"caption_{shown.pk}": "Bữa trưa", f"consented_{shown.pk}": "on", f"children_{shown.pk}": "yes"}
    page = officer.post(pictures, said | {"do": "next"})
    assert page.status_code == 422
    assert "Bữa trưa" in page.text
    named = said | {f"people_{shown.pk}": [str(pupil.person.pk)], f"more_{shown.pk}": "vi thi hanh", "do": "save"}
    assert officer.post(pictures, named).status_code == 302
    assert {face.person.full_name for face in Face.objects.all()} == {"Lý Văn Páo", "Vi Thị Hạnh"}
    assert "chưa có cha mẹ hoặc người giám hộ" in officer.get(f"{reverse('records:edit', args=[attended.pk])}?buoc=5").text
    unknown = officer.post(pictures, said | {f"more_{shown.pk}": "Ai Đó Khác", "do": "save"})
    assert (unknown.status_code, "Ai Đó Khác" in unknown.text) == (422, True)


def test_files_that_are_refused_keep_no_other_from_being_taken(sign_in: SignIn, attended: Activity, shown: RecordPicture, secretary: User):
    liar = photo("virus.jpg")
    liar.file.truncate(40)
    liar.size = 40
    said = {f"caption_{shown.pk}": "Chú thích mới", "do": "save", "pictures": [photo("tot.jpg"), liar]}
    page = sign_in(secretary).post(reverse("records:pictures", args=[attended.pk]), said)
    assert page.status_code == 422
    assert "virus.jpg" in page.text
    assert [one.caption for one in RecordPicture.objects.all()] == ["Chú thích mới", ""]


def test_blurring_is_a_page_of_squares(sign_in: SignIn, attended: Activity, shown: RecordPicture, secretary: User, outsider: User):
    address = reverse("records:blur", args=[shown.pk])
    officer = sign_in(secretary)
    assert officer.get(address).text.count('name="squares"') == 108
    assert officer.post(address).status_code == 422
    assert officer.post(address, {"squares": ["3-4", "3-5"]}).status_code == 302
    assert sign_in(outsider).get(address).status_code == 404


def test_the_day_of_the_picture_decides_who_is_a_child(pupil: User):
    grown = today() + timedelta(days=366)
    assert queries.problems_of([pupil.person], grown) == {}
    assert queries.problems_of([pupil.person], today()) == {pupil.person.pk: "both_missing"}
