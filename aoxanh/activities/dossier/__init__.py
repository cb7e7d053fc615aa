"""What this app holds of a person: their sign-ups, past and ahead."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.accounts.models import User
from aoxanh.activities.actions.releases import release_places
from aoxanh.activities.dossier.waiting import WAITS
from aoxanh.activities.models import Signup
from aoxanh.kit.dates import local
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person


def signups(person: Person) -> Iterable[Row]:
    words = {"confirmed": _("place held"), "cancelled": _("given back"), "came": _("came"), "absent": _("absent")}
    for signup in person.signups.select_related("shift__activity__unit").order_by("shift__starts_at", "id"):
        yield {
            "activity": signup.shift.activity.title,
            "unit": signup.shift.activity.unit.name,
            "when": local(signup.shift.starts_at).strftime("%d/%m/%Y %H:%M"),
            "asked": local(signup.at).strftime("%d/%m/%Y %H:%M"),
            "state": words[signup.outcome or signup.status],
            "code": signup.code,
            "given_back_because": signup.why,
            "excused": signup.excused_at is not None,
        }


def give_back(person: Person, by: User | None) -> int:
    return release_places(person, by=by)


def since(moment: datetime) -> QuerySet[Any, UUID]:
    return Signup.objects.filter(at__gte=moment).values_list("person_id", flat=True)


SIGNUPS = Section(
    "signups",
    gettext_lazy("Shifts you signed up for"),
    {
        "activity": gettext_lazy("Activity"),
        "unit": gettext_lazy("Unit"),
        "when": gettext_lazy("Moment"),
        "state": gettext_lazy("What became of it"),
    },
    signups,
    release=give_back,
    since=since,
    order=60,
)


def register_section() -> None:
    register(SIGNUPS)
    register(WAITS)
