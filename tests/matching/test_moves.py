"""Changes by hand: each with a revision, each refusal with its code, each taken back as it was."""

from uuid import uuid4

import pytest

from aoxanh.audit.models import Line
from aoxanh.matching.actions.moves import Stale, change, undo
from aoxanh.matching.models import Assignment, Ban, Move, Proposal
from tests.cast import make_signup
from tests.matching.boards import make_volunteer, mover, propose, where

Kind = Move.Kind


@pytest.fixture
def do(proposal, coordinator):
    return mover(proposal, coordinator)


def test_a_person_is_moved_and_the_reasons_are_those_of_the_new_place(do, proposal, place, anh, kitchen, market):
    move = do(Kind.MOVED, anh, before=kitchen, after=market)
    place.refresh_from_db()
    assert where(proposal) == {"Nông Thị Ánh": "Dọn chợ phiên"}
    assert (move.revision, place.by_hand, place.else_shift, place.else_points) == (1, True, kitchen, 40)
    assert sum(points for _code, points, _facts in place.why) == place.points


def test_a_move_leaves_a_line_in_the_log(do, proposal, place, anh, kitchen, market):
    do(Kind.MOVED, anh, before=kitchen, after=market)
    line = Line.objects.get(verb="matching.changed")
    assert (line.subject_id, line.details["before"], line.details["after"]) == (proposal.pk, str(kitchen.pk), str(market.pk))


def test_the_same_request_moves_once(do, proposal, place, anh, kitchen, market):
    request_id = uuid4()
    first = do(Kind.MOVED, anh, before=kitchen, after=market, request_id=request_id)
    again = do(Kind.MOVED, anh, before=kitchen, after=market, request_id=request_id, revision=0)
    assert (again, Move.objects.count()) == (first, 1)


def test_of_two_coordinators_one_wins_and_the_other_is_told(
    proposal, place, anh, kitchen, market, trees, coordinator, provincial_union, refused
):
    change(proposal, kind=Kind.MOVED, person=anh, before=kitchen, after=market, revision=0, request_id=uuid4(), by=coordinator)
    late = {"person": anh, "before": kitchen, "after": trees, "revision": 0, "request_id": uuid4(), "by": coordinator}
    with pytest.raises(Stale) as caught:
        change(proposal, kind=Kind.MOVED, **late)
    assert caught.value.code == "stale"
    for word in ("Lâm Quốc Huy", "Nông Thị Ánh", "Dọn chợ phiên"):
        assert word in str(caught.value)
    assert where(proposal) == {"Nông Thị Ánh": "Dọn chợ phiên"}


def test_nobody_is_put_into_two_shifts_at_once(do, proposal, place, anh, trees, refused):
    assert refused(do, Kind.ADDED, anh, after=trees) == "overlaps"
    assert Proposal.objects.get(pk=proposal.pk).revision == 0


def test_who_leaves_a_shift_may_go_to_another_at_the_same_hours(do, proposal, place, anh, kitchen, trees):
    do(Kind.MOVED, anh, before=kitchen, after=trees)
    assert where(proposal) == {"Nông Thị Ánh": "Trồng cây"}


def test_a_full_shift_takes_nobody_more(do, proposal, place, anh, bao, kitchen, market, commune_union, refused):
    propose(proposal, bao, market)
    propose(proposal, make_volunteer("Vi Văn Nam", commune_union), market)
    assert refused(do, Kind.MOVED, anh, before=kitchen, after=market) == "full"


def test_who_has_a_place_is_not_proposed_again(do, proposal, anh, kitchen, refused):
    make_signup(kitchen, anh.user)
    assert refused(do, Kind.ADDED, anh, after=kitchen) == "already_signed_up"


def test_nobody_is_proposed_twice_for_a_shift(do, place, anh, kitchen, refused):
    assert refused(do, Kind.ADDED, anh, after=kitchen) == "already_signed_up"


def test_who_is_no_longer_there_cannot_be_moved(do, proposal, anh, kitchen, market, refused):
    assert refused(do, Kind.MOVED, anh, before=kitchen, after=market) == "not_there"


