"""Faces that nobody recognises any more."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from aoxanh.media.blurring import COLUMNS, ROWS, blur, box_of


def checkerboard() -> BytesIO:
    """Fine black and white squares: what is blurred is grey."""
    image = Image.new("RGB", (240, 180))
    image.putdata([(255, 255, 255) if (x // 4 + y // 4) % 2 else (0, 0, 0) for y in range(180) for x in range(240)])
    body = BytesIO()
    image.save(body, "PNG")
    body.seek(0)
    return body


def contrast(image: Image.Image, column: int, row: int) -> int:
    low, high = image.crop(box_of(image, column, row)).convert("L").getextrema()
    return int(high) - int(low)  # type: ignore[arg-type]


def test_chosen_squares_go_coarse_and_the_others_stay() -> None:
    encoded = blur(checkerboard(), [(3, 4)])
    image = Image.open(BytesIO(encoded.largest))
    assert contrast(image, 3, 4) < 60
    assert contrast(image, 8, 2) > 180


@pytest.mark.parametrize("square", [(-1, 0), (COLUMNS, 0), (0, ROWS)])
def test_squares_outside_the_picture_are_left_alone(square: tuple[int, int]) -> None:
    assert contrast(Image.open(BytesIO(blur(checkerboard(), [square]).largest)), 3, 4) > 180


@settings(max_examples=30)
@given(st.integers(200, 1600), st.integers(200, 1600))
def test_the_squares_cover_the_whole_picture(width: int, height: int) -> None:
    image = Image.new("L", (width, height))
    boxes = [box_of(image, column, row) for row in range(ROWS) for column in range(COLUMNS)]
    assert sum((right - left) * (lower - upper) for left, upper, right, lower in boxes) == width * height
