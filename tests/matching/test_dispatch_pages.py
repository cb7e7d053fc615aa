"""The pages of dispatch, as a coordinator and a commune use them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.org.models import Unit
from aoxanh.people.models import Membership, Person
from tests.cast import BEGINNING, make_need

DAYS = {"starts_on": today() + timedelta(days=2), "ends_on": today() + timedelta(days=3)}


@pytest.fixture
def desk(coordinator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(coordinator)


@pytest.fixture
def dispatch(provincial_union: Unit, coordinator: User) -> Dispatch:
    return Dispatch.objects.create(unit=provincial_union, name="Sau mưa lũ", request_id=uuid4(), created_by=coordinator, **DAYS)


def leg_of(dispatch: Dispatch, unit: Unit, sender: Unit, **facts: Any) -> Leg:
    return Leg.objects.create(dispatch=dispatch, area=unit.area, sender=sender, receiver=unit, **{"people": 5} | DAYS | facts)


def line(unit: Unit, sender: Unit, **more: Any) -> dict[str, Any]:
    """What the form of a line says."""
    days = {name: f"{day:%Y-%m-%d}" for name, day in DAYS.items()}
    return {"area": str(unit.area.pk), "sender": str(sender.pk), "people": "5", "revision": "0", **days, **more}


def test_a_coordinator_drafts_a_round_adds_a_line_and_sends_it(desk: Client, commune_union: Unit, neighbour_union: Unit, secretary: User):
    make_need(commune_union, secretary, people_wanted=12)
    said = {"name": "Sau mưa lũ", "request_id": str(uuid4()), **{name: f"{day:%Y-%m-%d}" for name, day in DAYS.items()}}
    board = desk.post(reverse("dispatch:new"), said)["Location"]
    dispatch = Dispatch.objects.get()
    assert board == reverse("dispatch:detail", args=[dispatch.pk])
    assert "còn thiếu 12 người" in desk.get(board).content.decode()
    answer = desk.post(reverse("dispatch:leg", args=[dispatch.pk]), line(commune_union, neighbour_union, things="20 chăn\n1.200 chai nước"))
    assert answer["Location"] == board
    assert [(thing.quantity, thing.name) for thing in dispatch.legs.get().goods.order_by("quantity")] == [(20, "chăn"), (1200, "chai nước")]
    page = desk.get(board).content.decode()
    assert ("còn thiếu 7 người" in page, "Gửi 1 dòng" in page) == (True, True)
    desk.post(reverse("dispatch:send", args=[dispatch.pk]), {"revision": "1"})
    dispatch.refresh_from_db()
    assert dispatch.status == Dispatch.Status.SENT


def test_what_cannot_be_read_of_a_line_is_said_at_its_field_and_kept(
    desk: Client, dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit
):
    answer = desk.post(reverse("dispatch:leg", args=[dispatch.pk]), line(commune_union, neighbour_union, things="20 chăn\nmì tôm"))
    page = answer.content.decode()
    assert (answer.status_code, "Dòng 2: ghi số trước" in page, "mì tôm" in page) == (422, True, True)
    assert dispatch.legs.count() == 0


def test_a_line_that_is_refused_says_why_where_it_is(desk: Client, dispatch: Dispatch, commune_union: Unit):
    answer = desk.post(reverse("dispatch:leg", args=[dispatch.pk]), line(commune_union, commune_union))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "already_there")
    assert "ở ngay xã này" in answer.content.decode()


def test_the_second_of_two_coordinators_sees_what_the_first_did(
    desk: Client, dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit
):
    desk.post(reverse("dispatch:leg", args=[dispatch.pk]), line(commune_union, neighbour_union))
    answer = desk.post(reverse("dispatch:send", args=[dispatch.pk]), {"revision": "0"})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "changed_meanwhile")
    assert "Có người vừa sửa đợt này" in answer.content.decode()


def test_lines_are_suggested_where_the_commune_cannot_help_itself(
    desk: Client, dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit, secretary: User
):
    make_need(commune_union, secretary, people_wanted=8)
    for number in range(30):
        person = Person.objects.create(full_name=f"Vi Văn {number}")
        Membership.objects.create(person=person, unit=neighbour_union, during=during(BEGINNING))
    answer = desk.post(reverse("dispatch:suggest", args=[dispatch.pk]), {"reach": "60", "share": "50", "revision": "0"})
    assert answer.status_code == 302
    assert [(leg.sender, leg.people) for leg in dispatch.legs.all()] == [(neighbour_union, 8)]


def test_nobody_within_reach_is_said_in_words(desk: Client, dispatch: Dispatch, commune_union: Unit, secretary: User):
    make_need(commune_union, secretary, people_wanted=8)
    answer = desk.post(reverse("dispatch:suggest", args=[dispatch.pk]), {"reach": "60", "share": "50", "revision": "0"})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "nothing_to_suggest")


def test_a_reach_beyond_the_country_is_a_mistake(desk: Client, dispatch: Dispatch):
    answer = desk.post(reverse("dispatch:suggest", args=[dispatch.pk]), {"reach": "9000", "share": "50", "revision": "0"})
    assert answer.status_code == 422


def test_a_copy_is_tried_beside_the_first(desk: Client, dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit):
    leg_of(dispatch, commune_union, neighbour_union)
    answer = desk.post(reverse("dispatch:copy", args=[dispatch.pk]), {"request_id": str(uuid4())})
    other = Dispatch.objects.exclude(pk=dispatch.pk).get()
    assert (answer["Location"], other.legs.count()) == (reverse("dispatch:detail", args=[other.pk]), 1)


def test_a_line_is_taken_out_and_a_round_called_off(desk: Client, dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit):
    leg = leg_of(dispatch, commune_union, neighbour_union)
    desk.post(reverse("dispatch:remove_leg", args=[dispatch.pk, leg.pk]), {"revision": "0"})
    assert dispatch.legs.count() == 0
    desk.post(reverse("dispatch:cancel", args=[dispatch.pk]), {"reason": ""})
    dispatch.refresh_from_db()
    assert dispatch.status == Dispatch.Status.CANCELLED


def test_a_commune_answers_what_comes_to_it(
    dispatch: Dispatch, commune_union: Unit, neighbour_union: Unit, focal_point: User, outsider: User, sign_in: Callable[[User], Client]
):
    Dispatch.objects.filter(pk=dispatch.pk).update(status=Dispatch.Status.SENT)
    leg = leg_of(dispatch, commune_union, neighbour_union)
    client = sign_in(focal_point)
    assert "1 lượt hỗ trợ chờ bạn trả lời" in client.get(reverse("dispatch:incoming")).content.decode()
    refused = client.post(reverse("dispatch:answer", args=[leg.pk]), {"answer": "no"})
    assert (refused.status_code, refused["X-Refusal"]) == (409, "reason_missing")
    client.post(reverse("dispatch:answer", args=[leg.pk]), {"answer": "yes"})
    leg.refresh_from_db()
    assert leg.answer == Leg.Answer.ACCEPTED
    assert "Tạo hoạt động cho họ" in client.get(reverse("dispatch:incoming")).content.decode()
    assert sign_in(outsider).post(reverse("dispatch:answer", args=[leg.pk]), {"answer": "yes"}).status_code == 404


def test_lists_ask_as_much_for_many_as_for_one(
    desk: Client, dispatch: Dispatch, provincial_union: Unit, commune_union: Unit, neighbour_union: Unit, secretary: User, coordinator: User
):
    pages = [reverse("dispatch:list"), reverse("dispatch:detail", args=[dispatch.pk]), reverse("dispatch:incoming")]
    sent = Dispatch.objects.create(
        unit=provincial_union, name="Tuần trước", status="sent", request_id=uuid4(), created_by=coordinator, **DAYS
    )

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address).status_code == 200
        return len(seen)

    def more() -> None:
        need = make_need(commune_union, secretary)
        for each in (dispatch, sent):
            leg_of(each, commune_union, neighbour_union, need=need)

    more()
    before = [asked(address) for address in pages]
    for _ in range(6):
        more()
        Dispatch.objects.create(unit=provincial_union, name="Khác", request_id=uuid4(), created_by=coordinator, **DAYS)
    assert [asked(address) for address in pages] == before


def test_who_coordinates_nothing_is_told_whom_to_ask(secretary: User, volunteer: User, sign_in: Callable[[User], Client]):
    assert sign_in(volunteer).get(reverse("dispatch:new")).status_code == 403
