"""A guardian is asked by link, answers once, may withdraw; what stands, and for whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.actions import guardians as actions
from aoxanh.people.actions import update_profile, withdraw_consent
from aoxanh.people.invitations import digest, link_of, token_of
from aoxanh.people.models import Consent, Guardianship, Membership, Person
from aoxanh.people.queries import consent_history, standing_consents
from aoxanh.people.queries import guardians as queries
from tests.cast import make_user

type Refusal = Callable[..., str]


@pytest.fixture
def refused() -> Refusal:
    def code(action: Any, *args: Any, **facts: Any) -> str:
        with pytest.raises(Refused) as caught:
            action(*args, **facts)
        assert str(caught.value)
        return caught.value.code

    return code


def ask(pupil: User, **facts: Any) -> Guardianship:
    named = {"full_name": "lý thị mẩy", "relation": "mother", "email": "MAY@giamho.example"}
    return actions.invite(pupil.person, **{**named, "by": pupil, **facts})


YES: dict[str, Any] = {"full_name": "Lý Thị Mẩy", "relation": "mother", "identity": "khai trên trang", "agrees": True}


def agreed(asked: Guardianship, mother: User, **facts: Any) -> Guardianship:
    return actions.consent(asked, **{**YES, **facts}, by=mother)


@pytest.fixture
def father(db: None) -> User:
    return User.objects.create_user("sai@giamho.example")


def grow_up(pupil: User) -> Person:
    Person.objects.filter(pk=pupil.person.pk).update(birth_date=today() - timedelta(days=17 * 365))
    return Person.objects.get(pk=pupil.person.pk)


def test_a_guardian_is_asked_by_a_link_of_which_only_the_digest_is_kept(pupil: User) -> None:
    asked = ask(pupil)
    message = Message.objects.get(to="may@giamho.example")
    token = token_of(Guardianship.objects.get(pk=asked.pk))
    assert (token in message.body, message.is_secret, asked.invitation) == (True, True, digest(token))
    assert queries.by_token(token) == asked
    assert queries.by_token("guessed") is None
    assert [line.verb for line in Line.objects.filter(subject_id=asked.pk)] == ["people.guardian_invited"]


@override_settings(SMS_GATEWAY={"BACKEND": "aoxanh.notices.mailbox.TextMessages"})
def test_where_only_a_phone_is_known_the_link_goes_by_text_message(pupil: User) -> None:
    asked = ask(pupil, email="", phone="+84912345678")
    message = Message.objects.get(to="+84912345678")
    assert (message.channel, link_of(asked) in message.subject) == ("sms", True)


@override_settings(SMS_GATEWAY={})
def test_a_phone_that_no_message_reaches_is_no_way(pupil: User, refused: Refusal) -> None:
    assert refused(ask, pupil, email="", phone="+84912345678") == "no_way_to_reach"


def test_without_any_address_nobody_is_asked(pupil: User, refused: Refusal) -> None:
    assert refused(ask, pupil, email="") == "no_way_to_reach"


def test_who_is_sixteen_asks_nobody(pupil: User, refused: Refusal) -> None:
    grow_up(pupil)
    assert refused(ask, pupil) == "guardian_not_needed"


def test_a_child_does_not_name_itself(pupil: User, refused: Refusal) -> None:
    assert refused(ask, pupil, email=pupil.email) == "own_address"


def test_a_list_often_holds_a_parents_number_so_an_officer_may_ask_there(pupil: User, secretary: User, refused: Refusal) -> None:
    Person.objects.filter(user=pupil).update(email="may@giamho.example", user=None)
    child = Person.objects.get(full_name="Lý Văn Páo")
    facts: dict[str, Any] = {"full_name": "Lý Thị Mẩy", "relation": "mother", "email": "may@giamho.example"}
    assert actions.invite(child, **facts, by=secretary).email == "may@giamho.example"
    Person.objects.filter(pk=child.pk).update(user=pupil)
    assert refused(actions.note_paper, child, **facts | {"email": pupil.email}, identity="x", by=secretary) == "own_address"


def test_the_same_guardian_is_asked_once(pupil: User, refused: Refusal) -> None:
    ask(pupil)
    assert refused(ask, pupil) == "asked_already"


def test_nobody_is_written_to_over_and_over(pupil: User, refused: Refusal) -> None:
    asked = ask(pupil)
    for _ in range(2):
        asked = actions.resend(asked, by=pupil)
    assert refused(actions.resend, asked, by=pupil) == "too_many_tries"


def test_a_link_sent_again_replaces_the_old_one(pupil: User) -> None:
    asked = ask(pupil)
    old = token_of(asked)
    again = actions.resend(asked, by=pupil)
    assert (queries.by_token(old), queries.by_token(token_of(again))) == (None, again)
    assert link_of(again).endswith(f"/giam-ho/{token_of(again)}/")


@override_settings(SECRET_KEY_FALLBACKS=["an older key"])
def test_a_link_made_under_a_key_that_is_being_replaced_can_still_be_shown(pupil: User) -> None:
    asked = ask(pupil)
    Guardianship.objects.filter(pk=asked.pk).update(invitation=digest(token_of(asked, key="an older key")))
    assert link_of(Guardianship.objects.get(pk=asked.pk)).endswith(f"{token_of(asked, key='an older key')}/")
    Guardianship.objects.filter(pk=asked.pk).update(invitation=digest("of a key that is gone"))
    assert link_of(Guardianship.objects.get(pk=asked.pk)) == ""


def test_a_yes_stands_and_names_each_purpose(pupil: User, mother: User) -> None:
    asked = agreed(ask(pupil), mother)
    assert (asked.full_name, asked.user, queries.consent_stands(pupil.person)) == ("Lý Thị Mẩy", mother, True)
    given = pupil.person.consents.get()
    assert (given.purpose, given.by, given.channel, given.version) == ("volunteering", mother, "guardian", actions.GUARDIAN_TEXT)
    assert [person.full_name for person in queries.children_of(mother)] == ["Lý Văn Páo"]


def test_child_and_officer_hear_the_answer(pupil: User, mother: User, secretary: User, commune_union: Unit) -> None:
    Membership.objects.create(person=pupil.person, unit=commune_union, during=during(date(2024, 1, 1)))
    agreed(ask(pupil), mother)
    assert Message.objects.get(to=pupil.email).subject == "Lý Thị Mẩy đã đồng ý"
    assert Message.objects.get(to=secretary.email).subject == "Lý Thị Mẩy đã đồng ý: Lý Văn Páo"


def test_without_the_tick_nothing_stands(pupil: User, mother: User, refused: Refusal) -> None:
    assert refused(agreed, ask(pupil), mother, agrees=False) == "consent_missing"


def test_without_a_word_on_identity_nothing_stands(pupil: User, mother: User, refused: Refusal) -> None:
    assert refused(agreed, ask(pupil), mother, identity=" ") == "identity_missing"


def test_a_question_is_answered_once(pupil: User, mother: User, refused: Refusal) -> None:
    asked = ask(pupil)
    agreed(asked, mother)
    assert refused(agreed, asked, mother) == "answered"
    assert refused(actions.resend, asked, by=pupil) == "answered"


def test_a_link_is_answered_in_time_or_not_at_all(pupil: User, mother: User, refused: Refusal) -> None:
    asked = ask(pupil)
    Guardianship.objects.update(invited_until=timezone.now())
    assert refused(agreed, asked, mother) == "expired"


def test_the_child_does_not_answer_itself(pupil: User, refused: Refusal) -> None:
    assert refused(agreed, ask(pupil), pupil) == "yourself"


def test_another_child_does_not_answer(pupil: User, refused: Refusal) -> None:
    friend = make_user("may@giamho.example", "Giàng A Sử", today() - timedelta(days=16 * 365 + 30))
    assert refused(agreed, ask(pupil), friend) == "guardian_too_young"


def test_who_only_found_the_link_does_not_answer(pupil: User, other_volunteer: User, refused: Refusal) -> None:
    assert refused(agreed, ask(pupil), other_volunteer) == "another_address"


def test_a_no_stands_too(pupil: User, mother: User) -> None:
    declined = actions.decline(ask(pupil), by=mother)
    assert (declined.user, queries.consent_stands(pupil.person), queries.state_of(declined, stands=False)) == (mother, False, "declined")


def test_who_declined_may_be_asked_again(pupil: User, mother: User) -> None:
    actions.decline(ask(pupil), by=mother)
    agreed(ask(pupil), mother)
    assert queries.consent_stands(pupil.person)


def test_a_withdrawal_ends_the_consent_of_all_guardians(pupil: User, mother: User, father: User) -> None:
    first, second = ask(pupil), ask(pupil, email=father.email, relation="father")
    hers, his = agreed(first, mother, pictures=True), agreed(second, father)
    actions.withdraw(hers, by=mother)
    assert not queries.consent_stands(pupil.person)
    assert [one.state for one in queries.asked_of(pupil.person)] == ["overruled", "withdrawn"]
    assert Message.objects.get(to=father.email, key__contains="overruled").subject.endswith("đã rút đồng ý cho Lý Văn Páo")
    assert [one.by for one in pupil.person.consents.filter(withdrawn_at=None)] == [father]
    again = actions.agree_again(his, by=father)
    assert (queries.consent_stands(pupil.person), again.pk == his.pk) == (True, False)
    assert list(queries.children_of(mother)) == []


def test_withdrawing_twice_is_once(pupil: User, mother: User) -> None:
    asked = agreed(ask(pupil), mother)
    first = actions.withdraw(asked, by=mother).withdrawn_at
    assert actions.withdraw(asked, by=mother).withdrawn_at == first
    assert Line.objects.filter(verb="people.guardian_withdrew").count() == 1


def test_what_was_not_given_is_not_withdrawn(pupil: User, mother: User, refused: Refusal) -> None:
    assert refused(actions.withdraw, ask(pupil), by=mother) == "not_consented"


def test_only_who_agreed_agrees_again(pupil: User, mother: User, father: User, refused: Refusal) -> None:
    asked = agreed(ask(pupil), mother)
    assert refused(actions.agree_again, asked, by=mother) == "still_stands"
    actions.withdraw(asked, by=mother)
    assert refused(actions.agree_again, asked, by=father) == "not_yours"
    grow_up(pupil)
    assert refused(actions.agree_again, asked, by=mother) == "guardian_not_needed"


def test_an_officer_notes_a_paper_of_who_has_no_account(pupil: User, secretary: User, refused: Refusal) -> None:
    facts: dict[str, Any] = {"full_name": "Lý A Sài", "relation": "father", "phone": "+84912345678", "by": secretary}
    assert refused(actions.note_paper, pupil.person, **facts, identity="") == "identity_missing"
    assert refused(actions.note_paper, pupil.person, **{**facts, "phone": ""}, identity="x") == "no_way_to_reach"
    seen = actions.note_paper(pupil.person, **facts, identity="Xuất trình căn cước tại văn phòng", pictures=True)
    assert (seen.user, seen.seen_by, queries.consent_stands(pupil.person)) == (None, secretary, True)
    assert sorted(pupil.person.consents.values_list("purpose", "channel", "by")) == [
        ("pictures", "guardian_paper", None),
        ("volunteering", "guardian_paper", None),
    ]
    actions.withdraw(seen, by=secretary)
    assert (queries.consent_stands(pupil.person), pupil.person.consents.filter(withdrawn_at=None).count()) == (False, 0)


def test_pictures_need_guardian_and_child(pupil: User, mother: User) -> None:
    asked = agreed(ask(pupil), mother, pictures=True)
    assert not queries.may_be_pictured(pupil.person)
    own = Consent.objects.create(person=pupil.person, purpose="pictures", version="2026-11", channel="web", by=pupil)
    assert queries.may_be_pictured(pupil.person)
    actions.allow_pictures(asked, allowed=False, by=mother)
    assert not queries.may_be_pictured(pupil.person)
    actions.allow_pictures(asked, allowed=True, by=mother)
    actions.withdraw(asked, by=mother)
    assert not queries.may_be_pictured(pupil.person)
    assert queries.may_be_pictured(grow_up(pupil))
    own.delete()
    assert not queries.may_be_pictured(grow_up(pupil))


def test_of_the_youngest_the_guardian_alone_decides_on_pictures(pupil: User, mother: User) -> None:
    agreed(ask(pupil), mother, pictures=True)
    Person.objects.update(birth_date=today() - timedelta(days=6 * 365 + 30))
    assert queries.may_be_pictured(Person.objects.get(user=pupil))


def test_pictures_wait_for_the_consent_to_take_part(pupil: User, mother: User, father: User, refused: Refusal) -> None:
    asked = agreed(ask(pupil), mother)
    assert refused(actions.allow_pictures, asked, allowed=True, by=father) == "not_yours"
    actions.withdraw(asked, by=mother)
    assert refused(actions.allow_pictures, asked, allowed=True, by=mother) == "not_consented"


def test_one_guardian_has_several_children_by_given_name(pupil: User, mother: User, van_linh: Any) -> None:
    sister = make_user("an@tinhnguyen.example", "Lý Thị An", today() - timedelta(days=13 * 365), van_linh)
    for child in (pupil, sister):
        agreed(ask(child), mother)
    assert [person.full_name for person in queries.children_of(mother)] == ["Lý Thị An", "Lý Văn Páo"]


def test_a_guardianship_ends_by_itself_at_sixteen(pupil: User, mother: User) -> None:
    agreed(ask(pupil), mother)
    grown = grow_up(pupil)
    assert (queries.needs_guardian(grown), list(queries.children_of(mother))) == (False, [])


def test_a_child_takes_back_its_own_consents_and_not_the_guardians(pupil: User, mother: User) -> None:
    agreed(ask(pupil), mother, pictures=True)
    Consent.objects.create(person=pupil.person, purpose="pictures", version="2026-11", channel="web", by=pupil)
    assert withdraw_consent(pupil.person, purpose="pictures", by=pupil) == 1
    assert pupil.person.consents.filter(withdrawn_at=None, by=mother).count() == 2
    assert [one.purpose for one in standing_consents(pupil.person) if one.consent] == []


def test_what_the_guardian_agreed_to_can_be_read_word_for_word(pupil: User, mother: User) -> None:
    agreed(ask(pupil), mother, pictures=True)
    texts = {given.consent.purpose: str(given.text) for given in consent_history(pupil.person)}
    assert texts["pictures"] == "Tôi đồng ý thêm cho đăng ảnh có em trong báo cáo hoạt động"
    assert texts["volunteering"].startswith("Tôi đồng ý cho em tham gia tình nguyện")


def test_nobody_gets_rid_of_the_guardian_by_changing_their_own_birth_date(pupil: User, secretary: User, refused: Refusal) -> None:
    grown: dict[str, Any] = {"full_name": "Lý Văn Páo", "birth_date": date(2004, 5, 20), "area": None, "phone": ""}
    assert refused(update_profile, pupil.person, **grown, by=pupil) == "birth_date_guarded"
    assert update_profile(pupil.person, **grown, by=secretary).birth_date == date(2004, 5, 20)
