"""Live figures: what they say, who may listen, and that a thousand arrivals or listeners cost one look."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.live import app, hub, tickets
from aoxanh.attendance.live.figures import figures_of
from aoxanh.attendance.models import CheckIn, CheckOut
from tests.cast import make_activity, make_signup, make_user


class Page:
    """An open page, as the server behind ASGI sees it: what it was sent, and a wish to go."""

    def __init__(self, path: str, *, origin: str = site.BASE_URL, method: str = "GET") -> None:
        headers = [(b"origin", origin.encode())] if origin else []
        self.scope = {"type": "http", "method": method, "path": path, "headers": headers}
        self.sent: list[dict[str, Any]] = []
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def figures(self) -> list[dict[str, Any]]:
        bodies = [message["body"].decode() for message in self.sent[1:]]
        return [json.loads(body.removeprefix("data: ")) for body in bodies if body.startswith("data: ")]

    async def until(self, number: int) -> None:
        async with asyncio.timeout(20):
            while len(self.figures) < number:
                await asyncio.sleep(0.02)


async def closed(page: Page, live: app.Live) -> Page:
    await live(page.scope, page.receive, page.send)
    return page


async def listened(path: str, live: app.Live) -> Page:
    """From the start of the process to its end, with one page that stays as long as it may."""
    page, messages = Page(path), iter(["lifespan.startup", "lifespan.shutdown"])
    done: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": next(messages)}

    async def send(message: Any) -> None:
        done.append(message["type"])
        if message["type"] == "lifespan.startup.complete":
            await closed(page, live)

    await live({"type": "lifespan"}, receive, send)
    assert done == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    return page


@pytest.fixture
def shift(commune_union, secretary: User) -> Shift:
    start = timezone.now() - timedelta(hours=1)
    return make_activity(commune_union, secretary, shifts=[(start, start + timedelta(hours=4), 18)]).shifts.get()


@pytest.fixture
def signup(shift: Shift, volunteer: User) -> Signup:
    return make_signup(shift, volunteer)


def came(signup: Signup) -> CheckIn:
    return CheckIn.objects.create(signup=signup, scan_id=uuid4(), at=timezone.now(), method="qr")


def test_the_figures_count_who_came_and_left_by_shift(shift: Shift, signup: Signup, secretary: User) -> None:
    make_signup(shift, secretary)
    arrival = came(signup)
    CheckOut.objects.create(check_in=arrival, scan_id=uuid4(), at=timezone.now(), method="qr")
    figures = figures_of(shift.activity_id)
    assert figures["shifts"] == {str(shift.pk): {"arrived": 1, "left": 1, "taken": 2, "places": 18}}
    (latest,) = figures["latest"]
    assert latest["name"] == signup.person.full_name.split()[-1]


def test_the_figures_of_an_activity_without_shifts_are_empty(commune_union, secretary: User) -> None:
    activity = make_activity(commune_union, secretary, shifts=[])
    assert figures_of(activity.pk) == {"shifts": {}, "latest": []}


def test_a_ticket_opens_its_activity_and_grows_old(shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = signing.dumps(str(shift.activity_id), salt=tickets.SALT)
    assert tickets.activity_of(ticket) == str(shift.activity_id)
    assert tickets.activity_of(ticket + "x") is None
    monkeypatch.setattr(tickets, "SECONDS", -1)
    assert tickets.activity_of(ticket) is None


def test_without_a_stream_a_page_only_asks(shift: Shift, settings: Any) -> None:
    settings.LIVE_URL = ""
    assert tickets.stream_of(shift.activity_id) == ""
    settings.LIVE_URL = "http://127.0.0.1:8001"
    assert tickets.stream_of(shift.activity_id).startswith("http://127.0.0.1:8001/live/")


class TestPages:
    def test_who_may_read_attendance_gets_figures_and_a_ticket(
        self, shift: Shift, secretary: User, volunteer: User, sign_in: Callable[[User], Client], settings: Any
    ) -> None:
        settings.LIVE_URL = "http://127.0.0.1:8001"
        address = reverse("screen:figures", args=[shift.activity_id])
        answer = sign_in(secretary).get(address).json()
        assert answer["now"] == figures_of(shift.activity_id)
        assert tickets.activity_of(answer["stream"].rsplit("/", 1)[1]) == str(shift.activity_id)
        assert sign_in(volunteer).get(address).status_code == 404

    def test_the_big_screen_shows_given_names_in_as_many_queries_for_many(
        self,
        shift: Shift,
        signup: Signup,
        secretary: User,
        sign_in: Callable[[User], Client],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        browser, address = sign_in(secretary), reverse("screen:big", args=[shift.pk])
        came(signup)
        browser.get(address)
        with django_assert_num_queries(5) as seen:
            page = browser.get(address).content.decode()
        assert signup.person.full_name not in page
        assert signup.person.full_name.split()[-1] in page
        for number in range(5):
            came(make_signup(shift, make_user(f"nguoi{number}@x.example", "Nông Văn Sáu")))
        with django_assert_num_queries(len(seen)):
            assert browser.get(address).content.decode().count("data-one=") == 6


class TestTheStream:
    @pytest.fixture
    def live(self, committed_db: str) -> app.Live:
        made = app.Live()
        made.hub = hub.Hub(committed_db, most=3)
        return made

    def path(self, activity: Activity) -> str:
        return tickets.PATH + signing.dumps(str(activity.pk), salt=tickets.SALT)

    @pytest.mark.parametrize(
        ("path", "origin", "method", "status"),
        [
            ("/live/forged", site.BASE_URL, "GET", 403),
            ("/elsewhere", site.BASE_URL, "GET", 404),
            ("/live/forged", site.BASE_URL, "POST", 404),
            ("/live/forged", "https://other.example", "GET", 403),
        ],
    )
    def test_others_do_not_get_in(self, path: str, origin: str, method: str, status: int) -> None:
        page = asyncio.run(closed(Page(path, origin=origin, method=method), app.Live()))
        assert page.status == status
        assert (b"access-control-allow-origin", site.BASE_URL.encode()) in page.sent[0]["headers"]

    def test_a_page_hears_of_an_arrival_and_of_many_at_once_only_once_a_second(self, live: app.Live, shift: Shift, signup: Signup) -> None:
        others = [make_signup(shift, make_user(f"nguoi{number}@x.example", "Nông Văn Sáu")) for number in range(5)]

        async def listening() -> Page:
            page = Page(self.path(shift.activity))
            running = asyncio.create_task(live(page.scope, page.receive, page.send))
            await page.until(1)
            await asyncio.to_thread(arrive_apart, signup)
            await page.until(2)
            await asyncio.to_thread(arrive_apart, *others)
            await page.until(3)
            page.gone.set()
            await running
            assert live.hub
            assert (live.hub.count, live.hub.rooms) == (0, {})
            await live.hub.close()
            return page

        page = asyncio.run(listening())
        assert [figures["shifts"][str(shift.pk)]["arrived"] for figures in page.figures] == [0, 1, 6]

    def test_more_listeners_cost_no_more_looks(self, live: app.Live, shift: Shift, signup: Signup) -> None:
        looks = 0

        async def listening() -> None:
            nonlocal looks
            assert live.hub
            ask = live.hub.ask

            async def counted(activity: str) -> str:
                nonlocal looks
                looks += 1
                return await ask(activity)

            live.hub.ask = counted  # type: ignore[method-assign]
            pages = [Page(self.path(shift.activity)) for _ in range(3)]
            running = [asyncio.create_task(live(page.scope, page.receive, page.send)) for page in pages]
            await asyncio.gather(*(page.until(1) for page in pages))
            await asyncio.to_thread(arrive_apart, signup)
            await asyncio.gather(*(page.until(2) for page in pages))
            full = await closed(Page(self.path(shift.activity)), live)
            assert full.status == 503
            for page in pages:
                page.gone.set()
            await asyncio.gather(*running)
            await live.hub.close()

        asyncio.run(listening())
        assert looks <= 3

    def test_a_quiet_stream_beats_and_a_long_one_ends(self, live: app.Live, shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(app, "HEARTBEAT_SECONDS", 0.2)
        monkeypatch.setattr(app, "LONGEST_SECONDS", 2)
        page = asyncio.run(listened(self.path(shift.activity), live))
        assert any(message.get("body") == b":\n\n" for message in page.sent)
        assert page.sent[-1]["more_body"] is False


def arrive_apart(*signups: Signup) -> None:
    """As another process does: on a connection of its own."""
    try:
        for signup in signups:
            came(signup)
    finally:
        connection.close()
