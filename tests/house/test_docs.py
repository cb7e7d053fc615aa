"""What the documentation says is there, is there; and what is there, it names."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from aoxanh.demo.cast import ACCOUNTS
from tests.house.floors import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
CODE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r'\]\(<?([^)\s>]+)|src="([^"]+)"')
ADDRESS = re.compile(r"^(https?:|mailto:|#)")
APPS = sorted(path.parent.name for path in (ROOT / "aoxanh").glob("*/__init__.py"))


def links(page: Path) -> list[str]:
    """Where a page leads inside the tree, without what follows a #."""
    found = [link or picture for link, picture in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))]
    return [target.partition("#")[0] for target in found if not ADDRESS.match(target)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen:
            continue
        seen.add(page)
        if page.is_dir():
            waiting.extend(page.glob("*.md"))
        elif page.suffix == ".md":
            waiting.extend(page.parent / target for target in links(page))
    assert [str(page.relative_to(ROOT)) for page in PAGES if page.resolve() not in seen] == []


def test_every_app_stands_in_the_structure() -> None:
    told = re.findall(r"^  (\w+)/ ", (DOCS / "structure.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(told) == APPS


def test_every_model_stands_in_the_glossary() -> None:
    told = set(re.findall(r"`([A-Z]\w+)`", (DOCS / "glossary.md").read_text(encoding="utf-8")))
    ours = {model.__name__ for config in apps.get_app_configs() if config.label in APPS for model in config.get_models()}
    assert ours - told == set()


def test_decisions_are_numbered_in_a_row() -> None:
    numbers = [int(path.name[:4]) for path in sorted((DOCS / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_readme_names_who_can_sign_in() -> None:
    told = re.findall(r"`([\w.]+@aoxanh\.example)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert told == [account.email for account in ACCOUNTS]
