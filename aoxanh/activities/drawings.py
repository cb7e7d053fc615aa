"""The drawing of each kind of work, which stands for activities without a picture."""

from functools import cache
from pathlib import Path

from aoxanh.needs.kinds import kind_of

PICTURES = Path(__file__).resolve().parent / "templates" / "activities" / "pictures"


@cache
def drawing(code: str) -> str:
    """The SVG text, 720 × 320, with classes for its colours."""
    return (PICTURES / f"{kind_of(code).code}.svg").read_text()
