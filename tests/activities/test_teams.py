"""Teams: made, joined, led, left, ended."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aoxanh.activities.actions import campaigns as campaign_actions
from aoxanh.activities.actions import teams as actions
from aoxanh.activities.actions.teams import INVITATIONS_A_DAY, TeamPlan
from aoxanh.activities.leading import led_teams, manageable_teams, own_teams, readable_teams
from aoxanh.activities.models import Team, TeamMember
from aoxanh.activities.queries.teams import by_token, free_days, led_by, members_of, skills_in, teams_of
from aoxanh.kit.dates import today
from aoxanh.notices.models import Message
from aoxanh.people.models import Availability, Person, PersonSkill, Skill
from tests.activities.test_campaigns import plan as campaign_plan
from tests.cast import make_consent, make_unit, make_user


def plan(**facts: object) -> TeamPlan:
    return TeamPlan(**{"name": "Đội số hóa Vạn Linh", "first": today()} | facts)  # type: ignore[arg-type]


@pytest.fixture
def team(commune_union, secretary) -> Team:
    return actions.create_team(commune_union, plan=plan(), request_id=uuid4(), by=secretary)


class TestMaking:
    def test_the_same_form_sent_twice_makes_one(self, commune_union, secretary):
        key = uuid4()
        made = [actions.create_team(commune_union, plan=plan(), request_id=key, by=secretary) for _ in range(2)]
        assert (made[0], Team.objects.count()) == (made[1], 1)

    def test_the_leader_is_in_it(self, commune_union, secretary, volunteer):
        made = actions.create_team(commune_union, plan=plan(), request_id=uuid4(), leader=volunteer.person, by=secretary)
        assert [member.person for member in members_of(made)] == [volunteer.person]
        assert [(found.pk, found.size) for found in led_by(volunteer.person)] == [(made.pk, 1)]

    def test_it_cannot_end_before_it_starts(self, commune_union, secretary, refused):
        wrong = plan(last=today() - timedelta(days=1))
        assert refused(actions.create_team, commune_union, plan=wrong, request_id=uuid4(), by=secretary) == "ends_before_it_starts"

    def test_its_unit_takes_part_in_its_campaign(self, provincial_union, van_linh, coordinator, refused):
        campaign = campaign_actions.create_campaign(provincial_union, plan=campaign_plan(), request_id=uuid4(), by=coordinator)
        campaign_actions.open_campaign(campaign, by=coordinator)
        campaign.refresh_from_db()
        stranger = make_unit("school", "TH-1", "Trường THPT Đồng Mỏ", "TH", van_linh)
        wrong = plan(campaign=campaign)
        assert refused(actions.create_team, stranger, plan=wrong, request_id=uuid4(), by=coordinator) == "not_taking_part"

    def test_what_was_revised_stands(self, team, secretary):
        changed = actions.revise_team(team, plan=plan(name="Đội Khun Phang", wanted=12), by=secretary)
        assert (changed.name, changed.wanted) == ("Đội Khun Phang", 12)


class TestPeople:
    def test_who_is_put_in_is_told_once(self, team, volunteer, secretary):
        for _ in range(2):
            actions.add_member(team, person=volunteer.person, by=secretary)
        assert (TeamMember.objects.count(), Message.objects.get().to) == (1, volunteer.email)

    def test_who_joins_by_the_link_gets_no_letter(self, team, volunteer):
        actions.join_team(team, person=volunteer.person, by=volunteer)
        assert (by_token(team.token), TeamMember.objects.count(), Message.objects.count()) == (team, 1, 0)

    def test_a_person_may_be_in_several(self, team, commune_union, secretary, volunteer):
        other = actions.create_team(commune_union, plan=plan(name="Đội xung kích"), request_id=uuid4(), by=secretary)
        for one in (team, other):
            actions.join_team(one, person=volunteer.person, by=volunteer)
        assert [found.name for found in teams_of(volunteer.person)] == ["Đội số hóa Vạn Linh", "Đội xung kích"]

    def test_a_child_without_a_guardians_consent_is_refused(self, team, pupil, refused):
        assert refused(actions.join_team, team, person=pupil.person, by=pupil) == "guardian_consent_missing"

    def test_a_child_whose_guardian_agreed_joins(self, team, pupil, mother):
        make_consent(pupil.person, mother)
        actions.join_team(team, person=pupil.person, by=pupil)
        assert [member.person for member in members_of(team)] == [pupil.person]

    def test_a_record_that_is_gone_is_refused(self, team, volunteer, secretary, refused):
        kept = Person.objects.create(full_name="Vi Thị Hạnh")
        gone = Person.objects.create(full_name="Vi Thị Hạnh", merged_into=kept)
        assert refused(actions.add_member, team, person=gone, by=secretary) == "record_gone"

    def test_leaving_ends_the_leading_too_and_may_be_said_twice(self, team, volunteer, secretary):
        actions.set_leader(team, person=volunteer.person, by=secretary)
        ended = [actions.leave_team(team, person=volunteer.person, by=volunteer) for _ in range(2)]
        team.refresh_from_db()
        assert (ended, team.leader, list(teams_of(volunteer.person))) == ([1, 0], None, [])

    def test_who_left_may_come_back(self, team, volunteer):
        actions.join_team(team, person=volunteer.person, by=volunteer)
        actions.leave_team(team, person=volunteer.person, by=volunteer)
        actions.join_team(team, person=volunteer.person, by=volunteer)
        assert (members_of(team).count(), TeamMember.objects.count()) == (1, 2)

    def test_nobody_joins_a_team_that_has_ended(self, team, volunteer, secretary, refused):
        token = team.token
        actions.end_team(team, by=secretary)
        assert (by_token(token), refused(actions.join_team, team, person=volunteer.person, by=volunteer)) == (None, "team_over")

    def test_a_new_link_ends_the_old_one(self, team, secretary):
        old = team.token
        new = actions.renew_link(team, by=secretary).token
        assert (by_token(old), by_token(new)) == (None, team)

    def test_an_invitation_says_nothing_of_who_has_the_address(self, team, volunteer):
        actions.ask_by_mail(team, email="khong-co@vidu.vn", by=volunteer)
        letter = Message.objects.get()
        assert (letter.to, team.token in letter.body) == ("khong-co@vidu.vn", True)

    def test_a_team_sends_so_many_invitations_a_day(self, team, volunteer, refused):
        for number in range(INVITATIONS_A_DAY):
            actions.ask_by_mail(team, email=f"ban{number}@vidu.vn", by=volunteer)
        assert refused(actions.ask_by_mail, team, email="them@vidu.vn", by=volunteer) == "too_many_tries"

    def test_the_leader_changes_what_it_says_of_itself(self, team, volunteer):
        changed = actions.describe_team(team, about="Gặp nhau sáng thứ Bảy", wanted=9, by=volunteer)
        assert (changed.about, changed.wanted) == ("Gặp nhau sáng thứ Bảy", 9)


class TestReading:
    def test_skills_are_counted_with_papers(self, team, volunteer, other_volunteer):
        skill = Skill.objects.all()[0]
        for user, degree in ((volunteer, 1), (other_volunteer, 2)):
            actions.join_team(team, person=user.person, by=user)
            PersonSkill.objects.create(person=user.person, skill=skill, degree=degree)
        assert [(one.name, one.people, one.proved) for one in skills_in(team)] == [(skill.name, 2, 0)]

    def test_free_days_count_people(self, team, volunteer):
        actions.join_team(team, person=volunteer.person, by=volunteer)
        assert free_days(team) == []
        Availability.objects.create(person=volunteer.person, weekday=5, part="morning")
        assert [(day.morning, day.afternoon) for day in free_days(team)][4:] == [(0, 0), (1, 0), (0, 0)]

    def test_members_cost_one_query_however_many(self, team, volunteer):
        people = [make_user(f"tv{number}@vidu.vn", f"Lý Văn {number}") for number in range(12)]
        for user in people:
            TeamMember.objects.create(team=team, person=user.person)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len([member.person.full_name for member in members_of(team)]) == 12
        assert len(seen) == 1


class TestWhoSees:
    def test_officers_by_unit_leaders_their_own_members_theirs(self, team, secretary, outsider, volunteer, other_volunteer):
        actions.set_leader(team, person=volunteer.person, by=secretary)
        actions.join_team(team, person=other_volunteer.person, by=other_volunteer)
        found = {
            user: [list(policy(user)) == [team] for policy in (readable_teams, manageable_teams, own_teams, led_teams)]
            for user in (secretary, outsider, volunteer, other_volunteer)
        }
        assert found == {
            secretary: [True, True, False, False],
            outsider: [False, False, False, False],
            volunteer: [False, False, True, True],
            other_volunteer: [False, False, True, False],
        }
