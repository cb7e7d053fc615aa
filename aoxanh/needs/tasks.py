"""What is looked after behind the pages: days that are over, needs and reports that nobody has touched."""

from procrastinate.contrib.django import app

from aoxanh.kit.dates import today
from aoxanh.needs.actions import chase, forget_reporters, lapse_needs, recount_needs, reroute_reports
from aoxanh.needs.actions.chasing import let_rules_hold


@app.periodic(cron="10 * * * *")
@app.task(name="needs.lapse", queueing_lock="needs.lapse", lock="needs.lapse")
def lapse(timestamp: int) -> None:
    """Needs whose activities are over are counted anew; then those end whose last day has gone by."""
    recount_needs()
    lapse_needs(today())


@app.periodic(cron="15 * * * *")
@app.task(name="needs.chase", queueing_lock="needs.chase", lock="needs.chase")
def ask_after(timestamp: int) -> None:
    """Needs that nobody has touched for long, each once a day; by night nobody is asked."""
    let_rules_hold()
    chase()


@app.periodic(cron="35 * * * *")
@app.task(name="needs.reports", queueing_lock="needs.reports", lock="needs.reports")
def look_after_reports(timestamp: int) -> None:
    reroute_reports()


@app.periodic(cron="30 3 * * *")
@app.task(name="needs.forget", queueing_lock="needs.forget")
def forget(timestamp: int) -> None:
    """Names and numbers of those who reported, some time after they were answered."""
    forget_reporters()
