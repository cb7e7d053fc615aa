"""Phones that come back from a day without signal: 5,000 scans in one request, the same again, and 20 phones at once."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.passes import pass_text
from aoxanh.attendance.models import CheckIn, Scan
from benchmarks import checkin_ground as ground
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database, serving, signed_in
from benchmarks.load import Load, Request, load

SHIFTS, PASSES, PHONES = 16, 1000, 20
BIG, EACH = 5000, 500
OK = 200


def run() -> Iterator[Figure]:
    """16 shifts of 1,000 people. One phone hands in 5,000 arrivals by passes; then 20 phones with 500 each, of which 10 saw the same people
    as the other 10; then all of it again, by two tabs at once."""
    with scratch_database() as database:
        _scans, officers = ground.doors(SHIFTS, PASSES, PHONES)
        shifts = list(Shift.objects.filter(places=PASSES).order_by("id"))
        signups = list(Signup.objects.filter(shift__in=shifts).order_by("id"))
        now = timezone.now()
        big = request_of(signups[:BIG], officers[0], now)
        rest = signups[BIG:]
        phones = [request_of(rest[number % 10 * EACH :][:EACH], officers[number], now) for number in range(PHONES)]
        with serving(database) as site:
            load(site, [request_of(signups[-5:], officers[0], now)] * 4, clients=2)
            once, again = (seconds_of(site, [big], 1) for _ in range(2))
            together = seconds_of(site, phones, PHONES)
            twice = seconds_of(site, [big, big], 2)
        arrived, kept = CheckIn.objects.filter(signup__shift__in=shifts).count(), Scan.objects.count()
    for measured in (once, again, together, twice):
        assert set(measured.statuses) == {OK}, measured.statuses
    assert verdicts(once) == {"recorded": BIG} == verdicts(again), verdicts(once)
    assert (arrived, kept) == (BIG + EACH * 10 + 5, BIG + EACH * PHONES + 5)
    yield Figure("seconds_5000", once.seconds, "s", "≤ 2")
    yield Figure("cpu_seconds_5000", once.cpu_seconds, "s")
    yield Figure("seconds_resent", again.seconds, "s", "≤ 1")
    yield Figure("seconds_20_phones", together.seconds, "s")
    yield Figure("slowest_of_20_phones", together.percentile(100), "s")
    yield Figure("seconds_two_tabs", twice.seconds, "s")


def request_of(signups: list[Signup], officer: Any, now: datetime) -> Request:
    rows = [
        {
            "id": str(uuid4()),
            "kind": "in",
            "shift": str(signup.shift_id),
            "signup": str(signup.pk),
            "text": pass_text(signup),
            "method": "qr",
            "device_at": (now - timedelta(seconds=3000 - number % 3000)).isoformat(),
            "by": str(officer.pk),
            "details": {},
        }
        for number, signup in enumerate(signups)
    ]
    body = {"device": str(uuid4()), "name": "Điện thoại", "version": "1", "sent_at": now.isoformat(), "waiting": 0, "scans": rows}
    headers = signed_in(officer) | {"Content-Type": "application/json"}
    return Request(reverse("attendance:phone_send"), "POST", headers, json.dumps(body).encode())


def seconds_of(site: Any, requests: list[Request], clients: int) -> Load:
    time.sleep(1)
    return load(site, requests, clients=clients)


def verdicts(measured: Load) -> dict[str, int]:
    return dict(Counter(answer["verdict"] for one in measured.answers for answer in json.loads(one.body)["answers"]))
