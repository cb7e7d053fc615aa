"""What this app holds of a person beside their places: waiting lists, questions whether they come, wishes to swap, groups."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.activities.models import Shift
from aoxanh.kit.dates import local
from aoxanh.people.dossier import Row, Section
from aoxanh.people.models import Person


def rows(person: Person) -> Iterable[Row]:
    """All in the order of the shifts; the steps of a waiting place go into the JSON."""
    found = [*waitings(person), *offers(person), *swaps(person), *parties(person)]
    return sorted(found, key=lambda row: (row["begins"], row["what"]))


def about(shift: Shift, what: str, state: object, **more: object) -> Row:
    start = local(shift.starts_at)
    facts = {"activity": shift.activity.title, "unit": shift.activity.unit.name, "when": start.strftime("%d/%m/%Y %H:%M")}
    return {**facts, "what": what, "state": str(state), "begins": start.isoformat(), **more}


def waitings(person: Person) -> Iterable[Row]:
    words = {
        "waiting": _("waits"),
        "offered": _("asked"),
        "taken": _("got the place"),
        "left": _("left the list"),
        "lapsed": _("did not answer"),
        "ended": _("list closed"),
    }
    for row in person.waitings.select_related("shift__activity__unit").prefetch_related("steps").order_by("shift__starts_at", "id"):
        steps = [
            {"at": step.at.isoformat(), "what": step.what, "reason": step.reason, "position": step.position} for step in row.steps.all()
        ]
        yield about(row.shift, _("waiting list"), words[row.status], number=row.number, steps=steps)


def offers(person: Person) -> Iterable[Row]:
    words = {
        "": _("not answered yet"),
        "accepted": _("said yes"),
        "declined": _("said no"),
        "lapsed": _("did not answer"),
        "withdrawn": _("taken back"),
    }
    for row in person.offers.select_related("shift__activity__unit").order_by("sent_at", "id"):
        yield about(row.shift, _("asked to come"), words[row.answer], source=row.source, sent=row.sent_at.isoformat(), reason=row.reason)


def swaps(person: Person) -> Iterable[Row]:
    for row in person.swaps.select_related("wanted__activity__unit").order_by("at", "id"):
        state = _("swapped") if row.signup_id else _("ended") if row.settled_at else _("waits")
        yield about(row.wanted, _("wish to swap"), state, asked=row.at.isoformat())


def parties(person: Person) -> Iterable[Row]:
    for row in person.parties.select_related("shift__activity__unit").order_by("at", "id"):
        yield about(row.shift, _("signed up a group"), row.name, at=row.at.isoformat())


WAITS = Section(
    "waits",
    gettext_lazy("Waiting lists, questions, swaps, groups"),
    {
        "activity": gettext_lazy("Activity"),
        "unit": gettext_lazy("Unit"),
        "when": gettext_lazy("Moment"),
        "what": gettext_lazy("What it was"),
        "state": gettext_lazy("What became of it"),
    },
    rows,
    order=61,
)
