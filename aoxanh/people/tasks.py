"""What happens every night."""

from procrastinate.contrib.django import app

from aoxanh.people.actions.retention import run_rules
from aoxanh.people.spelling import count_words
from aoxanh.people.sweep import sweep


@app.periodic(cron="10 3 * * *")
@app.task(name="people.retain", queueing_lock="people.retain")
def retain(timestamp: int) -> None:
    """Rules of retention, each once."""
    run_rules()


@app.periodic(cron="40 3 * * *")
@app.task(name="people.look_alike", queueing_lock="people.look_alike")
def look_alike(timestamp: int) -> None:
    """The words of names counted anew, then everybody compared with everybody who may be the same person."""
    count_words()
    sweep()
