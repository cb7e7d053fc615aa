from datetime import date

import pytest

from aoxanh.access.actions import give, withdraw
from aoxanh.access.models import Grant, Scope
from aoxanh.accounts.models import User
from aoxanh.kit.dates import during
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


@pytest.fixture
def of_spring(volunteer: User, commune_union: Unit) -> Grant:
    """A grant for January and February 2026."""
    return give(volunteer, role="organiser", unit=commune_union, scope=Scope.UNIT, since=JANUARY, until=MARCH, by=None)


def test_a_grant_that_ends_before_it_begins_is_refused(volunteer: User, commune_union: Unit) -> None:
    with pytest.raises(Refused) as refused:
        give(volunteer, role="organiser", unit=commune_union, scope=Scope.UNIT, since=MARCH, until=JANUARY, by=None)
    assert (refused.value.code, Grant.objects.count()) == ("empty_period", 0)


def test_a_grant_cannot_be_withdrawn_before_it_begins(of_spring: Grant, secretary: User) -> None:
    with pytest.raises(Refused) as refused:
        withdraw(of_spring, on=date(2025, 12, 1), by=secretary, reason="Nhầm người")
    assert (refused.value.code, str(refused.value)) == ("not_begun", "Quyền này bắt đầu từ 01/01/2026. Chọn ngày đó hoặc ngày sau đó.")


def test_a_grant_that_ended_is_not_made_longer_by_withdrawing_it(of_spring: Grant, secretary: User) -> None:
    with pytest.raises(Refused) as refused:
        withdraw(of_spring, on=date(2026, 4, 1), by=secretary, reason="Hết nhiệm kỳ")
    of_spring.refresh_from_db()
    assert (refused.value.code, of_spring.during) == ("already_ended", during(JANUARY, MARCH))


def test_a_grant_withdrawn_on_its_first_day_never_held(of_spring: Grant, secretary: User) -> None:
    withdraw(of_spring, on=JANUARY, by=secretary, reason="Nhầm người")
    assert list(of_spring.user.grants.filter(during__contains=JANUARY)) == []
