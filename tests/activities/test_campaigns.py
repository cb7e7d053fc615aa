"""The life of a campaign, its parts and goals, and which units take part."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from aoxanh.activities.actions import campaigns as actions
from aoxanh.activities.actions import create_activity, participations, revise
from aoxanh.activities.actions.campaigns import CampaignPlan, least_end
from aoxanh.activities.leading import answering_units, manageable_campaigns, readable_campaigns
from aoxanh.activities.models import Activity, Campaign, Participation
from aoxanh.activities.queries.campaigns import homes, open_to, takes_part
from aoxanh.kit.dates import during, today
from aoxanh.notices.models import Message
from aoxanh.org.models import Succession, Unit
from tests.activities.conftest import plan as plan_of
from tests.cast import BEGINNING, make_activity, make_unit, noon

Status = Campaign.Status


def plan(**facts: object) -> CampaignPlan:
    given = {"name": "Mùa hè xanh", "first": today() - timedelta(days=10), "last": today() + timedelta(days=50)}
    return CampaignPlan(**given | facts)  # type: ignore[arg-type]


@pytest.fixture
def campaign(provincial_union, coordinator) -> Campaign:
    """Under way, led by the province, from ten days ago until in fifty days."""
    made = actions.create_campaign(provincial_union, plan=plan(), request_id=uuid4(), by=coordinator)
    return actions.open_campaign(made, by=coordinator)


@pytest.fixture
def branch(commune_union) -> Unit:
    return make_unit("branch", "CD-01", "Chi đoàn Khun Phang", "CĐ", commune_union.area, commune_union)


class TestLife:
    def test_the_same_form_sent_twice_makes_one_draft(self, provincial_union, coordinator):
        key = uuid4()
        first = actions.create_campaign(provincial_union, plan=plan(), request_id=key, by=coordinator)
        again = actions.create_campaign(provincial_union, plan=plan(name="Khác"), request_id=key, by=coordinator)
        assert (first.pk, first.status, again.name) == (again.pk, Status.DRAFT, "Mùa hè xanh")

    def test_the_last_day_is_part_of_it(self, campaign):
        assert campaign.during == during(today() - timedelta(days=10), today() + timedelta(days=51))

    def test_it_cannot_end_before_it_starts(self, provincial_union, coordinator, refused):
        wrong = plan(last=today() - timedelta(days=11))
        assert refused(actions.create_campaign, provincial_union, plan=wrong, request_id=uuid4(), by=coordinator) == "ends_before_it_starts"

    def test_a_programme_names_its_agency_and_registration(self, provincial_union, coordinator, refused):
        wrong = plan(form="programme", last=today() + timedelta(days=900), lead_agency="Sở Nội vụ")
        code = refused(actions.create_campaign, provincial_union, plan=wrong, request_id=uuid4(), by=coordinator)
        assert code == "programme_not_registered"

    def test_a_programme_of_less_than_24_months_is_refused(self, provincial_union, coordinator, refused):
        first = date(2027, 1, 15)
        facts = {"form": "programme", "lead_agency": "Sở Nội vụ", "registered_as": "12/ĐK", "first": first}
        wrong, right = plan(last=date(2029, 1, 13), **facts), plan(last=date(2029, 1, 14), **facts)
        code = refused(actions.create_campaign, provincial_union, plan=wrong, request_id=uuid4(), by=coordinator)
        made = actions.create_campaign(provincial_union, plan=right, request_id=uuid4(), by=coordinator)
        assert (code, made.form) == ("programme_too_short", "programme")

    @pytest.mark.parametrize(
        ("first", "least"),
        [
            (date(2026, 1, 1), date(2027, 12, 31)),
            (date(2024, 8, 31), date(2026, 8, 30)),
            (date(2024, 2, 29), date(2026, 2, 28)),
            (date(2026, 12, 1), date(2028, 11, 30)),
        ],
    )
    def test_24_months_end_on_the_day_before_the_same_day(self, first, least):
        assert least_end(first) == least

    def test_days_that_leave_an_activity_outside_are_refused(self, campaign, commune_union, secretary, coordinator, refused):
        make_activity(commune_union, secretary, campaign=campaign)
        wrong = plan(last=today() + timedelta(days=1))
        assert refused(actions.revise_campaign, campaign, plan=wrong, by=coordinator) == "activities_outside"

    def test_days_that_leave_a_stage_outside_are_refused(self, campaign, coordinator, refused):
        actions.add_stage(campaign, name="Đợt 1", first=today(), last=today() + timedelta(days=40), by=coordinator)
        wrong = plan(last=today() + timedelta(days=39))
        assert refused(actions.revise_campaign, campaign, plan=wrong, by=coordinator) == "stages_outside"

    def test_a_revised_one_says_the_new_words(self, campaign, coordinator):
        assert actions.revise_campaign(campaign, plan=plan(name="Hè tình nguyện"), by=coordinator).name == "Hè tình nguyện"

    def test_it_is_not_closed_while_activities_are_ahead(self, campaign, commune_union, secretary, coordinator, refused):
        activity = make_activity(commune_union, secretary, campaign=campaign)
        code = refused(actions.close_campaign, campaign, by=coordinator)
        Activity.objects.filter(pk=activity.pk).update(status=Activity.Status.CANCELLED)
        closed = actions.close_campaign(campaign, by=coordinator)
        assert (code, closed.status, closed.ended_at is not None) == ("activities_ahead", Status.CLOSED, True)

    def test_what_is_over_is_not_changed_any_more(self, campaign, coordinator, refused):
        actions.close_campaign(campaign, by=coordinator)
        assert refused(actions.revise_campaign, campaign, plan=plan(), by=coordinator) == "campaign_over"
        assert refused(actions.open_campaign, campaign, by=coordinator) == "campaign_over"

    def test_calling_it_off_wants_a_reason(self, campaign, coordinator, refused):
        assert refused(actions.cancel_campaign, campaign, reason=" ", by=coordinator) == "reason_missing"

    def test_units_are_told_when_it_is_called_off(self, campaign, commune_union, secretary, coordinator):
        participations.join(campaign, unit=commune_union, people=20, by=secretary)
        actions.cancel_campaign(campaign, reason="Bão số 9", by=coordinator)
        told = Message.objects.get(key__startswith="activities.campaign_cancelled")
        assert (told.to, "Bão số 9" in told.body) == (secretary.email, True)


class TestParts:
    def test_a_stage_lies_within_the_campaign(self, campaign, coordinator, refused):
        code = refused(actions.add_stage, campaign, name="Đợt 1", first=today(), last=today() + timedelta(days=51), by=coordinator)
        assert code == "stages_outside"

    def test_two_stages_share_no_day(self, campaign, coordinator, refused):
        actions.add_stage(campaign, name="Đợt 1", first=today(), last=today() + timedelta(days=7), by=coordinator)
        code = refused(
            actions.add_stage, campaign, name="Đợt 2", first=today() + timedelta(days=7), last=today() + timedelta(days=9), by=coordinator
        )
        after = today() + timedelta(days=8)
        second = actions.add_stage(campaign, name="Đợt 2", first=after, last=after, by=coordinator)
        assert (code, second.during) == ("stages_overlap", during(after, after + timedelta(days=1)))

    def test_a_stage_that_ends_before_it_starts_is_refused(self, campaign, coordinator, refused):
        code = refused(actions.add_stage, campaign, name="Đợt 1", first=today(), last=today() - timedelta(days=1), by=coordinator)
        assert code == "ends_before_it_starts"

    def test_a_front_stands_once(self, campaign, coordinator, refused):
        actions.add_front(campaign, name="Chuyển đổi số", by=coordinator)
        assert refused(actions.add_front, campaign, name="chuyển đổi số", by=coordinator) == "front_twice"

    def test_a_front_with_activities_stays(self, campaign, commune_union, secretary, coordinator, refused):
        front = actions.add_front(campaign, name="Chuyển đổi số", by=coordinator)
        activity = make_activity(commune_union, secretary, campaign=campaign, front=front)
        code = refused(actions.remove_front, front, by=coordinator)
        Activity.objects.filter(pk=activity.pk).update(front=None)
        actions.remove_front(front, by=coordinator)
        assert (code, campaign.fronts.count()) == ("front_in_use", 0)

    def test_a_goal_said_again_replaces_the_former(self, campaign, coordinator):
        actions.set_goal(campaign, measure="people", value=100, by=coordinator)
        actions.set_goal(campaign, measure="people", value=120, by=coordinator)
        assert list(campaign.goals.values_list("unit", "measure", "value")) == [(None, "people", 120)]

    def test_a_goal_of_a_unit_that_does_not_take_part_is_refused(self, campaign, coordinator, refused, van_linh):
        stranger = make_unit("school", "TH-1", "Trường THPT Đồng Mỏ", "TH", van_linh)
        assert refused(actions.set_goal, campaign, unit=stranger, measure="people", value=9, by=coordinator) == "not_taking_part"


class TestParticipation:
    def test_all_units_below_are_invited_at_once_and_told(self, campaign, commune_union, neighbour_union, secretary, outsider, coordinator):
        number = participations.invite(campaign, units=[commune_union.pk, neighbour_union.pk], by=coordinator)
        told = Message.objects.filter(key__startswith="activities.campaign_invited").values_list("to", flat=True)
        assert (number, set(told)) == (2, {secretary.email, outsider.email})

    def test_inviting_again_asks_nobody_twice(self, campaign, commune_union, coordinator, refused):
        participations.invite(campaign, units=[commune_union.pk], by=coordinator)
        assert refused(participations.invite, campaign, units=[commune_union.pk], by=coordinator) == "nobody_to_invite"

    def test_those_invited_to_a_draft_are_told_when_it_opens(self, provincial_union, commune_union, secretary, coordinator):
        draft = actions.create_campaign(provincial_union, plan=plan(), request_id=uuid4(), by=coordinator)
        participations.invite(draft, units=[commune_union.pk], by=coordinator)
        before = Message.objects.count()
        actions.open_campaign(draft, by=coordinator)
        assert (before, Message.objects.get().to) == (0, secretary.email)

    def test_a_unit_below_joins_by_itself_and_may_change_how_many(self, campaign, commune_union, secretary):
        participations.join(campaign, unit=commune_union, people=20, by=secretary)
        row = participations.join(campaign, unit=commune_union, people=35, by=secretary)
        assert (row.people, row.answered_at is not None, Participation.objects.count()) == (35, True, 1)

    def test_a_unit_of_elsewhere_does_not_join_by_itself(self, campaign, van_linh, coordinator, refused):
        stranger = make_unit("school", "TH-1", "Trường THPT Đồng Mỏ", "TH", van_linh)
        assert refused(participations.join, campaign, unit=stranger, people=3, by=coordinator) == "not_below"

    def test_the_leading_unit_does_not_join(self, campaign, provincial_union, coordinator, refused):
        assert refused(participations.join, campaign, unit=provincial_union, people=3, by=coordinator) == "own_campaign"

    def test_nobody_joins_a_draft(self, provincial_union, commune_union, secretary, coordinator, refused):
        draft = actions.create_campaign(provincial_union, plan=plan(), request_id=uuid4(), by=coordinator)
        assert refused(participations.join, draft, unit=commune_union, people=3, by=secretary) == "campaign_not_open"

    def test_declining_wants_a_reason_and_leaves_it_on_the_list(self, campaign, commune_union, secretary, coordinator, refused):
        participations.invite(campaign, units=[commune_union.pk], by=coordinator)
        row = Participation.objects.get()
        code = refused(participations.decline, row, reason="", by=secretary)
        participations.decline(row, reason="Trùng đại hội Đoàn xã", by=secretary)
        row.refresh_from_db()
        assert (code, row.note, row.declined_at is not None) == ("reason_missing", "Trùng đại hội Đoàn xã", True)

    def test_a_unit_with_activities_is_neither_taken_off_nor_declines(self, campaign, commune_union, secretary, coordinator, refused):
        row = participations.join(campaign, unit=commune_union, people=3, by=secretary)
        make_activity(commune_union, secretary, campaign=campaign)
        assert refused(participations.take_off, row, by=coordinator) == "has_activities"
        assert refused(participations.decline, row, reason="Thôi", by=secretary) == "has_activities"

    def test_a_unit_without_any_is_taken_off(self, campaign, commune_union, secretary, coordinator):
        row = participations.join(campaign, unit=commune_union, people=3, by=secretary)
        participations.take_off(row, by=coordinator)
        assert not Participation.objects.exists()


class TestWhoseActivities:
    def test_a_unit_under_one_that_takes_part_may(self, campaign, branch):
        assert takes_part(campaign, branch)
        participations.check_campaign(branch, campaign, starts_at=noon(2))

    def test_a_unit_of_elsewhere_may_not(self, campaign, van_linh, refused):
        stranger = make_unit("school", "TH-1", "Trường THPT Đồng Mỏ", "TH", van_linh)
        assert refused(participations.check_campaign, stranger, campaign) == "not_taking_part"

    def test_an_invited_unit_of_elsewhere_may_until_it_declines(self, campaign, van_linh, coordinator, refused):
        stranger = make_unit("school", "TH-1", "Trường THPT Đồng Mỏ", "TH", van_linh)
        row = Participation.objects.create(campaign=campaign, unit=stranger)
        participations.check_campaign(stranger, campaign)
        participations.decline(row, reason="Thi học kỳ", by=coordinator)
        assert refused(participations.check_campaign, stranger, campaign) == "not_taking_part"

    def test_only_while_it_is_under_way(self, campaign, commune_union, coordinator, refused):
        actions.close_campaign(campaign, by=coordinator)
        assert refused(participations.check_campaign, commune_union, Campaign.objects.get()) == "campaign_not_open"

    def test_an_activity_that_is_in_it_already_may_stay(self, campaign, commune_union, coordinator):
        actions.close_campaign(campaign, by=coordinator)
        participations.check_campaign(commune_union, Campaign.objects.get(), before=campaign.pk)

    def test_its_first_day_lies_within_the_campaign(self, campaign, commune_union, refused):
        assert refused(participations.check_campaign, commune_union, campaign, starts_at=noon(51)) == "outside_campaign"

    def test_a_front_belongs_to_its_campaign(self, campaign, commune_union, coordinator, refused):
        other = actions.create_campaign(commune_union, plan=plan(name="Của xã"), request_id=uuid4(), by=coordinator)
        front = actions.add_front(other, name="Chuyển đổi số", by=coordinator)
        assert refused(participations.check_campaign, commune_union, campaign, front) == "front_elsewhere"

    def test_the_form_offers_those_of_the_unit_and_of_units_above(self, campaign, commune_union, van_linh, coordinator, secretary):
        own = actions.create_campaign(commune_union, plan=plan(name="Của xã"), request_id=uuid4(), by=secretary)
        actions.open_campaign(own, by=secretary)
        stranger = make_unit("school", "TH-1", "Trường THPT Đồng Mỏ", "TH", van_linh)
        units = Unit.objects.filter(pk=commune_union.pk)
        assert set(open_to(units, today())) == {campaign, own}
        assert not open_to(Unit.objects.filter(pk=stranger.pk), today()).exists()

    def test_work_counts_for_the_nearest_unit_that_takes_part(self, campaign, commune_union, neighbour_union, branch, secretary):
        participations.join(campaign, unit=commune_union, people=3, by=secretary)
        found = homes(campaign, [branch.pk, commune_union.pk, neighbour_union.pk])
        assert found == {branch.pk: commune_union.pk, commune_union.pk: commune_union.pk, neighbour_union.pk: campaign.unit_id}

    def test_work_of_a_unit_that_ended_counts_for_who_carries_it_on(self, campaign, commune_union, secretary, van_linh):
        participations.join(campaign, unit=commune_union, people=3, by=secretary)
        gone = make_unit("commune_union", "DX-1", "Đoàn xã Y Tịch", "YT", van_linh)
        Unit.objects.filter(pk=gone.pk).update(during=during(BEGINNING, today()))
        event = make_event()
        Succession.objects.create(predecessor=gone, successor=commune_union, on=today(), share="whole", event=event)
        assert homes(campaign, [gone.pk]) == {gone.pk: commune_union.pk}


def make_event():
    from aoxanh.org.models import Reorganisation

    return Reorganisation.objects.create(title="Sáp nhập", on=today(), root_id=uuid4())


class TestWhoSees:
    def test_a_commune_reads_campaigns_above_once_they_are_open(self, provincial_union, secretary, coordinator):
        draft = actions.create_campaign(provincial_union, plan=plan(), request_id=uuid4(), by=coordinator)
        before = list(readable_campaigns(secretary))
        actions.open_campaign(draft, by=coordinator)
        assert (before, list(readable_campaigns(secretary)), list(manageable_campaigns(secretary))) == ([], [draft], [])

    def test_a_commune_answers_for_itself_alone(self, campaign, commune_union, secretary, coordinator, volunteer):
        assert list(answering_units(secretary, campaign)) == [commune_union]
        assert not answering_units(volunteer, campaign).exists()

    def test_a_neighbour_does_not_see_the_campaign_of_a_commune(self, commune_union, secretary, outsider):
        own = actions.create_campaign(commune_union, plan=plan(), request_id=uuid4(), by=secretary)
        actions.open_campaign(own, by=secretary)
        assert (list(readable_campaigns(secretary)), list(readable_campaigns(outsider))) == ([own], [])


class TestActivityInIt:
    def test_one_is_written_into_it(self, campaign, commune_union, details, secretary):
        made = create_activity(commune_union, details=details(campaign=campaign), shifts=[plan_of()], request_id=uuid4(), by=secretary)
        assert made.campaign == campaign

    def test_of_a_unit_that_does_not_take_part_it_is_refused(self, campaign, van_linh, details, secretary, refused):
        stranger = make_unit("school", "TH-1", "Trường THPT Đồng Mỏ", "TH", van_linh)
        facts = {"details": details(campaign=campaign), "shifts": [plan_of()], "request_id": uuid4(), "by": secretary}
        assert refused(create_activity, stranger, **facts) == "not_taking_part"

    def test_one_that_is_in_it_may_be_changed_after_it_closed(self, campaign, commune_union, details, secretary):
        made = create_activity(commune_union, details=details(campaign=campaign), shifts=[plan_of()], request_id=uuid4(), by=secretary)
        Campaign.objects.update(status=Status.CLOSED)
        shifts = [plan_of(id=made.shifts.get().pk)]
        again = revise(made, details=details(campaign=Campaign.objects.get(), title="Sửa mái bếp"), shifts=shifts, by=secretary)
        assert (again.title, again.campaign_id) == ("Sửa mái bếp", campaign.pk)
