"""When the live figures start, and on which port."""

import argparse
import socket

import pytest

from aoxanh import cli
from aoxanh.config import processes
from tests import server


def options(host: str, port: int) -> argparse.Namespace:
    return argparse.Namespace(host=host, port=port, workers=1)


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set first, so that what a start puts into the environment goes again."""
    for name in ("LIVE_URL", "LIVE_PORT"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_they_take_the_port_after_the_sites_or_any_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert processes.live_port("127.0.0.1", port - 1) not in {port, port - 1}
    assert processes.live_port("127.0.0.1", port - 1) == port


def test_a_port_that_was_named_is_taken_or_the_start_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    port = server.free_port()
    monkeypatch.setenv("LIVE_PORT", str(port))
    assert processes.live_port("127.0.0.1", 8000) == port
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(SystemExit, match="cannot be used"):
            processes.live_port("127.0.0.1", 8000)


def test_on_the_machine_itself_they_always_run(monkeypatch: pytest.MonkeyPatch) -> None:
    port = server.free_port()
    monkeypatch.setenv("LIVE_PORT", str(port))
    web, live = cli.serving(options("127.0.0.1", 8000))
    assert (web.name, live.name) == ("server", "live figures")
    assert str(port) in live.arguments


def test_for_others_they_run_where_it_is_said_how_to_reach_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [command.name for command in cli.serving(options("0.0.0.0", 8000))] == ["server"]
    monkeypatch.setenv("LIVE_URL", "https://tinhnguyen.example")
    assert len(cli.serving(options("0.0.0.0", 8000))) == 2
