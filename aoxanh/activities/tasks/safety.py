"""What safety does by itself: reminding who has not read, and whoever left an incident open."""

from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from aoxanh.activities.letters import safety as letters
from aoxanh.activities.queries.incidents import forgotten, handlers
from aoxanh.activities.queries.safety import to_remind

EVENING = (time(18), time(21))


def is_quiet(at: time) -> bool:
    """Whether nobody is written to at that hour of Viet Nam, save when somebody is in danger."""
    dusk, dawn = map(time.fromisoformat, settings.QUIET_HOURS)
    return at >= dusk or at < dawn


@app.periodic(cron="*/20 * * * *")
@app.task(name="activities.remind_unread", queueing_lock="activities.remind_unread")
def remind_unread(timestamp: int) -> None:
    """The evening before: whoever has a place tomorrow and has not read the briefing, each once for each version."""
    first, last = EVENING
    if first <= timezone.localtime().time() < last:
        letters.briefing_unread(to_remind().iterator(1000))


@app.periodic(cron="35 * * * *")
@app.task(name="activities.remind_open_incidents", queueing_lock="activities.remind_open_incidents")
def remind_open_incidents(timestamp: int) -> None:
    """Incidents about which nobody did anything for a day, the unit above from the third day on; by day only."""
    if is_quiet(timezone.localtime().time()):
        return
    late = timezone.now() - timedelta(hours=3 * settings.INCIDENT_REMINDER_HOURS)
    for incident in forgotten():
        letters.still_open(incident, handlers(incident.unit, above=incident.last_at < late))
