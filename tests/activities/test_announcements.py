"""A message of the organiser to many."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from aoxanh.activities.actions.announcements import announce
from aoxanh.activities.actions.safety import read_briefing, write_briefing
from aoxanh.activities.models import Announcement, Signup, Waiting
from aoxanh.activities.queries.announcements import people_meant, reach
from aoxanh.notices.models import Channel, Message
from aoxanh.people.models import Person
from tests.cast import make_activity, make_consent, make_signup


@pytest.fixture
def said(activity, secretary):
    """What is sent, to everyone by mail unless told otherwise."""

    def make(**other):
        given = {"shift": None, "audience": "all", "subject": "Mang áo mưa", "body": "Mai có mưa nhỏ.", "with_texts": False}
        return {"activity": activity, "request_id": uuid4(), "by": secretary} | given | other

    return make


@pytest.fixture
def people(shift, volunteer, other_volunteer):
    """Two with mail, one with a phone alone, one who cannot be reached."""
    phone = Person.objects.create(full_name="Hoàng Văn Sơn", phone="+84912000333")
    nobody = Person.objects.create(full_name="Lý Văn Cao")
    for person in (phone, nobody):
        Signup.objects.create(shift=shift, person=person, code=person.pk.hex[-8:].upper(), request_id=uuid4())
    return [make_signup(shift, user) for user in (volunteer, other_volunteer)]


def tell(facts):
    return announce(facts.pop("activity"), **facts)


def test_everyone_with_mail_gets_one_with_an_address_to_answer(said, people, secretary, activity):
    made = tell(said())
    told = Message.objects.order_by("to")
    assert [message.to for message in told] == ["bao@tinhnguyen.example", "hanh@tinhnguyen.example"]
    assert {message.reply_to for message in told} == {secretary.email}
    assert all(activity.title in message.body for message in told)
    assert (made.people, made.texts) == (2, 0)


def test_text_messages_go_only_where_asked_and_where_there_is_no_mail(said, people):
    made = tell(said(with_texts=True))
    assert (made.people, made.texts) == (3, 1)
    assert [message.to for message in Message.objects.filter(channel=Channel.SMS)] == ["+84912000333"]


def test_the_same_request_again_sends_nothing(said, people):
    facts = said()
    assert tell(dict(facts)) == tell(dict(facts))
    assert (Announcement.objects.count(), Message.objects.count()) == (1, 2)


def test_a_form_of_another_activity_is_refused(said, people, commune_union, secretary, refused):
    facts = said()
    tell(dict(facts))
    facts["activity"] = make_activity(commune_union, secretary)
    assert refused(tell, facts) == "already_sent"


def test_an_hour_takes_so_many_and_no_more(said, people, settings, refused):
    settings.ANNOUNCEMENTS_AN_HOUR = 1
    tell(said())
    assert refused(tell, said()) == "too_many_tries"


def test_what_reaches_nobody_is_refused(said, activity, refused):
    assert refused(tell, said()) == "nobody_meant"


def test_an_audience_made_by_hand_is_refused(said, people, refused):
    assert refused(tell, said(audience="everyone")) == "unknown_audience"


def test_a_shift_of_another_activity_is_refused(said, people, commune_union, secretary, refused):
    other = make_activity(commune_union, secretary).shifts.get()
    assert refused(tell, said(shift=other)) == "other_activity"


def test_each_audience_means_its_people(activity, shift, people, secretary, pupil):
    hanh, bao = people
    write_briefing(activity, text="Đội mũ.", by=secretary)
    read_briefing(hanh, version=1)
    Signup.objects.filter(pk=hanh.pk).update(outcome="came", asked_at=timezone.now())
    Signup.objects.filter(pk=bao.pk).update(outcome="absent", asked_at=timezone.now(), answered_at=timezone.now())
    Waiting.objects.create(shift=shift, person=pupil.person, number=1, request_id=uuid4())
    meant = {
        code: {person.full_name for person in people_meant(activity, shift, code)}
        for code in ("unread", "unanswered", "waiting", "came", "absent")
    }
    assert meant == {
        "unread": {"Lê Quốc Bảo", "Hoàng Văn Sơn", "Lý Văn Cao"},
        "unanswered": {"Vi Thị Hạnh"},
        "waiting": {"Lý Văn Páo"},
        "came": {"Vi Thị Hạnh"},
        "absent": {"Lê Quốc Bảo"},
    }


def test_a_child_without_an_address_is_reached_through_the_guardian(said, shift, mother):
    child = Person.objects.create(full_name="Lý A Tủa", birth_year=timezone.now().year - 12)
    make_consent(child, mother)
    Signup.objects.create(shift=shift, person=child, code="ABCD2345", request_id=uuid4())
    tell(said())
    assert [message.to for message in Message.objects.all()] == [mother.email]


def test_the_preview_counts_exactly_and_sends_nothing(sign_in, secretary, activity, people):
    browser, address = sign_in(secretary), reverse("safety:announce", args=[activity.pk])
    form = {"request_id": uuid4(), "audience": "all", "shift": "", "subject": "Mang áo mưa", "body": "Mai có mưa nhỏ."}
    shown = browser.post(address, form)
    assert "Gửi cho 2 người" in shown.content.decode()
    assert "Gửi cho 3 người" in browser.post(address, form | {"with_texts": "on"}).content.decode()
    found = shown.context["reach"]
    assert (found.people, found.mails, found.texts, found.unreachable) == (4, 2, 1, 1)
    assert not Message.objects.exists()
    assert browser.post(address, form | {"gui": "1"}).status_code == 302
    assert Message.objects.count() == 2
    assert browser.post(address, form | {"subject": ""}).status_code == 422


def test_a_refusal_keeps_what_was_written(sign_in, secretary, activity):
    form = {"request_id": uuid4(), "audience": "came", "shift": "", "subject": "Cảm ơn", "body": "Cảm ơn các bạn.", "gui": "1"}
    response = sign_in(secretary).post(reverse("safety:announce", args=[activity.pk]), form)
    assert (response.status_code, response["X-Refusal"]) == (409, "nobody_meant")
    assert "Cảm ơn các bạn." in response.content.decode()


def test_ten_thousand_people_cost_few_statements(activity, shift, secretary, said, django_assert_max_num_queries):
    people = [Person(full_name=f"Người {number}", email=f"n{number}@tinhnguyen.example") for number in range(2500)]
    for person in people:
        person.sort_key = person.search_key = person.full_name.lower()
    Person.objects.bulk_create(people)
    Signup.objects.bulk_create(
        Signup(shift=shift, person=person, code=f"{number:08}", request_id=uuid4()) for number, person in enumerate(people)
    )
    with django_assert_max_num_queries(40):
        assert tell(said()).people == 2500
    assert reach(people_meant(activity, None, "all")).mails == 2500
