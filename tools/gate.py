"""The gate: every check, then every test. Ends with pytest's closing line; the exit code says whether all of it passed.

python tools/gate.py [--only-checks]
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import browser
import poppler
from bootstrap import VENV, node_program
from steps import ROOT

BIN = VENV / "bin"
WORKERS = os.environ.get("TEST_WORKERS", "3")


def checks() -> dict[str, list[str | Path]]:
    return {
        "format": [BIN / "ruff", "format", "--check", "."],
        "lint": [BIN / "ruff", "check", "."],
        "types": [BIN / "mypy"],
        "types of the frontend": [node_program(), "node_modules/typescript/bin/tsc", "--noEmit"],
        "floors": [BIN / "lint-imports"],
        "migrations": [BIN / "python", "-Wignore", "-m", "django", "makemigrations", "--check", "--dry-run", "--skip-checks"],
        "catalogues": [BIN / "python", "tools/messages.py", "check"],
    }


def environment() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT), "CHROMIUM": browser.find() or ""}


def check(name: str, command: list[str | Path]) -> bool:
    start = time.monotonic()
    result = subprocess.run(command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    print(f"  {'failed' if result.returncode else 'ok':<8}{name:<32}{time.monotonic() - start:7.1f} s", flush=True)
    if result.returncode:
        print((result.stdout + result.stderr).strip(), flush=True)
    return result.returncode == 0


def main(only_checks: bool) -> int:
    print("Checks", flush=True)
    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip(checks(), pool.map(check, checks().keys(), checks().values()), strict=True))
    failed = [name for name, passed in outcomes.items() if not passed]
    if only_checks:
        return int(bool(failed))
    print("Tests", flush=True)
    browser.ensure()
    poppler.ensure()
    tests = subprocess.run(
        [BIN / "pytest", "-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
    )
    if failed:
        print(f"These checks failed, see above: {', '.join(failed)}.", file=sys.stderr)
    return tests.returncode or int(bool(failed))


if __name__ == "__main__":
    sys.exit(main("--only-checks" in sys.argv))
