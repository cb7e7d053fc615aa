"""The desk's pages of activities."""

from datetime import timedelta

import pytest
from django.urls import reverse

from aoxanh.activities import actions
from aoxanh.activities.models import Activity
from tests.cast import make_activity, make_signup, make_user, noon

Status = Activity.Status


def page(client, name, *values, **query):
    return client.get(reverse(f"activities:{name}", args=values, query=query or None))


@pytest.fixture
def desk(sign_in, secretary):
    return sign_in(secretary)


def test_the_list_answers_what_waits(desk, commune_union, secretary):
    make_activity(commune_union, secretary, title="Trồng cây đường làng", status=Status.RETURNED)
    make_activity(commune_union, secretary, title="Dọn bờ suối")
    response = page(desk, "list")
    body = response.content.decode()
    assert response.status_code == 200
    assert body.index("Trồng cây đường làng") < body.index("Dọn bờ suối")


def test_the_list_shows_only_what_one_may_read(sign_in, outsider, activity):
    assert activity.title not in page(sign_in(outsider), "list").content.decode()


def test_the_list_finds_without_tones(desk, commune_union, secretary):
    make_activity(commune_union, secretary, title="Trồng cây đường làng")
    make_activity(commune_union, secretary, title="Dọn bờ suối")
    body = page(desk, "list", tim="duong lang").content.decode()
    assert ("Trồng cây đường làng" in body, "Dọn bờ suối" in body) == (True, False)


def test_the_list_pages_through_everything_once(desk, commune_union, secretary):
    titles = {f"Hoạt động số {number:02}" for number in range(35)}
    for title in titles:
        make_activity(commune_union, secretary, title=title)
    first = page(desk, "list")
    second = desk.get(reverse("activities:list"), {"sau": first.context["page"].next})
    shown = [activity.title for response in (first, second) for activity in response.context["page"]]
    assert (len(shown), set(shown)) == (35, titles)


def test_the_list_costs_the_same_with_many_rows(desk, commune_union, secretary, number_of_queries):
    make_activity(commune_union, secretary)
    one = number_of_queries(desk, reverse("activities:list"))
    for status in Status:
        make_activity(commune_union, secretary, status=status)
    assert number_of_queries(desk, reverse("activities:list")) == one


def test_the_roster_costs_the_same_with_many_people(desk, activity, number_of_queries):
    hours = [(noon(2) + timedelta(hours=5), noon(2) + timedelta(hours=8))]
    make_signup(activity.shifts.get(), make_user("mot@tinhnguyen.example", "Lê Một"))
    one = number_of_queries(desk, reverse("activities:roster", args=[activity.pk]))
    afternoon = activity.shifts.create(starts_at=hours[0][0], ends_at=hours[0][1], places=12)
    for number in range(9):
        make_signup(afternoon, make_user(f"nguoi{number}@tinhnguyen.example", f"Lê Thị {number}"))
    assert number_of_queries(desk, reverse("activities:roster", args=[activity.pk])) == one


def test_the_approvals_cost_the_same_with_many_rows(sign_in, coordinator, commune_union, secretary, number_of_queries):
    client = sign_in(coordinator)
    make_activity(commune_union, secretary, status=Status.SUBMITTED)
    one = number_of_queries(client, reverse("activities:approvals"))
    for _ in range(9):
        make_activity(commune_union, secretary, status=Status.SUBMITTED)
    assert number_of_queries(client, reverse("activities:approvals")) == one


@pytest.mark.parametrize("name", ["detail", "roster"])
def test_names_are_for_the_unit_and_those_above(name, sign_in, activity, secretary, coordinator, inspector, outsider, volunteer):
    answers = [page(sign_in(user), name, activity.pk).status_code for user in (secretary, coordinator, inspector, outsider, volunteer)]
    assert answers == [200, 200, 200, 404, 404]


def test_the_desk_asks_who_one_is(client, activity):
    assert page(client, "detail", activity.pk).status_code == 302


def test_a_draft_is_submitted_and_approved(sign_in, draft, secretary, coordinator):
    desk, decider = sign_in(secretary), sign_in(coordinator)
    assert desk.post(reverse("activities:submit", args=[draft.pk])).status_code == 302
    assert draft.title in page(decider, "approvals").content.decode()
    assert decider.post(reverse("activities:approve", args=[draft.pk])).status_code == 302
    draft.refresh_from_db()
    assert draft.status == Status.OPEN


def test_approving_twice_says_the_same(sign_in, draft, secretary, coordinator):
    actions.submit(draft, by=secretary)
    client = sign_in(coordinator)
    answers = [client.post(reverse("activities:approve", args=[draft.pk])).status_code for _ in range(2)]
    assert (answers, draft.steps.filter(status=Status.OPEN).count()) == ([302, 302], 1)


def test_an_activity_is_not_returned_without_a_reason(sign_in, draft, secretary, coordinator):
    actions.submit(draft, by=secretary)
    client, address = sign_in(coordinator), reverse("activities:return", args=[draft.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert client.post(address, {"reason": "Thiếu người hướng dẫn."}).status_code == 302
    draft.refresh_from_db()
    assert draft.status == Status.RETURNED
    assert "Thiếu người hướng dẫn." in page(sign_in(secretary), "detail", draft.pk).content.decode()


def test_only_the_coordinator_decides(sign_in, draft, secretary, inspector, outsider):
    actions.submit(draft, by=secretary)
    address = reverse("activities:approve", args=[draft.pk])
    assert [sign_in(user).post(address).status_code for user in (secretary, inspector, outsider)] == [404, 404, 404]


def test_a_decision_that_came_too_late_says_so(sign_in, draft, secretary, coordinator):
    actions.submit(draft, by=secretary)
    actions.cancel(draft, reason="Trời mưa to.", by=secretary)
    response = sign_in(coordinator).post(reverse("activities:approve", args=[draft.pk]))
    assert (response.status_code, response["X-Refusal"]) == (409, "wrong_state")


def test_cancelling_asks_why_and_tells(sign_in, secretary, activity, signup):
    client, address = sign_in(secretary), reverse("activities:cancel", args=[activity.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Bão số 12."}).status_code == 302
    activity.refresh_from_db()
    assert activity.status == Status.CANCELLED


def test_the_paper_lists_given_names_in_order_and_hides_phones(desk, activity, shift):
    for email, name, phone in (("b@x.example", "Lê Văn Bình", "+84912345731"), ("a@x.example", "Vi Thị Ánh", "+84912345204")):
        person = make_user(email, name)
        person.person.phone = phone
        person.person.save()
        make_signup(shift, person)
    body = page(desk, "paper", activity.pk, shift.pk).content.decode()
    assert body.index("Vi Thị Ánh") < body.index("Lê Văn Bình")
    assert ("…731" in body, "912345731" in body) == (True, False)


def test_the_paper_of_another_activitys_shift_is_not_found(desk, commune_union, secretary, shift):
    other = make_activity(commune_union, secretary)
    assert page(desk, "paper", other.pk, shift.pk).status_code == 404
