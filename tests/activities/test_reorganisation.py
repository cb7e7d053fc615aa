"""What becomes of campaigns' parts, teams, habits and incidents when units merge in the middle of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities.models import ApprovalRule, Campaign, Goal, Incident, Participation, Series, Team, TeamMember, Template
from aoxanh.kit.dates import during, today
from aoxanh.org.reorganisation.journal import undo
from aoxanh.org.reorganisation.port import Event, followers
from tests.org.conftest import YESTERDAY, communes, decide, merged, soon  # noqa: F401 -- fixtures

AGO, LATER = today() - timedelta(days=40), today() + timedelta(days=40)


@pytest.fixture
def campaign(provincial_union) -> Campaign:
    return Campaign.objects.create(unit=provincial_union, slug="mua-he-xanh", name="Mùa hè xanh", during=during(AGO, LATER))


def participation(campaign, unit, people, **facts):
    return Participation.objects.create(campaign=campaign, unit=unit, people=people, answered_at=timezone.now(), **facts)


def state_of() -> set[tuple]:
    return {(row.unit_id, row.people, row.declined_at is None) for row in Participation.objects.all()}


class TestParticipations:
    def test_two_that_merge_take_part_as_one_with_the_people_of_both(self, communes, campaign, decide):  # noqa: F811
        participation(campaign, communes[0], 20)
        participation(campaign, communes[1], 15)
        plan, new = merged(communes[:2])
        decide(plan, YESTERDAY)
        assert state_of() == {(new, 35, True), (communes[1].pk, 0, False)}

    def test_a_successor_that_takes_part_already_takes_them_in(self, communes, campaign, decide):  # noqa: F811
        participation(campaign, communes[0], 20)
        participation(campaign, communes[1], 15)
        plan = merged(communes[:1])[0].__class__()
        plan.merge([communes[1]], communes[0])
        decide(plan, YESTERDAY)
        assert state_of() == {(communes[0].pk, 35, True), (communes[1].pk, 0, False)}

    def test_undone_everything_is_as_it_was(self, communes, campaign, decide):  # noqa: F811
        participation(campaign, communes[0], 20)
        participation(campaign, communes[1], 15)
        before = state_of()
        event = decide(merged(communes[:2])[0], YESTERDAY)
        undo(event)
        assert state_of() == before

    def test_of_a_campaign_that_is_over_nothing_moves(self, communes, campaign, decide):  # noqa: F811
        Campaign.objects.update(during=during(AGO, YESTERDAY))
        participation(campaign, communes[0], 20)
        decide(merged(communes[:2])[0], YESTERDAY)
        assert state_of() == {(communes[0].pk, 20, True)}

    def test_an_event_ahead_leaves_them(self, communes, campaign, decide, soon):  # noqa: F811
        participation(campaign, communes[0], 20)
        decide(merged(communes[:2])[0], soon)
        assert state_of() == {(communes[0].pk, 20, True)}

    def test_goals_of_units_add_up_once_however_often_it_is_applied(self, communes, campaign, decide):  # noqa: F811
        for unit, value in ((communes[0], 30), (communes[1], 12)):
            Goal.objects.create(campaign=campaign, unit=unit, measure="people", value=value)
        Goal.objects.create(campaign=campaign, measure="people", value=500)
        plan, new = merged(communes[:2])
        event = decide(plan, YESTERDAY)
        for follower in (followers()["activities.goals"], followers()["activities.participations"]):
            follower.apply(Event(event.pk, YESTERDAY, has_come=True))
        assert set(Goal.objects.values_list("unit", "value")) == {(new, 42), (communes[1].pk, 12), (None, 500)}


def test_a_team_that_stands_goes_with_its_people_and_one_that_ended_stays(communes, volunteer, decide):  # noqa: F811
    standing = Team.objects.create(unit=communes[0], name="Đội số hóa", during=during(AGO))
    ended = Team.objects.create(unit=communes[0], name="Đội cũ", during=during(AGO, YESTERDAY))
    TeamMember.objects.create(team=standing, person=volunteer.person)
    plan, new = merged(communes[:2])
    decide(plan, YESTERDAY)
    assert dict(Team.objects.values_list("pk", "unit")) == {standing.pk: new, ended.pk: communes[0].pk}
    assert TeamMember.objects.get().left_at is None


def test_series_with_days_left_go_on_at_the_successor(communes, secretary, decide):  # noqa: F811
    def series(until, **facts):
        given = {"weekdays": [5], "starts_on": AGO, "request_id": uuid4(), "by": secretary}
        return Series.objects.create(unit=communes[0], until=until, **given | facts)

    running, over, stopped = series(LATER), series(YESTERDAY - timedelta(days=1)), series(LATER, stopped_at=timezone.now())
    plan, new = merged(communes[:2])
    decide(plan, YESTERDAY)
    assert dict(Series.objects.values_list("pk", "unit")) == {running.pk: new, over.pk: communes[0].pk, stopped.pk: communes[0].pk}


def test_templates_and_rules_go_along_and_one_of_each_goes_on(communes, secretary, decide):  # noqa: F811
    for unit in communes[:2]:
        Template.objects.create(unit=unit, name="Chủ nhật xanh", kind="environment", by=secretary)
        ApprovalRule.objects.create(unit=unit, case="minors", levels=2, by=secretary)
    Template.objects.create(unit=communes[1], name="Hiến máu", kind="blood_donation", by=secretary)
    plan, new = merged(communes[:2])
    decide(plan, YESTERDAY)
    kept = set(Template.objects.values_list("unit", "name"))
    assert kept == {(new, "Chủ nhật xanh"), (communes[1].pk, "Chủ nhật xanh"), (new, "Hiến máu")}
    assert set(ApprovalRule.objects.values_list("unit", flat=True)) == {new, communes[1].pk}


def test_an_incident_that_is_not_settled_goes_to_who_carries_on(communes, secretary, decide):  # noqa: F811
    def incident(**facts):
        given = {"kind": "injury", "severity": 1, "text": "Trượt chân", "happened_at": timezone.now(), "request_id": uuid4()}
        return Incident.objects.create(unit=communes[0], by=secretary, **given | facts)

    unsettled, settled = incident(), incident(status=Incident.Status.CLOSED)
    plan, new = merged(communes[:2])
    decide(plan, YESTERDAY)
    assert dict(Incident.objects.values_list("pk", "unit")) == {unsettled.pk: new, settled.pk: communes[0].pk}
