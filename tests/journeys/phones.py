"""Phones of organisers: browsers that keep what they know when they are closed, or killed, and a network that can be cut."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, Playwright, ViewportSize

from aoxanh.accounts.models import User
from tests.journeys.conftest import CAMERA, FLAGS, PHONE, chromium

CONTROLLED = """() => new Promise((done) => {
  const worker = navigator.serviceWorker;
  if (worker.controller) done();
  else worker.addEventListener("controllerchange", () => done());
})"""


class Phone:
    """A browser with a profile of its own. `film` is what its camera sees."""

    def __init__(self, playwright: Playwright, profile: Path, url: str, film: Path | None = None, size: ViewportSize = PHONE) -> None:
        self.playwright, self.profile, self.url, self.film, self.size = playwright, profile, url, film, size
        self.faults: list[str] = []
        self.open()

    def open(self) -> None:
        camera = [*CAMERA, f"--use-file-for-fake-video-capture={self.film}"] if self.film else []
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=chromium(),
            args=[*FLAGS, *camera],
            base_url=self.url,
            viewport=self.size,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self.context.set_default_timeout(30_000)
        self.context.on("page", self.watch)
        self.page: Page = self.context.pages[0]
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self.faults.append(said.text) if "Content Security Policy" in said.text else None)

    def sign_in(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "url": self.url}
        self.context.add_cookies([{**cookie, "expires": timezone.now().timestamp() + 86400}])  # type: ignore[typeddict-item]

    def has_kept_the_app(self) -> None:
        self.page.evaluate(CONTROLLED)

    def set_offline(self, is_offline: bool) -> None:
        self.context.set_offline(is_offline)

    def kill(self) -> None:
        """The battery falls out: no page hears of it."""
        for process in processes_of(self.profile):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while processes_of(self.profile):
            time.sleep(0.05)
        with suppress(Error):
            self.context.close()

    def close(self) -> None:
        with suppress(Error):
            self.context.close()


def processes_of(profile: Path) -> list[int]:
    """The browser that runs with this profile, which no other test uses, and its children."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and f"--user-data-dir={profile}".encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


@contextmanager
def in_hand(*phones: Phone) -> Iterator[None]:
    """Phones that are put away at the end, and complained of where a script failed."""
    try:
        yield
    finally:
        for phone in phones:
            phone.close()
    assert [fault for phone in phones for fault in phone.faults] == []
