"""No child comes in without a guardian's consent."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from aoxanh.attendance import policies
from aoxanh.attendance.models import CheckIn
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Guardianship, Person
from tests.cast import make_consent, make_signup


@pytest.fixture
def childs(shift: Shift, pupil: User) -> Signup:
    return make_signup(shift, pupil)


def test_with_consent_a_child_comes_in(childs: Signup, pupil: User, mother: User, arrive: Callable) -> None:
    make_consent(pupil.person, mother)
    assert arrive(childs).signup == childs


def test_without_consent_the_door_says_so_and_records_nothing(childs: Signup, arrive: Callable) -> None:
    with pytest.raises(Refused) as refused:
        arrive(childs)
    assert (refused.value.code, CheckIn.objects.count()) == ("guardian_consent_missing", 0)


@pytest.mark.parametrize("withdrawn", ["by the same", "by the other"])
def test_a_withdrawn_consent_lets_nobody_in(childs: Signup, pupil: User, mother: User, arrive: Callable, withdrawn: str) -> None:
    now = timezone.now()
    hers = make_consent(pupil.person, mother, consented_at=now - timedelta(days=2))
    if withdrawn == "by the other":
        father = User.objects.create_user("sai@giamho.example")
        hers = make_consent(pupil.person, father, consented_at=now - timedelta(days=2))
    Guardianship.objects.filter(pk=hers.pk).update(withdrawn_at=now - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        arrive(childs)
    assert refused.value.code == "guardian_consent_missing"


def test_the_door_names_whom_to_call(childs: Signup, pupil: User, mother: User, arrive: Callable) -> None:
    make_consent(pupil.person, mother, withdrawn_at=timezone.now(), phone="+84912345678")
    with pytest.raises(Refused) as refused:
        arrive(childs)
    assert str(refused.value).endswith("Gọi Lý Thị Mẩy: 0912 345 678.")


def test_a_consent_after_the_withdrawal_counts(childs: Signup, pupil: User, mother: User, arrive: Callable) -> None:
    now = timezone.now()
    make_consent(pupil.person, mother, consented_at=now - timedelta(days=2), withdrawn_at=now - timedelta(days=1))
    make_consent(pupil.person, mother)
    assert arrive(childs).signup == childs


def test_who_is_sixteen_by_now_comes_in(childs: Signup, pupil: User, arrive: Callable) -> None:
    Person.objects.filter(user=pupil).update(birth_date=timezone.localdate().replace(year=timezone.localdate().year - 16))
    assert arrive(childs).signup == childs


@pytest.mark.parametrize("has_consent", [True, False])
def test_the_quick_read_knows_of_the_consent_in_its_one_query(
    childs: Signup, shift: Shift, pupil: User, mother: User, secretary: User, django_assert_num_queries, *, has_consent: bool
) -> None:
    if has_consent:
        make_consent(pupil.person, mother)
    with django_assert_num_queries(1):
        quick = policies.pass_at(secretary, shift.pk, key="code", value=childs.code)
    assert quick is not None
    assert (quick.consented, quick.person.birth_date) == (has_consent, pupil.person.birth_date)  # type: ignore[attr-defined]


def test_the_screen_says_no_in_words(childs: Signup, shift: Shift, secretary: User, sign_in: Callable) -> None:
    now = timezone.now()
    Shift.objects.update(starts_at=now, ends_at=now + timedelta(hours=2))
    answer = sign_in(secretary).post(f"/ban-lam-viec/diem-danh/{shift.pk}/den/", {"scan_id": str(uuid4()), "code": childs.code})
    assert (answer.status_code, answer["X-Refusal"], "Chưa có đồng ý" in answer.content.decode()) == (409, "guardian_consent_missing", True)
