"""A run from the database and back: its answer, its pins, its stop, its end without enough memory or time."""

import signal
import subprocess
import sys
from uuid import UUID

import pytest

from aoxanh.matching import runs, solving
from aoxanh.matching.actions.runs import start_run, stop_run
from aoxanh.matching.checking import check_move
from aoxanh.matching.finishing import keep_finished
from aoxanh.matching.models import Assignment, Interim, Proposal, Shortfall
from aoxanh.people.models import Consent
from tests.matching.boards import make_board, propose
from tests.matching.crowds import make_world


@pytest.fixture
def busy_board(commune_union, neighbour_union, provincial_union, secretary, coordinator) -> Proposal:
    """40 people of all kinds and twelve shifts of all kinds."""
    world = make_world([commune_union, neighbour_union], secretary, people=60, chance=3)
    starts = sorted(shift.starts_at for shift in world.shifts)
    return make_board(
        provincial_union,
        coordinator,
        starts_on=starts[0].date(),
        ends_on=starts[-1].date(),
        reach_km=100,
        status=Proposal.Status.DRAFT,
        solved_at=None,
    )


def solve(proposal: Proposal) -> Proposal:
    solving.solve(proposal.pk)
    proposal.refresh_from_db()
    return proposal


def places(proposal: Proposal) -> set[tuple[UUID, UUID]]:
    return set(Assignment.objects.filter(proposal=proposal).values_list("person", "shift"))


def test_no_proposed_place_breaks_a_rule(busy_board, coordinator):
    proposal = solve(busy_board)
    found = list(Assignment.objects.filter(proposal=proposal).select_related("person", "shift"))
    assert found
    assert [
        (one.person, one.shift, verdict.refusal)
        for one in found
        if (verdict := check_move(proposal, person=one.person, shift=one.shift, leaving=one.shift)).refusal
    ] == []
    assert proposal.status == Proposal.Status.READY
    assert proposal.value <= proposal.bound


def test_the_reasons_of_a_place_sum_to_its_points(busy_board):
    proposal = solve(busy_board)
    assert {sum(points for _code, points, _facts in one.why) - one.points for one in Assignment.objects.filter(proposal=proposal)} == {0}


def test_places_left_free_are_told_with_reasons(proposal, kitchen, market, trees, anh, bao, coordinator):
    """Two people, seven places: both are in one of the two morning shifts, and go to the market."""
    Consent.objects.filter(person=bao).delete()
    proposal.bans.create(person=anh, shift=market, by=coordinator)
    solve(proposal)
    [(_, morning)] = places(proposal)
    told = {one.shift_id: (one.missing, one.reasons) for one in Shortfall.objects.filter(proposal=proposal)}
    other = trees.pk if morning == kitchen.pk else kitchen.pk
    assert told[morning] == (2 if morning == kitchen.pk else 1, [["nobody", 0, {}]])
    assert told[other][1][0][:2] == ["elsewhere", 1]
    assert (told[market.pk][0], told[market.pk][1][0][:2]) == (2, ["unwilling", 1])


def test_solved_again_nothing_changes(busy_board):
    first = places(solve(busy_board))
    assert places(solve(busy_board)) == first


def test_solved_again_pins_stay_where_they_are(proposal, commune_union, kitchen, trees, anh, bao):
    propose(proposal, anh, trees, pinned=True)
    solve(proposal)
    assert (anh.pk, trees.pk) in places(proposal)
    assert Assignment.objects.get(proposal=proposal, person=anh, shift=trees).pinned
    assert (anh.pk, kitchen.pk) not in places(proposal)


def test_a_pin_that_breaks_a_rule_by_now_is_told_and_kept_for_a_decision(proposal, kitchen, anh):
    propose(proposal, anh, kitchen, pinned=True)
    Consent.objects.filter(person=anh).delete()
    solve(proposal)
    [told] = proposal.facts["pins"]
    assert (told["person"], told["shift"], told["code"]) == (str(anh.pk), str(kitchen.pk), "consent_missing")
    assert anh.full_name in told["text"]
    assert (anh.pk, kitchen.pk) in places(proposal)


def test_who_declined_or_was_banned_is_not_proposed(proposal, kitchen, market, trees, anh, coordinator):
    proposal.bans.create(person=anh, shift=kitchen, by=coordinator)
    proposal.bans.create(person=anh, shift=trees, by=coordinator)
    solve(proposal)
    assert {shift for _person, shift in places(proposal)} == {market.pk}


def test_a_run_that_was_stopped_keeps_finished_parts_and_leaves_the_others(proposal, kitchen, market, anh, bao):
    propose(proposal, anh, kitchen)
    propose(proposal, bao, market)
    Proposal.objects.filter(pk=proposal.pk).update(status=Proposal.Status.SOLVING)
    Interim.objects.create(proposal=proposal, part=0, shift=kitchen)
    Interim.objects.create(proposal=proposal, part=0, shift=kitchen, person=bao, points=7)
    keep_finished(proposal, status=Proposal.Status.STOPPED, note="Dừng")
    assert places(proposal) == {(bao.pk, kitchen.pk)}
    proposal.refresh_from_db()
    assert (proposal.status, proposal.note) == (Proposal.Status.STOPPED, "Dừng")
    assert not Interim.objects.exists()


def test_a_run_that_fails_leaves_the_last_answer(proposal, kitchen, anh):
    propose(proposal, anh, kitchen)
    Proposal.objects.filter(pk=proposal.pk).update(status=Proposal.Status.SOLVING)
    runs.settle(proposal, runs.OUT_OF_MEMORY)
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.FAILED
    assert proposal.note
    assert places(proposal) == {(anh.pk, kitchen.pk)}


def test_asked_twice_it_is_queued_once(proposal, coordinator):
    start_run(proposal, by=coordinator)
    queued = Proposal.objects.get(pk=proposal.pk).queued_at
    start_run(proposal, by=coordinator)
    assert Proposal.objects.get(pk=proposal.pk).queued_at == queued


def test_a_sent_proposal_is_not_solved_again(proposal, coordinator, refused):
    Proposal.objects.filter(pk=proposal.pk).update(status=Proposal.Status.PUBLISHED)
    assert refused(start_run, proposal, by=coordinator) == "published"


def test_what_does_not_run_is_not_stopped(proposal, coordinator, refused):
    assert refused(stop_run, proposal, by=coordinator) == "not_running"


def test_stopped_before_it_began_it_is_ready_as_it_was(proposal, coordinator):
    start_run(proposal, by=coordinator)
    assert stop_run(proposal, by=coordinator).status == Proposal.Status.READY


def test_the_run_is_a_process_of_its_own(committed_db, proposal, anh, bao, coordinator):
    was_here = "ortools" in sys.modules  # Tests of the solver bring it into this process.
    start_run(proposal, by=coordinator)
    runs.run(proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.note) == (Proposal.Status.READY, "")
    assert {person for person, _shift in places(proposal)} == {anh.pk, bao.pk}
    assert ("ortools" in sys.modules) == was_here


def test_a_wish_to_stop_ends_the_process(committed_db, proposal, anh, coordinator):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    Proposal.objects.filter(pk=proposal.pk).update(status=Proposal.Status.SOLVING)
    stop_run(proposal, by=coordinator)
    assert runs.watched(child, proposal) is None
    runs.settle(proposal, None)
    proposal.refresh_from_db()
    assert child.returncode == -signal.SIGKILL
    assert proposal.status == Proposal.Status.READY
