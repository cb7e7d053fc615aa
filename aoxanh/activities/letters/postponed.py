"""What people hear when days are off, when there are new ones, and when new hours collide with another place of theirs."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from aoxanh.activities.letters import Letter, because, link, to_holder, when, where
from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.parts.when import clock, day


def postponed(activity: Activity, signups: Iterable[Signup], reason: str, *, step: str) -> None:
    """The days are off, the places stay."""
    for signup in signups:

        def write(signup: Signup = signup) -> Letter:
            text = _("It does not take place %(when)s. There is no new day yet: you keep your place and will be asked once there is one.")
            give = _("You would rather not wait? Leave your place to somebody else: %(link)s") % {"link": link("signup:answer", signup.pk)}
            return _("Postponed: %(title)s") % {"title": activity.title}, [text % {"when": when(signup.shift)}, because(reason), give]

        to_holder(signup, f"activities.postponed:{step}", write)


def new_days(activity: Activity, signups: Iterable[Signup], *, until: datetime, step: str) -> None:
    """The new hours, and the question."""
    for signup in signups:

        def write(signup: Signup = signup) -> Letter:
            now = _("New day: %(when)s") % {"when": when(signup.shift)}
            ask = _("Do you still come? Say it by %(clock)s on %(day)s: %(link)s")
            facts = {"clock": clock(until), "day": day(until).lower(), "link": link("signup:answer", signup.pk)}
            return _("Do you still come? %(title)s") % {"title": activity.title}, [now, where(activity), ask % facts]

        to_holder(signup, f"activities.new_days:{step}", write)


def clash(signups: Iterable[Signup], *, step: str) -> None:
    """The hours moved onto another place of theirs: they say which one stays."""
    for signup in signups:

        def write(signup: Signup = signup) -> Letter:
            now = _("Now: %(when)s") % {"when": when(signup.shift)}
            ask = _("You have another place at these hours. Say which one you keep: %(link)s") % {"link": link("signup:answer", signup.pk)}
            return _("Two places at the same hours: %(title)s") % {"title": signup.shift.activity.title}, [now, ask]

        to_holder(signup, f"activities.clash:{step}", write)
