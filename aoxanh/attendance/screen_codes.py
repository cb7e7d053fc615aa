"""The code on a kiosk screen: which activity, and a signature that only this half minute has.

The server alone makes and reads it, so the clocks of the screen and of the phone that scans it do not matter.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from aoxanh.attendance.models import SelfCheckIn

SALT = "aoxanh.attendance.screen_codes"
STEP_SECONDS = 30
STEPS = (0, -1)
"""The step that is shown, and the one before it: who scanned just before the change still gets through."""
ID_LENGTH, SIGNATURE_LENGTH = 32, 16


def code_of(ways: SelfCheckIn, at: datetime) -> str:
    """What the screen shows at that moment."""
    return f"{ways.pk.hex}{signature(ways, step_of(at))}"


def ways_of(code: str, at: datetime) -> SelfCheckIn | None:
    """The activity's ways whose screen shows the code, or did a step ago; None for one that is older, foreign or switched off."""
    try:
        pk = UUID(code[:ID_LENGTH])
    except ValueError:
        return None
    ways = SelfCheckIn.objects.select_related("activity__unit").filter(pk=pk, by_screen=True).first()
    if ways and any(constant_time_compare(code[ID_LENGTH:], signature(ways, step_of(at) + back)) for back in STEPS):
        return ways
    return None


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def signature(ways: SelfCheckIn, step: int) -> str:
    return salted_hmac(SALT, str(step), secret=ways.screen_key, algorithm="sha256").hexdigest()[:SIGNATURE_LENGTH]


def next_step_in(at: datetime) -> timedelta:
    """How long until the code changes."""
    return timedelta(seconds=(step_of(at) + 1) * STEP_SECONDS - at.timestamp())
