"""Sending a proposal, the answers, and what follows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities.actions import cancel_signup
from aoxanh.activities.actions.offers import accept, decline, lapse
from aoxanh.activities.models import Activity, Offer, Shift
from aoxanh.audit.models import Line
from aoxanh.matching.actions.proposals import Terms, follow_up, make_proposal, weigh
from aoxanh.matching.actions.publishing import Sent, publish, sample_letter
from aoxanh.matching.models import Assignment, Ban, Proposal
from aoxanh.matching.queries.board import board
from aoxanh.notices.models import Message
from tests.cast import make_signup
from tests.matching.boards import make_volunteer, propose


def send(proposal, by, **facts):
    given = {"revision": Proposal.objects.get(pk=proposal.pk).revision, "request_id": uuid4()}
    return publish(proposal, by=by, **given | facts)


@pytest.fixture
def sent(proposal, place, bao, market, coordinator):
    """Ánh is asked for the kitchen, Bảo for the market."""
    propose(proposal, bao, market)
    send(proposal, coordinator)
    proposal.refresh_from_db()
    return proposal


def test_everyone_is_asked_and_their_place_is_kept(sent, anh, kitchen):
    offer = Offer.objects.get(person=anh)
    kitchen.refresh_from_db()
    assert (sent.status, offer.shift, offer.source, offer.proposal_id, offer.answer) == ("published", kitchen, "proposal", sent.pk, "")
    assert (kitchen.held, offer.assignment.person) == (1, anh)
    assert offer.until - timezone.now() > timedelta(hours=23)


def test_each_gets_one_letter(sent, anh, bao):
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted([anh.email, bao.email])


def test_the_letter_shown_before_is_the_letter_that_goes(proposal, place, anh, coordinator):
    shown = sample_letter(proposal)
    send(proposal, coordinator)
    letter = Message.objects.get(to=anh.email)
    assert (shown.name, shown.subject) == ("Nông Thị Ánh", letter.subject)
    assert shown.paragraphs[:-1] == letter.body.strip().split("\n\n")[:-1]


def test_no_letter_is_shown_where_nobody_is_proposed(proposal):
    assert sample_letter(proposal) is None


def test_the_same_request_sends_once(proposal, place, coordinator):
    request_id = uuid4()
    first = send(proposal, coordinator, request_id=request_id, revision=0)
    again = send(proposal, coordinator, request_id=request_id, revision=0)
    assert (first, again, Offer.objects.count(), Message.objects.count()) == (Sent(1, 0), Sent(1, 0), 1, 1)


def test_a_second_coordinator_sends_nothing(sent, coordinator, refused):
    assert (refused(send, sent, coordinator), Offer.objects.count()) == ("published", 2)


def test_who_looked_at_an_older_state_sends_nothing(proposal, place, coordinator, refused):
    Proposal.objects.update(revision=3)
    assert refused(send, proposal, coordinator, revision=2) == "stale"


def test_nothing_is_sent_while_it_is_solved(proposal, place, coordinator, refused):
    Proposal.objects.update(status=Proposal.Status.QUEUED)
    assert refused(send, proposal, coordinator) == "running"


def test_an_empty_proposal_is_not_sent(proposal, coordinator, refused):
    assert refused(send, proposal, coordinator) == "nothing_to_send"


def test_days_that_are_over_are_not_sent(proposal, place, coordinator, refused):
    over = timezone.localdate() - timedelta(days=2)
    Proposal.objects.update(starts_on=over, ends_on=over)
    assert refused(send, proposal, coordinator) == "past"


def test_whose_place_went_meanwhile_is_named_and_the_others_are_asked(proposal, place, anh, bao, market, commune_union, coordinator):
    propose(proposal, bao, market)
    for name in ("Vi Văn Nam", "Hứa Thị Thu"):
        make_signup(market, make_volunteer(name, commune_union).user)
    assert send(proposal, coordinator) == Sent(1, 1)
    told = Assignment.objects.get(proposal=proposal, person=bao)
    assert (told.offer, bool(told.not_sent), Message.objects.filter(to=bao.email).exists()) == (None, True, False)


def test_who_may_no_longer_come_is_named(proposal, place, anh, coordinator):
    anh.restricted_at = timezone.now()
    anh.save()
    assert send(proposal, coordinator) == Sent(0, 1)
    assert Assignment.objects.get(person=anh).not_sent


def test_of_too_many_the_pinned_and_the_best_are_asked(proposal, market, commune_union, coordinator):
    points = {"Lê Một": 10, "Lê Hai": 90, "Lê Ba": 50}
    for name, worth in points.items():
        propose(proposal, make_volunteer(name, commune_union), market, points=worth, pinned=name == "Lê Một")
    assert send(proposal, coordinator) == Sent(2, 1)
    assert Assignment.objects.exclude(not_sent="").get().person.full_name == "Lê Ba"


def test_an_activity_cancelled_meanwhile_asks_nobody(proposal, place, kitchen, coordinator):
    Activity.objects.filter(pk=kitchen.activity_id).update(status=Activity.Status.CANCELLED)
    assert send(proposal, coordinator) == Sent(0, 1)


def test_sending_leaves_a_line_in_the_log(sent, coordinator):
    line = Line.objects.get(verb="matching.sent")
    assert (line.by, line.details["sent"], line.details["refused"]) == (coordinator, 2, 0)


def test_answers_come_back_to_the_board(sent, anh, bao, kitchen, market):
    before = board(sent)
    accept(Offer.objects.get(person=anh), by=anh.user)
    decline(Offer.objects.get(person=bao), reason="Bận trông em", by=bao.user)
    after = board(sent)
    rows = {row.shift.pk: row for row in after.rows}
    assert (before.answers.waiting, after.answers.waiting, after.answers.accepted, after.answers.declined) == (2, 0, 1, 1)
    assert [(rows[one.pk].before, rows[one.pk].after) for one in (kitchen, market)] == [(0, 1), (0, 0)]


def test_who_gives_the_place_back_counts_as_somebody_who_declined(sent, anh, kitchen):
    signup = accept(Offer.objects.get(person=anh), by=anh.user)
    cancel_signup(signup, by=anh.user)
    found = board(sent)
    row = next(row for row in found.rows if row.shift == kitchen)
    assert (found.answers.accepted, found.answers.declined, row.before, row.after) == (0, 1, 0, 0)


def test_an_answer_too_late_counts_as_out_of_time(sent, bao, market):
    Offer.objects.filter(person=bao).update(until=timezone.now() - timedelta(minutes=1))
    lapse(market)
    assert (board(sent).answers.lapsed, Shift.objects.get(pk=market.pk).held) == (1, 0)


def test_a_follow_up_goes_on_without_who_refused(sent, anh, bao, market, coordinator):
    accept(Offer.objects.get(person=anh), by=anh.user)
    decline(Offer.objects.get(person=bao), reason="Bận trông em", by=bao.user)
    made = follow_up(sent, request_id=uuid4(), by=coordinator)
    assert (made.base, made.weights, made.starts_on, made.status) == (sent, sent.weights, sent.starts_on, "draft")
    assert list(Ban.objects.filter(proposal=made).values_list("person", "shift", "reason")) == [(bao.pk, market.pk, "Bận trông em")]


def test_a_follow_up_keeps_the_bans_of_before(proposal, place, bao, kitchen, coordinator):
    Ban.objects.create(proposal=proposal, person=bao, shift=kitchen, reason="Đau chân", by=coordinator)
    send(proposal, coordinator)
    proposal.refresh_from_db()
    made = follow_up(proposal, request_id=uuid4(), by=coordinator)
    assert made.bans.get().person == bao


def test_a_follow_up_asked_for_again_is_the_same(sent, coordinator):
    request_id = uuid4()
    assert follow_up(sent, request_id=request_id, by=coordinator) == follow_up(sent, request_id=request_id, by=coordinator)


def test_what_was_not_sent_is_not_followed(proposal, coordinator, refused):
    assert refused(follow_up, proposal, request_id=uuid4(), by=coordinator) == "not_published"


def weekend(**facts):
    first = timezone.localdate() + timedelta(days=3)
    return Terms(**{"starts_on": first, "ends_on": first + timedelta(days=1)} | facts)


def test_a_proposal_is_made_once_for_a_request(provincial_union, commune_union, coordinator):
    request_id = uuid4()
    first, again = (
        make_proposal(provincial_union, terms=weekend(), among=[commune_union], request_id=request_id, by=coordinator) for _ in range(2)
    )
    assert (first, list(first.among.all()), first.status, Proposal.objects.count()) == (again, [commune_union], "draft", 1)


@pytest.mark.parametrize(
    ("days", "code"),
    [((3, 2), "ends_before_starts"), ((-3, -2), "past"), ((3, 40), "too_long")],
)
def test_days_that_do_not_do_are_refused(provincial_union, coordinator, refused, days, code):
    first, last = (timezone.localdate() + timedelta(days=n) for n in days)
    terms = weekend(starts_on=first, ends_on=last)
    assert refused(make_proposal, provincial_union, terms=terms, request_id=uuid4(), by=coordinator) == code


def test_who_does_not_coordinate_there_makes_no_proposal(provincial_union, secretary, refused):
    assert refused(make_proposal, provincial_union, terms=weekend(), request_id=uuid4(), by=secretary) == "not_permitted"


def test_units_from_elsewhere_are_refused(commune_union, neighbour_union, secretary, refused):
    given = {"terms": weekend(), "among": [neighbour_union], "request_id": uuid4(), "by": secretary}
    assert refused(make_proposal, commune_union, **given) == "not_below"


def test_weights_are_noted_and_kept_within_their_bounds(proposal, coordinator):
    weigh(proposal, weights={"near": 400, "fair": 0}, by=coordinator)
    proposal.refresh_from_db()
    assert proposal.weights == {"skill": 40, "near": 100, "fair": 0, "keep": 15}
    assert Line.objects.filter(verb="matching.weighed").count() == 1


@pytest.mark.parametrize(("status", "code"), [("published", "published"), ("solving", "running")])
def test_weights_stay_while_it_is_solved_and_once_it_is_sent(proposal, coordinator, refused, status, code):
    Proposal.objects.update(status=status)
    assert refused(weigh, proposal, weights={"near": 1}, by=coordinator) == code
