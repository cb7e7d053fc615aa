"""Check-ins over HTTP: 16 phones of 16 officers scan the passes of 24 shifts, as the check-in page sends them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from benchmarks import checkin_ground as ground
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database, serving, signed_in
from benchmarks.load import Load, Request, load

CLIENTS = 16
SHIFTS = 24
PASSES = 250
OK = 200


def run() -> Iterator[Figure]:
    """24 shifts of 250 people: 6,000 scans, each of a pass that nobody scanned before; 5,000 arrivals of last week."""
    with scratch_database() as database:
        scans, officers = ground.doors(SHIFTS, PASSES, CLIENTS)
        statements = ground.statements(scans.pop(), officers[0])
        headers = [signed_in(officer) for officer in officers]
        requests = [request_of(address, text, headers[number % CLIENTS]) for number, (address, text) in enumerate(scans)]
        with serving(database) as site:
            load(site, requests[:200], clients=4)
            measured = load(site, requests[200:], clients=CLIENTS)
        check(measured)
    yield Figure("per_second", measured.per_second, "/s", "≥ 300")
    yield Figure("p95_ms", measured.percentile(95) * 1000, "ms")
    yield Figure("cpu_ms", measured.cpu_ms, "ms", "≤ 4")
    yield Figure("statements", statements, "", "≤ 5")


def request_of(address: str, text: str, headers: dict[str, str]) -> Request:
    body = {"scan_id": str(uuid4()), "pass_text": text, "device_at": (timezone.now() + timedelta(seconds=3)).isoformat()}
    return Request(address, "POST", headers | {"Content-Type": "application/json"}, json.dumps(body).encode())


def check(measured: Load) -> None:
    """Every scan was welcomed, or the figures mean nothing."""
    assert set(measured.statuses) == {OK}, measured.statuses
    assert all(json.loads(answer.body)["kind"] == "ok" for answer in measured.answers)
