from datetime import timedelta

from django.utils import timezone

from aoxanh.kit.dates import today
from aoxanh.needs import kinds, queries
from aoxanh.needs.models import Need
from tests.cast import make_need

OLD = timedelta(days=31)


def test_a_need_is_live_until_it_is_closed_or_its_last_day_has_gone(commune_union, focal_point):
    live = make_need(commune_union, focal_point, ends_on=today())
    make_need(commune_union, focal_point, status=Need.Status.CLOSED)
    make_need(commune_union, focal_point, starts_on=today() - OLD, ends_on=today() - timedelta(days=1))
    assert list(queries.live_needs(today())) == [live]
    assert [need.is_live for need in queries.past_needs(today())] == [False, False]


def test_a_need_grows_stale_after_30_days_unless_it_is_met(commune_union, focal_point):
    stale = make_need(commune_union, focal_point, confirmed_at=timezone.now() - OLD)
    met = make_need(commune_union, focal_point, confirmed_at=timezone.now() - OLD, status=Need.Status.MET)
    make_need(commune_union, focal_point, confirmed_at=timezone.now() - timedelta(days=29))
    assert list(Need.objects.stale(today())) == [stale]
    assert (stale.is_stale, met.is_stale) == (True, False)
    assert queries.counts(Need.objects.all(), today()) == {"live": 3, "stale": 1}


def test_pins_count_needs_by_commune(commune_union, neighbour_union, focal_point, van_linh, quan_son):
    make_need(neighbour_union, focal_point)
    make_need(commune_union, focal_point, urgent=True)
    make_need(commune_union, focal_point)
    assert queries.pins(Need.objects.all()) == [queries.Pin(van_linh, 2, 1), queries.Pin(quan_son, 1, 0)]


def test_pins_take_two_queries_however_many_needs_there_are(commune_union, neighbour_union, focal_point, django_assert_num_queries):
    for _ in range(3):
        make_need(neighbour_union, focal_point)
        make_need(commune_union, focal_point)
    with django_assert_num_queries(2):
        assert [pin.area.parent.code for pin in queries.pins(Need.objects.all())] == ["20", "20"]


def test_the_units_own_commune_is_always_among_those_that_may_be_meant(commune_union, quan_son, van_linh):
    meant = queries.communes_meant(commune_union, quan_son.latitude, quan_son.longitude, on=today())
    assert [nearby.area for nearby in meant] == [quan_son, van_linh]
    assert meant[0].metres == 0 < 10_000 < meant[1].metres


def test_a_unit_holds_its_commune_and_a_province_all_of_its_communes(commune_union, provincial_union, van_linh, quan_son):
    assert (queries.holds_commune(commune_union, van_linh), queries.holds_commune(commune_union, quan_son)) == (True, False)
    assert queries.holds_commune(provincial_union, quan_son)


def test_a_kind_that_we_no_longer_know_is_other_work():
    assert (kinds.kind_of("road").code, kinds.kind_of("gone").code) == ("road", "other")
    assert [code for code, _label in kinds.choices()][-1] == "other"
