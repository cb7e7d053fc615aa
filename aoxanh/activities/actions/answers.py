"""Whether people still come after days or hours changed: asking them, and their answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities import letters
from aoxanh.activities.actions import places
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.actions.returns import free, locked
from aoxanh.activities.letters import minors as letters_minors
from aoxanh.activities.letters import postponed as letters_postponed
from aoxanh.activities.minors import is_guarded
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.audit.actions import record
from aoxanh.kit.parts.when import day
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version

CONFIRMED = Signup.Status.CONFIRMED
HOLDS_TIME = (Activity.Status.OPEN, Activity.Status.CLOSED, Activity.Status.RECORDED)


def elsewhere() -> QuerySet[Signup]:
    """Other places that the same person has at the same hours as an outer sign-up."""
    same_hours = {"shift__starts_at__lt": OuterRef("shift__ends_at"), "shift__ends_at__gt": OuterRef("shift__starts_at")}
    others = Signup.objects.filter(person=OuterRef("person"), status=CONFIRMED, shift__activity__status__in=HOLDS_TIME, **same_hours)
    return others.exclude(pk=OuterRef("pk"))


def ask(signups: QuerySet[Signup], *, until: datetime) -> int:
    """Ask the holders whether they still come, in one statement; how many."""
    return signups.update(asked_at=timezone.now(), answer_until=until, answered_at=None)


def ask_who_clashes(moved: Sequence[Shift], *, step: str) -> None:
    """After shifts moved: who has another place at the new hours is told with which, and says which one stays."""
    for shift in moved:
        clashing = Signup.objects.filter(Exists(elsewhere()), shift=shift, status=CONFIRMED)
        if pks := list(clashing.values_list("pk", flat=True)):
            signups = Signup.objects.filter(pk__in=pks)
            ask(signups, until=answer_time(shift))
            letters_postponed.clash(signups.select_related("person__user", "shift__activity"), step=step)


def answer_time(shift: Shift) -> datetime:
    """The usual time for an answer; never after the shift begins."""
    return min(timezone.now() + timedelta(hours=settings.ANSWER_HOURS), shift.starts_at)


@transaction.atomic
def still_come(signup: Signup, *, by: User) -> Signup:
    """The holder says that they come at the new hours; once. Refused: `given_back`, `not_open`, `overlaps`."""
    signup = locked(signup)
    if signup.answered_at or not signup.asked_at:
        return signup
    if signup.status != CONFIRMED:
        raise Refused("given_back", _("This place was given back. Sign up again while there are places."))
    if signup.shift.activity.status != Activity.Status.OPEN:
        raise Refused("not_open", _("There are no new days yet. You will be asked again."))
    if other := clash_of(signup):
        text = _("You are in “%(title)s” %(hours)s on %(day)s. Give back one of the two places.")
        facts = {"title": other.shift.activity.title, "hours": other.shift.hours, "day": day(other.shift.starts_at).lower()}
        raise Refused("overlaps", text % facts)
    signup.answered_at = timezone.now()
    signup.save(update_fields=["answered_at"])
    record("activities.still_comes", signup, by=by, unit_id=signup.shift.activity.unit_id)
    return signup


def clash_of(signup: Signup) -> Signup | None:
    """Another place of the person at the same hours."""
    shift = signup.shift
    same = {"shift__starts_at__lt": shift.ends_at, "shift__ends_at__gt": shift.starts_at}
    others = Signup.objects.filter(person=signup.person_id, status=CONFIRMED, shift__activity__status__in=HOLDS_TIME, **same)
    return others.exclude(pk=signup.pk).select_related("shift__activity").order_by("shift__starts_at", "id").first()


@transaction.atomic
def give_way(signup: Signup, *, by: User | None) -> Signup:
    """Leave the place to somebody else after days or hours changed: at any time before the shift, and never late.

    Refused: `not_asked` where nothing changed, `begun`.
    """
    signup = locked(signup)
    if signup.status != CONFIRMED:
        return signup
    postponed = signup.shift.activity.status == Activity.Status.POSTPONED
    if not (signup.asked_at or postponed):
        raise Refused("not_asked", _("Nothing changed about this shift. Give the place back on your pass."))
    if signup.shift.has_begun and not postponed:
        raise Refused("begun", _("This shift has already begun."))
    free(signup)
    letters.place_given_back(signup)
    if is_guarded(signup.person, signup.shift):
        letters_minors.place_given_back(signup, by=by)
    record("activities.gave_way", signup, by=by, unit_id=signup.shift.activity.unit_id)
    places.give_back(signup.shift_id, signup.role_id)
    promote(signup.shift_id)
    bump_public_version()
    return signup


def lapse_unanswered() -> int:
    """Give back the places of who did not answer in time, where the setting says so; how many."""
    if settings.UNANSWERED_KEEP_PLACE:
        return 0
    silent = Signup.objects.filter(status=CONFIRMED, answered_at=None, answer_until__lt=timezone.now(), shift__starts_at__gt=timezone.now())
    return sum(give_way(signup, by=None).status == Signup.Status.CANCELLED for signup in silent.order_by("pk"))
