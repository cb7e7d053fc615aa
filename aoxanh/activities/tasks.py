"""What is looked after every hour: no child keeps a place without a consent."""

from procrastinate.contrib.django import app

from aoxanh.activities.actions.minors import release_unconsented
from aoxanh.activities.queries.minors import children_who_lost_consent


@app.periodic(cron="25 * * * *")
@app.task(name="activities.release_unconsented", queueing_lock="activities.release_unconsented")
def release_places_without_consent(timestamp: int) -> None:
    for child in children_who_lost_consent():
        release_unconsented(child)
