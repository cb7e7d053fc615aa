"""What a phone without signal keeps and hands in."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.activities.passes import pass_text
from aoxanh.attendance.actions.devices import prepare_device
from aoxanh.attendance.actions.handing_in import Answered, hand_in
from aoxanh.attendance.batches.reading import read_batch
from aoxanh.attendance.models import Device
from tests.attendance.conftest import at

type Row = dict[str, Any]


def scan(signup: Signup | None, by: User, when: datetime | None = None, **facts: Any) -> Row:
    """An arrival by the pass at 07:02, unless told otherwise."""
    given = {
        "id": str(uuid4()),
        "kind": "in",
        "shift": str(signup.shift_id) if signup else None,
        "signup": str(signup.pk) if signup else None,
        "text": pass_text(signup) if signup else "",
        "method": "qr",
        "device_at": (when or at("07:02")).isoformat(),
        "by": str(by.pk),
        "details": {},
    }
    return given | facts


def body(device: UUID, rows: Iterable[Row], *, sent_at: datetime, **facts: Any) -> Row:
    return {"device": str(device), "version": "1", "sent_at": sent_at.isoformat(), "waiting": 0, "scans": list(rows)} | facts


def phone(by: User, prepared_at: datetime | None = None) -> Device:
    """A phone that was prepared at five in the morning."""
    return prepare_device(uuid4(), name="Điện thoại của Hà", version="1", at=prepared_at or at("05:00"), by=by)


def send(device: Device, rows: Iterable[Row], by: User, when: datetime | None = None, *, clock: datetime | None = None) -> list[Answered]:
    """Hand in at noon, by a clock that is right, unless told otherwise."""
    received = when or at("12:00")
    batch = read_batch(json.dumps(body(device.pk, rows, sent_at=clock or received)).encode())
    return hand_in(batch, at=received, by=by).answers


def verdicts(answers: Iterable[Answered]) -> list[str]:
    return [answer.verdict for answer in answers]
