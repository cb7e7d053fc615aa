"""Whose incidents are whose, and who may report what. Every view of safety fetches through here."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.queries import permitted_units
from aoxanh.accounts.models import User
from aoxanh.activities.models import Incident, Party, Shift, Signup
from aoxanh.activities.passes import read_pass
from aoxanh.activities.policies import manageable_activities, passes_at_hand, within
from aoxanh.activities.queries.incidents import Spot, own_shifts, shifts_near
from aoxanh.kit.dates import holds, today
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit

type Anyone = User | AnonymousUser

RESTRICTED = Q(concerns_minors=True) | Q(kind=Incident.Kind.HARASSMENT)


def visible_incidents(user: Anyone) -> QuerySet[Incident]:
    """Those of the units whose incidents the user reads; what is restricted only where the user deals with them."""
    if not user.is_authenticated:
        return Incident.objects.none()
    return Incident.objects.filter(within(user, "incidents.handle") | (within(user, "incidents.read") & ~RESTRICTED))


def handleable_incidents(user: Anyone) -> QuerySet[Incident]:
    """Those with which the user deals."""
    if not user.is_authenticated:
        return Incident.objects.none()
    return Incident.objects.filter(within(user, "incidents.handle"))


def handling_units(user: Anyone) -> QuerySet[Unit]:
    """Living units whose incidents the user deals with."""
    on = today()
    return permitted_units(user, "incidents.handle", on=on).filter(holds(on)).order_by("search_key", "id")


def signups_at_hand(user: Anyone, pass_text: str = "") -> QuerySet[Signup]:
    """The user's own places, those of their children, and the one whose pass is shown. A text that is no pass of ours adds nothing."""
    found = passes_at_hand(user)
    if code := code_in(pass_text):
        shown = Signup.objects.filter(code=code).select_related("person", "shift__activity__unit", "shift__activity__area")
        return found | shown if user.is_authenticated else shown
    return found


def code_in(pass_text: str) -> str:
    try:
        return read_pass(pass_text) if pass_text else ""
    except Refused:
        return ""


def reportable_shifts(user: Anyone, pass_text: str = "") -> QuerySet[Shift]:
    """Shifts of which the user, or who shows the pass, may report: their own, those of a group they lead or that they organise."""
    mine = Q(pk__in=own_shifts(signups_at_hand(user, pass_text)).values("pk"))
    if user.is_authenticated:
        mine |= Q(pk__in=Party.objects.filter(Q(leader__user=user) | Q(team__leader__user=user)).values("shift"))
    return Shift.objects.filter(mine | Q(activity__in=manageable_activities(user).values("pk")))


def spots(user: Anyone, pass_text: str = "") -> list[Spot]:
    """What to choose from when something happened: the shifts of these days, then the units for which the user answers."""
    return list(found_spots(user, pass_text))


def found_spots(user: Anyone, pass_text: str) -> Iterator[Spot]:
    yield from map(Spot.of_shift, shifts_near(reportable_shifts(user, pass_text)))
    if user.is_authenticated:
        yield from map(Spot.of_unit, handling_units(user)[:20])


def may_report_in(user: Anyone, unit: Unit) -> bool:
    return user.is_authenticated and handling_units(user).filter(pk=unit.pk).exists()
