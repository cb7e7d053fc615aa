"""Proposals and rounds of dispatch follow when units merge in the middle of them."""

from datetime import timedelta
from uuid import uuid4

from aoxanh.kit.dates import today
from aoxanh.matching.models import Dispatch, Leg, Proposal
from tests.org.conftest import YESTERDAY, communes, decide, merged  # noqa: F401 -- fixtures

WEEK = timedelta(days=7)


def test_what_is_ahead_goes_to_the_successor_and_what_is_over_stays(communes, secretary, decide):  # noqa: F811
    first, second = communes[:2]
    facts = {"unit": first, "created_by": secretary}
    ahead, over = ({"starts_on": today() + days, "ends_on": today() + days} for days in (WEEK, -WEEK))
    proposals = [Proposal.objects.create(name="Cuối tuần", request_id=uuid4(), **facts, **days) for days in (ahead, over)]
    rounds = [Dispatch.objects.create(name="Sau mưa lũ", request_id=uuid4(), **facts, **days) for days in (ahead, over)]
    legs = [
        Leg.objects.create(dispatch=each, area=second.area, sender=first, receiver=second, people=5, **days)
        for each, days in zip(rounds, (ahead, over), strict=True)
    ]
    plan, new = merged(communes[:2])
    decide(plan, YESTERDAY)
    for rows in (proposals, rounds, legs):
        for row in rows:
            row.refresh_from_db()
    assert [proposal.unit_id for proposal in proposals] == [new, first.pk]
    assert [each.unit_id for each in rounds] == [new, first.pk]
    assert [(leg.sender_id, leg.receiver_id) for leg in legs] == [(new, new), (first.pk, second.pk)]
