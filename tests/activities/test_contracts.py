"""Contracts in programmes of 24 months and more (NĐ 17/2021)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from aoxanh.activities.actions import campaigns, contracts, teams
from aoxanh.activities.actions.contracts import Terms
from aoxanh.activities.models import Campaign, Contract, TeamMember
from aoxanh.activities.queries.campaigns import contract_counts
from aoxanh.kit.dates import during, today
from aoxanh.notices.models import Message
from aoxanh.people import dossier
from aoxanh.people.actions.erasure import erase
from aoxanh.people.actions.merges import merge_people
from aoxanh.people.models import Person
from tests.activities.test_campaigns import plan
from tests.activities.test_teams import plan as team_plan
from tests.cast import make_user


def terms(**facts: object) -> Terms:
    given = {"signed_on": today(), "first": today(), "last": today() + timedelta(days=365), "pay": "3.000.000 ₫ mỗi tháng"}
    return Terms(**given | facts)  # type: ignore[arg-type]


@pytest.fixture
def programme(commune_union, secretary) -> Campaign:
    facts = {"form": "programme", "lead_agency": "Sở Nội vụ", "registered_as": "12/ĐK", "last": today() + timedelta(days=800)}
    made = campaigns.create_campaign(commune_union, plan=plan(**facts), request_id=uuid4(), by=secretary)
    return campaigns.open_campaign(made, by=secretary)


def note(programme, person, by, **facts):
    return contracts.note_contract(programme, person=person, terms=terms(**facts), number="01/HĐ", request_id=uuid4(), by=by)


class TestOne:
    def test_it_is_noted_and_told(self, programme, volunteer, secretary):
        made = note(programme, volunteer.person, secretary)
        assert (made.during, made.number) == (during(today(), today() + timedelta(days=366)), "01/HĐ")
        assert Message.objects.get().to == volunteer.email

    def test_the_same_form_sent_twice_notes_one(self, programme, volunteer, secretary):
        key = uuid4()
        facts = {"person": volunteer.person, "terms": terms(), "request_id": key, "by": secretary}
        assert contracts.note_contract(programme, **facts) == contracts.note_contract(programme, **facts)

    def test_community_activities_have_none(self, commune_union, volunteer, secretary, refused):
        campaign = campaigns.create_campaign(commune_union, plan=plan(), request_id=uuid4(), by=secretary)
        assert refused(note, campaign, volunteer.person, secretary) == "not_a_programme"

    def test_none_after_the_programme_is_over(self, programme, volunteer, secretary, refused):
        campaigns.close_campaign(programme, by=secretary)
        assert refused(note, programme, volunteer.person, secretary) == "campaign_over"

    def test_it_lies_within_the_programme(self, programme, volunteer, secretary, refused):
        assert refused(note, programme, volunteer.person, secretary, last=today() + timedelta(days=801)) == "contract_outside"

    def test_it_cannot_end_before_it_starts(self, programme, volunteer, secretary, refused):
        assert refused(note, programme, volunteer.person, secretary, last=today() - timedelta(days=1)) == "ends_before_it_starts"

    def test_two_do_not_hold_on_one_day(self, programme, volunteer, secretary, refused):
        note(programme, volunteer.person, secretary)
        code = refused(note, programme, volunteer.person, secretary)
        after = today() + timedelta(days=366)
        note(programme, volunteer.person, secretary, first=after, last=after)
        assert (code, Contract.objects.count()) == ("contract_twice", 2)

    def test_a_child_needs_a_guardians_consent(self, programme, pupil, secretary, refused):
        assert refused(note, programme, pupil.person, secretary) == "guardian_consent_missing"


class TestMany:
    def test_who_has_one_or_lacks_consent_is_left_out_and_named(self, programme, volunteer, other_volunteer, pupil, secretary):
        note(programme, volunteer.person, secretary)
        people = [user.person for user in (volunteer, other_volunteer, pupil)]
        noted = contracts.note_contracts(programme, people=people, terms=terms(), request_id=uuid4(), by=secretary)
        assert [one.person for one in noted.contracts] == [other_volunteer.person]
        assert (noted.held_already, noted.without_consent) == ([volunteer.person], [pupil.person])

    def test_nobody_left_is_refused(self, programme, pupil, secretary, refused):
        facts = {"people": [pupil.person], "terms": terms(), "request_id": uuid4(), "by": secretary}
        assert refused(contracts.note_contracts, programme, **facts) == "nobody"

    def test_the_same_form_sent_twice_notes_each_once(self, programme, volunteer, other_volunteer, secretary):
        facts = {"people": [volunteer.person, other_volunteer.person], "terms": terms(), "request_id": uuid4(), "by": secretary}
        for _ in range(2):
            assert len(contracts.note_contracts(programme, **facts).contracts) == 2
        assert (Contract.objects.count(), Message.objects.count()) == (2, 2)

    def test_it_costs_the_same_for_one_and_for_many(self, programme, secretary, django_assert_max_num_queries):
        people = [make_user(f"hd{number}@vidu.vn", f"Lý Văn {number}").person for number in range(30)]
        with django_assert_max_num_queries(24):
            contracts.note_contracts(programme, people=people, terms=terms(), request_id=uuid4(), by=secretary)


class TestEnd:
    def test_it_keeps_what_was_agreed_and_says_why(self, programme, volunteer, secretary):
        made = note(programme, volunteer.person, secretary)
        ended = contracts.end_contract(made, on=today(), reason="Nhập ngũ", by=secretary)
        assert (ended.during, ended.ended_on, ended.end_reason) == (made.during, today(), "Nhập ngũ")
        assert Message.objects.filter(key__startswith="activities.contract_ended").count() == 1

    def test_it_wants_a_reason(self, programme, volunteer, secretary, refused):
        made = note(programme, volunteer.person, secretary)
        assert refused(contracts.end_contract, made, on=today(), reason="  ", by=secretary) == "reason_missing"

    def test_its_day_lies_within_the_contract(self, programme, volunteer, secretary, refused):
        made = note(programme, volunteer.person, secretary)
        code = refused(contracts.end_contract, made, on=today() - timedelta(days=1), reason="Nhập ngũ", by=secretary)
        assert code == "outside_contract"

    def test_it_ends_once(self, programme, volunteer, secretary, refused):
        made = note(programme, volunteer.person, secretary)
        contracts.end_contract(made, on=today(), reason="Nhập ngũ", by=secretary)
        assert refused(contracts.end_contract, made, on=today() + timedelta(days=1), reason="Khác", by=secretary) == "contract_over"

    def test_after_it_another_may_follow(self, programme, volunteer, secretary):
        contracts.end_contract(note(programme, volunteer.person, secretary), on=today(), reason="Nhập ngũ", by=secretary)
        note(programme, volunteer.person, secretary)
        assert contract_counts(programme, today(), 60) == {"all": 2, "now": 2, "soon": 0, "broken": 0, "over": 0}

    def test_those_that_end_soon_are_counted(self, programme, volunteer, secretary):
        note(programme, volunteer.person, secretary, last=today() + timedelta(days=20))
        assert contract_counts(programme, today(), 60)["soon"] == 1


class TestPersonalData:
    """Teams and contracts are part of what is held of a person."""

    @pytest.fixture
    def person(self, programme, commune_union, volunteer, secretary) -> Person:
        note(programme, volunteer.person, secretary)
        team = teams.create_team(commune_union, plan=team_plan(), request_id=uuid4(), leader=volunteer.person, by=secretary)
        assert team.leader
        return volunteer.person

    def test_the_copy_tells_them(self, person):
        told = {chapter.code: chapter.rows for chapter in dossier.tell(person)}
        assert [row["team"] for row in told["teams"]] == ["Đội số hóa Vạn Linh"]
        assert [(row["programme"], row["number"]) for row in told["contracts"]] == [("Mùa hè xanh", "01/HĐ")]

    def test_erasing_leaves_teams_and_ends_contracts(self, person, secretary):
        erase(person, by=secretary)
        contract, member = Contract.objects.get(), TeamMember.objects.get()
        assert (contract.ended_on, member.left_at is not None, member.team.leader) == (today(), True, None)
        assert (contract.number, contract.person.full_name) == ("01/HĐ", "Người đã xóa dữ liệu")

    def test_a_merge_takes_them_along(self, person, secretary):
        kept = Person.objects.create(full_name=person.full_name, birth_date=person.birth_date)
        merge_people(kept, gone=person, by=secretary)
        assert (Contract.objects.get().person, TeamMember.objects.get().person) == (kept, kept)

    def test_who_has_a_contract_or_joined_a_team_is_not_unseen(self, person):
        since = person.noted_at - timedelta(days=1)
        seen = [set(ids) for ids in dossier.active_since(since)]
        assert sum(person.pk in ids for ids in seen) >= 2
