"""Boards of honour: names of who agreed, by the alphabet; never hours, never ranks."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.attendance.models import ServiceHours
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.people.actions import withdraw_consent
from aoxanh.people.actions.consents import give_consent, restrict
from aoxanh.people.actions.guardians import allow
from aoxanh.recognition.holder.boards import figures_of, honoured, names_of, to_ask
from aoxanh.recognition.holder.honouring import ask_silent, hang_board, take_down
from aoxanh.recognition.models import HonourBoard, Share
from tests.cast import make_consent, make_user
from tests.recognition.conftest import Came

pytestmark = pytest.mark.django_db

type SignIn = Callable[[User], Client]
FIRST = today() - timedelta(days=60)


def hung(unit: Unit, by: User, *, hours: int = 4, **facts: Any) -> HonourBoard:
    return hang_board(unit, **{"first": FIRST, "last": today(), "hours": hours, "request_id": uuid4(), "by": by} | facts)


def agreeing(user: User) -> User:
    give_consent(user.person, purpose="honour", channel="web", by=user)
    return user


def names(board: HonourBoard) -> list[str]:
    return names_of(honoured(board))


@pytest.fixture
def board(provincial_union: Unit, coordinator: User) -> HonourBoard:
    return hung(provincial_union, coordinator)


def test_only_who_reached_it_and_agreed_stands_there(board: HonourBoard, came: Came, volunteer: User, other_volunteer: User) -> None:
    came(volunteer, minutes=240)
    came(other_volunteer, minutes=235)
    agreeing(other_volunteer)
    assert (names(board), figures_of(board).silent) == ([], 1)
    agreeing(volunteer)
    assert (names(board), figures_of(board).people, figures_of(board).shown) == (["Vi Thị Hạnh"], 1, 1)


def test_names_stand_by_the_alphabet_whatever_the_hours(board: HonourBoard, came: Came) -> None:
    for name, minutes in (("Vi Thị Hạnh", 900), ("Lê Văn Ánh", 240), ("Đỗ Thị Đào", 600)):
        came(agreeing(make_user(f"{minutes}@a.example", name)), minutes=minutes)
    assert names(board) == ["Lê Văn Ánh", "Đỗ Thị Đào", "Vi Thị Hạnh"]


def test_a_name_is_written_as_its_owner_chose(board: HonourBoard, came: Came, volunteer: User) -> None:
    came(agreeing(volunteer))
    Share.objects.create(person=volunteer.person, name_form="given")
    assert names(board) == ["Hạnh"]


def test_hours_that_no_door_saw_and_hours_outside_the_period_do_not_count(
    provincial_union: Unit, coordinator: User, came: Came, volunteer: User, secretary: User
) -> None:
    came(agreeing(volunteer), minutes=120)
    unit = secretary.grants.get().unit
    facts = {"person": volunteer.person, "unit": unit, "by": secretary}
    ServiceHours.objects.create(**facts, minutes=600, on=today(), source="self_reported")
    ServiceHours.objects.create(**facts, minutes=600, on=FIRST - timedelta(days=1), source="correction", reason="Năm trước")
    assert names(hung(provincial_union, coordinator, hours=3)) == []


def test_a_consent_taken_back_takes_the_name_off_the_public_page_at_once(
    board: HonourBoard, came: Came, volunteer: User, django_capture_on_commit_callbacks: Any
) -> None:
    came(agreeing(volunteer))
    address = reverse("honour:board", args=[board.pk])
    page = Client().get(address)
    assert "Vi Thị Hạnh" in page.content.decode()
    assert "4,0" not in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(volunteer.person, purpose="honour", by=volunteer)
    assert "Vi Thị Hạnh" not in Client().get(address).content.decode()


def test_a_restricted_record_stands_on_no_board(board: HonourBoard, came: Came, volunteer: User) -> None:
    came(agreeing(volunteer))
    restrict(volunteer.person, by=volunteer)
    assert names(board) == []


def test_a_child_stands_there_only_with_a_guardian(board: HonourBoard, came: Came, pupil: User, mother: User) -> None:
    came(agreeing(pupil))
    guardianship = make_consent(pupil.person, mother)
    assert names(board) == []
    allow(guardianship, purpose="honour", allowed=True, by=mother)
    assert names(board) == ["Lý Văn Páo"]
    withdraw_consent(pupil.person, purpose="honour", by=pupil)
    assert names(board) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"first": today(), "last": today() - timedelta(days=40)}, "period_wrong"),
        ({"first": today() - timedelta(days=20)}, "period_short"),
        ({"first": today() + timedelta(days=1), "last": today() + timedelta(days=90)}, "period_ahead"),
        ({"hours": 0}, "threshold_missing"),
        ({"hours": 4}, "board_hangs"),
        ({"hours": 15}, "thresholds_near"),
    ],
)
def test_a_board_is_refused(facts: dict[str, Any], code: str, board: HonourBoard, provincial_union: Unit, coordinator: User) -> None:
    with pytest.raises(Refused) as caught:
        hung(provincial_union, coordinator, **facts)
    assert caught.value.code == code


def test_boards_of_a_period_stay_few(board: HonourBoard, provincial_union: Unit, coordinator: User) -> None:
    for hours in (50, 100):
        hung(provincial_union, coordinator, hours=hours)
    with pytest.raises(Refused) as caught:
        hung(provincial_union, coordinator, hours=150)
    assert caught.value.code == "too_many_boards"


def test_a_form_sent_twice_hangs_one_board(provincial_union: Unit, coordinator: User) -> None:
    request_id = uuid4()
    assert hung(provincial_union, coordinator, request_id=request_id) == hung(provincial_union, coordinator, request_id=request_id)


def test_those_who_never_answered_are_asked_once(
    board: HonourBoard, came: Came, volunteer: User, other_volunteer: User, coordinator: User
) -> None:
    came(volunteer)
    came(agreeing(other_volunteer))
    withdraw_consent(other_volunteer.person, purpose="honour", by=other_volunteer)
    assert list(to_ask(board)) == [volunteer.person]
    assert ask_silent(board, by=coordinator) == 1
    assert [message.to for message in Message.objects.filter(key__startswith="honour.asked")] == [volunteer.email]
    with pytest.raises(Refused) as caught:
        ask_silent(board, by=coordinator)
    assert caught.value.code == "asked_already"


def test_where_nobody_is_left_to_ask_it_says_so(board: HonourBoard, coordinator: User) -> None:
    with pytest.raises(Refused) as caught:
        ask_silent(board, by=coordinator)
    assert caught.value.code == "nobody_to_ask"


def test_a_board_that_was_taken_down_is_gone(board: HonourBoard, coordinator: User, django_capture_on_commit_callbacks: Any) -> None:
    address = reverse("honour:board", args=[board.pk])
    assert Client().get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        take_down(take_down(board, by=coordinator), by=coordinator)
    assert Client().get(address).status_code == 404
    with pytest.raises(Refused) as caught:
        ask_silent(board, by=coordinator)
    assert caught.value.code == "board_closed"


def test_the_desk_says_numbers_and_never_who(board: HonourBoard, came: Came, volunteer: User, coordinator: User, sign_in: SignIn) -> None:
    came(volunteer)
    page = sign_in(coordinator).get(reverse("honour_desk:board", args=[board.pk])).content.decode()
    assert "Vi Thị Hạnh" not in page
    assert "Hỏi 1 người" in page


def test_the_desk_hangs_asks_and_takes_down(
    provincial_union: Unit, came: Came, volunteer: User, coordinator: User, sign_in: SignIn
) -> None:
    came(volunteer)
    client, facts = sign_in(coordinator), {"unit": provincial_union.pk, "hours": 4, "request_id": uuid4()}
    assert client.get(reverse("honour_desk:new")).status_code == 200
    assert client.post(reverse("honour_desk:new"), facts).status_code == 422
    days = {"first": date(today().year, 1, 1).isoformat(), "last": date(today().year, 12, 31).isoformat()}
    assert (
        client.post(reverse("honour_desk:new"), {**facts, **days, "first": today().isoformat(), "last": today().isoformat()}).status_code
        == 409
    )
    assert client.post(reverse("honour_desk:new"), {**facts, **days}).status_code == 302
    board = HonourBoard.objects.get()
    assert client.post(reverse("honour_desk:ask", args=[board.pk])).status_code == 302
    assert client.post(reverse("honour_desk:ask", args=[board.pk])).status_code == 409
    assert client.post(reverse("honour_desk:close", args=[board.pk])).status_code == 302


def test_more_names_need_no_more_queries(board: HonourBoard, came: Came) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(reverse("honour:board", args=[board.pk]), {"n": uuid4()}).status_code == 200
        return len(captured)

    came(agreeing(make_user("0@a.example", "Lê Văn Ánh")))
    few = queries()
    for number in range(1, 5):
        came(agreeing(make_user(f"{number}@a.example", "Lê Văn Ánh")))
    assert queries() == few


def test_every_page_leads_to_all_boards(board: HonourBoard) -> None:
    assert reverse("honour:board", args=[board.pk]) in Client().get(reverse("honour:list")).content.decode()
    assert reverse("honour:list") in Client().get(reverse("portal:units")).content.decode()


def test_the_unit_leads_to_its_boards_and_those_below(board: HonourBoard, commune_union: Unit, coordinator: User) -> None:
    below = hung(commune_union, coordinator, hours=30)
    page = Client().get(reverse("honour:unit", args=[board.unit.slug])).content.decode()
    assert [reverse("honour:board", args=[one.pk]) in page for one in (board, below)] == [True, True]
    assert reverse("honour:unit", args=[board.unit.slug]) in Client().get(reverse("portal:unit", args=[board.unit.slug])).content.decode()