def test_a_move_needs_a_shift_to_go_to(do, place, anh, kitchen, refused):
    assert refused(do, Kind.MOVED, anh, before=kitchen) == "incomplete"


def test_a_person_is_pinned_and_no_longer(do, place, anh, kitchen):
    do(Kind.PINNED, anh, before=kitchen)
    place.refresh_from_db()
    assert place.pinned
    do(Kind.UNPINNED, anh, before=kitchen)
    place.refresh_from_db()
    assert not place.pinned


def test_who_does_not_fit_goes_and_cannot_come_back(do, proposal, place, anh, kitchen, refused):
    do(Kind.FORBIDDEN, anh, before=kitchen, reason="Đau chân")
    assert (where(proposal), Ban.objects.get().reason) == ({}, "Đau chân")
    assert refused(do, Kind.ADDED, anh, after=kitchen) == "banned"
    do(Kind.ALLOWED, anh, before=kitchen)
    do(Kind.ADDED, anh, after=kitchen)
    assert where(proposal) == {"Nông Thị Ánh": "Sửa bếp ăn"}


def test_nothing_changes_while_it_is_solved(do, proposal, place, anh, kitchen, refused):
    Proposal.objects.update(status=Proposal.Status.SOLVING)
    assert refused(do, Kind.PINNED, anh, before=kitchen) == "running"


def test_nothing_changes_once_it_is_sent(do, proposal, place, anh, kitchen, refused):
    Proposal.objects.update(status=Proposal.Status.PUBLISHED)
    assert refused(do, Kind.PINNED, anh, before=kitchen) == "published"


def take_back(proposal, by):
    return undo(proposal, revision=Proposal.objects.get(pk=proposal.pk).revision, request_id=uuid4(), by=by)


def state(proposal):
    """Everything about who is where, as a row without its key."""
    fields = ("person_id", "shift_id", "points", "why", "else_shift_id", "else_points", "pinned", "by_hand", "role_id")
    places = sorted(Assignment.objects.filter(proposal=proposal).values_list(*fields), key=str)
    return places, set(Ban.objects.filter(proposal=proposal).values_list("person_id", "shift_id"))


@pytest.mark.parametrize(
    ("kind", "where_from", "where_to"),
    [
        (Kind.MOVED, "kitchen", "market"),
        (Kind.MOVED, "kitchen", "trees"),
        (Kind.REMOVED, "kitchen", None),
        (Kind.PINNED, "kitchen", None),
        (Kind.FORBIDDEN, "kitchen", None),
        (Kind.ADDED, None, "market"),
    ],
)
def test_every_change_is_taken_back_as_it_was(do, proposal, place, anh, coordinator, request, kind, where_from, where_to):
    before = state(proposal)
    facts = {name: request.getfixturevalue(shift) for name, shift in (("before", where_from), ("after", where_to)) if shift}
    do(kind, anh, **facts)
    assert state(proposal) != before
    back = take_back(proposal, coordinator)
    assert (state(proposal), back.undoes.kind, back.revision) == (before, kind, 2)


def test_taking_back_goes_on_to_the_change_before(do, proposal, place, anh, kitchen, market, coordinator, refused):
    before = state(proposal)
    do(Kind.PINNED, anh, before=kitchen)
    do(Kind.MOVED, anh, before=kitchen, after=market)
    take_back(proposal, coordinator)
    take_back(proposal, coordinator)
    assert state(proposal) == before
    assert refused(take_back, proposal, coordinator) == "nothing_to_undo"


def test_a_taking_back_sent_again_takes_back_once(do, proposal, place, anh, kitchen, market, coordinator):
    do(Kind.PINNED, anh, before=kitchen)
    do(Kind.MOVED, anh, before=kitchen, after=market)
    request_id = uuid4()
    first = undo(proposal, revision=2, request_id=request_id, by=coordinator)
    assert undo(proposal, revision=2, request_id=request_id, by=coordinator) == first
    assert where(proposal) == {"Nông Thị Ánh": "Sửa bếp ăn"}


def test_nobody_takes_back_what_another_did(do, proposal, place, anh, kitchen, secretary, refused):
    do(Kind.PINNED, anh, before=kitchen)
    assert refused(take_back, proposal, secretary) == "nothing_to_undo"
