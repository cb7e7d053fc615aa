import re
from pathlib import Path

import aoxanh
from aoxanh.config.navigation import entries
from aoxanh.kit.parts.icons import FOLDER, shapes

PACKAGE = Path(aoxanh.__file__).parent
NAMED = re.compile(r'{%\s*icon\s+"([a-z0-9-]+)"')


def test_every_icon_that_a_template_names_is_kept() -> None:
    named = {name for path in PACKAGE.rglob("templates/**/*.html") for name in NAMED.findall(path.read_text())}
    assert named
    assert {name for name in named if not (FOLDER / f"{name}.svg").is_file()} == set()


def test_every_menu_entry_has_its_icon() -> None:
    assert all(shapes(entry.icon) for place in entries().values() for entry in place)


def test_the_icons_carry_their_licence() -> None:
    assert (FOLDER / "LICENSE").read_text().startswith("ISC License")
