"""Pin what the `.in` files and package.json ask for: versions and hashes, and no address of any registry.

Each later file is compiled under the earlier ones, so that they install together.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bootstrap import VENV, npm
from steps import ROOT

FILES = ("base", "build", "test")


def lock_python(*options: str) -> None:
    for name in FILES:
        command = [VENV / "bin" / "uv", "pip", "compile", f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        fixed = [
            "--universal",
            "--generate-hashes",
            "--python-version",
            "3.12",
            "--no-annotate",
            "--no-python-downloads",
            "--quiet",
            "--no-emit-index-url",
            "--no-emit-find-links",
        ]
        subprocess.run(
            [*command, *fixed, *options],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "make lock"},
        )


def lock_javascript() -> None:
    """Away from `node_modules`, or npm forgets the builds for other machines; without `resolved`, the address of every package."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        npm("install", "--prefix", folder, "--package-lock-only")
        lock = json.loads((Path(folder) / "package-lock.json").read_text())
    for package in lock["packages"].values():
        package.pop("resolved", None)
    (ROOT / "package-lock.json").write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    lock_python(*sys.argv[1:])
    lock_javascript()
