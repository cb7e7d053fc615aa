"""`aoxanh grant`: how the first administrator comes to be."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from aoxanh.access.models import Grant
from aoxanh.org.models import Unit
from tests.house.floors import ROOT

type Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(committed_db: str) -> Run:
    """The command over the test's own database."""

    def grant(*arguments: str) -> subprocess.CompletedProcess[str]:
        known = {"DATABASE_URL": committed_db, "SECRET_KEY": "a key for tests only", "DJANGO_SETTINGS_MODULE": "tests.settings"}
        environment = os.environ | known
        command = [sys.executable, "-m", "aoxanh.cli", "grant", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return grant


def test_the_first_administrator_is_named_by_a_command(run: Run, provincial_union: Unit) -> None:
    done = run("Khanh@LangSon.example", "unit_administrator", "TD-20", "--subtree")
    assert (done.returncode, done.stdout) == (
        0,
        "khanh@langson.example is now unit_administrator in Tỉnh đoàn Lạng Sơn and everything under it.\n",
    )
    made = Grant.objects.get()
    assert (made.user.email, made.role, made.scope, made.given_by, made.reason) == (
        "khanh@langson.example",
        "unit_administrator",
        "subtree",
        None,
        "aoxanh grant",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("a@b.example", "unit_administrator", "XX"), "No unit has the code XX."),
        (("a@b.example", "king", "TD-20"), "No role is called king."),
        (("ai đó", "unit_administrator", "TD-20"), "ten@gmail.com"),
    ],
)
def test_what_cannot_be_given_is_said(run: Run, provincial_union: Unit, arguments: tuple[str, ...], sentence: str) -> None:
    done = run(*arguments)
    assert (done.returncode, sentence in done.stderr, Grant.objects.count()) == (1, True, 0)
