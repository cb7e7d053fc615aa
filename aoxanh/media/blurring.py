"""Making faces unrecognisable: squares of a grid are averaged away, so that nothing of them is left to be sharpened again."""

from collections.abc import Collection
from typing import IO

from PIL import Image, ImageFilter

from aoxanh.media.encoding import Encoded, written

COLUMNS, ROWS = 12, 9
TILES = 3
"""So many tiles a side are left of a square: too few for a face."""


def blur(file: IO[bytes], squares: Collection[tuple[int, int]]) -> Encoded:
    """The picture with these squares, (column, row) from 0, gone coarse. Squares outside the grid are left alone."""
    image = Image.open(file).convert("RGB")
    for column, row in squares:
        if 0 <= column < COLUMNS and 0 <= row < ROWS:
            box = box_of(image, column, row)
            image.paste(coarse(image.crop(box)), box)
    return Encoded(written(image), *image.size)


def box_of(image: Image.Image, column: int, row: int) -> tuple[int, int, int, int]:
    across = [round(image.width * part / COLUMNS) for part in (column, column + 1)]
    down = [round(image.height * part / ROWS) for part in (row, row + 1)]
    return across[0], down[0], across[1], down[1]


def coarse(part: Image.Image) -> Image.Image:
    tiles = part.resize((TILES, TILES), Image.Resampling.BOX)
    return tiles.resize(part.size, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(max(part.size) / 12))
