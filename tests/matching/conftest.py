"""What tests of the proposal board share."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift
from aoxanh.kit.refusals import Refused
from aoxanh.matching.models import Assignment, Proposal
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from tests.matching.boards import make_board, make_shift, make_volunteer, propose
from tests.matching.rounds import dispatch, plan

__all__ = ["dispatch", "plan"]


@pytest.fixture
def kitchen(commune_union: Unit, secretary: User) -> Shift:
    """Saturday 07:00–11:00, three places."""
    return make_shift(commune_union, secretary, "Sửa bếp ăn")


@pytest.fixture
def market(commune_union: Unit, secretary: User) -> Shift:
    """Saturday 13:00–17:00, two places."""
    return make_shift(commune_union, secretary, "Dọn chợ phiên", hour=13, places=2)


@pytest.fixture
def trees(commune_union: Unit, secretary: User) -> Shift:
    """Saturday 07:00–11:00, at the same time as the kitchen, two places."""
    return make_shift(commune_union, secretary, "Trồng cây", places=2)


@pytest.fixture
def anh(commune_union: Unit) -> Person:
    return make_volunteer("Nông Thị Ánh", commune_union)


@pytest.fixture
def bao(commune_union: Unit) -> Person:
    return make_volunteer("Lê Quốc Bảo", commune_union)


@pytest.fixture
def proposal(provincial_union: Unit, coordinator: User, kitchen: Shift, market: Shift, trees: Shift) -> Proposal:
    return make_board(provincial_union, coordinator)


@pytest.fixture
def place(proposal: Proposal, anh: Person, kitchen: Shift) -> Assignment:
    """Ánh is proposed for the kitchen."""
    return propose(proposal, anh, kitchen)


@pytest.fixture
def refused() -> Callable[..., str]:
    """The code with which an action refuses."""

    def code(action, *args, **kwargs) -> str:
        with pytest.raises(Refused) as caught:
            action(*args, **kwargs)
        assert str(caught.value.message)
        return caught.value.code

    return code


@pytest.fixture
def desk(sign_in, coordinator):
    """The browser of the provincial coordinator."""
    return sign_in(coordinator)


@pytest.fixture
def number_of_queries() -> Callable[..., int]:
    """How many queries a page makes once it is warm."""

    def count(client, address, **headers) -> int:
        client.get(address, headers=headers)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, headers=headers).status_code == 200
        return len(queries)

    return count
