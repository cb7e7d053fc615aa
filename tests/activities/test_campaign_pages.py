"""Campaigns, teams and contracts on their pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.activities.actions import campaigns, teams
from aoxanh.activities.models import Campaign, Contract, Participation, Team, TeamMember
from aoxanh.kit.dates import during, today
from aoxanh.people.models import Membership
from tests.activities.test_campaigns import plan
from tests.activities.test_teams import plan as team_plan
from tests.cast import BEGINNING, make_activity, make_unit, make_user


@pytest.fixture
def campaign(provincial_union, coordinator) -> Campaign:
    made = campaigns.create_campaign(provincial_union, plan=plan(), request_id=uuid4(), by=coordinator)
    return campaigns.open_campaign(made, by=coordinator)


@pytest.fixture
def programme(commune_union, secretary) -> Campaign:
    facts = {"form": "programme", "lead_agency": "Sở Nội vụ", "registered_as": "12/ĐK", "last": today() + timedelta(days=800)}
    made = campaigns.create_campaign(commune_union, plan=plan(**facts), request_id=uuid4(), by=secretary)
    return campaigns.open_campaign(made, by=secretary)


@pytest.fixture
def team(commune_union, secretary, volunteer) -> Team:
    return teams.create_team(commune_union, plan=team_plan(wanted=3), request_id=uuid4(), leader=volunteer.person, by=secretary)


@pytest.fixture
def desk(secretary, sign_in):
    return sign_in(secretary)


@pytest.fixture
def province_desk(coordinator, sign_in):
    return sign_in(coordinator)


@pytest.fixture
def phone(volunteer, sign_in):
    return sign_in(volunteer)


def at(name: str, *values) -> str:
    return reverse(name, args=values)


def typed(unit, **facts) -> dict:
    given = {"unit": str(unit.pk), "name": "Mùa hè xanh 2027", "kind": "green_summer", "form": "community", "request_id": str(uuid4())}
    return given | {"first": today().isoformat(), "last": (today() + timedelta(days=60)).isoformat()} | facts


def cost(client, address) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


class TestWriting:
    def test_one_is_written_opened_and_seen_by_everyone(self, province_desk, provincial_union, client):
        answer = province_desk.post(at("campaigns:new"), typed(provincial_union))
        made = Campaign.objects.get()
        assert (answer.status_code, made.status, client.get(at("portal:campaign", made.slug)).status_code) == (302, "draft", 404)
        province_desk.post(at("campaigns:open", made.pk))
        assert client.get(at("portal:campaign", made.slug)).status_code == 200

    def test_a_short_programme_comes_again_with_the_sentence(self, province_desk, provincial_union):
        facts = typed(provincial_union, form="programme", lead_agency="Sở Nội vụ", registered_as="12/ĐK")
        answer = province_desk.post(at("campaigns:new"), facts)
        assert (answer.status_code, answer.headers["X-Refusal"], list(answer.context["form"].errors)) == (
            409,
            "programme_too_short",
            ["last"],
        )
        assert 'value="Mùa hè xanh 2027"' in answer.content.decode()

    def test_mistakes_stand_at_their_fields(self, province_desk, provincial_union):
        answer = province_desk.post(at("campaigns:new"), typed(provincial_union, name="", last="x"))
        assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["last", "name"])

    def test_an_overlapping_stage_is_refused_on_the_page(self, province_desk, campaign):
        given = {"name": "Đợt 1", "first": today().isoformat(), "last": today().isoformat()}
        answers = [province_desk.post(at("campaigns:stages", campaign.pk), given).status_code for _ in range(2)]
        assert (answers, campaign.stages.count()) == ([302, 409], 1)

    def test_cancelling_asks_why(self, province_desk, campaign):
        answers = [province_desk.post(at("campaigns:cancel", campaign.pk), {"reason": reason}).status_code for reason in ("", "Bão số 9")]
        campaign.refresh_from_db()
        assert (answers, campaign.status, campaign.end_reason) == ([422, 302], "cancelled", "Bão số 9")

    def test_the_list_costs_the_same_for_one_and_for_many(self, province_desk, campaign, provincial_union, coordinator):
        address = at("campaigns:list")
        cost(province_desk, address)
        few = cost(province_desk, address)
        for number in range(6):
            campaigns.create_campaign(provincial_union, plan=plan(name=f"Chiến dịch {number}"), request_id=uuid4(), by=coordinator)
        assert cost(province_desk, address) == few


class TestUnits:
    def test_all_are_invited_with_one_button(self, province_desk, campaign, commune_union, neighbour_union):
        answer = province_desk.post(at("campaigns:invite", campaign.pk), {"all": "1"})
        asked = set(Participation.objects.values_list("unit", flat=True))
        assert (answer.status_code, asked) == (302, {commune_union.pk, neighbour_union.pk})

    def test_a_commune_joins_and_says_how_many(self, desk, campaign, commune_union):
        answer = desk.post(at("campaigns:answer", campaign.pk), {"people": "40", "unit": commune_union.slug})
        assert (answer.status_code, Participation.objects.get().people) == (302, 40)

    def test_a_commune_does_not_answer_for_another(self, desk, campaign, neighbour_union):
        assert desk.post(at("campaigns:answer", campaign.pk), {"people": "4", "unit": neighbour_union.slug}).status_code == 404

    def test_the_page_costs_the_same_for_one_unit_and_for_many(self, province_desk, campaign, provincial_union, province, secretary):
        units = [make_unit("commune_union", f"DX-{n}", f"Đoàn xã {n}", f"X{n}", province, provincial_union) for n in range(8)]
        Participation.objects.create(campaign=campaign, unit=units[0])
        address = at("campaigns:units", campaign.pk)
        cost(province_desk, address)
        few = cost(province_desk, address)
        for unit in units[1:]:
            Participation.objects.create(campaign=campaign, unit=unit)
            make_activity(unit, secretary, campaign=campaign, area=province)
        assert cost(province_desk, address) == few

    def test_the_rows_behind_a_figure_are_those_of_the_unit(self, province_desk, campaign, commune_union, neighbour_union, secretary):
        mine = make_activity(commune_union, secretary, campaign=campaign)
        make_activity(neighbour_union, secretary, campaign=campaign)
        Participation.objects.create(campaign=campaign, unit=commune_union)
        page = province_desk.get(at("campaigns:activities", campaign.pk), {"don-vi": commune_union.slug})
        assert (page.context["total"], list(page.context["page"])) == (1, [mine])


class TestTeamAtTheDesk:
    def test_somebody_is_found_by_name_and_put_in(self, desk, team, commune_union, other_volunteer):
        Membership.objects.create(person=other_volunteer.person, unit=commune_union, during=during(BEGINNING))
        found = desk.get(at("campaigns:team", team.pk), {"tim": "quoc bao"}).context["found"]
        answer = desk.post(at("campaigns:team_add", team.pk), {"person": str(other_volunteer.person.pk)})
        assert (found, answer.status_code, TeamMember.objects.count()) == ([other_volunteer.person], 302, 2)

    def test_nobody_from_elsewhere_is_found_or_put_in(self, desk, team, neighbour_union, other_volunteer):
        Membership.objects.create(person=other_volunteer.person, unit=neighbour_union, during=during(BEGINNING))
        found = desk.get(at("campaigns:team", team.pk), {"tim": "quoc bao"}).context["found"]
        answer = desk.post(at("campaigns:team_add", team.pk), {"person": str(other_volunteer.person.pk)})
        assert (found, answer.status_code) == ([], 404)

    def test_a_team_is_made(self, desk, commune_union):
        given = {
            "unit": str(commune_union.pk),
            "name": "Đội áo ấm",
            "wanted": "8",
            "first": today().isoformat(),
            "request_id": str(uuid4()),
        }
        assert (desk.post(at("campaigns:team_new"), given).status_code, Team.objects.get().name) == (302, "Đội áo ấm")

    def test_another_leads_and_the_link_changes(self, desk, team, other_volunteer, secretary):
        member = teams.add_member(team, person=other_volunteer.person, by=secretary)
        desk.post(at("campaigns:team_lead", team.pk), {"member": str(member.pk)})
        desk.post(at("campaigns:team_link", team.pk))
        before, team_now = team.token, Team.objects.get()
        assert (team_now.leader, team_now.token != before) == (other_volunteer.person, True)


class TestTeamOnThePhone:
    def test_the_link_leads_a_stranger_to_the_sign_in_and_back(self, client, team):
        address = at("teams:join", team.token)
        answer = client.post(address)
        assert (
            client.get(address).status_code,
            answer.status_code,
            address.replace("/", "%2F") in answer.url or address in answer.url,
        ) == (
            200,
            302,
            True,
        )

    def test_one_joins_with_one_button_and_leaves(self, sign_in, team, other_volunteer):
        own = sign_in(other_volunteer)
        answer = own.post(at("teams:join", team.token))
        inside = TeamMember.objects.filter(left_at=None).count()
        own.post(at("teams:leave", team.pk))
        assert (answer.url, inside, TeamMember.objects.filter(left_at=None).count()) == (at("teams:team", team.pk), 2, 1)

    def test_a_child_without_consent_reads_why(self, sign_in, team, pupil):
        answer = sign_in(pupil).post(at("teams:join", team.token))
        assert (answer.status_code, answer.headers["X-Refusal"]) == (409, "guardian_consent_missing")

    def test_a_link_that_was_replaced_leads_nowhere(self, client, team, secretary):
        old = team.token
        teams.renew_link(team, by=secretary)
        assert client.get(at("teams:join", old)).status_code == 404

    def test_members_see_names_and_only_the_leader_numbers(self, phone, sign_in, team, other_volunteer):
        other_volunteer.person.phone = "+84912345678"
        other_volunteer.person.save()
        teams.join_team(team, person=other_volunteer.person, by=other_volunteer)
        pages = [client.get(at("teams:team", team.pk)).content.decode() for client in (phone, sign_in(other_volunteer))]
        assert [("0912 345 678" in page, team.token in page, "Lê Quốc Bảo" in page) for page in pages] == [
            (True, True, True),
            (False, False, True),
        ]

    def test_only_the_leader_changes_things(self, phone, sign_in, team, other_volunteer):
        member = teams.join_team(team, person=other_volunteer.person, by=other_volunteer)
        given = {"about": "Gặp 7 giờ", "wanted": "9"}
        answers = [client.post(at("teams:describe", team.pk), given).status_code for client in (sign_in(other_volunteer), phone)]
        removed = phone.post(at("teams:remove", team.pk, member.pk)).status_code
        team.refresh_from_db()
        assert (answers, removed, team.about, TeamMember.objects.filter(left_at=None).count()) == ([404, 302], 302, "Gặp 7 giờ", 1)

    def test_a_wrong_address_is_told_at_its_field(self, phone, team):
        answer = phone.post(at("teams:ask", team.pk), {"email": "khong"})
        assert (answer.status_code, list(answer.context["mail_form"].errors)) == (422, ["email"])

    def test_the_page_costs_the_same_for_two_and_for_many(self, phone, team):
        TeamMember.objects.create(team=team, person=make_user("a@vidu.vn", "Lý Văn A").person)
        address = at("teams:team", team.pk)
        cost(phone, address)
        few = cost(phone, address)
        for number in range(8):
            TeamMember.objects.create(team=team, person=make_user(f"b{number}@vidu.vn", f"Lý Văn {number}").person)
        assert cost(phone, address) == few


class TestContracts:
    def given(self, **facts) -> dict:
        days = {"signed_on": today(), "first": today(), "last": today() + timedelta(days=365)}
        return {name: day.isoformat() for name, day in days.items()} | {"request_id": str(uuid4())} | facts

    def test_one_is_noted_and_seen_by_its_volunteer(self, desk, phone, programme, commune_union, volunteer):
        Membership.objects.create(person=volunteer.person, unit=commune_union, during=during(BEGINNING))
        given = self.given(person=str(volunteer.person.pk), number="01/HĐ")
        answer = desk.post(at("campaigns:contract_new", programme.pk), given)
        assert (answer.status_code, Contract.objects.get().number) == (302, "01/HĐ")
        assert "01/HĐ" in phone.get(at("teams:contracts")).content.decode()

    def test_a_list_of_numbers_names_those_that_lead_to_nobody(self, desk, programme, commune_union, volunteer):
        volunteer.person.phone = "+84912345678"
        volunteer.person.save()
        Membership.objects.create(person=volunteer.person, unit=commune_union, during=during(BEGINNING))
        wrong = desk.post(at("campaigns:contracts_new", programme.pk), self.given(phones="0912345678\n0987654321"))
        typo = desk.post(at("campaigns:contracts_new", programme.pk), self.given(phones="0912345678\n12"))
        right = desk.post(at("campaigns:contracts_new", programme.pk), self.given(phones="0912 345 678"))
        assert (wrong.status_code, typo.status_code, right.status_code, Contract.objects.count()) == (422, 422, 302, 1)
        assert "0987 654 321" in str(wrong.context["form"].errors["phones"])

    def test_the_people_of_a_team_get_one_each(self, desk, programme, commune_union, secretary, volunteer, other_volunteer):
        facts = {"plan": team_plan(campaign=programme), "request_id": uuid4(), "leader": volunteer.person, "by": secretary}
        made = teams.create_team(commune_union, **facts)
        teams.join_team(made, person=other_volunteer.person, by=other_volunteer)
        desk.post(at("campaigns:contracts_new", programme.pk), self.given(team=str(made.pk)))
        assert Contract.objects.count() == 2

    def test_ending_one_wants_a_reason(self, desk, programme, volunteer, secretary):
        facts = {"signed_on": today(), "during": during(today(), today() + timedelta(days=30)), "noted_by": secretary}
        contract = Contract.objects.create(campaign=programme, person=volunteer.person, **facts)
        given = {"on": today().isoformat(), "reason": ""}
        answers = [desk.post(at("campaigns:contract_end", contract.pk), given | {"reason": why}).status_code for why in ("", "Nhập ngũ")]
        assert answers == [422, 302]

    def test_those_that_end_soon_are_one_click_away(self, desk, programme, volunteer, other_volunteer, secretary):
        for user, days in ((volunteer, 30), (other_volunteer, 300)):
            facts = {"signed_on": today(), "during": during(today(), today() + timedelta(days=days)), "noted_by": secretary}
            Contract.objects.create(campaign=programme, person=user.person, **facts)
        page = desk.get(at("campaigns:contracts", programme.pk), {"loc": "sap-het"})
        assert ([one.person for one in page.context["page"]], page.context["counts"]["now"]) == ([volunteer.person], 2)

    def test_a_campaign_of_community_activities_has_no_such_page(self, province_desk, campaign):
        assert province_desk.get(at("campaigns:contracts", campaign.pk)).status_code == 404
