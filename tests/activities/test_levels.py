"""Who must agree to an activity, and how many."""

import pytest

from aoxanh.access.models import Scope
from aoxanh.activities import actions, queries
from aoxanh.activities.actions.rules import drop_rule, set_rule
from aoxanh.activities.models import Activity, ApprovalRule, Step
from aoxanh.activities.policies import approvable_activities, visible_rules
from aoxanh.kit.dates import during
from aoxanh.notices.models import Message
from aoxanh.org.models import Parentage, Unit
from tests.cast import BEGINNING, grant, make_activity, make_unit, make_user

Status = Activity.Status
Case = ApprovalRule.Case


@pytest.fixture
def central_union(provincial_union) -> Unit:
    central = make_unit("central_union", "TW", "Trung ương Đoàn", "TƯĐTN", provincial_union.area)
    Parentage.objects.create(child=provincial_union, parent=central, during=during(BEGINNING))
    return central


@pytest.fixture
def central_coordinator(central_union):
    user = make_user("dieuphoi@tw.example", "Trần Minh Đức")
    grant(user, "coordinator", central_union, Scope.SUBTREE)
    return user


@pytest.fixture
def second_coordinator(provincial_union):
    user = make_user("dieuphoi2@langson.example", "Nông Văn Tài")
    grant(user, "coordinator", provincial_union, Scope.SUBTREE)
    return user


@pytest.fixture
def rule(commune_union, provincial_union, secretary):
    def make(unit=provincial_union, *, levels=2, case=Case.ANY, kind="") -> ApprovalRule:
        return ApprovalRule.objects.create(unit=unit, levels=levels, case=case, kind=kind, by=secretary)

    return make


@pytest.fixture
def twice(draft, rule, secretary, coordinator, central_coordinator) -> Activity:
    """Submitted, and two levels have to agree."""
    rule(levels=2)
    return actions.submit(draft, by=secretary)


def letters_to(user):
    return list(Message.objects.filter(to=user.email).values_list("subject", flat=True))


def test_without_a_rule_one_level_agrees(draft, secretary, coordinator):
    submitted = actions.submit(draft, by=secretary)
    assert (submitted.approvals_wanted, actions.approve(submitted, by=coordinator).status) == (1, Status.OPEN)


def test_the_rule_of_the_nearest_unit_wins(draft, rule, commune_union):
    rule(levels=3)
    rule(commune_union, levels=1)
    assert queries.levels_for(draft) == 1


def test_among_the_rules_of_a_unit_the_one_that_asks_for_most(draft, rule):
    rule(levels=1)
    rule(levels=3, kind="repair")
    rule(levels=2, kind="health")
    assert queries.levels_for(draft) == 3


@pytest.mark.parametrize(("min_age", "levels"), [(15, 2), (17, 2), (18, 1)])
def test_minors_may_need_one_level_more(min_age, levels, draft, rule):
    rule(levels=2, case=Case.MINORS)
    draft.min_age = min_age
    assert queries.levels_for(draft) == levels


@pytest.mark.parametrize(("partner", "levels"), [("", 1), ("KOICA, Hàn Quốc", 2)])
def test_a_foreign_partner_may_need_one_level_more(partner, levels, draft, rule):
    rule(levels=2, case=Case.FOREIGN)
    draft.foreign_partner = partner
    assert queries.levels_for(draft) == levels


def test_a_rule_that_does_not_apply_leaves_the_word_to_those_above(draft, rule, commune_union):
    rule(levels=3)
    rule(commune_union, levels=0, case=Case.FOREIGN)
    assert queries.levels_for(draft) == 3


def test_with_no_level_wanted_the_unit_opens_it_itself(draft, rule, secretary):
    rule(levels=0)
    opened = actions.submit(draft, by=secretary)
    assert (opened.status, list(draft.steps.values_list("status", flat=True))) == (Status.OPEN, ["draft", "open"])


def test_the_first_of_two_levels_endorses_and_the_next_is_told(twice, coordinator, central_coordinator, provincial_union):
    endorsed = actions.approve(twice, by=coordinator)
    step = Step.objects.get(status=Status.ENDORSED)
    assert (endorsed.status, step.by, step.unit_id) == (Status.ENDORSED, coordinator, provincial_union.pk)
    assert (len(letters_to(coordinator)), len(letters_to(central_coordinator))) == (1, 1)


def test_the_level_above_opens_it(twice, coordinator, central_coordinator, central_union):
    opened = actions.approve(actions.approve(twice, by=coordinator), by=central_coordinator)
    assert (opened.status, opened.steps.get(status="open").unit_id) == (Status.OPEN, central_union.pk)


def test_nobody_agrees_twice(twice, coordinator, refused):
    endorsed = actions.approve(twice, by=coordinator)
    assert refused(actions.approve, endorsed, by=coordinator) == "agreed_already"


