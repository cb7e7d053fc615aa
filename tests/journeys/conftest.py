"""A real browser in front of the real server. Each person of a journey has a browser context of their own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright

from tests import bench
from tests.nursery import Nursery

PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1440, "height": 900}
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-features=LocalNetworkAccessChecks"]
"""The last: a page that a test lays on another host may show one of 127.0.0.1."""
CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
MAP = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
NAMES = ("chromium", "chromium-browser", "google-chrome")

expect.set_options(timeout=20_000)  # What takes a moment takes long where two cores serve three browsers.

RESULTS = Path(__file__).resolve().parents[2] / "var" / "journeys"

type NewPerson = Callable[..., Page]


def chromium() -> str:
    found = shutil.which(os.environ["CHROMIUM"]) if os.environ.get("CHROMIUM") else next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise pytest.UsageError("The browser tests need Chromium: sudo apt-get install chromium – or name one with CHROMIUM.")
    return found


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Lets fixtures know that the test failed, so that they keep what everyone saw last."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    item.has_failed = getattr(item, "has_failed", False) or report.failed  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        # Playwright's loop runs in this thread, so Django believes that it is in a coroutine; it is not.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium with a map that draws and a camera that plays the file `CAMERA_FILE` names, if any."""
    flags = [*FLAGS, *MAP, *CAMERA]
    if film := os.environ.get("CAMERA_FILE"):
        flags.append(f"--use-file-for-fake-video-capture={film}")
    running = playwright.chromium.launch(executable_path=chromium(), args=flags)
    yield running
    running.close()


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where this process's sites come from; `committed_db` gives every test a database of the same name."""
    running = Nursery(tmp_path_factory.mktemp("nursery"), bench.url_of(bench.copy_name("own")))
    yield running
    running.close()


@pytest.fixture
def site(committed_db: str, nursery: Nursery) -> Iterator[str]:
    """The address of the site over this test's own database: what the test commits, the site shows, and the other way round."""
    with nursery.serving() as url:
        yield url


@pytest.fixture
def working_site(site: str, nursery: Nursery) -> Iterator[str]:
    """Like `site`, with a background worker."""
    with nursery.child("work"):
        yield site


@pytest.fixture
def new_person(request: pytest.FixtureRequest, browser: Browser) -> Iterator[NewPerson]:
    """Opens a page for one more person, on a phone unless `size` says otherwise. An error in the page's script fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    address = next((request.getfixturevalue(name) for name in ("site", "working_site") if name in request.fixturenames), None)

    def enter(size: ViewportSize = PHONE, **options: object) -> Page:
        context = browser.new_context(
            base_url=address, viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **{"reduced_motion": "reduce"} | options
        )  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda message: faults.append(f"{page.url}: {message.text}") if "Content Security Policy" in message.text else None
        )
        return page

    yield enter
    for number, context in enumerate(contexts):
        if getattr(request.node, "has_failed", False):
            picture = RESULTS / f"{request.node.name}-{number}.png"
            context.pages[0].screenshot(path=picture, full_page=True)
            print(f"{picture}: {context.pages[0].url}")
        context.close()
    assert faults == []
