"""What is looked after behind the pages: results that are missing, consents that were taken back."""

from procrastinate.contrib.django import app

from aoxanh.records.actions import remind, watch_consents


@app.periodic(cron="25 * * * *")
@app.task(name="records.remind", queueing_lock="records.remind", lock="records.remind")
def ask_for_results(timestamp: int) -> None:
    """Activities that are over and not recorded, each at its times; by night nobody is asked."""
    remind()


@app.periodic(cron="*/5 * * * *")
@app.task(name="records.watch_consents", queueing_lock="records.watch_consents", lock="records.watch_consents")
def look_after_pictures(timestamp: int) -> None:
    """Pages leave a picture out the moment somebody in it no longer agrees; here its file goes too, and the unit is told."""
    watch_consents()