def test_the_next_level_is_above_the_one_that_agreed(twice, coordinator, second_coordinator, refused):
    endorsed = actions.approve(twice, by=coordinator)
    assert refused(actions.approve, endorsed, by=second_coordinator) == "not_your_level"
    assert not approvable_activities(second_coordinator).exists()


def test_where_nobody_decides_above_a_second_person_of_the_unit_does(draft, rule, secretary, coordinator, second_coordinator):
    rule(levels=2)
    endorsed = actions.approve(actions.submit(draft, by=secretary), by=coordinator)
    assert list(approvable_activities(second_coordinator)) == [endorsed]
    assert list(queries.deciders_of(endorsed)) == [second_coordinator]
    assert actions.approve(endorsed, by=second_coordinator).status == Status.OPEN


def test_what_waits_moves_from_one_list_to_the_next(twice, coordinator, central_coordinator):
    assert (list(approvable_activities(coordinator)), list(approvable_activities(central_coordinator))) == ([twice], [twice])
    actions.approve(twice, by=coordinator)
    assert (list(approvable_activities(coordinator)), list(approvable_activities(central_coordinator))) == ([], [twice])


def test_a_return_begins_the_levels_anew(twice, coordinator, central_coordinator, secretary):
    endorsed = actions.approve(twice, by=coordinator)
    returned = actions.return_with_reason(endorsed, reason="Thiếu số điện thoại", by=central_coordinator)
    again = actions.submit(returned, by=secretary)
    assert (queries.agreed_levels(again, list(queries.steps_of(again))), list(approvable_activities(coordinator))) == (0, [again])
    assert actions.approve(again, by=coordinator).status == Status.ENDORSED


def test_an_endorsed_activity_is_withdrawn(twice, coordinator, secretary):
    endorsed = actions.approve(twice, by=coordinator)
    assert actions.cancel(endorsed, reason="Mưa lũ", by=secretary).status == Status.WITHDRAWN


def test_the_number_of_levels_stays_as_it_was_when_it_was_submitted(twice, rule, commune_union, coordinator):
    rule(commune_union, levels=1)
    assert actions.approve(twice, by=coordinator).status == Status.ENDORSED


def test_a_rule_is_set_once_and_then_changed(provincial_union, coordinator):
    first = set_rule(provincial_union, kind="", case=Case.ANY, levels=2, by=coordinator)
    again = set_rule(provincial_union, kind="", case=Case.ANY, levels=1, by=coordinator)
    assert (again, ApprovalRule.objects.get().levels) == (first, 1)
    drop_rule(again, by=coordinator)
    assert not visible_rules(coordinator).exists()


@pytest.mark.parametrize(("given", "code"), [({"kind": "golf"}, "kind_unknown"), ({"levels": 4}, "levels_out_of_range")])
def test_a_rule_that_makes_no_sense_is_refused(given, code, provincial_union, coordinator, refused):
    facts = {"kind": "", "case": Case.ANY, "levels": 1} | given
    assert refused(set_rule, provincial_union, **facts, by=coordinator) == code


def test_nobody_takes_the_level_above_out_of_their_own_way(provincial_union, central_coordinator, coordinator, refused):
    assert refused(set_rule, provincial_union, kind="", case=Case.ANY, levels=0, by=coordinator) == "own_unit"
    assert set_rule(provincial_union, kind="", case=Case.ANY, levels=2, by=central_coordinator).levels == 2


def test_the_list_of_decisions_costs_the_same_with_many(commune_union, secretary, coordinator, django_assert_num_queries):
    make_activity(commune_union, secretary, status=Status.SUBMITTED)
    with django_assert_num_queries(1):
        assert len(approvable_activities(coordinator)) == 1
    for _ in range(4):
        make_activity(commune_union, secretary, status=Status.SUBMITTED)
    with django_assert_num_queries(1):
        assert len(approvable_activities(coordinator)) == 5


def test_the_desk_sets_and_drops_rules(sign_in, coordinator, commune_union):
    client = sign_in(coordinator)
    address = "/ban-lam-viec/hoat-dong/quy-dinh-duyet/"
    sent = client.post(address, {"unit": commune_union.pk, "kind": "", "case": "minors", "levels": 2})
    rule = ApprovalRule.objects.get()
    assert (sent.status_code, rule.unit, rule.levels) == (302, commune_union, 2)
    assert "Đoàn xã Vạn Linh" in client.get(address).content.decode()
    client.post(f"{address}{rule.pk}/bo/")
    assert not ApprovalRule.objects.exists()


def test_the_page_says_where_nobody_can_decide(draft, secretary, sign_in):
    submitted = actions.submit(draft, by=secretary)
    page = sign_in(secretary).get(f"/ban-lam-viec/hoat-dong/{submitted.pk}/").content.decode()
    assert "Chưa có ai duyệt được" in page
