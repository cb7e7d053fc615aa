"""What people are told by mail about activities and their places, in the language of their account."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.activities.keys import key_of
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.kit.parts.when import clock, day
from aoxanh.notices.actions import tell
from aoxanh.notices.models import Channel
from aoxanh.people.models import Person

type Letter = tuple[str, list[str]]

LINK = re.compile(r"https?://\S+")
TEXT_CHARACTERS = 200


def link(name: str, *values: Any) -> str:
    """The whole address of a page."""
    return settings.BASE_URL + reverse(name, args=values)


def send(to: str, user: User | None, key: str, write: Callable[[], Letter]) -> None:
    """One letter to one address, if there is one; `write` gives its subject and paragraphs."""
    if not to:
        return
    with override(user.language if user else settings.LANGUAGE_CODE):
        subject, paragraphs = write()
    tell(to=to, subject=subject_for(to, subject, paragraphs), body="\n\n".join(paragraphs), key=key, user=user)


def subject_for(to: str, subject: str, paragraphs: list[str]) -> str:
    """A text message is its subject alone, so the first link of the letter goes with it."""
    found = LINK.search("\n".join(paragraphs)) if Channel.of(to) == Channel.SMS else None
    return f"{subject[: TEXT_CHARACTERS - len(found.group()) - 1]} {found.group()}" if found else subject


def address_of(person: Person) -> str:
    """Where the person hears from us: mail, what the account signs in with, else the phone in the record."""
    return person.email or (person.user.address if person.user else "") or person.phone


def to_holder(signup: Signup, key: str, write: Callable[[], Letter]) -> None:
    send(address_of(signup.person), signup.person.user, f"{key}:{signup.pk}", write)


def personal_link(name: str, pk: UUID, person: Person) -> str:
    """The page behind the account; for who has none, the same page by a key in the address."""
    return link(name, pk) if person.user_id else f"{link(name, pk)}?khoa={key_of(pk)}"


def to_users(users: Iterable[User], key: str, write: Callable[[], Letter]) -> None:
    for user in users:
        send(user.address, user, f"{key}:{user.pk}", write)


def when(shift: Shift) -> str:
    return f"{shift.hours}, {day(shift.starts_at).lower()}"


def where(activity: Activity) -> str:
    return f"{activity.place_name} · {activity.meeting_point}" if activity.meeting_point else activity.place_name


def because(reason: str) -> str:
    return _("Reason: %(reason)s") % {"reason": reason}


def pass_of(signup: Signup) -> str:
    return _("Your pass: %(link)s") % {"link": pass_link(signup)}


def pass_link(signup: Signup) -> str:
    """The page of the pass; for who has no account, one that opens by the key in the address."""
    return personal_link("signup:pass", signup.pk, signup.person)


def briefing_of(signup: Signup) -> list[str]:
    """What has to be read before the first shift, where there is something."""
    if not signup.shift.activity.briefings.exists():
        return []
    return [_("Read before the first shift, 2 minutes: %(link)s") % {"link": link("safety:briefing", signup.pk)}]


def signed_up(signup: Signup, *, until: Any) -> None:
    """The place is taken: when, where, the pass, until when it may be given back."""
    shift, activity = signup.shift, signup.shift.activity

    def write() -> Letter:
        back = _("Cannot come? Cancel by %(clock)s on %(day)s, so that someone else gets the place.")
        facts = {"leader": signup.party.leader.full_name, "party": signup.party.name} if signup.party else {}
        together = [_("%(leader)s signed you up with “%(party)s”. If you do not want to, give the place back.") % facts] if facts else []
        return _("You have a place: %(title)s") % {"title": activity.title}, [
            *together,
            "\n".join([activity.title, when(shift), where(activity)]),
            pass_of(signup),
            _("Code of the pass: %(code)s") % {"code": signup.code},
            *briefing_of(signup),
            back % {"clock": clock(until), "day": day(until).lower()},
        ]

    to_holder(signup, "activities.signed_up", write)


def place_given_back(signup: Signup) -> None:
    activity = signup.shift.activity

    def write() -> Letter:
        again = _("Sign up again while there are places: %(link)s") % {"link": link("portal:activity", activity.slug)}
        return _("You gave back your place: %(title)s") % {"title": activity.title}, [when(signup.shift), again]

    to_holder(signup, "activities.cancelled_signup", write)


def absence_explained(signup: Signup, *, step: str) -> None:
    """Whoever made the activity reads why somebody stayed away."""
    activity = signup.shift.activity

    def write() -> Letter:
        subject = _("%(name)s says why: %(title)s") % {"name": signup.person.full_name, "title": activity.title}
        excuse = _("One tap says that there was a reason: %(link)s") % {"link": link("attendance:activity", activity.pk)}
        return subject, [signup.why, excuse]

    to_users([activity.created_by], f"activities.explained_absence:{signup.pk}:{step}", write)


def called_off(activity: Activity, signups: Iterable[Signup], reason: str) -> None:
    """Everyone with a place hears that the activity is cancelled, and why."""
    for signup in signups:

        def write(shift: Shift = signup.shift) -> Letter:
            others = _("Other activities: %(link)s") % {"link": link("portal:activities")}
            return _("Cancelled: %(title)s") % {"title": activity.title}, [when(shift), because(reason), others]

        to_holder(signup, "activities.called_off", write)


def moved(shift: Shift, signups: Iterable[Signup], *, step: str) -> None:
    """Everyone in the shift hears its new hours or place. `step` tells one change from the next."""
    for signup in signups:

        def write(signup: Signup = signup) -> Letter:
            now = _("Now: %(when)s") % {"when": when(shift)}
            return _("Changed: %(title)s") % {"title": shift.activity.title}, [now, where(shift.activity), pass_of(signup)]

        to_holder(signup, f"activities.moved:{step}", write)


def submitted(activity: Activity, approvers: Iterable[User], *, step: str) -> None:
    def write() -> Letter:
        subject = _("Waits for your approval: %(title)s") % {"title": activity.title}
        return subject, [activity.unit.name, link("activities:detail", activity.pk)]

    to_users(approvers, f"activities.submitted:{step}", write)


def approved(activity: Activity) -> None:
    def write() -> Letter:
        share = _("Share the page: %(link)s") % {"link": link("portal:activity", activity.slug)}
        return _("Approved: %(title)s") % {"title": activity.title}, [share]

    to_users([activity.created_by], f"activities.approved:{activity.pk}", write)


def returned(activity: Activity, reason: str, *, step: str) -> None:
    def write() -> Letter:
        subject = _("To be changed: %(title)s") % {"title": activity.title}
        return subject, [because(reason), link("activities:detail", activity.pk)]

    to_users([activity.created_by], f"activities.returned:{step}", write)
