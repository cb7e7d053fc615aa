"""Opening and closing posts, correcting what is written of a unit."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.actions.posts import PostFacts, close_post, open_post
from aoxanh.org.actions.units import UnitFacts, correct_unit
from aoxanh.org.models import Post, Unit
from tests.cast import BEGINNING

FACTS = PostFacts(title="Phó Bí thư", rank=Post.Rank.DEPUTY, dedicated=True)


@pytest.fixture
def post(commune_union: Unit, secretary: User) -> Post:
    return open_post(commune_union, facts=FACTS, since=None, by=secretary, request_id=uuid4())


@pytest.fixture
def facts(commune_union: Unit) -> UnitFacts:
    return UnitFacts(**{name: getattr(commune_union, name) for name in UnitFacts.__dataclass_fields__})


def test_a_post_stands_from_the_unit_s_first_day_unless_another_is_given(post: Post, commune_union: Unit, secretary: User) -> None:
    assert post.during == during(BEGINNING)
    later = open_post(commune_union, facts=PostFacts(title="Ủy viên"), since=today(), by=secretary, request_id=uuid4())
    assert later.during == during(today())
    assert Line.objects.filter(verb="org.post_opened", unit_id=commune_union.pk).count() == 2


def test_a_form_sent_twice_opens_one_post(post: Post, commune_union: Unit, secretary: User) -> None:
    again = open_post(commune_union, facts=FACTS, since=None, by=secretary, request_id=post.pk)
    assert (again, Post.objects.count()) == (post, 1)


def test_a_unit_has_a_post_once_at_a_time(post: Post, commune_union: Unit, secretary: User) -> None:
    with pytest.raises(Refused) as refusal:
        open_post(commune_union, facts=replace(FACTS, title="phó bí thư"), since=today(), by=secretary, request_id=uuid4())
    assert refusal.value.code == "post_exists"


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("empty_period", date(2026, 1, 2), date(2026, 1, 2)),
        ("outside_unit", date(2019, 1, 1), None),
    ],
)
def test_a_post_lies_within_the_life_of_its_unit(commune_union: Unit, secretary: User, code: str, since: date, until: date | None) -> None:
    with pytest.raises(Refused) as refusal:
        open_post(commune_union, facts=FACTS, since=since, until=until, by=secretary, request_id=uuid4())
    assert refusal.value.code == code


def test_nothing_is_written_for_a_unit_that_ended(commune_union: Unit, secretary: User, facts: UnitFacts) -> None:
    commune_union.during = during(BEGINNING, today())
    commune_union.save()
    with pytest.raises(Refused) as opening:
        open_post(commune_union, facts=FACTS, since=None, by=secretary, request_id=uuid4())
    with pytest.raises(Refused) as correcting:
        correct_unit(commune_union, facts=replace(facts, address="Thôn Khun Phang"), by=secretary)
    assert (opening.value.code, correcting.value.code) == ("unit_ended", "unit_ended")


def test_a_closed_post_keeps_its_past(post: Post, secretary: User) -> None:
    assert close_post(post, on=today(), by=secretary).during == during(BEGINNING, today())


@pytest.mark.parametrize(("code", "day"), [("post_ended", today()), ("not_begun", BEGINNING)])
def test_a_post_ends_once_and_after_its_beginning(post: Post, secretary: User, code: str, day: date) -> None:
    if code == "post_ended":
        close_post(post, on=today() - timedelta(days=1), by=secretary)
    with pytest.raises(Refused) as refusal:
        close_post(post, on=day, by=secretary)
    assert refusal.value.code == code


def test_a_correction_notes_what_was_before(commune_union: Unit, secretary: User, facts: UnitFacts) -> None:
    corrected = correct_unit(commune_union, facts=replace(facts, name="Đoàn xã Vạn Lình", phone="+84912345678"), by=secretary)
    assert (corrected.name, corrected.search_key) == ("Đoàn xã Vạn Lình", "doan xa van linh")
    line = Line.objects.get(verb="org.unit_corrected")
    assert line.details == {
        "before": {"name": "Đoàn xã Vạn Linh", "phone": ""},
        "after": {"name": "Đoàn xã Vạn Lình", "phone": "+84912345678"},
    }


def test_a_correction_of_nothing_leaves_no_line(commune_union: Unit, secretary: User, facts: UnitFacts) -> None:
    correct_unit(commune_union, facts=facts, by=secretary)
    assert Line.objects.filter(verb="org.unit_corrected").count() == 0


def test_another_name_is_no_correction(commune_union: Unit, secretary: User, facts: UnitFacts) -> None:
    with pytest.raises(Refused) as refusal:
        correct_unit(commune_union, facts=replace(facts, name="Đoàn phường Kỳ Lừa"), by=secretary)
    assert refusal.value.code == "renaming"
