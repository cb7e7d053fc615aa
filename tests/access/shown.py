"""What the matrix walks on of a person's record: a paper, a link, a board of honour, and an answer to the three questions."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from aoxanh.accounts.models import User
from aoxanh.attendance.models import Feedback, FeedbackTicket, Thanks
from aoxanh.kit.dates import during, today
from aoxanh.recognition.models import HonourBoard, RecordPaper, Share
from tests.cast import make_activity, make_signup, noon


def shown_of(things: SimpleNamespace, volunteer: User, secretary: User) -> dict[str, Any]:
    unit, over = things.activity.unit, things.over
    past = make_activity(unit, secretary, shifts=[(noon(-2), noon(-2) + timedelta(hours=2), 9)])
    Thanks.objects.create(activity=over, people=1)
    return {
        "honour": "honour",
        "record_paper": RecordPaper.objects.create(
            person=volunteer.person, code="BCDFGHJKMNPQ", contents={"name": "Vi Thị Hạnh"}, request_id=uuid4()
        ),
        "share": Share.objects.create(person=volunteer.person, key="k" * 43, shows_total=True),
        "board": HonourBoard.objects.create(
            unit=unit, during=during(date(today().year, 1, 1), today() + timedelta(days=1)), minutes=60, request_id=uuid4(), by=secretary
        ),
        "absent": make_signup(past.shifts.get(), volunteer, outcome="absent"),
        "ticket": FeedbackTicket.objects.create(signup=over.shifts.get().signups.get(), key="t" * 43),
        "voice": Feedback.objects.create(activity=over, safe="yes", useful="yes", again="yes", words="Vui."),
    }
