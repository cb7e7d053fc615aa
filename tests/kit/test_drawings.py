"""The colours of drawings off the page are those of the light theme."""

import math
import re
from pathlib import Path

import pytest

from aoxanh.kit.drawings import ALIASES, COLOURS, STROKES, literal, size

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "frontend" / "styles" / "tokens.css").read_text().split('name: "aoxanh-dark"')[0]
PICTURES = sorted((ROOT / "aoxanh").glob("activities/templates/activities/pictures/*.svg")) + sorted(
    (ROOT / "aoxanh").glob("demo/pictures/*.svg")
)


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """CSS Color 4: oklch → oklab → linear sRGB → sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * gamma(min(max(channel, 0), 1))):02x}" for channel in linear)


def gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def test_every_colour_is_the_token_of_the_light_theme():
    tokens = re.findall(r"--ill-(\w+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", TOKENS)
    assert {name: srgb(*map(float, values)) for name, *values in tokens} == COLOURS


def test_a_fill_a_stroke_and_an_alias_become_attributes():
    drawing = '<path class="i-sky"/><path class="i-shirt-s"/><path class="i-leg"/><path class="i-claysh-s"/>'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    assert literal(drawing) == (
        f'<path fill="#e5f4fd"/><path fill="none" stroke="#1762b6" {ends}/><path fill="none" stroke="#22304a" {ends}/>'
        f'<path fill="none" stroke="#b26b4f" {ends}/>'
    )


def test_a_class_that_is_no_colour_is_refused():
    with pytest.raises(KeyError, match="gold"):
        literal('<path class="i-gold"/>')


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_drawing_keeps_to_the_hand(path: Path):
    """Classes of the stylesheet only; no literal colour, no style, no id that would be twice on a page; light enough to inline."""
    svg = path.read_text()
    assert set(re.findall(r'class="([^"]*)"', svg)) <= classes_of_the_stylesheet()
    assert not re.search(r'style=|fill=|stroke="|<style|<script|\bid=|href=', svg)
    assert size(svg) == ((720, 320) if "activities" in path.parts else (480, 360))
    assert len(svg) < 12_000


def classes_of_the_stylesheet() -> set[str]:
    return set(re.findall(r"\.(i-[\w-]+)", (ROOT / "frontend" / "styles" / "kit.css").read_text()))


def test_strokes_and_aliases_lead_to_colours():
    assert {*STROKES.values(), *ALIASES.values()} <= set(COLOURS)
