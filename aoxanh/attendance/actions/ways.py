"""How people of an activity check themselves in: what the organiser switches on, and what somebody does at the place."""

from datetime import datetime
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.actions.door import check_in, check_out
from aoxanh.attendance.models import CheckIn, CheckOut, Method, SelfCheckIn
from aoxanh.attendance.positions import Position
from aoxanh.attendance.rules import EARLY, LATE, OPEN_STATES, Scan, not_too_early
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions.consents import give_consent
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries.guardians import needs_guardian
from aoxanh.places.templatetags.places import distance

KEYS = ("poster_key", "screen_key")


def ways_of(activity: Activity, *, by: User) -> SelfCheckIn:
    """The activity's row, made with fresh keys and everything switched off where there is none."""
    made = {"poster_key": token_urlsafe(16), "screen_key": token_urlsafe(16), "by": by}
    return SelfCheckIn.objects.get_or_create(activity=activity, defaults=made)[0]


@transaction.atomic
def set_ways(activity: Activity, *, by_poster: bool, by_screen: bool, within_metres: int | None, by: User) -> SelfCheckIn:
    """Switch the ways on or off. Raises `not_running` for an activity that takes no check-ins any more."""
    if activity.status not in OPEN_STATES and (by_poster or by_screen):
        raise Refused("not_running", _("The activity takes no check-ins any more: it was cancelled or its results are published."))
    ways = SelfCheckIn.objects.select_for_update().get(pk=ways_of(activity, by=by).pk)
    wanted = {"by_poster": by_poster, "by_screen": by_screen, "within_metres": within_metres}
    changed = {name: value for name, value in wanted.items() if getattr(ways, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(ways, name, value)
        ways.save(update_fields=list(changed))
        record("attendance.ways_set", activity, by=by, unit_id=activity.unit_id, **wanted)
    return ways


@transaction.atomic
def renew_key(activity: Activity, *, key: str, by: User) -> SelfCheckIn:
    """A new `poster_key` or `screen_key`; the old one is dead at once."""
    ways = SelfCheckIn.objects.select_for_update().get(pk=ways_of(activity, by=by).pk)
    setattr(ways, key, token_urlsafe(16))
    ways.save(update_fields=[key])
    record("attendance.key_renewed", activity, by=by, unit_id=activity.unit_id, key=key)
    return ways


def arrive_by_oneself(
    signup: Signup, *, ways: SelfCheckIn, method: str, position: Position | None, holder: Person | None, scan_id: UUID, by: User | None
) -> CheckIn:
    """Record that somebody says they have come. `holder` is whose phone it is: their consent to being located is noted when they send
    a position. Raises `self_check_in_off`, `place_missing`, `too_far` and what `check_in` raises; then nothing of the position is kept.
    """
    now = timezone.now()
    refuse_closed(ways, method, signup, now)
    was_near = None
    if asks_place(ways, method):
        not_too_early(signup, Scan(scan_id, now, method, by))
        was_near = look_at_place(ways, position, holder, by=by)
    return check_in(signup, at=now, scan_id=scan_id, method=method, by=by, was_near=was_near)


def leave_by_oneself(signup: Signup, *, ways: SelfCheckIn, method: str, scan_id: UUID, by: User | None) -> CheckOut:
    """Record that somebody says they leave, and the hours. Raises `self_check_in_off`, `too_late`, and what `check_out` raises."""
    now = timezone.now()
    refuse_closed(ways, method, signup, now)
    if now > signup.shift.ends_at + LATE:
        raise Refused("too_late", _("The shift is long over. The organiser notes when you left."))
    return check_out(signup, at=now, scan_id=scan_id, method=method, by=by)


def asks_place(ways: SelfCheckIn, method: str) -> bool:
    return method == Method.POSTER and ways.within_metres is not None


def refuse_closed(ways: SelfCheckIn, method: str, signup: Signup, now: datetime) -> None:
    is_on = ways.by_poster if method == Method.POSTER else ways.by_screen
    if not is_on or signup.shift.activity_id != ways.activity_id:
        raise Refused("self_check_in_off", _("Nobody checks themselves in here. Go to the organiser."))


def look_at_place(ways: SelfCheckIn, position: Position | None, holder: Person | None, *, by: User | None) -> bool:
    """True; who is far away, does not say, or is too young to be asked alone goes to the organiser."""
    if position is None or holder is None or needs_guardian(holder):
        raise Refused("place_missing", _("Without your position the organiser checks you in: go to them with your pass or your code."))
    give_consent(holder, purpose=Consent.Purpose.LOCATION, channel="web", by=by)
    if not position.is_within(ways.within_metres or 0, ways.activity):
        away = distance(position.metres_from(ways.activity))
        text = _("Your phone says it is still %(distance)s from the place. Come nearer and press again, or go to the organiser.")
        raise Refused("too_far", text % {"distance": away})
    return True


def window_of(signup: Signup) -> tuple[datetime, datetime]:
    """From when until when one can check in."""
    return signup.shift.starts_at - EARLY, signup.shift.ends_at + LATE
