"""Our drawings carry classes (`i-sky`, `i-shirt-s`), so that they follow the theme of a page. Off the page they need literal colours."""

import re
from functools import lru_cache

from aoxanh.kit import typesetting

# `--ill-*` of the light theme in frontend/styles/tokens.css, oklch turned into sRGB; a test computes them again.
COLOURS = {
    "sky": "#e5f4fd",
    "sun": "#fdd049",
    "far": "#bad6e2",
    "mid": "#87c1bd",
    "near": "#64a683",
    "field": "#cfd898",
    "roof": "#b26b4f",
    "wall": "#f3e7ce",
    "wood": "#a37e5d",
    "shirt": "#1762b6",
    "skin": "#d7aa88",
    "hat": "#53734c",
    "ink": "#22304a",
    "paper": "#fdfcf7",
}
# Classes of frontend/styles/kit.css that are not called like their colour.
ALIASES = {"sunshirt": "sun", "claysh": "roof"}
STROKES = {"line": "ink", "line2": "paper", "leg": "ink", "stem": "near"}
CLASS = re.compile(r'class="i-([a-z0-9]+)(-s)?"')
VIEW_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
SHEET = """
#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#image(bytes(data.svg), format: "svg", width: 100%, height: 100%)
"""


@lru_cache(maxsize=64)
def literal(svg: str) -> str:
    """The drawing with the light theme's colours as attributes. KeyError names a class that is no colour of ours."""
    return CLASS.sub(_attributes, svg)


def _attributes(match: re.Match[str]) -> str:
    name, is_stroke = match[1], match[2] or match[1] in STROKES
    colour = COLOURS[STROKES.get(name) or ALIASES.get(name, name)]
    if is_stroke:
        return f'fill="none" stroke="{colour}" stroke-linecap="round" stroke-linejoin="round"'
    return f'fill="{colour}"'


def size(svg: str) -> tuple[int, int]:
    """Width and height of the view box."""
    box = VIEW_BOX.search(svg)
    if not box:
        raise ValueError("The drawing has no view box that starts at 0 0.")
    return int(box[1]), int(box[2])


def raster(svg: str, *, width: int) -> bytes:
    """The drawing as PNG, `width` pixels wide, in light colours."""
    across, down = size(svg)
    return typesetting.png(SHEET, {"svg": literal(svg), "width": across, "height": down}, scale=width / across)
