"""What Today says, in which order, and that a tap does it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Incident, Offer, Shift, Signup, Waiting
from aoxanh.desk.queries import desk_of
from aoxanh.desk.worklist import worklist
from aoxanh.kit.dates import today
from aoxanh.matching.models import Proposal
from aoxanh.needs.models import Need, Report
from aoxanh.org.models import Unit
from tests.cast import acting_of, make_activity, make_need, make_signup, noon

SignIn = Callable[[User], Client]


def make_incident(unit: Unit, **facts: object) -> Incident:
    given = {"kind": "injury", "severity": 2, "text": "Ngã.", "happened_at": timezone.now(), "request_id": uuid4()}
    return Incident.objects.create(unit=unit, **given | facts)  # type: ignore[arg-type]


def make_report(unit: Unit) -> Report:
    place = {"area": unit.area, "latitude": 21.6, "longitude": 106.5}
    return Report.objects.create(
        unit=unit,
        code=uuid4().hex[:8].upper(),
        text="Cầu treo gãy ván.",
        name="Ông Sơn",
        phone="",
        language="vi",
        request_id=uuid4(),
        **place,
    )


def make_proposal(unit: Unit, by: User, **facts: object) -> Proposal:
    days = {"starts_on": today() + timedelta(days=2), "ends_on": today() + timedelta(days=3)}
    given = {"name": "Cuối tuần này", "status": Proposal.Status.READY, "request_id": uuid4(), "created_by": by, **days}
    return Proposal.objects.create(unit=unit, **given | facts)  # type: ignore[arg-type]


def make_offer(shift: Shift, user: User, **facts: object) -> Offer:
    given = {"source": Offer.Source.ORGANISER, "until": timezone.now() + timedelta(hours=2), "request_id": uuid4()}
    return Offer.objects.create(shift=shift, person=user.person, **given | facts)  # type: ignore[arg-type]


@pytest.fixture
def full(commune_union: Unit, secretary: User, volunteer: User, other_volunteer: User) -> Unit:
    """Something of every kind that waits for who administers the commune's union."""
    ahead = make_activity(commune_union, secretary, title="Sửa đường", shifts=[(noon(5), noon(5) + timedelta(hours=2), 1)])
    Waiting.objects.create(shift=ahead.shifts.get(), person=volunteer.person, number=1, request_id=uuid4())
    Signup.objects.filter(pk=make_signup(ahead.shifts.get(), other_volunteer).pk).update(asked_at=timezone.now())
    make_activity(commune_union, secretary, title="Phiên chợ")
    make_activity(commune_union, secretary, title="Kênh mương", status="returned")
    make_incident(commune_union)
    make_report(commune_union)
    make_proposal(commune_union, secretary)
    make_need(commune_union, secretary, title="Áo ấm", confirmed_at=timezone.now() - timedelta(days=40))
    make_activity(commune_union, secretary, title="Chủ nhật xanh", shifts=[(noon(-20), noon(-20) + timedelta(hours=3), 9)])
    return commune_union


def test_the_four_groups_stand_in_their_order(secretary: User, full: Unit) -> None:
    groups = worklist(desk_of(secretary, acting_of(secretary)))
    assert [group.title for group in groups] == ["Thiếu người", "Chờ bạn trả lời", "Nhu cầu cũ", "Ghi nhận và báo cáo"]
    assert [row.is_first for group in groups for part in group.parts for row in part.rows].count(True) == 1


def test_everything_that_waits_has_its_row_and_is_counted(sign_in: SignIn, secretary: User, full: Unit) -> None:
    desk = desk_of(secretary, acting_of(secretary))
    kinds = ("incidents", "unanswered", "offers", "proposals", "reports", "returned")
    assert {kind: getattr(desk, kind).count for kind in kinds} == dict.fromkeys(kinds, 1)
    assert desk.tasks == 9
    body = sign_in(secretary).get("/ban-lam-viec/").content.decode()
    assert all(text in body for text in ("9 việc cần bạn hôm nay", "Cầu treo gãy ván.", "1 người chờ chỗ", "Cuối tuần này"))


def test_shifts_that_cannot_run_come_first(secretary: User, commune_union: Unit) -> None:
    make_activity(commune_union, secretary, title="Sớm", shifts=[(noon(1), noon(1) + timedelta(hours=2), 9)])
    late = make_activity(commune_union, secretary, title="Muộn", shifts=[(noon(2), noon(2) + timedelta(hours=2), 9)])
    late.shifts.update(least=5)
    desk = desk_of(secretary, acting_of(secretary))
    assert [shift.activity.title for shift in desk.short.rows] == ["Muộn", "Sớm"]
    assert "thiếu ít nhất 5 người" in worklist(desk)[0].parts[0].rows[0].meta


