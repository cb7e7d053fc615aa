"""The pictures of the README, taken from a running demo.

    make run                                            in another terminal
    make test, once, for the browser and what drives it
    .venv/bin/python tools/screenshots.py [URL]         http://127.0.0.1:8000 without URL

Whoever has to sign in does so through the pages, with the code from `/demo/hop-thu/`.
"""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import browser
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from steps import ROOT

PICTURES = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--hide-scrollbars"]
MOST_BYTES = 300_000
NOT_THERE = 400


@dataclass(frozen=True)
class Shot:
    """A page as somebody sees it: `who` signs in, "" is anyone; `dense` is how many pixels the screen has for one of the page."""

    name: str
    path: str
    size: tuple[int, int]
    who: str = ""
    dense: int = 1


SHOTS = (
    Shot("home-1440", "/", (1440, 900)),
    Shot("pass-360", "/dang-ky/the/", (360, 780), who="tinhnguyen.hanh@aoxanh.example", dense=2),
)


@contextmanager
def visitor(browser_: Browser, site: str, shot: Shot) -> Iterator[Page]:
    width, height = shot.size
    context = browser_.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        device_scale_factor=shot.dense,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, email: str) -> None:
    """By e-mail and code, as everyone does; the newest mail of the mailbox is the one that was not there before."""
    mails = f"/demo/hop-thu/?den={email}"
    page.goto(mails)
    newest = page.locator("#newest").get_attribute("value")
    page.goto("/tai-khoan/vao/")
    page.locator("input[name=address]").fill(email)
    page.locator("main .btn-primary").click()
    page.locator("input[name=code]").wait_for()
    box = page.context.new_page()
    box.goto(mails)
    expect(box.locator("#newest")).not_to_have_value(newest or "", timeout=20_000)  # The page asks for new mails by itself.
    code = box.locator("[data-code]").first.inner_text()
    box.close()
    page.locator("input[name=code]").fill(code)
    page.locator("main .btn-primary").click()
    page.wait_for_url(lambda url: "/tai-khoan/" not in url)


def take(browser_: Browser, site: str, shot: Shot) -> None:
    with visitor(browser_, site, shot) as page:
        if shot.who:
            sign_in(page, shot.who)
        missing: list[str] = []
        page.on("response", lambda answer: missing.append(f"{answer.status} {answer.url}") if answer.status >= NOT_THERE else None)
        page.goto(shot.path, wait_until="networkidle")
        if missing:
            raise SystemExit(f"{site}{shot.path} cannot be shown: {', '.join(missing)}")
        page.evaluate("document.fonts.ready.then(() => 0)")
        keep(shot, page.screenshot())


def keep(shot: Shot, png: bytes) -> None:
    """As WebP, small enough to stand in a README."""
    path = PICTURES / f"{shot.name}.webp"
    PICTURES.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(png)).convert("RGB").save(path, quality=88, method=6)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {size / 1000:.0f} KB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES / 1000:.0f} KB.")


def main(site: str) -> None:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser.ensure(), args=FLAGS)
        for shot in SHOTS:
            take(running, site, shot)
        running.close()


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "http://127.0.0.1:8000")
