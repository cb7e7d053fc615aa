"""What the clock does for shifts: waves open, and answers that did not come are settled."""

from procrastinate.contrib.django import app

from aoxanh.activities.actions.answers import lapse_unanswered
from aoxanh.activities.actions.waves import release_due_waves


@app.periodic(cron="* * * * *")
@app.task(name="activities.open_waves", queueing_lock="activities.open_waves")
def open_waves(timestamp: int) -> None:
    release_due_waves()


@app.periodic(cron="*/5 * * * *")
@app.task(name="activities.settle_answers", queueing_lock="activities.settle_answers")
def settle_answers(timestamp: int) -> None:
    """Only where the setting gives back the places of who does not answer."""
    lapse_unanswered()
