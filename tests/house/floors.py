"""The floors of `design.md`, as pyproject.toml says them to import-linter."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def apps_of(layer: str) -> list[str]:
    return [name.strip(" ()") for part in layer.split("|") for name in part.split(":")]


def floors() -> dict[str, int]:
    """Each app's height; 0 is the ground."""
    layers = list(reversed(CONTRACTS[0]["layers"]))
    return {app: height for height, layer in enumerate(layers) for app in apps_of(layer)}
