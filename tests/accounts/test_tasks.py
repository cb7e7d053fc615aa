from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from aoxanh.accounts.models import Session, User
from aoxanh.accounts.tasks import tidy
from aoxanh.kit.limits import tries

pytestmark = pytest.mark.django_db
WEEK = 7 * 24 * 60 * 60


def test_a_day_later_nothing_is_left_of_who_did_not_stay() -> None:
    long_ago = timezone.now() - timedelta(days=2)
    User.objects.create_user("go@tinhnguyen.example", is_unproven=True, date_joined=long_ago)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=long_ago)
    Session.objects.create(session_key="b" * 32, session_data="", expire_date=timezone.now() + timedelta(days=1))
    tries("old", seconds=WEEK)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kit_tries SET since = now() - interval '2 days'")
    tries("new", seconds=WEEK)
    tidy(0)
    assert (User.objects.count(), list(Session.objects.values_list("session_key", flat=True))) == (0, ["b" * 32])
    assert [tries("old", seconds=WEEK)[0], tries("new", seconds=WEEK)[0]] == [1, 2]
