"""Events whose day has come."""

from procrastinate.contrib.django import app

from aoxanh.kit.dates import today
from aoxanh.org.actions.reorganisations import take_effect
from aoxanh.org.models import Reorganisation


@app.periodic(cron="5 0 * * *")
@app.task(name="org.take_effect", queueing_lock="org.take_effect")
def take_effect_today(timestamp: int) -> None:
    """Every decided event whose day has come, the earliest first, each in a transaction of its own."""
    for event in Reorganisation.objects.filter(state=Reorganisation.State.DECIDED, on__lte=today()).order_by("on", "decided_at"):
        take_effect(event)
