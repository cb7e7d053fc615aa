"""What follows an activity by itself: thanks with the three questions, and a kind word to who was not seen. By day only."""

from django.utils import timezone
from procrastinate.contrib.django import app

from aoxanh.activities.tasks.safety import is_quiet
from aoxanh.attendance.actions.feedback import thank
from aoxanh.attendance.queries.feedback import absent_lately, to_thank
from aoxanh.attendance.thank_you import missed


@app.periodic(cron="15 * * * *")
@app.task(name="attendance.thank", queueing_lock="attendance.thank")
def thank_people(timestamp: int) -> None:
    """Each activity once: when all is settled, or a day after its end."""
    if not is_quiet(timezone.localtime().time()):
        for activity in to_thank():
            thank(activity, by=None)


@app.periodic(cron="45 * * * *")
@app.task(name="attendance.ask_absent", queueing_lock="attendance.ask_absent")
def ask_absent(timestamp: int) -> None:
    """Each absence once."""
    if not is_quiet(timezone.localtime().time()):
        missed(absent_lately().iterator(1000))
