"""From a report in the field to the word that closes it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from aoxanh.activities.actions import incidents as actions
from aoxanh.activities.actions.incidents import Report
from aoxanh.activities.models import Incident, Shift
from aoxanh.activities.passes import pass_text
from aoxanh.activities.policies.safety import visible_incidents
from aoxanh.activities.queries.incidents import forgotten, to_tell
from aoxanh.activities.tasks.safety import is_quiet, remind_open_incidents
from aoxanh.audit.models import Line
from aoxanh.notices.models import Message
from aoxanh.people.dossier import release, tell
from tests.activities.test_safety import at_hour
from tests.cast import grant, make_activity, make_signup, make_user, noon

Kind, Severity, Status = Incident.Kind, Incident.Severity, Incident.Status


@pytest.fixture
def make_incident(activity, volunteer):
    """Reported by Hạnh from the activity, serious by default."""

    def make(**facts) -> Incident:
        given = {"kind": Kind.INJURY, "severity": Severity.SERIOUS, "text": "Ngã từ thang, gãy tay.", "happened_at": timezone.now()}
        return actions.report(
            unit=activity.unit,
            shift=activity.shifts.get(),
            said=Report(**given | facts),
            request_id=uuid4(),
            reporter=volunteer.person,
            by=volunteer,
        )

    return make


@pytest.fixture
def facts(signup):
    """What the phone sends."""
    return {
        "request_id": str(uuid4()),
        "spot": f"s:{signup.shift_id}",
        "kind": "injury",
        "severity": "2",
        "text": "Ngã từ thang, gãy tay.",
        "happened_at": timezone.now().isoformat(),
        "contact": "0912 345 678",
    }


def send(browser, facts):
    return browser.post(reverse("safety:receive"), json.dumps(facts), content_type="application/json")


class TestTelling:
    def test_a_minor_one_waits_at_the_desk(self, make_incident):
        make_incident(severity=Severity.MINOR)
        assert not Message.objects.exists()

    def test_a_serious_one_reaches_organiser_and_unit(self, make_incident, secretary, commune_union, coordinator):
        other = make_user("chihuy@vanlinh.example", "Lộc Văn Dũng")
        grant(other, "organiser", commune_union)
        make_incident()
        assert {message.to for message in Message.objects.all()} == {secretary.email, other.email}

    def test_a_grave_one_reaches_those_above_and_their_phones(self, make_incident, secretary, coordinator):
        coordinator.person.phone = "+84912000111"
        coordinator.person.save()
        make_incident(severity=Severity.GRAVE, contact="+84987654321")
        assert {message.to for message in Message.objects.all()} == {secretary.email, coordinator.email, "+84912000111"}
        assert "0987 654 321" in Message.objects.get(to="+84912000111").subject

    def test_harassment_goes_past_the_organiser_and_tells_no_words(self, make_incident, coordinator, commune_union, activity):
        activity.created_by = make_user("chihuy@vanlinh.example", "Lộc Văn Dũng")
        activity.save()
        make_incident(kind=Kind.HARASSMENT, text="Người chỉ huy quấy rối.")
        told = Message.objects.all()
        assert activity.created_by.email not in {message.to for message in told}
        assert coordinator.email in {message.to for message in told}
        assert not any("quấy rối." in message.body + message.subject for message in told)

    def test_nobody_outside_is_told(self, make_incident, outsider, inspector):
        incident = make_incident(severity=Severity.GRAVE)
        assert not {outsider, inspector} & set(to_tell(incident))

    def test_danger_knows_no_quiet_hours_and_reminders_do(self):
        assert [hour for hour in range(24) if is_quiet(timezone.datetime(2026, 1, 1, hour).time())] == [*range(7), 22, 23]


class TestReporting:
    def test_a_resent_report_is_one_incident(self, sign_in, volunteer, facts):
        browser = sign_in(volunteer)
        answers = [send(browser, facts) for _time in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert len({answer.json()["url"] for answer in answers}) == 1
        assert Incident.objects.get().reporter == volunteer.person

    def test_the_id_of_somebody_elses_report_is_refused(self, sign_in, volunteer, other_volunteer, facts, activity):
        make_signup(activity.shifts.get(), other_volunteer)
        send(sign_in(volunteer), facts)
        answer = send(sign_in(other_volunteer), facts)
        assert (answer.status_code, answer.json()["code"]) == (409, "already_sent")

    def test_too_many_at_once_wait(self, sign_in, volunteer, facts, settings):
        settings.INCIDENT_REPORTS_AN_HOUR = 1
        browser = sign_in(volunteer)
        send(browser, facts)
        answer = send(browser, facts | {"request_id": str(uuid4())})
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")

    def test_who_is_signed_out_is_asked_to_wait(self, client, facts):
        assert (send(client, facts).status_code, send(client, facts).json()["code"]) == (401, "signed_out")

    def test_a_pass_is_enough(self, client, facts, signup):
        assert send(client, facts | {"the": pass_text(signup)}).status_code == 200
        assert Incident.objects.get().reporter == signup.person

    def test_a_pass_opens_no_other_shift(self, client, facts, signup, commune_union, secretary):
        other = make_activity(commune_union, secretary).shifts.get()
        answer = send(client, facts | {"the": pass_text(signup), "spot": f"s:{other.pk}"})
        assert (answer.status_code, answer.json()["code"]) == (409, "unknown_place")

    @pytest.mark.parametrize("spot", ["", "s:x", "u:", "nothing"])
    def test_a_place_made_by_hand_is_refused(self, sign_in, volunteer, facts, spot):
        assert send(sign_in(volunteer), facts | {"spot": spot}).status_code in {409, 422}

    def test_what_is_incomplete_says_so(self, sign_in, volunteer, facts):
        answer = send(sign_in(volunteer), facts | {"text": ""})
        assert (answer.status_code, answer.json()["code"]) == (422, "incomplete")
        assert sign_in(volunteer).post(reverse("safety:receive"), "[1]", content_type="application/json").status_code == 422

    def test_a_clock_that_is_ahead_is_set_right(self, make_incident):
        incident = make_incident(happened_at=timezone.now() + timedelta(days=400))
        assert incident.happened_at <= timezone.now()

    def test_a_number_that_is_none_is_kept_as_typed(self, sign_in, volunteer, facts):
        send(sign_in(volunteer), facts | {"contact": "máy của Lan"})
        assert Incident.objects.get().contact == "máy của Lan"

    def test_the_page_works_without_script(self, sign_in, volunteer, signup, facts):
        soon = timezone.now() + timedelta(hours=20)
        Shift.objects.filter(pk=signup.shift_id).update(starts_at=soon, ends_at=soon + timedelta(hours=4))
        browser, address = sign_in(volunteer), reverse("safety:report")
        body = browser.get(address).content.decode()
        assert all(f"tel:{number}" in body for number in ("115", "113", "114"))
        assert browser.post(address, facts | {"kind": ""}).status_code == 422
        answer = browser.post(address, facts | {"happened_at": "2026-01-05T07:30"})
        incident = Incident.objects.get()
        assert answer.headers["Location"] == reverse("safety:sent", args=[incident.request_id])
        assert browser.get(answer.headers["Location"]).status_code == 200

    def test_the_organiser_reports_for_the_unit(self, sign_in, secretary, facts, commune_union):
        assert send(sign_in(secretary), facts | {"spot": f"u:{commune_union.pk}"}).status_code == 200
        assert Incident.objects.get().activity is None

    def test_a_volunteer_reports_for_no_unit(self, sign_in, volunteer, facts, commune_union):
        assert send(sign_in(volunteer), facts | {"spot": f"u:{commune_union.pk}"}).status_code == 409

    def test_the_shell_is_the_same_for_everyone(self, client, sign_in, volunteer, signup):
        address = reverse("safety:shell")
        shown = [browser.get(address).content for browser in (client, sign_in(volunteer))]
        assert shown[0] == shown[1]
        assert b"csrfmiddlewaretoken" not in shown[0]

    def test_the_worker_keeps_the_shell_and_files_alone(self, client, sign_in, volunteer):
        texts = [browser.get(reverse("safety:worker")).content.decode() for browser in (client, sign_in(volunteer))]
        kept = json.loads(texts[0].split("= ", 1)[1].split(";\n", 1)[0])["kept"]
        assert texts[0] == texts[1]
        assert kept[0] == reverse("safety:shell")
        assert all(address.startswith("/static/") for address in kept[1:])

    def test_the_places_are_those_of_the_reader(self, sign_in, volunteer, outsider, commune_union, secretary):
        today = make_activity(commune_union, secretary, shifts=[(noon(0), noon(0) + timedelta(hours=2), 5)])
        make_signup(today.shifts.get(), volunteer)
        found = sign_in(volunteer).get(reverse("safety:places")).json()
        assert [spot["value"] for spot in found["spots"]] == [f"s:{today.shifts.get().pk}"]
        assert f"s:{today.shifts.get().pk}" not in str(sign_in(outsider).get(reverse("safety:places")).json())


class TestDealing:
    def test_it_goes_from_new_to_closed_with_what_came_of_it(self, make_incident, secretary):
        incident = make_incident()
        actions.take_step(incident, status=Status.HANDLED, text="Đã đưa đến trạm y tế.", by=secretary)
        actions.take_step(incident, status=Status.CLOSED, text="Bó bột, nghỉ 3 tuần.", by=secretary)
        incident.refresh_from_db()
        assert incident.status == Status.CLOSED
        assert [step.status for step in incident.steps.all()] == [Status.HANDLED, Status.CLOSED]

    def test_the_same_sentence_again_is_one_step(self, make_incident, secretary):
        incident = make_incident()
        steps = [actions.take_step(incident, status=Status.CLOSED, text="Xong.", by=secretary) for _time in range(2)]
        assert steps[0] == steps[1]

    def test_a_step_says_something(self, make_incident, secretary, refused):
        assert refused(actions.take_step, make_incident(), status=Status.CLOSED, text=" ", by=secretary) == "text_missing"

    def test_what_is_closed_is_not_closed_again(self, make_incident, secretary, coordinator, refused):
        incident = make_incident()
        actions.take_step(incident, status=Status.CLOSED, text="Xong.", by=secretary)
        assert refused(actions.take_step, incident, status=Status.CLOSED, text="Xong rồi.", by=coordinator) == "wrong_state"
        assert actions.take_step(incident, status=Status.HANDLED, text="Người bị thương nặng hơn.", by=coordinator)

    def test_the_page_closes_it(self, sign_in, secretary, make_incident):
        browser, incident = sign_in(secretary), make_incident()
        address = reverse("safety:step", args=[incident.pk, "dong"])
        assert browser.post(address, {"text": ""}).status_code == 422
        assert browser.post(address, {"text": "Bó bột."}).status_code == 302
        answer = browser.post(address, {"text": "Bó bột lại."})
        assert (answer.status_code, answer["X-Refusal"]) == (409, "wrong_state")
        assert browser.post(reverse("safety:step", args=[incident.pk, "xoa"]), {"text": "x"}).status_code == 404

    def test_who_reads_does_not_deal(self, sign_in, inspector, make_incident):
        incident = make_incident()
        browser = sign_in(inspector)
        assert browser.get(reverse("safety:incident", args=[incident.pk])).status_code == 200
        assert browser.post(reverse("safety:step", args=[incident.pk, "dong"]), {"text": "x"}).status_code == 404

    @pytest.mark.parametrize("facts", [{"kind": Kind.HARASSMENT}, {"concerns_minors": True}])
    def test_what_is_restricted_is_read_by_who_deals_with_it_and_noted(self, make_incident, inspector, secretary, sign_in, facts):
        incident = make_incident(**facts)
        assert not visible_incidents(inspector).exists()
        assert sign_in(inspector).get(reverse("safety:incident", args=[incident.pk])).status_code == 404
        for _time in range(2):
            sign_in(secretary).get(reverse("safety:incident", args=[incident.pk]))
        assert Line.objects.filter(verb="activities.read_incident", by=secretary, subject_id=incident.pk).count() == 2

    def test_reading_an_ordinary_one_leaves_no_line(self, make_incident, secretary, sign_in):
        sign_in(secretary).get(reverse("safety:incident", args=[make_incident().pk]))
        assert not Line.objects.filter(verb="activities.read_incident").exists()

    def test_another_unit_sees_nothing(self, make_incident, outsider, sign_in):
        incident = make_incident()
        assert sign_in(outsider).get(reverse("safety:incident", args=[incident.pk])).status_code == 404
        assert incident.text not in sign_in(outsider).get(reverse("safety:incidents")).content.decode()

    def test_the_list_asks_the_same_number_of_questions_for_many(self, sign_in, secretary, make_incident, django_assert_num_queries):
        browser, address = sign_in(secretary), reverse("safety:incidents")
        make_incident()
        browser.get(address)
        with django_assert_num_queries(40, exact=False) as few:
            browser.get(address)
        for kind in Kind.values:
            make_incident(kind=kind)
        with django_assert_num_queries(40, exact=False) as many:
            browser.get(address)
        assert len(many) == len(few)

    def test_nothing_of_it_is_public(self, client, make_incident, activity):
        incident = make_incident()
        pages = [
            reverse("portal:activity", args=[activity.slug]),
            reverse("portal:home"),
            reverse("safety:sent", args=[incident.request_id]),
        ]
        assert not any(incident.text in client.get(page).content.decode() for page in pages)


class TestFollowingUp:
    def test_what_lies_open_for_a_day_is_brought_up_once_a_day(self, make_incident, secretary, monkeypatch):
        incident = make_incident(severity=Severity.MINOR)
        Incident.objects.update(reported_at=timezone.now() - timedelta(hours=30))
        assert list(forgotten()) == [incident]
        at_hour(monkeypatch, 6)
        remind_open_incidents(0)
        assert not Message.objects.exists()
        at_hour(monkeypatch, 9)
        Incident.objects.update(reported_at=timezone.now() - timedelta(hours=30))
        remind_open_incidents(0)
        remind_open_incidents(0)
        assert [message.to for message in Message.objects.all()] == [secretary.email]

    def test_after_three_days_the_unit_above_hears_too(self, make_incident, secretary, coordinator, monkeypatch):
        make_incident(severity=Severity.MINOR)
        at_hour(monkeypatch, 9)
        Incident.objects.update(reported_at=timezone.now() - timedelta(hours=80))
        remind_open_incidents(0)
        assert {message.to for message in Message.objects.all()} == {secretary.email, coordinator.email}

    def test_a_step_ends_the_silence(self, make_incident, secretary):
        incident = make_incident(severity=Severity.MINOR)
        Incident.objects.update(reported_at=timezone.now() - timedelta(hours=30))
        actions.take_step(incident, status=Status.HANDLED, text="Đang hỏi thêm.", by=secretary)
        assert not forgotten().exists()


class TestOnesOwnData:
    def test_the_copy_tells_what_one_reported_and_read(self, make_incident, volunteer):
        make_incident(contact="+84912000444")
        chapters = {chapter.code: chapter.rows for chapter in tell(volunteer.person)}
        assert [row["text"] for row in chapters["incidents"]] == ["Ngã từ thang, gãy tay."]
        assert chapters["briefings"] == []

    def test_who_leaves_is_not_called_back(self, make_incident, volunteer):
        incident = make_incident(contact="+84912000444")
        release(volunteer.person, by=volunteer)
        incident.refresh_from_db()
        assert (incident.contact, incident.text) == ("", "Ngã từ thang, gãy tay.")
