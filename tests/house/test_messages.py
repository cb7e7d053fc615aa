"""The catalogues are complete and agree with each other; and the tool that says so sees what it must see."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = "locale/vi/LC_MESSAGES/django.po"
PAGE = """{% load i18n %}
  <a title="{% translate "Save" %}">{% translate "May" context "month" %}</a>
{% blocktranslate count n=items|length trimmed with who=user.name %}
    {{ n }} turn of {{ who }}
{% plural %}
    {{ n }} turns of {{ who }}
{% endblocktranslate %}
"""


def messages(root: Path, *arguments: str) -> list[str]:
    command = [sys.executable, root / "tools" / "messages.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two apps, kit with one shared word, and needs with a page that says four things."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "messages.py", tmp_path / "tools")
    for app in ("kit", "needs"):
        (tmp_path / "aoxanh" / app / "templates").mkdir(parents=True)
        (tmp_path / "aoxanh" / app / "__init__.py").touch()
        (tmp_path / "aoxanh" / app / CATALOGUE).parent.mkdir(parents=True)
    (tmp_path / "aoxanh" / "kit" / CATALOGUE).write_text('msgid "Save"\nmsgstr "Lưu"\n')
    (tmp_path / "aoxanh" / "needs" / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "aoxanh" / "needs" / "forms.py").write_text('_("Close it")\n')
    return tmp_path


def translate(root: Path, app: str, *pairs: tuple[str, str]) -> None:
    """Each first text of a pair is replaced by the second in the app's catalogue."""
    path = root / "aoxanh" / app / CATALOGUE
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


COMPLETE = [
    ('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "Tháng 5"'),
    ('msgid "Close it"\nmsgstr ""', 'msgid "Close it"\nmsgstr "Đóng lại"'),
    ('msgstr[0] ""', 'msgstr[0] "%(n)s lượt của %(who)s"'),
]


def test_every_text_has_its_vietnamese():
    assert messages(ROOT, "check") == ["Catalogues are complete."]


def test_an_update_asks_for_what_the_code_says_and_kit_does_not(package: Path):
    assert messages(package, "update") == ["kit: 1 texts, 0 to translate", "needs: 3 texts, 3 to translate"]
    translate(package, "needs", *COMPLETE)
    assert messages(package, "check") == ["Catalogues are complete."]


def test_an_update_keeps_what_was_translated_and_borrowed(package: Path):
    messages(package, "update")
    translate(package, "needs", *COMPLETE)
    with (package / "aoxanh" / "needs" / CATALOGUE).open("a") as file:
        file.write('\n# borrowed from allauth\nmsgid "Sent"\nmsgstr "Đã gửi"\n')
    messages(package, "update")
    once = (package / "aoxanh" / "needs" / CATALOGUE).read_text()
    messages(package, "update")
    assert (package / "aoxanh" / "needs" / CATALOGUE).read_text() == once
    assert messages(package, "check") == ["Catalogues are complete."]


@pytest.mark.parametrize(
    ("pair", "problem"),
    [
        (("Đóng lại", ""), "needs: missing: 'Close it'"),
        (("%(n)s lượt của %(who)s", "%(n)s lượt"), "needs: placeholders differ in “%(n)s lượt”: '%(n)s turn of %(who)s'"),
        (("Đóng lại", "Đóng lại!"), "needs: an exclamation mark in “Đóng lại!”: 'Close it'"),
        (("Đóng lại", "Vui lòng đóng"), "needs: “vui lòng” in “Vui lòng đóng”: 'Close it'"),
        (('msgid "Close it"', '#, fuzzy\nmsgid "Close it"'), "needs: fuzzy: 'Close it'"),
        (('msgid "Close it"', 'msgid "Save"\nmsgstr "Ghi"\n\nmsgid "Close it"'), "needs: disagrees with kit: 'Save'"),
        (('msgid "Close it"', 'msgid "Gone"\nmsgstr "Hết"\n\nmsgid "Close it"'), "needs: obsolete: 'Gone'"),
    ],
)
def test_a_fault_is_named(package: Path, pair: tuple[str, str], problem: str):
    messages(package, "update")
    translate(package, "needs", *COMPLETE, pair)
    assert problem in messages(package, "check")
