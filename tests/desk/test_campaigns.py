"""A campaign's results at the desk."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from aoxanh.activities.models import Campaign, Contract, Participation
from aoxanh.desk.queries.campaigns import board, months
from aoxanh.kit.dates import during, today
from aoxanh.records.campaigns import Figures, Results
from tests.cast import make_activity, make_unit
from tests.records.test_campaigns import worked


@pytest.fixture
def campaign(provincial_union) -> Campaign:
    days = during(today() - timedelta(days=40), today() + timedelta(days=40))
    return Campaign.objects.create(unit=provincial_union, slug="he", name="Mùa hè xanh", during=days)


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_missing_units_stand_first_and_in_the_headline(campaign, commune_union, neighbour_union, secretary, coordinator, sign_in):
    for unit in (commune_union, neighbour_union):
        Participation.objects.create(campaign=campaign, unit=unit, people=9)
    make_activity(neighbour_union, secretary, campaign=campaign)
    page = sign_in(coordinator).get(reverse("results:campaign", args=[campaign.pk]))
    assert "1 đơn vị chưa có hoạt động" in page.content.decode()
    assert [line.unit for line in page.context["board"].units][:2] == [commune_union, neighbour_union]


def test_a_month_without_work_stands_between_those_with(campaign):
    found = Results(months={date(2026, 11, 1): Figures(turns=3), date(2027, 1, 1): Figures(turns=5)})
    assert [(month, figures.turns) for month, figures in months(found)] == [
        (date(2026, 11, 1), 3),
        (date(2026, 12, 1), 0),
        (date(2027, 1, 1), 5),
    ]


def test_names_are_shown_of_activities_that_one_reads(
    campaign, commune_union, neighbour_union, secretary, volunteer, other_volunteer, sign_in
):
    worked(campaign, commune_union, secretary, [volunteer])
    worked(campaign, neighbour_union, secretary, [other_volunteer])
    page = sign_in(secretary).get(reverse("results:people", args=[campaign.pk]))
    assert (page.context["total"], [person.full_name for person in page.context["page"]]) == (2, [volunteer.person.full_name])
    assert "Bạn thấy tên 1 trên 2 người" in page.content.decode()


def test_the_sheet_has_a_line_for_each_unit_and_the_whole(campaign, commune_union, secretary, volunteer, coordinator, sign_in):
    Participation.objects.create(campaign=campaign, unit=commune_union, people=9)
    worked(campaign, commune_union, secretary, [volunteer])
    answer = sign_in(coordinator).get(reverse("results:sheet", args=[campaign.pk]))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Đơn vị", commune_union.name, campaign.unit.name, "Toàn chiến dịch"]
    assert (rows[1][1], rows[1][2:7], rows[-1][5]) == ("Chưa trả lời", [9, 1, 1, 1, 1], 1)


def test_it_costs_the_same_for_few_and_for_many(campaign, provincial_union, province, secretary, volunteer, coordinator, sign_in):
    address, client = reverse("results:campaign", args=[campaign.pk]), sign_in(coordinator)
    units = [make_unit("commune_union", f"DX-{n}", f"Đoàn xã {n}", f"X{n}", province, provincial_union) for n in range(7)]
    Participation.objects.create(campaign=campaign, unit=units[0])
    worked(campaign, units[0], secretary, [volunteer])
    queries_of(client, address)
    few = queries_of(client, address)
    for unit in units[1:]:
        Participation.objects.create(campaign=campaign, unit=unit)
        worked(campaign, unit, secretary, [volunteer])
    assert queries_of(client, address) == few
    assert board(campaign).whole.activities == 7


class TestToday:
    def test_an_invitation_waits_for_who_was_asked_and_not_for_who_asks(self, campaign, commune_union, secretary, coordinator, sign_in):
        Participation.objects.create(campaign=campaign, unit=commune_union)
        shown = [campaign.name in sign_in(user).get(reverse("desk:home")).content.decode() for user in (secretary, coordinator)]
        Participation.objects.update(answered_at=timezone.now())
        assert (shown, campaign.name in sign_in(secretary).get(reverse("desk:home")).content.decode()) == ([True, False], False)

    def test_contracts_that_end_soon_wait_for_who_leads(self, commune_union, secretary, outsider, volunteer, sign_in):
        days = during(today() - timedelta(days=400), today() + timedelta(days=500))
        programme = Campaign.objects.create(unit=commune_union, slug="ct", name="Trí thức trẻ", form="programme", during=days)
        facts = {"signed_on": today(), "noted_by": secretary, "during": during(today() - timedelta(days=300), today() + timedelta(days=20))}
        Contract.objects.create(campaign=programme, person=volunteer.person, **facts)
        shown = [
            "1 hợp đồng tình nguyện sắp hết hạn" in sign_in(user).get(reverse("desk:home")).content.decode()
            for user in (secretary, outsider)
        ]
        assert shown == [True, False]
