"""What the clock does for waiting lists: offers whose time is over go to the next, lists of shifts that began are closed, wishes to swap
come true where a place is free.
"""

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from aoxanh.activities.actions.offers import lapse, withdraw
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.actions.swaps import serve
from aoxanh.activities.actions.waiting import end, leave
from aoxanh.activities.letters.waiting import no_longer_fits_role
from aoxanh.activities.models import Shift
from aoxanh.activities.queries.misfits import misfits
from aoxanh.activities.queries.waiting import shifts_begun_with_waiting, shifts_to_look_at, strays


@app.periodic(cron="* * * * *")
@app.task(name="activities.expire", queueing_lock="activities.expire")
def expire(timestamp: int) -> None:
    """Also finds places that came free in a way that told nobody, and people who may have a place now and could not before."""
    for shift_id in shifts_to_look_at():
        if not lapse(shift_id):
            promote(shift_id)
    for shift_id in shifts_begun_with_waiting():
        end(Shift.objects.get(pk=shift_id), why="begun", reason=_("The shift began."), by=None)
    serve()
    settle_strays()


def settle_strays() -> None:
    """Who has the place already neither waits for it nor is asked."""
    waitings, offers = strays()
    for waiting in waitings:
        leave(waiting, by=None)
    withdraw(offers, reason="", by=None, tells=False)


@app.periodic(cron="40 6 * * *")
@app.task(name="activities.tell_misfits", queueing_lock="activities.tell_misfits")
def tell_misfits(timestamp: int) -> None:
    """Places in roles whose skill is gone: told once, to both sides."""
    for signup in misfits():
        no_longer_fits_role(signup)
