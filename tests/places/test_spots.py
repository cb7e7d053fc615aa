"""What stands on the map: written with the thing itself, known to the chart at once, the same in a list and as numbers."""

from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoxanh.places.actions import drop_spots, sweep_spots
from aoxanh.places.actions.spots import save
from aoxanh.places.cells import FINEST, cell_of, fill, parent, resolution_at
from aoxanh.places.chart import Chart, the_chart
from aoxanh.places.models import Layer, Spot
from aoxanh.places.sights import Box, Sight, searched_keys, spots
from aoxanh.places.viewport import MOST, viewport

UNITS = [UUID(int=number) for number in range(1, 6)]
SKILLS = [UUID(int=number) for number in range(11, 14)]
KINDS = ("repair", "road", "health")
WORDS = ("sua bep", "trong rung", "kham mat")


def make_spots(areas, number, seed=1):
    """Scattered over the north, some at the same point, in every layer and state."""
    random, now = Random(seed), timezone.now()

    def one():
        starts = now + timedelta(days=random.randint(-20, 40))
        words = random.choice(WORDS)
        return Spot(
            object_id=uuid4(),
            layer=random.choice(list(Layer)),
            is_public=random.random() < 0.9,
            urgent=random.random() < 0.2,
            latitude=round(random.uniform(21, 23), 2),
            longitude=round(random.uniform(105, 107.5), 2),
            starts_at=starts,
            ends_at=starts + timedelta(days=random.randint(0, 30)),
            weight=random.choice((0, 0, 3, 12)),
            goods=random.choice((0, 0, 1)),
            unit_id=random.choice(UNITS),
            area=random.choice(areas),
            kind=random.choice(KINDS),
            skills=random.sample(SKILLS, random.randint(0, 2)),
            title=words,
            slug=words.replace(" ", "-"),
            search_key=words,
        )

    made = [one() for _ in range(number)]
    save(made)
    return made


def edges(low, high):
    return st.lists(st.floats(low, high), min_size=2, max_size=2, unique=True).map(sorted)


@st.composite
def sights(draw):
    now = timezone.now()
    (west, east), (south, north) = draw(edges(104, 108)), draw(edges(20, 24))
    days = st.none() | st.integers(-5, 30).map(lambda number: now + timedelta(days=number))
    return Sight(
        now=now,
        layers=draw(st.frozensets(st.sampled_from(Layer), min_size=1)),
        box=draw(st.none() | st.just(Box(west, south, east, north))),
        kind=draw(st.sampled_from(("", *KINDS))),
        skill=draw(st.none() | st.sampled_from(SKILLS)),
        units=draw(st.none() | st.lists(st.sampled_from(UNITS), max_size=3)),
        urgent=draw(st.booleans()),
        people=draw(st.booleans()),
        goods=draw(st.booleans()),
        free=draw(st.booleans()),
        since=draw(days),
        until=draw(days),
        text=draw(st.sampled_from(("", "bep", "rung"))),
        readable=draw(st.lists(st.sampled_from(UNITS), max_size=2)),
    )


@pytest.fixture
def scattered(chi_lang, dong_mo):
    return make_spots([chi_lang, dong_mo], 200)


LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAW
@given(sight=sights(), zoom=st.integers(0, 18))
def test_the_numbers_of_any_view_come_to_what_a_plain_count_says(scattered, sight, zoom):
    found = viewport(sight, zoom)
    assert found.total == spots(sight).count()
    assert sum(group.count for group in found.groups) + len(found.spots) == found.total
    assert sum(sum(group.layers) for group in found.groups) == sum(group.count for group in found.groups)
    assert len(found.groups) + len(found.spots) <= MOST


@LAW
@given(sight=sights())
def test_list_and_chart_hold_the_same_spots(scattered, sight):
    the_chart.catch_up()
    rows = the_chart.rows(sight, searched_keys(sight))
    assert sorted(the_chart["id"][rows]) == sorted(spots(sight).values_list("id", flat=True))


@LAW
@given(sight=sights(), zoom=st.integers(4, 14))
def test_a_number_lies_within_what_it_stands_for(scattered, sight, zoom):
    for group in viewport(sight, zoom).groups:
        assert group.south - 1e-9 <= group.latitude <= group.north + 1e-9
        assert group.west - 1e-9 <= group.longitude <= group.east + 1e-9


@LAW
@given(steps=st.lists(st.tuples(st.sampled_from(("move", "urge", "drop", "come")), st.integers(0, 19)), max_size=25))
def test_a_chart_that_follows_is_the_same_as_one_made_anew(chi_lang, steps):
    Spot.objects.all().delete()
    the_chart.forget()
    made = make_spots([chi_lang], 20, seed=len(steps))
    for verb, number in steps:
        spot = made[number]
        if verb == "drop":
            drop_spots([spot.object_id])
        elif verb == "come":
            made.extend(make_spots([chi_lang], 1, seed=number))
        else:
            spot.latitude += 0.5 if verb == "move" else 0
            spot.urgent = spot.urgent if verb == "move" else not spot.urgent
            save([spot])
        the_chart.catch_up()
    the_chart.catch_up()
    anew = Chart()
    anew.catch_up()
    assert known(the_chart) == known(anew)


def known(chart):
    here = chart["here"]
    columns = ("id", "cell", "latitude", "longitude", "starts", "ends", "weight", "goods", "layer", "urgent", "public")
    return sorted(zip(*(chart[name][here].tolist() for name in columns), strict=True))


def test_what_has_left_the_map_is_forgotten_after_a_day(scattered):
    drop_spots([spot.object_id for spot in scattered[:5]])
    assert sweep_spots() == 0
    Spot.objects.filter(gone_at__isnull=False).update(gone_at=timezone.now() - timedelta(days=2))
    assert sweep_spots() == 5
    assert Spot.objects.count() == 195


def test_a_view_takes_the_same_statements_whatever_it_shows(chi_lang, django_assert_num_queries):
    sight = Sight(timezone.now(), frozenset(Layer), text="bep", skill=SKILLS[0])
    make_spots([chi_lang], 10)
    viewport(sight, 8)
    with django_assert_num_queries(4):
        viewport(sight, 8)
    make_spots([chi_lang], 500)
    with django_assert_num_queries(4):
        viewport(sight, 8)


def test_keys_of_one_parent_are_equal_below_it_and_only_there():
    near, far = cell_of(21.64, 106.48), cell_of(10.77, 106.7)
    assert (near | fill(5) == cell_of(21.6401, 106.4801) | fill(5), near | fill(5) == far | fill(5)) == (True, False)
    assert [parent(near, resolution) for resolution in (FINEST, 5)] == [near, 0x85415C57FFFFFFF]


def test_cells_grow_as_one_goes_away():
    resolutions = [resolution_at(zoom) for zoom in range(4, 17)]
    assert resolutions == sorted(resolutions)
    assert (resolutions[0], resolutions[-1]) == (2, 10)
