"""How states of an activity are called and shown."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Activity

Status = Activity.Status


@dataclass(frozen=True)
class State:
    """`tone` is a tone of kit's `state`, `icon` a Lucide icon of kit, `group` the heading over many in a list."""

    tone: str
    icon: str
    label: Promise
    group: Promise


STATES: dict[str, State] = {
    Status.RETURNED: State("ask", "undo-2", _("Returned"), _("Returned, to be changed")),
    Status.DRAFT: State("off", "file-pen", _("Draft"), _("Drafts")),
    Status.SUBMITTED: State("own", "hourglass", _("Waits for approval"), _("Waiting for approval")),
    Status.ENDORSED: State("own", "hourglass", _("Waits for the next level"), _("Approved once, waiting for the next level")),
    Status.OPEN: State("ok", "circle-check", _("Open for sign-up"), _("Open and ahead")),
    Status.POSTPONED: State("ask", "calendar-clock", _("Postponed"), _("Postponed")),
    Status.CLOSED: State("ask", "camera", _("Over, not recorded"), _("Over, results not recorded")),
    Status.RECORDED: State("ok", "badge-check", _("Recorded"), _("Recorded")),
    Status.CANCELLED: State("bad", "ban", _("Cancelled"), _("Cancelled")),
    Status.WITHDRAWN: State("off", "ban", _("Withdrawn"), _("Withdrawn before they opened")),
}

MOVES: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.OPEN, Status.WITHDRAWN}),
    Status.SUBMITTED: frozenset({Status.ENDORSED, Status.OPEN, Status.RETURNED, Status.WITHDRAWN}),
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.OPEN, Status.WITHDRAWN}),
    Status.ENDORSED: frozenset({Status.ENDORSED, Status.OPEN, Status.RETURNED, Status.WITHDRAWN}),
    Status.OPEN: frozenset({Status.POSTPONED, Status.CLOSED, Status.RECORDED, Status.CANCELLED}),
    Status.POSTPONED: frozenset({Status.OPEN, Status.CANCELLED}),
    Status.CLOSED: frozenset({Status.RECORDED}),
    Status.RECORDED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}
"""Where each state may lead. DRAFT and RETURNED lead to OPEN at once where no level above has to agree."""

FULL = State("own", "users", _("Full"), _("Open and ahead"))
RUNNING = State("ok", "activity", _("Taking place now"), _("Open and ahead"))

RESUMED = "resumed"
STEPS: dict[str, State] = STATES | {
    Status.ENDORSED: State("own", "check", _("Agreed, the next level decides"), _("Open and ahead")),
    RESUMED: State("ok", "calendar-plus", _("Open again, with new days"), _("Open and ahead")),
}
"""The same as steps of a history: what was done, where that is not the state it led to."""

ROAD = (
    (_("Written"), (Status.DRAFT, Status.RETURNED)),
    (_("Approval"), (Status.SUBMITTED, Status.ENDORSED)),
    (_("Open for sign-up"), (Status.OPEN, Status.POSTPONED)),
    (_("Results"), (Status.CLOSED,)),
    (_("Recorded"), (Status.RECORDED,)),
)
"""The steps of an activity that goes well."""


def state_of(activity: Activity, *, free: int | None = None) -> State:
    """Its state as people see it: an open one that is over waits for its results; one takes place now; with no place `free` it is full."""
    if activity.status != Status.OPEN:
        return STATES[activity.status]
    if activity.is_over:
        return STATES[Status.CLOSED]
    if activity.is_running:
        return RUNNING
    return FULL if free == 0 else STATES[Status.OPEN]


def place_on_road(activity: Activity) -> int:
    """The step where it stands, from 1; past the last when it is recorded, 0 when it was called off."""
    if activity.status == Status.RECORDED:
        return len(ROAD) + 1
    status = Status.CLOSED if activity.status == Status.OPEN and activity.is_over else activity.status
    return next((number for number, (_label, states) in enumerate(ROAD, 1) if status in states), 0)
