"""Laws of the waiting list: its order is what its log says, no shift is ever oversold, nobody overtakes without a logged reason."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.db.models import Count, Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoxanh.activities import actions
from aoxanh.activities.actions import offers, promotion, waiting
from aoxanh.activities.actions.returns import cancel_signup
from aoxanh.activities.models import Offer, Shift, Signup, Waiting, WaitingStep
from aoxanh.activities.queries.waiting import history, order_by_log, position_of
from aoxanh.activities.tasks.waiting import expire
from aoxanh.kit.refusals import Refused
from tests.cast import make_activity, make_area, make_unit, make_user, noon

What = WaitingStep.What
PEOPLE = 7


class Undone(Exception):
    """Takes back what an example did."""


class Ground:
    """What one person can do at a shift; what makes no sense at the moment does nothing, or is refused."""

    def __init__(self, shift, elsewhere, user):
        self.shift, self.elsewhere, self.user, self.person = shift, elsewhere, user, user.person

    def place(self, shift):
        return Signup.objects.filter(shift=shift, person=self.person, status="confirmed").first()

    @property
    def kept(self):
        return Offer.objects.filter(shift=self.shift, person=self.person, answer="").first()

    def join(self):
        waiting.join(self.shift, person=self.person, request_id=uuid4(), by=self.user)

    def take(self):
        actions.sign_up(self.shift, person=self.person, request_id=uuid4(), by=self.user)

    def leave(self):
        for row in Waiting.objects.filter(shift=self.shift, person=self.person, status__in=Waiting.OPEN):
            waiting.leave(row, by=self.user)

    def give_back(self):
        if place := self.place(self.shift):
            cancel_signup(place, by=self.user)

    def accept(self):
        if kept := self.kept:
            offers.accept(kept, by=self.user)

    def decline(self):
        if kept := self.kept:
            offers.decline(kept, by=self.user)

    def lapse(self):
        Offer.objects.filter(shift=self.shift, person=self.person, answer="").update(until=timezone.now())
        offers.lapse(self.shift)

    def more(self):
        Shift.objects.filter(pk=self.shift.pk, places__lt=4).update(places=4)
        promotion.promote(self.shift)

    def busy(self):
        actions.sign_up(self.elsewhere, person=self.person, request_id=uuid4(), by=self.user)

    def idle(self):
        if place := self.place(self.elsewhere):
            cancel_signup(place, by=self.user)

    def clock(self):
        expire(0)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["join", "take", "leave", "give_back", "accept", "decline", "lapse", "more", "busy", "idle", "clock"]),
        st.integers(0, PEOPLE - 1),
    ),
    min_size=4,
    max_size=24,
)


def check_laws(shift):
    shift.refresh_from_db()
    confirmed = Signup.objects.filter(shift=shift, status="confirmed").count()
    kept = Offer.objects.filter(shift=shift, answer="", holds=True).count()
    assert (shift.taken, shift.held) == (confirmed, kept)
    assert shift.free >= 0
    line = list(Waiting.objects.filter(shift=shift, status="waiting").order_by("number"))
    assert order_by_log(shift) == [row.pk for row in line]
    assert [position_of(row) for row in line] == list(range(1, len(line) + 1))
    for row in line:
        assert history(row)[-1].position == position_of(row)
    check_nobody_overtook(shift)


def check_nobody_overtook(shift):
    """Whoever is asked while others stand ahead of them: each of those was passed over since the last one was asked."""
    line, passed = [], set()
    for step in WaitingStep.objects.filter(waiting__shift=shift).order_by("id"):
        if step.what == What.JOINED:
            line.append(step.waiting_id)
        elif step.what == What.PASSED_OVER:
            passed.add(step.waiting_id)
        elif step.what == What.OFFERED:
            assert set(line[: line.index(step.waiting_id)]) <= passed
            line.remove(step.waiting_id)
        elif step.waiting_id in line:
            line.remove(step.waiting_id)
            passed = set()


@given(ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_is_what_the_log_says_whatever_happens(commune_union, secretary, van_linh, acts):
    with pytest.raises(Undone), transaction.atomic():
        start = noon(5)
        shift = make_activity(commune_union, secretary, shifts=[(start, start + timedelta(hours=4), 2)]).shifts.get()
        elsewhere = make_activity(commune_union, secretary, shifts=[(start, start + timedelta(hours=4), 99)]).shifts.get()
        users = [make_user(f"luat{number}@tinhnguyen.example", f"Lê Thị {number}", area=van_linh) for number in range(PEOPLE)]
        for what, number in acts:
            with suppress(Refused):
                getattr(Ground(shift, elsewhere, users[number]), what)()
            check_laws(shift)
        raise Undone


@pytest.fixture
def race(committed_db):
    """Five places and sixty people, in a database where commits are real."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.7736, 106.728)
    commune = make_area("06505", "Xã Vạn Linh", "Xã", 21.6405, 106.485, province)
    unit = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", commune)
    users = [make_user(f"nguoi{number}@tinhnguyen.example", f"Lê Thị {number}") for number in range(60)]
    return make_activity(unit, users[0], shifts=[(noon(5), noon(5) + timedelta(hours=3), 5)]).shifts.get(), users


def in_thread(work):
    def run(user):
        try:
            return work(user)
        except Refused as reason:
            return reason.code
        finally:
            connections.close_all()

    return run


def sign_up_or_wait(shift):
    def work(user):
        try:
            return actions.sign_up(shift, person=user.person, request_id=uuid4(), by=user).status
        except Refused:
            return waiting.join(shift, person=user.person, request_id=uuid4(), by=user).status

    return in_thread(work)


def test_sixty_people_at_once_five_get_in_and_the_rest_queue_in_the_order_of_the_lock(race):
    shift, users = race
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(sign_up_or_wait(shift), users))
    assert (answers.count("confirmed"), answers.count("waiting")) == (5, 55)
    assert list(Waiting.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 56))
    joined = WaitingStep.objects.filter(what=What.JOINED).order_by("id").values_list("waiting__number", "position")
    assert list(joined) == [(number, number) for number in range(1, 56)]
    check_laws(shift)


def test_everyone_gives_back_while_others_accept_and_leave(race):
    shift, users = race
    for user in users[:25]:
        sign_up_or_wait(shift)(user)

    def stir(user):
        place = Signup.objects.filter(shift=shift, person=user.person, status="confirmed").first()
        kept = Offer.objects.filter(shift=shift, person=user.person, answer="").first()
        row = Waiting.objects.filter(shift=shift, person=user.person, status="waiting").first()
        if place:
            return cancel_signup(place, by=user).status
        if kept:
            return offers.accept(kept, by=user).status
        if row:
            return waiting.leave(row, by=user).status if row.number % 3 == 0 else row.status
        return waiting.join(shift, person=user.person, request_id=uuid4(), by=user).status

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(in_thread(stir), [*users[:40], *users[:20]]))
    check_laws(shift)
    assert not Signup.objects.filter(status="confirmed").values("person").annotate(n=Count("pk")).filter(Q(n__gt=1)).exists()
