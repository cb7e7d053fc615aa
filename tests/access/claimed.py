"""What the matrix walks on of hours: a turn that is counted, and a claim of the volunteer that waits."""

from typing import Any
from uuid import uuid4

from aoxanh.activities.models import Signup
from aoxanh.attendance.models import HoursClaim
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.people.models import Person


def claimed_of(unit: Unit, person: Person) -> dict[str, Any]:
    claim = HoursClaim.objects.create(
        kind="self_reported",
        person=person,
        unit=unit,
        title="Dọn bùn",
        place="Khòn Nọi",
        on=today(),
        minutes=120,
        reason="Lũ về đêm.",
        witness="Ông Páo",
        request_id=uuid4(),
        by=person.user,
    )
    return {"pdf": "pdf", "turn": Signup.objects.filter(person=person, hours__isnull=False)[0], "hours_claim": claim}
