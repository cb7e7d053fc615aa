"""What a person gets who installs the wheel: no checkout, no Node, no settings, and a home page."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests import server

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PIP_CONFIG_FILE", "SSL_CERT_FILE", "UV_CACHE_DIR")


def call(*command: str | Path, cwd: Path) -> None:
    result = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def installed(open_path: Path) -> Path:
    """A clean environment with the locked packages and the wheel of this checkout."""
    uv, venv = ROOT / ".venv" / "bin" / "uv", open_path / "venv"
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", open_path, cwd=ROOT)
    (wheel,) = open_path.glob("*.whl")
    call(uv, "venv", "--python", sys.executable, venv, cwd=open_path)
    call(uv, "pip", "install", "--python", venv, "--require-hashes", "-r", ROOT / "requirements" / "base.txt", cwd=open_path)
    call(uv, "pip", "install", "--python", venv, "--no-deps", "--offline", wheel, cwd=open_path)
    call(uv, "pip", "check", "--python", venv, cwd=open_path)
    return venv


def test_an_installed_wheel_serves_the_home_page_at_once(installed: Path, open_path: Path):
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"AOXANH_HOME": str(open_path / "home")}
    port, log = server.free_port(), open_path / "serve.log"
    with server.process(installed / "bin" / "aoxanh", "serve", "--port", str(port), environment=environment, log=log) as running:
        server.wait_for(f"http://127.0.0.1:{port}/", running, log)
        with urlopen(f"http://127.0.0.1:{port}/") as home:
            page = home.read().decode()
        assets = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)))
        answers = [urlopen(f"http://127.0.0.1:{port}{path}").status for path in assets]
        assert '<html lang="vi"' in page
        assert {path.rsplit(".", 1)[1] for path in assets} == {"css", "js"}
        assert set(answers) == {200}
    assert running.returncode == 0
    assert not (open_path / "home" / "pg" / "postmaster.pid").exists()


def test_a_start_on_an_open_address_without_a_key_says_what_to_do(tmp_path: Path):
    environment = os.environ | {"AOXANH_HOME": str(tmp_path)}
    environment.pop("SECRET_KEY", None)
    command = [sys.executable, "-m", "aoxanh.cli", "serve", "--host", "0.0.0.0", "--port", str(server.free_port())]
    result = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (
        1,
        "SECRET_KEY is not set. A server that listens on 0.0.0.0 needs one: SECRET_KEY=$(openssl rand -base64 48)\n",
    )
