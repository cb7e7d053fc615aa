"""Run benchmarks, print a table, and keep every figure as a line of JSON in `benchmarks/results.jsonl`.

The benchmark `signup-race` is the module `signup_race.py` with a function `run()` that yields figures; it makes its own data.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import django

from benchmarks.figures import Figure

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.jsonl"


def names() -> list[str]:
    """Every benchmark there is: the modules that can `run`."""
    return sorted(path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if "\ndef run(" in path.read_text())


def prepare() -> None:
    """Django on the bench's settings, whatever the command named: then a benchmark may import models, and shares a key with its server."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()


def measure(name: str) -> list[Figure]:
    return list(importlib.import_module(f"benchmarks.{name.replace('-', '_')}").run())


def commit() -> str:
    said = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=FOLDER, capture_output=True, text=True)
    return said.stdout.strip()


def keep(name: str, figures: Sequence[Figure]) -> None:
    now, version = datetime.now(UTC).isoformat(timespec="seconds"), commit()
    with RESULTS.open("a") as file:
        for figure in figures:
            line = {"benchmark": name, "figure": figure.name, "value": round(figure.value, 4), "unit": figure.unit}
            if figure.baseline is not None:
                line["baseline"] = figure.baseline
            file.write(json.dumps(line | {"at": now, "commit": version}) + "\n")


def show(name: str, figures: Sequence[Figure], seconds: float) -> None:
    for figure in figures:
        value = f"{figure.value:,.0f}" if figure.value >= 1000 else f"{figure.value:.3g}"
        print(f"{name:<18}{figure.name:<28}{value:>12} {figure.unit:<10}{figure.goal}")
    print(f"{'':<18}({seconds:.0f} s)", flush=True)


def main(chosen: Sequence[str]) -> int:
    if unknown := set(chosen) - set(names()):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    prepare()
    print(f"{'benchmark':<18}{'figure':<28}{'value':>12} {'unit':<10}goal", flush=True)
    for name in chosen or names():
        start = time.monotonic()
        figures = measure(name)
        show(name, figures, time.monotonic() - start)
        keep(name, figures)
    return 0
