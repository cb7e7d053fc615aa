"""Be Vietnam Pro for Typst: one TTF for each weight, merged from the subsets that Fontsource ships for the web."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource" / "be-vietnam-pro"
TARGET = ROOT / "aoxanh" / "fonts"
SUBSETS = ("latin", "latin-ext", "vietnamese")
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE = 1, 2, 3, 4, 6, 16, 17


def unpack(weight: int, folder: Path) -> list[str]:
    """The subsets of one weight as plain TTF; a glyph that an earlier subset has is dropped from the later one's map."""
    paths, mapped = [], set()
    for subset in SUBSETS:
        font = TTFont(SOURCE / "files" / f"be-vietnam-pro-{subset}-{weight}-normal.woff2")
        font.flavor = None
        for table in font["cmap"].tables:
            table.cmap = {code: name for code, name in table.cmap.items() if code not in mapped}
        mapped |= set().union(*(table.cmap for table in font["cmap"].tables))
        paths.append(str(folder / f"{subset}.ttf"))
        font.save(paths[-1])
    return paths


def merge(weight: int, style: str) -> None:
    with TemporaryDirectory() as folder:
        font = Merger().merge(unpack(weight, Path(folder)))
    names = font["name"]
    for record, text in {
        FAMILY: "Be Vietnam Pro" if style in ("Regular", "Bold") else f"Be Vietnam Pro {style}",
        STYLE: style if style in ("Regular", "Bold") else "Regular",
        UNIQUE: f"BeVietnamPro-{style}",
        FULL: f"Be Vietnam Pro {style}",
        POSTSCRIPT: f"BeVietnamPro-{style}",
        TYPOGRAPHIC_FAMILY: "Be Vietnam Pro",
        TYPOGRAPHIC_STYLE: style,
    }.items():
        names.setName(text, record, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.save(TARGET / f"BeVietnamPro-{style}.ttf")


if __name__ == "__main__":
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    TARGET.mkdir(exist_ok=True)
    for weight, style in WEIGHTS.items():
        merge(weight, style)
    (TARGET / "OFL.txt").write_text((SOURCE / "LICENSE").read_text())
