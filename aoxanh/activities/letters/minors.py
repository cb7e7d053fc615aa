"""What guardians, children and units are told about a child's places."""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.letters import Letter, link, send, when, where
from aoxanh.activities.models import Signup, Wish
from aoxanh.kit.refusals import Refused
from aoxanh.people.guardian_letters import address_of, address_of_child
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import guardians_to_tell, officers_for_guardians


def to_guardians(child: Person, key: str, write: Callable[[], Letter], *, but: User | None = None) -> None:
    """The guardians whose consent stands, save the one who did it."""
    for guardianship in guardians_to_tell(child):
        if guardianship.user_id != (but.pk if but else None):
            send(address_of(guardianship), guardianship.user, f"{key}:{guardianship.pk}", write)


def signed_up(signup: Signup, *, by: User | None) -> None:
    """The guardians hear where the child will be; they may give the place back."""
    shift, activity = signup.shift, signup.shift.activity
    child = signup.person

    def write() -> Letter:
        subject = _("%(child)s has a place: %(title)s") % {"child": child.full_name, "title": activity.title}
        back = _("The pass, and giving the place back: %(link)s") % {"link": link("guardian:child", child.pk)}
        return subject, ["\n".join([activity.title, when(shift), where(activity)]), back]

    to_guardians(child, f"activities.child_signed_up:{signup.pk}", write, but=by)


def place_given_back(signup: Signup, *, by: User | None) -> None:
    activity, child = signup.shift.activity, signup.person

    def write() -> Letter:
        subject = _("%(child)s gave back the place: %(title)s") % {"child": child.full_name, "title": activity.title}
        return subject, [when(signup.shift)]

    to_guardians(child, f"activities.child_cancelled:{signup.pk}", write, but=by)


def no_longer_fits(signup: Signup, reason: Refused) -> None:
    """The hours moved, and the age does not allow the new ones: child and guardians hear why the place is gone."""
    activity, child = signup.shift.activity, signup.person

    def write() -> Letter:
        others = _("Other activities: %(link)s") % {"link": link("portal:activities")}
        return _("You no longer have a place: %(title)s") % {"title": activity.title}, [when(signup.shift), str(reason), others]

    send(address_of_child(child), child.user, f"activities.no_longer_fits:{signup.pk}", write)
    to_guardians(child, f"activities.no_longer_fits:{signup.pk}", write)


def wishes_settled(child: Person, settled: Iterable[Wish]) -> None:
    """Those that came to nothing are told with their reasons; a place had its own letter."""
    for made in settled:
        if made.signup_id:
            continue

        def write(made: Wish = made) -> Letter:
            activity = made.shift.activity
            others = _("Other activities: %(link)s") % {"link": link("portal:activities")}
            return _("No place this time: %(title)s") % {"title": activity.title}, [when(made.shift), str(made.refusal), others]  # type: ignore[attr-defined]

        send(address_of_child(child), child.user, f"activities.wish_in_vain:{made.pk}", write)
        to_guardians(child, f"activities.wish_in_vain:{made.pk}", write)


def places_given_back(child: Person, given_back: Iterable[Signup]) -> None:
    """After a withdrawal the child and each unit hear which places are free again."""
    signups = sorted(given_back, key=lambda signup: str(signup.shift.activity.unit_id))
    for signup in signups:

        def write(signup: Signup = signup) -> Letter:
            reason = _("The guardian withdrew the consent, so the place was given back.")
            return _("You no longer have a place: %(title)s") % {"title": signup.shift.activity.title}, [when(signup.shift), reason]

        send(address_of_child(child), child.user, f"activities.consent_withdrawn:{signup.pk}", write)
    for unit_id, freed in groupby(signups, key=lambda signup: signup.shift.activity.unit_id):
        rows = list(freed)

        def list_of(rows: list[Signup] = rows) -> Letter:
            subject = _("Places free again: %(child)s has no consent any more") % {"child": child.full_name}
            return subject, ["\n".join(f"{row.shift.activity.title}, {when(row.shift)}" for row in rows)]

        for officer in officers_for_guardians([unit_id]):
            send(officer.address, officer, f"activities.child_gone:{rows[0].pk}:{officer.pk}", list_of)
