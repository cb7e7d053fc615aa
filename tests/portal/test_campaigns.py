"""Campaigns for everyone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aoxanh.activities.models import Campaign, Participation
from aoxanh.kit.dates import during, today
from aoxanh.kit.public import shelf
from tests.cast import make_activity
from tests.records.test_campaigns import worked


@pytest.fixture
def campaign(provincial_union) -> Campaign:
    days = during(today() - timedelta(days=40), today() + timedelta(days=40))
    return Campaign.objects.create(unit=provincial_union, slug="mua-he-xanh", name="Mùa hè xanh 2026", during=days)


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    shelf.clear()


def page(client, slug="mua-he-xanh"):
    return client.get(reverse("portal:campaign", args=[slug]))


@pytest.mark.parametrize(("status", "answer"), [("draft", 404), ("cancelled", 404), ("open", 200), ("closed", 200)])
def test_only_what_is_public_exists(campaign, client, status, answer):
    Campaign.objects.update(status=status)
    assert page(client).status_code == answer


def test_it_says_what_is_free_what_was_done_and_where(campaign, commune_union, secretary, volunteer, client):
    worked(campaign, commune_union, secretary, [volunteer])
    make_activity(commune_union, secretary, campaign=campaign)
    make_activity(commune_union, secretary, campaign=campaign, status="draft", title="Bản nháp chưa duyệt")
    shown = page(client)
    text = shown.content.decode()
    assert (shown.context["free"], [area.name for area in shown.context["found"].communes]) == (18, ["Xã Vạn Linh"])
    assert ("Còn 18 chỗ" in text, "Bản nháp chưa duyệt" in text, volunteer.person.full_name in text) == (True, False, False)


def test_places_are_counted_beyond_the_first_page(campaign, commune_union, secretary, client):
    for _ in range(22):
        make_activity(commune_union, secretary, campaign=campaign)
    shown = page(client)
    assert (len(shown.context["page"]), shown.context["free"]) == (20, 22 * 18)


def test_a_unit_that_has_not_answered_does_not_count(campaign, commune_union, client):
    Participation.objects.create(campaign=campaign, unit=commune_union)
    assert page(client).context["found"].units == 1


def test_the_list_parts_what_goes_on_from_what_is_over(campaign, provincial_union, commune_union, secretary, volunteer, client):
    past = during(today() - timedelta(days=400), today() - timedelta(days=300))
    over = Campaign.objects.create(unit=provincial_union, slug="cu", name="Mùa hè xanh 2025", during=past)
    empty = Campaign.objects.create(unit=provincial_union, slug="rong", name="Không ai làm", during=past, status="closed")
    worked(over, commune_union, secretary, [volunteer], days=-350)
    shown = client.get(reverse("portal:campaigns"))
    assert (list(shown.context["campaigns"]), list(shown.context["past"])) == ([campaign], [over])
    assert empty.name not in shown.content.decode()


def test_a_kept_page_is_handed_out_without_a_query_of_its_own(campaign, client):
    page(client)
    with CaptureQueriesContext(connection) as seen:
        again = page(client)
    assert (again.headers["Cache-Control"].startswith("public"), len(seen) <= 1) == (True, True)


def test_it_costs_the_same_for_one_activity_and_for_many(campaign, commune_union, secretary, volunteer, client):
    def cost() -> int:
        shelf.clear()
        with CaptureQueriesContext(connection) as seen:
            page(client)
        return len(seen)

    worked(campaign, commune_union, secretary, [volunteer])
    make_activity(commune_union, secretary, campaign=campaign)
    few = cost()
    for _ in range(6):
        worked(campaign, commune_union, secretary, [volunteer])
        make_activity(commune_union, secretary, campaign=campaign)
    assert cost() == few
