"""Who did not come says why, and is taken kindly."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.actions.returns import explain_absence
from aoxanh.activities.models import Shift, Signup
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from tests.cast import make_activity, make_signup

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def absent(commune_union, secretary: User, volunteer: User) -> Signup:
    now = timezone.now()
    activity = make_activity(commune_union, secretary, shifts=[(now - 7 * HOUR, now - 3 * HOUR, 9)])
    return make_signup(activity.shifts.get(), volunteer, outcome="absent")


def refusal(signup: Signup, why: str = "Ốm") -> str:
    with pytest.raises(Refused) as caught:
        explain_absence(signup, why=why, by=signup.person.user)
    return caught.value.code


def test_a_word_reaches_whoever_made_the_activity(absent: Signup, volunteer: User, secretary: User) -> None:
    explain_absence(absent, why="  Con ốm. ", by=volunteer)
    absent.refresh_from_db()
    letter = Message.objects.get(key__startswith="activities.explained_absence")
    assert (absent.why, letter.to) == ("Con ốm.", secretary.email)
    assert letter.body.startswith("Con ốm.")


def test_who_came_has_nothing_to_explain(signup: Signup) -> None:
    assert refusal(signup) == "not_absent"


def test_an_empty_word_is_none(absent: Signup) -> None:
    assert refusal(absent, "  ") == "reason_missing"


def test_after_some_days_it_is_too_late(absent: Signup) -> None:
    then = timezone.now() - timedelta(days=8)
    Shift.objects.filter(pk=absent.shift_id).update(starts_at=then - HOUR, ends_at=then)
    absent = Signup.objects.select_related("shift").get(pk=absent.pk)
    assert refusal(absent) == "too_late_to_say"


def test_the_page_takes_the_word_and_says_thank_you(absent: Signup, volunteer: User, other_volunteer: User, sign_in: SignIn) -> None:
    address, client = reverse("signup:absence", args=[absent.pk]), sign_in(volunteer)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 422
    assert client.post(address, {"reason": "Con ốm."}).status_code == 302
    assert "Con ốm." in client.get(address).content.decode()
    assert sign_in(other_volunteer).get(address).status_code == 404


def test_ones_own_page_asks_until_one_said_it(absent: Signup, volunteer: User, sign_in: SignIn) -> None:
    client, address = sign_in(volunteer), reverse("signup:absence", args=[absent.pk])
    assert address in client.get(reverse("desk:my")).content.decode()
    explain_absence(absent, why="Con ốm.", by=volunteer)
    assert address not in client.get(reverse("desk:my")).content.decode()


def test_the_organiser_excuses_by_one_tap_from_the_attendance(absent: Signup, secretary: User, sign_in: SignIn) -> None:
    client = sign_in(secretary)
    activity = absent.shift.activity
    explain_absence(absent, why="Con ốm.", by=absent.person.user)
    page = reverse("attendance:activity", args=[activity.pk])
    assert "Con ốm." in client.get(page).content.decode()
    answer = client.post(reverse("activities:excuse", args=[activity.pk, absent.pk]), {"next": f"{page}#vang"})
    assert answer["Location"] == f"{page}#vang"
    absent.refresh_from_db()
    assert absent.excused_at is not None
