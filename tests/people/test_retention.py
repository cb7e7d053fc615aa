"""What goes by itself when its time is over."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.notices.models import Message
from aoxanh.org.models import Post, Unit
from aoxanh.people.actions import ask, change_facts, note_sensitive, refuse
from aoxanh.people.actions.retention import run_rules
from aoxanh.people.models import Appointment, DataRequest, Guardianship, Membership, Person, SensitiveFact
from aoxanh.people.tasks import retain
from tests.cast import BEGINNING, make_signup

LONG_AGO = timezone.now() - timedelta(days=366 * 4)
NOTHING = {"invitations": 0, "sensitive_facts": 0, "request_texts": 0, "kept": 0, "announced": 0, "people": 0}


@pytest.fixture
def listed(commune_union: Unit) -> Person:
    """From a list of four years ago, never claimed, never seen."""
    person = Person.objects.create(full_name="Lý Văn Páo", noted_at=LONG_AGO)
    Membership.objects.create(person=person, unit=commune_union, during=during(BEGINNING))
    return person


def test_a_run_leaves_one_line_with_its_counts(db: None) -> None:
    retain(timestamp=0)
    line = Line.objects.get(verb="people.retention")
    assert (line.by, line.details, line.origin) == (None, NOTHING, "job")


def test_who_was_never_seen_is_announced_and_the_unit_is_told_once(listed: Person, secretary: User) -> None:
    assert run_rules() == NOTHING | {"announced": 1}
    listed.refresh_from_db()
    assert listed.forget_on == today() + timedelta(days=settings.PEOPLE_NOTICE_DAYS)
    run_rules()
    message = Message.objects.get()
    assert (message.to, "/ban-lam-viec/nguoi/?sap_xoa=1" in message.body) == (secretary.email, True)


def test_who_was_announced_goes_on_the_day(listed: Person) -> None:
    Person.objects.filter(pk=listed.pk).update(forget_on=today())
    assert run_rules() == NOTHING | {"people": 1}
    assert not Person.objects.filter(pk=listed.pk).exists()


def claimed(person: Person, volunteer: User, secretary: User) -> None:
    volunteer.person.delete()
    Person.objects.filter(pk=person.pk).update(user=volunteer)


def corrected(person: Person, volunteer: User, secretary: User) -> None:
    change_facts(person, address="Nà Pè", by=secretary)


def holds_a_post(person: Person, volunteer: User, secretary: User) -> None:
    post = Post.objects.create(unit=person.memberships.get().unit, title="Ủy viên", during=during(BEGINNING))
    Appointment.objects.create(person=person, post=post, during=during(BEGINNING))


def joined_lately(person: Person, volunteer: User, secretary: User) -> None:
    unit = person.memberships.get().unit
    Membership.objects.create(person=person, unit=unit, kind="union", during=during(today() - timedelta(days=10)))


@pytest.mark.parametrize("seen", [claimed, corrected, holds_a_post, joined_lately])
def test_who_was_heard_of_stays(listed: Person, volunteer: User, secretary: User, seen) -> None:
    Person.objects.filter(pk=listed.pk).update(forget_on=today())
    seen(listed, volunteer, secretary)
    assert run_rules() == NOTHING | {"kept": 1}
    assert Person.objects.get(pk=listed.pk).forget_on is None


def test_who_signed_up_stays(listed: Person, volunteer: User, shift) -> None:
    signup = make_signup(shift, volunteer)
    signup.person = listed
    signup.save()
    assert run_rules() == NOTHING


def test_invitations_that_nobody_answered_go(volunteer: User) -> None:
    def invited(days: int, **facts: object) -> Guardianship:
        until = timezone.now() - timedelta(days=days)
        given = {
            "full_name": "Vi Văn Thắng",
            "relation": "father",
            "phone": "+84912345678",
            "invited_until": until,
            "invitation": str(days),
        }
        return Guardianship.objects.create(child=volunteer.person, **given | facts)

    invited(31)
    young = invited(29)
    answered = invited(40, user=volunteer, consented_at=timezone.now())
    assert run_rules() == NOTHING | {"invitations": 1}
    assert set(Guardianship.objects.all()) == {young, answered}


def test_sensitive_facts_whose_consent_no_longer_stands_go(volunteer: User) -> None:
    note_sensitive(volunteer.person, facts={"health": "Dị ứng"}, agrees=True, by=volunteer)
    assert run_rules() == NOTHING
    volunteer.person.consents.update(withdrawn_at=timezone.now())
    assert run_rules() == NOTHING | {"sensitive_facts": 1}
    assert SensitiveFact.objects.count() == 0


def test_the_words_of_old_requests_go_and_the_requests_stay(volunteer: User, secretary: User) -> None:
    request = ask(volunteer.person, kind="correct", text="Sai tên", by=volunteer)
    refuse(request, ground="law", text="Không được.", by=secretary)
    assert run_rules() == NOTHING
    DataRequest.objects.update(done_at=timezone.now() - timedelta(days=366 * 2))
    assert run_rules() == NOTHING | {"request_texts": 1}
    assert list(DataRequest.objects.values_list("text", "outcome", "refused")) == [("", "", True)]


def test_an_old_member_of_a_young_list_stays(commune_union: Unit) -> None:
    Person.objects.create(full_name="Lý Văn Páo", birth_date=date(1999, 1, 1))
    assert run_rules() == NOTHING