def test_danger_stands_on_top_and_closed_ones_not_at_all(sign_in: SignIn, secretary: User, commune_union: Unit) -> None:
    make_incident(commune_union, severity=1)
    make_incident(commune_union, status="closed", severity=3)
    assert desk_of(secretary, acting_of(secretary)).grave is None
    grave = make_incident(commune_union, severity=3)
    desk = desk_of(secretary, acting_of(secretary))
    assert (desk.grave, desk.incidents.rows[0], desk.incidents.count) == (grave, grave, 2)
    assert "Nguy hiểm tính mạng" in sign_in(secretary).get("/ban-lam-viec/").content.decode()


def test_a_restricted_incident_tells_nothing_on_the_way(sign_in: SignIn, secretary: User, commune_union: Unit) -> None:
    make_incident(commune_union, kind="harassment", text="Bám theo hai bạn nữ.")
    body = sign_in(secretary).get("/ban-lam-viec/").content.decode()
    assert "Sự cố cần giữ kín" in body
    assert "Quấy rối" not in body


def test_one_tap_says_that_a_need_is_still_there(sign_in: SignIn, secretary: User, full: Unit) -> None:
    need, browser = Need.objects.get(title="Áo ấm"), sign_in(secretary)
    address = reverse("needs:confirm", args=[need.pk])
    assert f'action="{address}"' in browser.get("/ban-lam-viec/").content.decode()
    assert browser.post(address, {"next": "/ban-lam-viec/"}).headers["Location"] == "/ban-lam-viec/"
    assert "Áo ấm" not in browser.get("/ban-lam-viec/").content.decode()


def test_offers_that_end_soon_are_said_with_their_hour(
    secretary: User, commune_union: Unit, volunteer: User, other_volunteer: User
) -> None:
    shift = make_activity(commune_union, secretary, shifts=[(noon(5), noon(5) + timedelta(hours=2), 4)]).shifts.get()
    make_offer(shift, volunteer)
    make_offer(shift, other_volunteer, until=timezone.now() + timedelta(days=1))
    [found] = desk_of(secretary, acting_of(secretary)).offers.rows
    assert (found.ending, found.queue) == (1, 0)


def test_a_sent_proposal_comes_back_with_its_refusals_until_it_is_filled(secretary: User, commune_union: Unit, volunteer: User) -> None:
    shift = make_activity(commune_union, secretary).shifts.get()
    sent = make_proposal(commune_union, secretary, status=Proposal.Status.PUBLISHED, published_at=timezone.now())
    make_offer(shift, volunteer, proposal_id=sent.pk)
    assert desk_of(secretary, acting_of(secretary)).proposals.count == 0
    Offer.objects.update(answer=Offer.Answer.DECLINED)
    [found] = desk_of(secretary, acting_of(secretary)).proposals.rows
    assert (found.asked, found.agreed, found.refused) == (1, 0, 1)
    make_proposal(commune_union, secretary, status=Proposal.Status.DRAFT, base=sent)
    assert desk_of(secretary, acting_of(secretary)).proposals.count == 0


def test_another_units_desk_has_none_of_it(outsider: User, full: Unit) -> None:
    assert desk_of(outsider, acting_of(outsider)).tasks == 0


def test_today_asks_the_same_number_of_questions_for_many(
    sign_in: SignIn, secretary: User, full: Unit, volunteer: User, django_assert_num_queries: Callable[..., object]
) -> None:
    browser = sign_in(secretary)
    browser.get("/ban-lam-viec/")
    with django_assert_num_queries(90, exact=False) as few:  # type: ignore[attr-defined]
        browser.get("/ban-lam-viec/")
    for number in range(8):
        make_incident(full, severity=1 + number % 3)
        make_report(full)
        make_proposal(full, secretary)
        make_activity(full, secretary, status="returned")
        shift = make_activity(full, secretary, shifts=[(noon(4), noon(4) + timedelta(hours=2), 4)]).shifts.get()
        Waiting.objects.create(shift=shift, person=volunteer.person, number=1, request_id=uuid4())
    with django_assert_num_queries(90, exact=False) as many:  # type: ignore[attr-defined]
        browser.get("/ban-lam-viec/")
    assert len(many) == len(few)
