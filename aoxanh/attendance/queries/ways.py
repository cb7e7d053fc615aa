"""What a poster or a screen leads to: whose turns, which shifts of the day, who has just come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, QuerySet

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.activities.policies.places import at_hand, by_key
from aoxanh.attendance.models import CheckIn, SelfCheckIn
from aoxanh.attendance.queries import arrivals, passes
from aoxanh.attendance.rules import EARLY, LATE, arrival_of, leaving_of

READY, IN, OUT, EARLIER, OVER = "ready", "in", "out", "earlier", "over"
SHOWN_MINUTES = 120


@dataclass(frozen=True)
class Turn:
    """A place in a shift as its holder sees it now: to come, inside, gone, not open yet, or over."""

    signup: Signup
    state: str

    @property
    def opens_at(self) -> datetime:
        return self.signup.shift.starts_at - EARLY

    @property
    def is_open(self) -> bool:
        return self.state in {READY, IN}


def ways_by(**key: str) -> SelfCheckIn | None:
    """The ways whose poster or screen has the key, where that way is switched on."""
    is_on = {"by_poster": True} if "poster_key" in key else {"by_screen": True}
    return SelfCheckIn.objects.select_related("activity__unit").filter(**key, **is_on, activity__status__in=Activity.PUBLIC).first()


def turns_at_hand(user: User | AnonymousUser, activity: Activity, now: datetime, *, kept: tuple[UUID, str] | None = None) -> list[Turn]:
    """Confirmed places in the activity of the reader, of their children, and of the pass whose link this phone has opened (`kept`)."""
    whose = at_hand(user) | by_key(*kept) if kept else at_hand(user)
    found = passes().filter(whose, shift__activity=activity, status=Signup.Status.CONFIRMED).select_related("person__user")
    return [Turn(signup, state_of(signup, now)) for signup in found.order_by("shift__starts_at", "person__sort_key", "id")]


def state_of(signup: Signup, now: datetime) -> str:
    if leaving_of(signup):
        return OUT
    shift = signup.shift
    if now > shift.ends_at + LATE or signup.outcome == Signup.Outcome.ABSENT:
        return OVER
    if arrival_of(signup):
        return IN
    return EARLIER if now < shift.starts_at - EARLY else READY


def shifts_about(activity: Activity, now: datetime) -> QuerySet[Shift]:
    """Shifts of the activity that take check-ins now, with `arrived`."""
    open_now = Shift.objects.filter(activity=activity, starts_at__lte=now + EARLY, ends_at__gte=now - LATE)
    return open_now.annotate(arrived=arrivals(OuterRef("pk"))).order_by("starts_at", "id")


def just_come(activity: Activity, now: datetime, *, number: int = 5) -> QuerySet[CheckIn]:
    """The latest arrivals of the last two hours, the newest first, with their people."""
    recent = CheckIn.objects.filter(signup__shift__activity=activity, at__gt=now - timedelta(minutes=SHOWN_MINUTES))
    return recent.select_related("signup__person").order_by("-at", "-id")[:number]
