"""Where an account is signed in: a device is a session that says from which browser and network it was last seen."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from aoxanh.accounts.models import Session, User
from aoxanh.accounts.sessions import SessionStore
from aoxanh.kit.addresses import network, visitor_ip

KEY = "device"
AGENT_SIGNS = 300
LOOK_AGAIN = 60 * 60

BROWSERS = (
    (r"\bZalo\b", "Zalo"),
    (r"FBAN|FBAV|FB_IAB", "Facebook"),
    (r"\bEdg(A|iOS)?/", "Edge"),
    (r"\bOPR/|\bOPT/", "Opera"),
    (r"\bcoc_coc_browser/", "Cốc Cốc"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bFirefox/|\bFxiOS/", "Firefox"),
    (r"Chrome/|\bCriOS/|\bChromium/", "Chrome"),
    (r"\bSafari/", "Safari"),
)
SYSTEMS = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bWindows\b", "Windows"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bMac OS X\b", "macOS"),
    (r"\bLinux\b", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One line of the list. `ref` names it in addresses without telling the session's key."""

    ref: str
    words: str
    network: str
    seen_at: datetime | None
    is_this: bool
    is_phone: bool


class Devices:
    """Middleware, inside sessions: notes once an hour that a signed-in device was seen. It never makes a page look at the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and (seen := request.session.get(KEY, {}).get("seen")) and seen < time.time() - LOOK_AGAIN:
            note(request)
        return response


def note(request: HttpRequest) -> None:
    """Write into the session what this device is, where, and when."""
    agent = request.headers.get("User-Agent", "")[:AGENT_SIGNS]
    request.session[KEY] = {"agent": agent, "network": network(visitor_ip(request)), "seen": int(time.time())}


def devices_of(user: User, *, current: str | None) -> list[Device]:
    """Where the account is signed in, the present device first, then by when it was seen; one query."""
    rows = Session.objects.filter(user_id=user.pk, expire_date__gt=timezone.now())
    found = [device(row, is_this=row.session_key == current) for row in rows]
    return sorted(found, key=lambda one: (one.is_this, one.seen_at or datetime.min.replace(tzinfo=UTC)), reverse=True)


def device(row: Session, *, is_this: bool) -> Device:
    facts = SessionStore().decode(row.session_data).get(KEY, {})
    agent, seen = facts.get("agent", ""), facts.get("seen")
    return Device(
        ref=ref(row.session_key),
        words=in_words(agent),
        network=facts.get("network", ""),
        seen_at=datetime.fromtimestamp(seen, UTC) if seen else None,
        is_this=is_this,
        is_phone=bool(re.search(r"Mobi|Android|iPhone", agent)),
    )


def ref(session_key: str) -> str:
    return salted_hmac("aoxanh.accounts.devices", session_key, algorithm="sha256").hexdigest()[:20]


def in_words(agent: str) -> str:
    """ "Chrome trên Android", from what the browser says it is."""
    browser, system = first(BROWSERS, agent), first(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
