"""What is looked after behind the pages: no child keeps a place without a consent, or at hours that the age does not allow."""

from uuid import UUID

from procrastinate.contrib.django import app

from aoxanh.activities.actions.contents import RECHECK
from aoxanh.activities.actions.minors import give_back_misfit, release_unconsented
from aoxanh.activities.actions.spots import weigh_map
from aoxanh.activities.queries.minors import children_who_lost_consent, minors_in_shift
from aoxanh.activities.tasks.life import open_waves, settle_answers
from aoxanh.activities.tasks.safety import remind_open_incidents, remind_unread
from aoxanh.activities.tasks.waiting import expire, tell_misfits

__all__ = ["expire", "open_waves", "remind_open_incidents", "remind_unread", "settle_answers", "tell_misfits"]


@app.periodic(cron="25 * * * *")
@app.task(name="activities.release_unconsented", queueing_lock="activities.release_unconsented")
def release_places_without_consent(timestamp: int) -> None:
    for child in children_who_lost_consent():
        release_unconsented(child)


@app.task(name=RECHECK)
def recheck_minors(shift_id: str) -> None:
    """After the hours of a shift moved."""
    for signup in minors_in_shift(UUID(shift_id)):
        give_back_misfit(signup)


@app.periodic(cron="* * * * *")
@app.task(name="activities.weigh_map", queueing_lock="activities.weigh_map")
def weigh_map_now(timestamp: int) -> None:
    """Sign-ups leave the map alone, so that they stay quick: it learns of them within a minute."""
    weigh_map()
