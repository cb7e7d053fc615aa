"""Rules of `style.md` that a person would otherwise have to watch."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ATTICS = {"utils", "helpers", "common", "misc", "managers", "manager"}
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")|\sstyle=|\son(?!e=)[a-z]+=|javascript:", re.IGNORECASE
)
LONGEST = 320


def sources(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern) if "migrations" not in path.parts)


def test_no_module_is_an_attic():
    modules = sources("aoxanh/**/*.py", "tests/**/*.py", "tools/*.py", "benchmarks/*.py", "frontend/**/*.ts")
    assert [str(path.relative_to(ROOT)) for path in modules if ATTICS & {path.stem, path.parent.name}] == []


def test_no_template_has_inline_script_or_style():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sources("aoxanh/*/templates/**/*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if INLINE.search(line)
    ]
    assert found == []


def test_no_file_is_long():
    long = {
        str(path.relative_to(ROOT)): length
        for path in sources("aoxanh/**/*.py", "frontend/**/*.ts", "tests/**/*.py", "tools/*.py", "benchmarks/*.py")
        if (length := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("mark", ["TODO", "FIXME", "# XXX", "breakpoint("])
def test_nothing_is_left_undone(mark: str):
    here = Path(__file__).resolve()
    modules = sources(
        "aoxanh/**/*.py", "aoxanh/*/templates/**/*.html", "frontend/**/*.ts", "frontend/**/*.css", "tests/**/*.py", "benchmarks/*.py"
    )
    assert [str(path.relative_to(ROOT)) for path in modules if path != here and mark in path.read_text()] == []


def test_no_file_names_a_registry():
    address = re.compile(r"https?://(?!127\.0\.0\.1|localhost)[^\"'\s]*(pypi|npmjs|registry)", re.IGNORECASE)
    files = sources("requirements/*", "package-lock.json", "package.json", "pyproject.toml", "Makefile", "tools/*")
    assert [str(path.relative_to(ROOT)) for path in files if address.search(path.read_text())] == []
