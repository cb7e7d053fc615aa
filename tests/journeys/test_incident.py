"""Somebody is hurt where there is no signal: the report waits in the phone, through a closed browser, and arrives once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Incident
from aoxanh.activities.passes import pass_text
from aoxanh.org.models import Unit
from tests.cast import make_activity, make_signup
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import FLAGS, PHONE, chromium
from tests.journeys.network import Network, network_to

PAGE = "/bao-su-co/"
CONTROLLED = """() => new Promise((done) => {
  const worker = navigator.serviceWorker;
  if (worker.controller) done();
  else worker.addEventListener("controllerchange", () => done());
})"""
KEPT = "Mất mạng. Đã giữ trong máy, sẽ tự gửi."


@pytest.fixture
def network(site: str) -> Iterator[Network]:
    with network_to(site) as found:
        yield found


@pytest.fixture
def running(site: str, commune_union: Unit, secretary: User, volunteer: User) -> Activity:
    """A shift that began an hour ago, with Hạnh in it."""
    now = timezone.now()
    activity = make_activity(commune_union, secretary, shifts=[(now - timedelta(hours=1), now + timedelta(hours=3), 5)])
    make_signup(activity.shifts.get(), volunteer)
    return activity


@pytest.fixture
def open_browser(playwright: Playwright, tmp_path: Path, network: Network) -> Callable[..., object]:
    """The browser of a phone, which keeps what it knows when it is closed."""

    @contextmanager
    def opened() -> Iterator[BrowserContext]:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "phone",
            executable_path=chromium(),
            args=FLAGS,
            base_url=network.url,
            viewport=PHONE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(20_000)
        yield context
        context.close()

    return opened


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": str(client.session.session_key), "url": url}
    context.add_cookies([{**cookie, "expires": timezone.now().timestamp() + 86400}])  # type: ignore[typeddict-item]


def has_kept_the_page(page: Page) -> None:
    page.evaluate(CONTROLLED)


def write(page: Page, text: str) -> None:
    page.get_by_label("Có người bị thương").check()
    page.get_by_label("Nặng:").check()
    page.get_by_label("Kể trong một, hai câu").fill(text)
    page.get_by_role("button", name="Gửi báo cáo").click()


def test_a_report_without_signal_survives_a_closed_browser_and_arrives_once(
    open_browser: Callable[..., object], network: Network, running: Activity, volunteer: User
) -> None:
    with open_browser() as context:  # type: ignore[attr-defined]
        sign_in(context, volunteer, network.url)
        page = context.pages[0]
        page.goto(PAGE)
        expect(page.get_by_role("link", name="115")).to_be_visible()
        assert (violations(page), overflow(page)) == ([], 0)
        has_kept_the_page(page)
        network.cut()
        page.goto(PAGE)
        expect(page.get_by_label("Bạn đang ở")).to_contain_text(running.title)
        write(page, "Ngã từ thang, gãy tay.")
        expect(page.get_by_text(KEPT)).to_be_visible()
        expect(page.locator("[data-queue]")).to_contain_text("Ngã từ thang, gãy tay.")
        assert (violations(page), overflow(page)) == ([], 0)
    assert not Incident.objects.exists()
    with open_browser() as context:  # type: ignore[attr-defined]
        page = context.new_page()
        page.goto(PAGE)
        expect(page.locator("[data-queue]")).to_contain_text("Ngã từ thang, gãy tay.")
        assert "Vi Thị Hạnh" not in page.content()
        network.mend()
        page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(page.locator("[data-strip=sent]")).to_be_visible()
        expect(page.locator("[data-queue]")).to_be_hidden()
        page.reload()
        expect(page.locator("[data-queue]")).to_be_hidden()
    assert [incident.text for incident in Incident.objects.all()] == ["Ngã từ thang, gãy tay."]
    assert Incident.objects.get().reporter == volunteer.person


def test_what_waits_leaves_from_any_other_page(
    open_browser: Callable[..., object], network: Network, running: Activity, volunteer: User
) -> None:
    with open_browser() as context:  # type: ignore[attr-defined]
        sign_in(context, volunteer, network.url)
        page = context.pages[0]
        page.goto(PAGE)
        has_kept_the_page(page)
        network.cut()
        write(page, "Lạc một bạn ở suối.")
        expect(page.get_by_text(KEPT)).to_be_visible()
        network.mend()
        with page.expect_response("**/gui/") as sent:
            page.goto("/")
        assert sent.value.status == 200
    assert Incident.objects.get().text == "Lạc một bạn ở suối."


def test_who_has_no_account_reports_with_the_pass(
    open_browser: Callable[..., object], network: Network, running: Activity, other_volunteer: User
) -> None:
    signup = make_signup(running.shifts.get(), other_volunteer)
    with open_browser() as context:  # type: ignore[attr-defined]
        page = context.pages[0]
        page.goto(PAGE)
        expect(page.get_by_text("Chưa biết bạn là ai")).to_be_visible()
        page.goto(f"{PAGE}?the={pass_text(signup)}")
        write(page, "Xước tay.")
        expect(page.locator("[data-strip=sent]")).to_be_visible()
        page.get_by_role("link", name="Tiếp theo thế nào").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận báo cáo")
        assert (violations(page), overflow(page)) == ([], 0)
    assert Incident.objects.get().reporter == signup.person
