from math import isclose

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.places import boundaries, geometry
from aoxanh.places.svg import numbers

SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.25], "translate": [100, 10]},
    "arcs": [[[2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4], [2, 0]], [[2, 0], [2, 0], [0, 4], [-2, 0]]],
    "objects": {
        "things": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "west"}},
                {"type": "MultiPolygon", "arcs": [[[2, ~0]]], "properties": {"code": "east"}},
            ],
        }
    },
}


def test_quantisation_and_differences_are_undone():
    (west, west_shape), (east, east_shape) = geometry.shapes(SQUARES)
    assert (west, west_shape.equals(shapely.box(100, 10, 101, 11))) == ({"code": "west"}, True)
    assert (east, east_shape.equals(shapely.box(101, 10, 102, 11))) == ({"code": "east"}, True)


def test_every_border_of_the_country_is_there_and_valid():
    communes, provinces = boundaries.communes(), boundaries.provinces()
    assert (len(set(communes.codes)), len(set(provinces.codes))) == (3321, 34)
    assert shapely.is_valid(communes.shapes).all()
    assert sorted(boundaries.commune_files()) == sorted(provinces.codes)


@given(st.floats(8.5, 23.3), st.floats(102.5, 109.4), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_the_plane_agrees_with_the_sphere_nearby(latitude, longitude, north, east):
    on_the_sphere = geometry.haversine_m(latitude, longitude, latitude + north, longitude + east)
    on_the_plane = geometry.metres_to(latitude, longitude, shapely.Point(longitude + east, latitude + north))
    assert isclose(on_the_plane, on_the_sphere, rel_tol=0.002, abs_tol=0.5)


def test_a_box_reaches_as_far_as_asked():
    west, south, east, north = geometry.box_around(21.6, 106.5, 5000).bounds
    assert round(geometry.haversine_m(21.6, west, 21.6, east)) == 10000
    assert round(geometry.haversine_m(south, 106.5, north, 106.5)) == 10000


def test_numbers_are_written_short():
    assert numbers(np.array([3, 4, -5, 0]), 1) == "3 4-5 0"
    assert numbers(np.array([3, -14, 20]), 0.1) == "0.3-1.4 2"
