"""What a scan must satisfy. Each rule takes a sign-up as `queries.passes` loads it and raises `Refused` with its code and a sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.minors import CONSENT_MISSING, is_guarded
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.models import CheckIn, CheckOut
from aoxanh.kit.parts.when import clock, day, daymonth
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person

EARLY = timedelta(hours=2)
LATE = timedelta(hours=2)
OPEN_STATES = (Activity.Status.OPEN, Activity.Status.CLOSED)


@dataclass(frozen=True)
class Scan:
    """One act of scanning: its id and clock are the device's, `at` is when we received it, `here` the shift taken or None for its own,
    `by` None for a guest who checks themselves in, `was_near` whether a phone that was allowed to say so was at the place."""

    scan_id: UUID
    at: datetime
    method: str
    by: User | None
    device_at: datetime | None = None
    here: UUID | None = None
    was_near: bool | None = None

    @property
    def offset(self) -> timedelta | None:
        """How far the device's clock is ahead of ours, as far as a request can tell."""
        return self.device_at - self.at if self.device_at else None


type Rule = Callable[[Signup, Scan], None]


def obey(rules: Iterable[Rule], signup: Signup, scan: Scan) -> None:
    for rule in rules:
        rule(signup, scan)


def arrival_of(signup: Signup) -> CheckIn | None:
    return getattr(signup, "check_in", None)


def leaving_of(signup: Signup) -> CheckOut | None:
    return getattr(arrival_of(signup), "check_out", None)


def shift_name(shift: Shift) -> str:
    """ "Ca sáng 07:00–11:00"; without a name the hours alone."""
    return f"{shift.name} {shift.hours}".strip()


def is_of_this_shift(signup: Signup, scan: Scan) -> None:
    if scan.here is None or signup.shift_id == scan.here:
        return
    facts = {"activity": signup.shift.activity.title, "shift": shift_name(signup.shift), "day": daymonth(signup.shift.starts_at)}
    if Shift.objects.filter(pk=scan.here, activity=signup.shift.activity_id).exists():
        raise Refused("wrong_shift", _("Signed up for another shift: %(shift)s, %(day)s.") % facts)
    raise Refused("wrong_activity", _("Signed up for: %(activity)s, %(day)s.") % facts)


def is_confirmed(signup: Signup, scan: Scan) -> None:
    if signup.status != Signup.Status.CONFIRMED:
        raise Refused("not_confirmed", _("This place was given up. Whoever wants to join must sign up again."))


def is_running(signup: Signup, scan: Scan) -> None:
    if signup.shift.activity.status not in OPEN_STATES:
        raise Refused("not_running", _("The activity takes no check-ins any more: it was cancelled or its results are published."))


def not_already_in(signup: Signup, scan: Scan) -> None:
    if seen := arrival_of(signup):
        raise Refused("already_in", first_seen(seen))


def has_consent(signup: Signup, scan: Scan) -> None:
    if lacks_consent(signup):
        text = _("Under %(age)d, and no guardian agrees at present. Without consent nobody takes part.")
        call = guardian_to_call(signup.person)
        raise Refused(CONSENT_MISSING, " ".join([text % {"age": settings.GUARDIAN_UNDER_AGE}, *([call] if call else [])]))


def first_seen(seen: CheckIn) -> str:
    """When, by whom, and on which phone, where that is known: a picture of a pass that two people show is found out by this."""
    if not seen.by:
        return _("Checked in at %(time)s.") % {"time": clock(seen.at)}
    facts = {"time": clock(seen.at), "name": name_of(seen.by), "phone": seen.device.name if seen.device else ""}
    if facts["phone"]:
        return _("Checked in at %(time)s by %(name)s, on %(phone)s.") % facts
    return _("Checked in at %(time)s by %(name)s.") % facts


def lacks_consent(signup: Signup) -> bool:
    """`consented` comes with the pass, so that asking costs nothing; of adults it is not looked at."""
    return is_guarded(signup.person, signup.shift) and not signup.consented  # type: ignore[attr-defined]


def guardian_to_call(child: Person) -> str:
    """ "Call Lý Thị Mẩy: 0912 345 678." for the latest of whom a number is known; asked only where a child is turned away."""
    latest = child.guardianships.exclude(phone="").order_by("-id").first()
    return _("Call %(name)s: %(phone)s.") % {"name": latest.full_name, "phone": spoken(latest.phone)} if latest else ""


def not_noted_absent(signup: Signup, scan: Scan) -> None:
    if signup.outcome == Signup.Outcome.ABSENT:
        raise Refused("settled", _("The attendance of this activity is settled, and this place counts as absent."))


def not_too_early(signup: Signup, scan: Scan) -> None:
    opens = signup.shift.starts_at - EARLY
    if scan.at < opens:
        facts = {"time": clock(opens), "day": day(opens)}
        raise Refused("too_early", _("The shift takes check-ins from %(time)s, %(day)s.") % facts)


def not_too_late(signup: Signup, scan: Scan) -> None:
    if scan.at > signup.shift.ends_at + LATE:
        facts = {"time": clock(signup.shift.ends_at), "day": day(signup.shift.ends_at)}
        raise Refused("too_late", _("The shift ended at %(time)s, %(day)s. Check-ins end two hours after that.") % facts)


def has_arrived(signup: Signup, scan: Scan) -> None:
    if not arrival_of(signup):
        raise Refused("not_in", _("No arrival was recorded. Check in first, then check out."))


def not_already_out(signup: Signup, scan: Scan) -> None:
    if seen := leaving_of(signup):
        raise Refused("already_out", _("Checked out at %(time)s by %(name)s.") % {"time": clock(seen.at), "name": name_of(seen.by)})


def not_before_arrival(signup: Signup, scan: Scan) -> None:
    if scan.at < signup.check_in.at:
        raise Refused("out_before_in", _("This leaving is earlier than the arrival at %(time)s.") % {"time": clock(signup.check_in.at)})


def not_settled(signup: Signup, scan: Scan) -> None:
    if signup.hours.exists():
        raise Refused("settled", _("The hours of this turn are settled: they count to the end of the shift."))


def name_of(user: User | None) -> str:
    """Who took a scan; a guest has no account and took their own."""
    if user is None:
        return _("themselves")
    person = getattr(user, "person", None)
    return person.full_name if person else str(user)


CHECK_IN_RULES: tuple[Rule, ...] = (
    is_of_this_shift,
    is_confirmed,
    not_already_in,
    is_running,
    not_noted_absent,
    not_too_early,
    not_too_late,
    has_consent,
)
LATE_RULES: tuple[Rule, ...] = (is_confirmed, is_running, not_noted_absent, not_too_early, not_too_late)
"""What an arrival that is told of later is asked without asking the database anything; `batches.verdicts` asks the rest."""
CHECK_OUT_RULES: tuple[Rule, ...] = (is_of_this_shift, is_confirmed, has_arrived, not_already_out, not_before_arrival, not_settled)
