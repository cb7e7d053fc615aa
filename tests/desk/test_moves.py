"""The work list of split units: members of whom somebody says where they belong."""

from datetime import timedelta

import pytest
from django.test import Client

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.org.models import Reorganisation, Unit
from aoxanh.people.models import Membership, Person, UnsettledMove
from tests.cast import BEGINNING
from tests.desk.conftest import LIST, MOVES, NEW, SignIn, add, address, head


@pytest.fixture
def split(desk: Client, provincial_union: Unit, communes: list[Unit]) -> list[UnsettledMove]:
    """Đoàn xã A was divided among B and C yesterday; three members live nobody knows where, two of them in Khun Phang."""
    for name, place in (("Vi Một", "Thôn Khun Phang"), ("Vi Hai", "Thôn Khun Phang"), ("Vi Ba", "")):
        Membership.objects.create(person=Person.objects.create(full_name=name, address=place), unit=communes[0], during=during(BEGINNING))
    desk.post(NEW, head(provincial_union, on=(today() - timedelta(days=1)).isoformat()))
    event = Reorganisation.objects.get()
    add(desk, event, "chia", communes[:3], divided=str(communes[0].pk), target=str(communes[1].pk))
    desk.post(address(event, "preview"), {"da-xem": "1"})
    return list(UnsettledMove.objects.order_by("after__person__full_name"))


def test_the_work_list_is_worked_off_by_place_until_nobody_is_left(desk: Client, split: list[UnsettledMove], communes: list[Unit]) -> None:
    page = desk.get(MOVES)
    assert (page.context["total"], len(page.context["moves"])) == (3, 3)
    assert "3 thành viên của đơn vị đã chia chờ quyết định" in desk.get(LIST).content.decode()
    near = f"{MOVES}?don-vi={communes[0].slug}&tim=khun+phang"
    assert desk.get(near).context["total"] == 2
    desk.post(near, {"tat-ca": "1", "unit": str(communes[2].pk)})
    assert set(Membership.objects.filter(unit=communes[2]).values_list("person__full_name", flat=True)) == {"Vi Một", "Vi Hai"}
    left = UnsettledMove.objects.get(settled_at=None)
    assert desk.post(MOVES, {"nguoi": [str(left.pk)], "unit": str(communes[1].pk)})["Location"] == MOVES
    assert "Mọi người đều có đơn vị" in desk.get(MOVES).content.decode()


def test_nobody_ticked_is_said(desk: Client, split: list[UnsettledMove], communes: list[Unit]) -> None:
    page = desk.post(MOVES, {"unit": str(communes[1].pk)})
    assert (page.status_code, UnsettledMove.objects.filter(settled_at=None).count()) == (422, 3)


def test_members_go_only_to_a_successor(desk: Client, split: list[UnsettledMove], communes: list[Unit]) -> None:
    page = desk.post(MOVES, {"tat-ca": "1", "unit": str(communes[3].pk)})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["unit"])


def test_members_of_others_do_not_stand_on_the_work_list(sign_in: SignIn, outsider: User, split: list[UnsettledMove]) -> None:
    assert sign_in(outsider).get(MOVES).context["olds"] == []


def test_the_desk_says_that_members_wait(desk: Client, split: list[UnsettledMove]) -> None:
    page = desk.get("/ban-lam-viec/").content.decode()
    assert split[0].after.person.full_name in page
    assert f"{MOVES}?don-vi={split[0].before.unit.slug}" in page
