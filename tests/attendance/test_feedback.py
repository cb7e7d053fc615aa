"""Thanks, and what people thought, without their names."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.actions.feedback import give_feedback, heed, hide_words, thank
from aoxanh.attendance.actions.settling import settle
from aoxanh.attendance.models import CheckIn, Feedback, FeedbackTicket, Thanks
from aoxanh.attendance.queries.feedback import absent_lately, to_thank, unsafe, voices_of
from aoxanh.attendance.thank_you import missed
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from tests.cast import count_turn, make_activity, make_signup, make_user

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def over(commune_union, secretary: User) -> Activity:
    """Ended three hours ago."""
    now = timezone.now()
    return make_activity(commune_union, secretary, shifts=[(now - 7 * HOUR, now - 3 * HOUR, 30)])


def came(activity: Activity, user: User, by: User, *, minutes: int = 240) -> Signup:
    signup = make_signup(activity.shifts.get(), user, outcome="came")
    CheckIn.objects.create(signup=signup, scan_id=uuid4(), at=signup.shift.starts_at, method="qr", by=by)
    count_turn(signup, minutes=minutes, on=timezone.localdate(), by=by)
    return signup


def say(activity: Activity, number: int, *, safe: str = "yes", words: str = "") -> None:
    for _ in range(number):
        Feedback.objects.create(activity=activity, safe=safe, useful="yes", again="partly", words=words)


def over_since(activity: Activity, hours: int) -> None:
    end = timezone.now() - hours * HOUR
    Activity.objects.filter(pk=activity.pk).update(starts_at=end - HOUR, ends_at=end)


def refused(act: Callable[..., Any], *args: Any, **facts: Any) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value.code


def answer(ticket: FeedbackTicket, **facts: str) -> Feedback:
    return give_feedback(ticket, **{"safe": "yes", "useful": "partly", "again": "no"} | facts)


def test_everyone_who_came_is_thanked_once(over: Activity, volunteer: User, other_volunteer: User, secretary: User) -> None:
    came(over, volunteer, secretary)
    make_signup(over.shifts.get(), other_volunteer, outcome="absent")
    said = thank(over, words="Bếp xong rồi.", by=secretary)
    assert thank(over, words="Lần nữa", by=secretary) == said
    (letter,) = Message.objects.filter(key__startswith="attendance.thanks")
    ticket = FeedbackTicket.objects.get()
    assert (letter.to, said.people, said.words) == (volunteer.email, 1, "Bếp xong rồi.")
    assert letter.body.startswith("Bếp xong rồi.")
    assert [part in letter.body for part in ("4,0", reverse("record:own"), reverse("feedback:give", args=[ticket.key]))] == [True] * 3
    assert Line.objects.filter(verb="attendance.thanked").count() == 1


def test_who_came_to_two_shifts_gets_one_ticket(commune_union, secretary: User, volunteer: User) -> None:
    now = timezone.now()
    two = make_activity(commune_union, secretary, shifts=[(now - 9 * HOUR, now - 7 * HOUR, 9), (now - 6 * HOUR, now - 4 * HOUR, 9)])
    for shift in two.shifts.all():
        CheckIn.objects.create(signup=make_signup(shift, volunteer), scan_id=uuid4(), at=shift.starts_at, method="qr", by=secretary)
    thank(two, by=None)
    assert FeedbackTicket.objects.get().signup.shift == two.shifts.order_by("starts_at").first()


def test_thanks_wait_for_the_end_and_for_people(over: Activity, activity: Activity, secretary: User) -> None:
    assert refused(thank, activity, by=secretary) == "not_ended"
    assert refused(thank, over, by=secretary) == "nobody_came"


def test_the_schedule_thanks_when_all_is_settled_or_a_day_later(
    over: Activity, volunteer: User, other_volunteer: User, secretary: User
) -> None:
    came(over, volunteer, secretary)
    make_signup(over.shifts.get(), other_volunteer)
    assert list(to_thank()) == []
    settle(over, by=secretary)
    assert list(to_thank()) == [over]
    Signup.objects.filter(outcome="absent").update(outcome="")
    over_since(over, 21)
    assert list(to_thank()) == [over]
    over_since(over, 15 * 24)
    assert list(to_thank()) == []
    over_since(over, 21)
    thank(over, by=None)
    assert list(to_thank()) == []


def test_who_was_not_seen_is_asked_kindly_once(over: Activity, volunteer: User, other_volunteer: User) -> None:
    signup = make_signup(over.shifts.get(), volunteer, outcome="absent")
    make_signup(over.shifts.get(), other_volunteer, outcome="absent", excused_at=timezone.now())
    assert missed(absent_lately()) == 1
    assert missed(absent_lately()) == 0
    assert reverse("signup:absence", args=[signup.pk]) in Message.objects.get(key__startswith="attendance.missed").body


@pytest.fixture
def ticket(over: Activity, volunteer: User, secretary: User) -> FeedbackTicket:
    came(over, volunteer, secretary)
    thank(over, by=secretary)
    return FeedbackTicket.objects.get()


def test_an_answer_holds_no_name_no_ticket_and_no_time(ticket: FeedbackTicket) -> None:
    lines = Line.objects.count()
    found = answer(ticket, words=" Thiếu găng tay. ")
    assert {field.name for field in Feedback._meta.fields} == {"id", "activity", "safe", "useful", "again", "words", "is_hidden"}
    assert (found.pk.version, found.words, Line.objects.count()) == (4, "Thiếu găng tay.", lines)
    assert {field.name for field in FeedbackTicket._meta.fields} == {"id", "signup", "key", "was_used"}


def test_a_ticket_is_used_once(ticket: FeedbackTicket) -> None:
    answer(ticket)
    assert refused(answer, ticket) == "already_answered"
    assert Feedback.objects.count() == 1


def test_after_some_weeks_it_is_too_late(ticket: FeedbackTicket) -> None:
    Thanks.objects.update(at=timezone.now() - timedelta(days=31))
    assert refused(answer, ticket) == "feedback_closed"


def test_the_form_needs_no_account(ticket: FeedbackTicket) -> None:
    client, address = Client(), reverse("feedback:give", args=[ticket.key])
    page = client.get(address)
    assert (page.status_code, page["Referrer-Policy"], page["X-Robots-Tag"]) == (200, "no-referrer", "noindex, nofollow")
    assert "Vi Thị Hạnh" not in page.content.decode()
    assert client.post(address, {"safe": "yes"}).status_code == 422
    assert client.post(address, {"safe": "yes", "useful": "yes", "again": "maybe"}).status_code == 422
    assert client.post(address, {"safe": "yes", "useful": "yes", "again": "yes"})["Location"] == reverse("feedback:given")
    assert client.post(address, {"safe": "yes", "useful": "yes", "again": "yes"}).status_code == 409
    assert client.get(reverse("feedback:given")).status_code == 200
    assert client.get(reverse("feedback:give", args=["x" * 43])).status_code == 404


def test_shares_and_words_show_from_five_answers_on(ticket: FeedbackTicket, over: Activity, secretary: User, sign_in: SignIn) -> None:
    address = reverse("attendance:feedback", args=[over.pk])
    say(over, 4, words="Chị Lan chu đáo.")
    few = voices_of(over)
    assert (few.given, few.is_enough, few.questions, few.words) == (4, False, [], [])
    assert "Chị Lan" not in sign_in(secretary).get(address).content.decode()
    say(over, 1, safe="no")
    enough = voices_of(over)
    assert [(one.question, one.yes, one.partly, one.no) for one in enough.questions] == [
        ("safe", 4, 0, 1), ("useful", 5, 0, 0), ("again", 0, 5, 0),
    ]  # fmt: skip
    assert len(enough.words) == 4
    assert "Chị Lan" in sign_in(secretary).get(address).content.decode()


def test_words_that_name_somebody_are_hidden_and_the_log_says_so(
    ticket: FeedbackTicket, over: Activity, secretary: User, inspector: User, sign_in: SignIn
) -> None:
    say(over, 5, words="Chị Lan chu đáo.")
    for one in Feedback.objects.all():
        hide_words(one, by=secretary)
    for reader in (secretary, inspector):
        assert "Chị Lan" not in sign_in(reader).get(reverse("attendance:feedback", args=[over.pk])).content.decode()
    hide_words(Feedback.objects.all()[0], by=secretary)
    verbs = list(Line.objects.filter(verb__startswith="attendance.feedback").order_by("at", "id").values_list("verb", flat=True))
    assert verbs == ["attendance.feedback_hidden"] * 5 + ["attendance.feedback_shown"]


def test_where_few_felt_safe_today_asks_until_somebody_wrote_what_was_done(
    ticket: FeedbackTicket, over: Activity, secretary: User, sign_in: SignIn
) -> None:
    say(over, 4)
    say(over, 1, safe="partly")
    assert list(unsafe(Activity.objects.all())) == []
    say(over, 1, safe="no")
    (found,) = unsafe(Activity.objects.all())
    assert (found.answers, found.felt_safe) == (6, 4)
    client, link = sign_in(secretary), f"{reverse('attendance:feedback', args=[over.pk])}#an-toan"
    assert link in client.get(reverse("desk:home")).content.decode()
    assert client.post(reverse("attendance:heed", args=[over.pk])).status_code == 422
    assert client.post(reverse("attendance:heed", args=[over.pk]), {"words": "Lần sau có giàn giáo."}).status_code == 302
    assert link not in client.get(reverse("desk:home")).content.decode()


def test_nobody_was_asked_and_nothing_was_said(over: Activity, ticket: FeedbackTicket, activity: Activity, secretary: User) -> None:
    assert refused(heed, activity, words="Đã nhắc.", by=secretary) == "not_asked"
    assert refused(heed, over, words="  ", by=secretary) == "words_missing"


def test_the_organiser_thanks_from_the_page(over: Activity, volunteer: User, secretary: User, sign_in: SignIn) -> None:
    client, address = sign_in(secretary), reverse("attendance:thank", args=[over.pk])
    assert client.post(address).status_code == 409
    came(over, volunteer, secretary)
    assert client.get(reverse("attendance:feedback", args=[over.pk])).status_code == 200
    assert client.post(address, {"words": "a" * 1001}).status_code == 422
    assert client.post(address, {"words": "Cảm ơn cả đội."}).status_code == 302
    assert Thanks.objects.get().words == "Cảm ơn cả đội."


def test_more_answers_need_no_more_queries(ticket: FeedbackTicket, over: Activity, secretary: User, sign_in: SignIn) -> None:
    client, address = sign_in(secretary), reverse("attendance:feedback", args=[over.pk])
    say(over, 5, words="Vui.")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    say(over, 20, words="Vui.")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_thanking_many_takes_no_more_statements(commune_union, secretary: User, django_assert_max_num_queries: Any) -> None:
    def statements(people: int) -> int:
        now = timezone.now()
        activity = make_activity(commune_union, secretary, shifts=[(now - 7 * HOUR, now - 3 * HOUR, 30)])
        for number in range(people):
            came(activity, make_user(f"{people}-{number}@a.example", "Lê Văn Ánh"), secretary)
        with CaptureQueriesContext(connection) as captured:
            thank(activity, by=None)
        return len(captured)

    assert statements(1) == statements(8)
