"""What happens every night."""

from procrastinate.contrib.django import app

from aoxanh.people.actions.retention import run_rules


@app.periodic(cron="10 3 * * *")
@app.task(name="people.retain", queueing_lock="people.retain")
def retain(timestamp: int) -> None:
    """Rules of retention, each once."""
    run_rules()
