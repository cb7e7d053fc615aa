"""Moves, sending and answers as pages, with script and without."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from aoxanh.activities.actions.offers import decline
from aoxanh.activities.models import Offer
from aoxanh.matching.models import Move, Proposal
from tests.matching.boards import HTMX, body, make_shift, make_volunteer, mover, propose, url, where

Status = Proposal.Status


# Moves


def data(proposal, kind, person, **facts):
    shifts = {name: shift.pk for name, shift in facts.items() if name in ("before", "after")}
    revision = facts.get("revision", Proposal.objects.get(pk=proposal.pk).revision)
    return {"kind": kind, "person": person.pk, "revision": revision, "request_id": uuid4(), **shifts}


def test_a_move_without_script_leads_to_the_new_place(desk, proposal, place, anh, kitchen, market):
    form = desk.get(url("move", proposal, kitchen, anh))
    assert {target.shift for target in form.context["targets"]} >= {market}
    answer = desk.post(url("moves", proposal), data(proposal, "moved", anh, before=kitchen, after=market))
    assert (answer.status_code, answer.url, where(proposal)) == (
        302,
        url("person", proposal, market, anh),
        {"Nông Thị Ánh": "Dọn chợ phiên"},
    )


def test_a_move_with_script_answers_with_what_changed(desk, proposal, place, anh, kitchen, market, trees):
    answer = desk.post(url("moves", proposal), data(proposal, "moved", anh, before=kitchen, after=market), headers=HTMX)
    page = body(answer)
    assert [f'id="ca-{shift.pk}"' in page for shift in (kitchen, market, trees)] == [True, True, False]
    assert 'data-revision="1"' in page
    assert "Xong: chuyển Nông Thị Ánh sang “Dọn chợ phiên”" in page


def test_a_stale_page_is_told_what_the_other_did_and_gets_only_that(
    desk, sign_in, proposal, place, anh, bao, kitchen, market, trees, coordinator
):
    mover(proposal, coordinator)(Move.Kind.MOVED, anh, before=kitchen, after=market)
    late = data(proposal, "moved", anh, before=kitchen, after=trees, revision=0)
    answer = desk.post(url("moves", proposal), late, headers=HTMX)
    page = body(answer)
    assert (answer.status_code, answer["X-Refusal"]) == (409, "stale")
    assert "Lâm Quốc Huy chuyển Nông Thị Ánh sang “Dọn chợ phiên”" in page
    assert [f'id="ca-{shift.pk}"' in page for shift in (kitchen, market, trees)] == [True, True, False]


def test_a_stale_page_without_script_shows_the_board_as_it_is(desk, proposal, place, anh, kitchen, market, coordinator):
    mover(proposal, coordinator)(Move.Kind.PINNED, anh, before=kitchen)
    answer = desk.post(url("moves", proposal), data(proposal, "moved", anh, before=kitchen, after=market, revision=0))
    assert (answer.status_code, "Lâm Quốc Huy giữ Nông Thị Ánh" in body(answer)) == (409, True)


def test_a_rule_that_breaks_is_said_before_the_drop(desk, proposal, place, anh, bao, kitchen, market, trees):
    propose(proposal, anh, market)
    address = url("trial", proposal, market, anh)
    clash = desk.get(address, {"sang": trees.pk}).json()
    assert (clash["ok"], bool(clash["text"])) == (False, True)
    free = desk.get(url("trial", proposal, kitchen, anh), {"sang": trees.pk}).json()
    assert (free["ok"], free["text"].endswith("điểm")) == (True, True)


def test_a_trial_towards_nothing_is_not_found(desk, proposal, place, anh, kitchen):
    assert desk.get(url("trial", proposal, kitchen, anh), {"sang": "x"}).status_code == 404


def test_the_list_of_shifts_to_move_to_costs_the_same_with_many(
    desk, proposal, place, anh, kitchen, secretary, commune_union, number_of_queries
):
    one = number_of_queries(desk, url("move", proposal, kitchen, anh), **HTMX)
    for number in range(12):
        make_shift(commune_union, secretary, f"Ca {number}", hour=7 + number % 3, days=number % 2)
    assert number_of_queries(desk, url("move", proposal, kitchen, anh), **HTMX) == one


def test_a_change_that_names_nobody_is_refused(desk, proposal):
    answer = desk.post(url("moves", proposal), {"kind": "moved"})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "incomplete")


def test_somebody_whom_one_may_not_see_is_not_added(desk, sign_in, secretary, neighbour_union, commune_union, proposal, kitchen):
    stranger = make_volunteer("Vi Văn Nam", neighbour_union)
    own = Proposal.objects.create(
        unit=commune_union, starts_on=proposal.starts_on, ends_on=proposal.ends_on, request_id=uuid4(), created_by=secretary
    )
    answer = sign_in(secretary).post(url("moves", own), data(own, "added", stranger, after=kitchen))
    assert (answer.status_code, answer["X-Refusal"], where(own)) == (409, "incomplete", {})


def test_people_are_suggested_and_found_by_name(desk, proposal, place, bao, kitchen):
    assert "Lê Quốc Bảo" in body(desk.get(url("add", proposal, kitchen), headers=HTMX))
    assert "Lê Quốc Bảo" in body(desk.get(url("add", proposal, kitchen), {"tim": "le quoc bao"}, headers=HTMX))
    assert "Lê Quốc Bảo" not in body(desk.get(url("add", proposal, kitchen), {"tim": "nong thi"}, headers=HTMX))


def test_the_last_change_is_taken_back(desk, proposal, place, anh, kitchen, coordinator):
    mover(proposal, coordinator)(Move.Kind.REMOVED, anh, before=kitchen)
    answer = desk.post(url("undo", proposal), {"revision": 1, "request_id": uuid4()})
    assert (answer.status_code, where(proposal)) == (302, {"Nông Thị Ánh": "Sửa bếp ăn"})


def test_nothing_new_is_said_with_204(desk, proposal, place):
    state = desk.get(url("board", proposal)).context["state"]
    assert desk.get(url("changes", proposal), {"state": state, "revision": 0}).status_code == 204


def test_what_another_did_comes_in_by_itself(desk, sign_in, proposal, place, anh, kitchen, market, trees, provincial_union):
    state = desk.get(url("board", proposal)).context["state"]
    other = make_volunteer("Hoàng Văn Thụ", provincial_union).user
    mover(proposal, other)(Move.Kind.MOVED, anh, before=kitchen, after=market)
    page = body(desk.get(url("changes", proposal), {"state": state, "revision": 0}, headers=HTMX))
    assert "Hoàng Văn Thụ chuyển Nông Thị Ánh sang" in page
    assert [f'id="ca-{shift.pk}"' in page for shift in (kitchen, market, trees)] == [True, True, False]


def test_a_board_that_was_solved_again_is_loaded_anew(desk, proposal, place):
    state = desk.get(url("board", proposal)).context["state"]
    Proposal.objects.update(solved_at=timezone.now() + timedelta(minutes=5))
    assert desk.get(url("changes", proposal), {"state": state, "revision": 0})["HX-Refresh"] == "true"


# Sending


def test_what_will_be_sent_is_shown_with_the_letter(desk, proposal, place, anh):
    page = body(desk.get(url("publish", proposal)))
    assert "1 lời mời sẵn sàng gửi" in page
    assert "Sửa bếp ăn" in page


def test_it_is_sent_and_the_answers_come_to_their_page(desk, proposal, place, anh):
    sent = desk.post(url("publish", proposal), {"revision": 0, "request_id": uuid4()})
    assert (sent.status_code, sent.url) == (302, url("answers", proposal))
    decline(Offer.objects.get(), reason="Bận trông em", by=anh.user)
    page = body(desk.get(url("answers", proposal)))
    assert ("Bận trông em" in page, "Tính lại cho chỗ còn trống" in page) == (True, True)


def test_a_page_older_than_the_proposal_sends_nothing(desk, proposal, place):
    Proposal.objects.update(revision=4)
    answer = desk.post(url("publish", proposal), {"revision": 0, "request_id": uuid4()})
    assert (answer.status_code, answer["X-Refusal"], Offer.objects.count()) == (409, "stale", 0)


def test_an_answer_shows_on_an_open_board(desk, proposal, place, anh, kitchen):
    desk.post(url("publish", proposal), {"revision": 0, "request_id": uuid4()})
    state = desk.get(url("board", proposal)).context["state"]
    decline(Offer.objects.get(), by=anh.user)
    page = body(desk.get(url("changes", proposal), {"state": state, "revision": 1}, headers=HTMX))
    assert ("1 từ chối" in page, f'id="ca-{kitchen.pk}"' in page) == (True, True)


def test_a_follow_up_is_made_and_solved(desk, proposal, place):
    desk.post(url("publish", proposal), {"revision": 0, "request_id": uuid4()})
    answer = desk.post(url("follow_up", proposal), {"request_id": uuid4()})
    made = Proposal.objects.exclude(pk=proposal.pk).get()
    assert (answer.status_code, answer.url, made.base, made.status) == (302, url("board", made), proposal, Status.QUEUED)


def test_there_are_no_answers_before_it_is_sent(desk, proposal):
    assert desk.get(url("answers", proposal)).url == url("board", proposal)


def test_the_answers_cost_the_same_with_many(desk, proposal, place, kitchen, commune_union, secretary, number_of_queries):
    shifts = [make_shift(commune_union, secretary, f"Ca {number}", hour=18) for number in range(6)]
    for shift in shifts[:1]:
        propose(proposal, make_volunteer("Lê Một", commune_union), shift)
    desk.post(url("publish", proposal), {"revision": 0, "request_id": uuid4()})
    one = number_of_queries(desk, url("answers", proposal))
    for shift in shifts[1:]:
        offer = Offer.objects.create(
            shift=shift, person=make_volunteer("Lê Hai", commune_union), source="proposal", until=shift.starts_at, request_id=uuid4()
        )
        propose(proposal, offer.person, shift, offer=offer)
    assert number_of_queries(desk, url("answers", proposal)) == one
