"""What people read, what they get, what was looked at before."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from aoxanh.activities import risks
from aoxanh.activities.actions import safety as actions
from aoxanh.activities.actions.decisions import submit
from aoxanh.activities.actions.signups import sign_up
from aoxanh.activities.models import Activity, BriefingRead, Equipment, Handout, RiskCheck, Shift
from aoxanh.activities.passes import pass_text
from aoxanh.activities.queries import safety as queries
from aoxanh.activities.tasks.safety import remind_unread
from aoxanh.audit.models import Line
from aoxanh.notices.models import Message
from tests.cast import make_activity, make_signup, noon

Status = Activity.Status


@pytest.fixture
def briefing(activity, secretary):
    return actions.write_briefing(activity, text="Đội mũ.\nKhông trèo lên mái.", by=secretary)


@pytest.fixture
def gloves(activity, secretary) -> Equipment:
    return actions.put_equipment(activity, name="Găng tay", quantity=1, is_protective=True, comes_back=True, by=secretary)


def answers_of(activity, **other):
    return {question.code: risks.YES for question in risks.asked(activity)} | other


class TestBriefing:
    def test_every_kind_of_work_begins_with_a_text(self):
        texts = {kind: queries.starting_text(kind) for kind in [*risks.BY_KIND, "other"]}
        assert all("115" in text for text in texts.values())
        assert all(text != texts["other"] for kind, text in texts.items() if kind != "other")

    def test_the_same_text_again_is_the_same_version(self, activity, briefing, secretary):
        assert actions.write_briefing(activity, text=f" {briefing.text} ", by=secretary) == briefing

    def test_a_changed_text_is_read_again(self, activity, briefing, signup, secretary):
        actions.read_briefing(signup, version=1)
        assert queries.has_to_read(signup) is False
        actions.write_briefing(activity, text="Đội mũ, đeo găng.", by=secretary)
        assert queries.has_to_read(signup) is True

    def test_an_empty_one_is_refused(self, activity, secretary, refused):
        assert refused(actions.write_briefing, activity, text=" \n", by=secretary) == "text_missing"

    def test_nothing_is_written_for_what_is_over(self, commune_union, secretary, refused):
        gone = make_activity(commune_union, secretary, status=Status.CANCELLED)
        assert refused(actions.write_briefing, gone, text="Đội mũ.", by=secretary) == "wrong_state"

    def test_who_read_another_version_reads_again(self, briefing, signup, refused):
        assert refused(actions.read_briefing, signup, version=2) == "briefing_changed"

    def test_there_must_be_one_to_read(self, signup, activity, secretary, refused):
        assert refused(actions.read_briefing, signup, version=1) == "no_briefing"
        assert refused(actions.hear_on_site, activity, people=[signup.person], by=secretary) == "no_briefing"

    def test_reading_twice_is_reading_once(self, briefing, signup):
        assert actions.read_briefing(signup, version=1) == actions.read_briefing(signup, version=1)
        assert Line.objects.filter(verb="activities.read_briefing").count() == 1

    def test_several_hear_it_on_the_spot(self, briefing, activity, signup, other_volunteer, secretary):
        other = make_signup(activity.shifts.get(), other_volunteer)
        actions.read_briefing(signup, version=1)
        assert actions.hear_on_site(activity, people=[signup.person, other.person], by=secretary) == 1
        assert BriefingRead.objects.get(person=other.person).by == secretary
        assert list(queries.unread_people(activity)) == []

    def test_the_pass_leads_to_it_until_it_is_read(self, sign_in, volunteer, signup, briefing):
        browser, address = sign_in(volunteer), reverse("safety:briefing", args=[signup.pk])
        passed = reverse("signup:pass", args=[signup.pk])
        assert address in browser.get(passed).content.decode()
        assert "Không trèo lên mái." in browser.get(address).content.decode()
        assert browser.post(address, {"version": "1"}).headers["Location"] == passed
        assert address not in browser.get(passed).content.decode()

    def test_a_stale_form_gets_the_new_text(self, sign_in, volunteer, signup, briefing):
        response = sign_in(volunteer).post(reverse("safety:briefing", args=[signup.pk]), {"version": "7"})
        assert (response.status_code, response["X-Refusal"]) == (409, "briefing_changed")
        assert "Không trèo lên mái." in response.content.decode()

    def test_a_pass_opens_it_without_an_account(self, client, signup, briefing, other_volunteer):
        address = reverse("safety:briefing", args=[signup.pk])
        assert client.get(address).status_code == 302
        assert client.get(address, {"the": "AX1:ABCDEFGH:FORGED"}).status_code == 302
        assert client.get(address, {"the": pass_text(signup)}).status_code == 200
        client.post(address, {"version": "1", "the": pass_text(signup)})
        assert BriefingRead.objects.get().person == signup.person

    def test_nobody_reads_for_another(self, sign_in, other_volunteer, signup, briefing):
        assert sign_in(other_volunteer).post(reverse("safety:briefing", args=[signup.pk]), {"version": "1"}).status_code == 404

    def test_the_evening_before_who_has_not_read_is_reminded_once(self, commune_union, secretary, volunteer, other_volunteer, monkeypatch):
        tomorrow = make_activity(commune_union, secretary, shifts=[(noon(1), noon(1) + timedelta(hours=3), 5)])
        actions.write_briefing(tomorrow, text="Đội mũ.", by=secretary)
        reader = make_signup(tomorrow.shifts.get(), volunteer)
        make_signup(tomorrow.shifts.get(), other_volunteer)
        actions.read_briefing(reader, version=1)
        at_hour(monkeypatch, 16)
        remind_unread(0)
        assert not Message.objects.exists()
        at_hour(monkeypatch, 18)
        remind_unread(0)
        remind_unread(0)
        assert [message.to for message in Message.objects.all()] == [other_volunteer.email]


def at_hour(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    """Let it be that hour of today."""
    now: datetime = timezone.localtime().replace(hour=hour, minute=5)
    monkeypatch.setattr(timezone, "now", lambda: now)


class TestEquipment:
    def test_the_same_name_changes_the_line(self, activity, gloves, secretary):
        again = actions.put_equipment(activity, name="găng TAY", quantity=30, is_protective=True, comes_back=False, by=secretary)
        assert (again.pk, Equipment.objects.get().quantity) == (gloves.pk, 30)

    def test_a_resent_handing_out_is_one(self, gloves, signup, secretary):
        request_id = uuid4()
        first = actions.hand_out(gloves, signup=signup, request_id=request_id, by=secretary)
        assert actions.hand_out(gloves, signup=signup, request_id=request_id, by=secretary) == first
        assert actions.hand_out(gloves, signup=signup, request_id=uuid4(), by=secretary) == first
        assert Handout.objects.count() == 1

    def test_no_more_are_handed_out_than_there_are(self, gloves, activity, signup, other_volunteer, secretary, refused):
        other = make_signup(activity.shifts.get(), other_volunteer)
        handout = actions.hand_out(gloves, signup=signup, request_id=uuid4(), by=secretary)
        assert refused(actions.hand_out, gloves, signup=other, request_id=uuid4(), by=secretary) == "none_left"
        actions.take_back(handout, by=secretary)
        assert actions.hand_out(gloves, signup=other, request_id=uuid4(), by=secretary).signup == other

    def test_things_stay_with_their_activity(self, gloves, commune_union, volunteer, secretary, refused):
        elsewhere = make_signup(make_activity(commune_union, secretary).shifts.get(), volunteer)
        assert refused(actions.hand_out, gloves, signup=elsewhere, request_id=uuid4(), by=secretary) == "other_activity"

    def test_a_number_below_what_is_out_is_refused(self, gloves, activity, signup, secretary, refused):
        actions.hand_out(gloves, signup=signup, request_id=uuid4(), by=secretary)
        facts = {"name": "Găng tay", "quantity": 0, "is_protective": True, "comes_back": True}
        assert refused(actions.put_equipment, activity, **facts, by=secretary) == "fewer_than_out"

    def test_what_was_handed_out_stays_on_the_list(self, gloves, signup, secretary, refused):
        actions.hand_out(gloves, signup=signup, request_id=uuid4(), by=secretary)
        assert refused(actions.drop_equipment, gloves, by=secretary) == "was_handed_out"

    def test_taking_back_twice_keeps_the_first_moment(self, gloves, signup, secretary):
        handout = actions.hand_out(gloves, signup=signup, request_id=uuid4(), by=secretary)
        first = actions.take_back(handout, by=secretary).back_at
        assert actions.take_back(handout, by=secretary).back_at == first

    def test_what_is_given_away_is_never_missing(self, activity, gloves, signup, secretary):
        water = actions.put_equipment(activity, name="Nước", quantity=9, is_protective=False, comes_back=False, by=secretary)
        for thing in (gloves, water):
            actions.hand_out(thing, signup=signup, request_id=uuid4(), by=secretary)
        Shift.objects.update(starts_at=noon(-1), ends_at=noon(-1) + timedelta(hours=2))
        assert [handout.equipment for handout in queries.missing(activity)] == [gloves]
        assert actions.take_all_back(signup.shift, by=secretary) == 1
        assert list(queries.missing(activity)) == []

    def test_work_that_asks_for_gear_says_that_none_is_listed(self, activity, secretary):
        assert queries.lacks_gear(activity) is True
        actions.put_equipment(activity, name="Mũ", quantity=5, is_protective=True, comes_back=True, by=secretary)
        assert queries.lacks_gear(activity) is False

    def test_the_checklist_works_without_script(self, sign_in, secretary, gloves, signup):
        browser, shift = sign_in(secretary), signup.shift
        given = {"signup": signup.pk, "equipment": gloves.pk, "request_id": uuid4()}
        give, take = (reverse(f"safety:{name}", args=[shift.pk]) for name in ("hand_out", "take_back"))
        for _time in range(2):
            assert browser.post(give, given).headers["Location"] == reverse("safety:handouts", args=[shift.pk])
        handout = Handout.objects.get()
        browser.post(take, {"handout": handout.pk})
        handout.refresh_from_db()
        assert handout.back_by == secretary
        assert browser.post(give, {"signup": "x"}).status_code == 404

    def test_the_checklist_asks_the_same_number_of_questions_for_many(
        self, sign_in, secretary, gloves, activity, signup, other_volunteer, pupil, django_assert_num_queries
    ):
        browser, address = sign_in(secretary), reverse("safety:handouts", args=[signup.shift_id])
        browser.get(address)
        with django_assert_num_queries(40, exact=False) as few:
            browser.get(address)
        for user in (other_volunteer, pupil):
            make_signup(signup.shift, user)
        with django_assert_num_queries(40, exact=False) as many:
            browser.get(address)
        assert len(many) == len(few)


class TestRisks:
    @pytest.fixture(autouse=True)
    def risky(self, settings):
        settings.RISKY_KINDS = ("repair",)

    def test_each_question_is_asked_once(self, activity):
        codes = [question.code for question in risks.asked(activity)]
        assert len(codes) == len(set(codes))

    def test_children_night_and_water_bring_their_questions(self, commune_union, secretary):
        late = (noon(2) + timedelta(hours=9), noon(2) + timedelta(hours=12), 9)
        night = make_activity(commune_union, secretary, kind="coast", min_age=15, shifts=[late])
        grown = make_activity(commune_union, secretary, kind="teaching", min_age=18)
        codes = {question.code for question in risks.asked(night)}
        assert {"light", "swimmers", "adults"} <= codes
        assert [question.code for question in risks.asked(grown)] == ["contact", "first_aid"]

    def test_risky_work_is_not_submitted_unchecked(self, draft, secretary, refused):
        assert refused(submit, draft, by=secretary) == "risk_check_missing"
        actions.check_risks(draft, answers=answers_of(draft), note="", by=secretary)
        assert submit(draft, by=secretary).status == Status.SUBMITTED

    def test_other_work_is_not_asked(self, commune_union, secretary):
        teaching = make_activity(commune_union, secretary, kind="teaching", status=Status.DRAFT)
        assert submit(teaching, by=secretary).status == Status.SUBMITTED

    def test_which_kinds_are_risky_is_a_setting(self, draft, secretary, settings):
        settings.RISKY_KINDS = ()
        assert submit(draft, by=secretary).status == Status.SUBMITTED

    def test_every_question_is_answered(self, draft, secretary, refused):
        assert refused(actions.check_risks, draft, answers=answers_of(draft, power=""), note="", by=secretary) == "answers_missing"

    def test_a_no_says_what_is_done(self, draft, secretary, refused):
        given = answers_of(draft, power=risks.NO)
        assert refused(actions.check_risks, draft, answers=given, note=" ", by=secretary) == "note_missing"
        check = actions.check_risks(draft, answers=given, note="Thợ điện đến lúc 7 giờ.", by=secretary)
        assert [question.code for question in risks.open_points(draft, check)] == ["power"]

    def test_a_change_of_the_work_asks_what_is_new(self, draft, secretary):
        check = actions.check_risks(draft, answers=answers_of(draft), note="", by=secretary)
        draft.kind = "road"
        assert risks.is_checked(draft, check) is False

    def test_who_approves_sees_the_answers(self, sign_in, coordinator, draft, secretary):
        actions.check_risks(draft, answers=answers_of(draft, power=risks.NO), note="Thợ điện đến lúc 7 giờ.", by=secretary)
        submit(draft, by=secretary)
        body = sign_in(coordinator).get(reverse("activities:detail", args=[draft.pk])).content.decode()
        assert "Thợ điện đến lúc 7 giờ." in body

    def test_the_form_keeps_what_was_answered(self, sign_in, secretary, draft):
        browser, address = sign_in(secretary), reverse("safety:risk", args=[draft.pk])
        given = answers_of(draft, power=risks.NO)
        response = browser.post(address, given)
        assert (response.status_code, response["X-Refusal"]) == (409, "note_missing")
        assert browser.post(address, given | {"note": "Thợ điện đến."}).status_code == 302
        assert RiskCheck.objects.get().answers == given
        assert browser.post(address, {"note": ""}).status_code == 422


def test_the_letter_and_my_page_lead_to_the_briefing(sign_in, volunteer, shift, activity, secretary):
    actions.write_briefing(activity, text="Đội mũ.", by=secretary)
    taken = sign_up(shift, person=volunteer.person, request_id=uuid4(), by=volunteer)
    address = reverse("safety:briefing", args=[taken.pk])
    assert address in Message.objects.get(key__startswith="activities.signed_up").body
    assert address in sign_in(volunteer).get(reverse("desk:my")).content.decode()
