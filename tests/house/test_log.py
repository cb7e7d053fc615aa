"""Every verb of the log has words, and every word a verb."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from aoxanh.access.roles import TABLE
from aoxanh.audit.words import TITLES, verbs
from tests.house.floors import ROOT

VERB = re.compile(r"[a-z]+\.[a-z_]+")
WRITERS = {"record", "record_each", "note", "move", "changed", "finish"}


def sources() -> list[Path]:
    return [path for path in sorted((ROOT / "aoxanh").rglob("*.py")) if "migrations" not in path.parts]


def noted(path: Path) -> Iterator[str]:
    """Verbs that a module hands to one of the writers of the log."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and name_of(node.func) in WRITERS:
            texts = [value.value for value in ast.walk(node) if isinstance(value, ast.Constant) and isinstance(value.value, str)]
            yield from (text for text in texts if VERB.fullmatch(text))


def name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def test_every_verb_that_is_noted_has_words() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("aoxanh.")}
    found = {(verb, str(path.relative_to(ROOT))) for path in sources() for verb in noted(path)}
    assert sorted(pair for pair in found if pair[0].partition(".")[0] in ours and pair[0] not in verbs()) == []


def test_every_verb_with_words_is_noted_somewhere() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sources() if path.name != "apps.py")
    computed = re.compile(r"accounts\.(email|phone)_(set|removed)")
    assert [verb for verb in verbs() if verb not in texts and not computed.fullmatch(verb)] == []


def test_a_verb_belongs_to_the_app_that_declares_it_and_is_no_permission() -> None:
    declared = [(config.label, verb) for config in apps.get_app_configs() for verb in getattr(config, "verbs", {})]
    assert [pair for pair in declared if pair[1].partition(".")[0] != pair[0] or pair[1] in TABLE] == []


def test_every_app_that_acts_has_a_title_in_the_log() -> None:
    assert sorted({verb.partition(".")[0] for verb in verbs()} - set(TITLES)) == []
