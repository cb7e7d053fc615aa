"""What people are told by mail about activities and their places."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.kit.parts.when import clock, day
from aoxanh.notices.actions import tell


def link(name: str, *values: Any) -> str:
    """The whole address of a page."""
    return settings.BASE_URL + reverse(name, args=values)


def tell_person(signup: Signup, key: str, subject: str, *lines: str) -> None:
    """Tell the holder of a place, where there is an address."""
    person = signup.person
    to = person.email or (person.user.email if person.user else "")
    if to:
        tell(to=to, subject=subject, body="\n\n".join(line for line in lines if line), key=f"{key}:{signup.pk}", user=person.user)


def tell_users(users: list[User], key: str, subject: str, *lines: str) -> None:
    for user in users:
        tell(to=user.email, subject=subject, body="\n\n".join(line for line in lines if line), key=f"{key}:{user.pk}", user=user)


def when(shift: Shift) -> str:
    return f"{shift.hours}, {day(shift.starts_at).lower()}"


def where(activity: Activity) -> str:
    return f"{activity.place_name} · {activity.meeting_point}" if activity.meeting_point else activity.place_name


def signed_up(signup: Signup, *, until: Any) -> None:
    """The place is taken: when, where, the pass, until when it may be given back."""
    shift, activity = signup.shift, signup.shift.activity
    tell_person(
        signup,
        "activities.signed_up",
        _("You have a place: %(title)s") % {"title": activity.title},
        "\n".join([activity.title, when(shift), where(activity)]),
        _("Your pass: %(link)s") % {"link": link("signup:pass", signup.pk)},
        _("Code of the pass: %(code)s") % {"code": signup.code},
        _("Cannot come? Cancel by %(clock)s on %(day)s, so that someone else gets the place.")
        % {"clock": clock(until), "day": day(until).lower()},
    )


def place_given_back(signup: Signup) -> None:
    tell_person(
        signup,
        "activities.cancelled_signup",
        _("You gave back your place: %(title)s") % {"title": signup.shift.activity.title},
        when(signup.shift),
        _("Sign up again while there are places: %(link)s") % {"link": link("portal:activity", signup.shift.activity.slug)},
    )


def called_off(activity: Activity, signups: list[Signup], reason: str) -> None:
    """Everyone with a place hears that the activity is cancelled, and why."""
    with override(settings.LANGUAGE_CODE):
        for signup in signups:
            tell_person(
                signup,
                "activities.called_off",
                _("Cancelled: %(title)s") % {"title": activity.title},
                when(signup.shift),
                _("Reason: %(reason)s") % {"reason": reason},
                _("Other activities: %(link)s") % {"link": link("portal:activities")},
            )


def moved(shift: Shift, signups: list[Signup], *, step: str) -> None:
    """Everyone in the shift hears its new hours or place. `step` tells one change from the next."""
    with override(settings.LANGUAGE_CODE):
        for signup in signups:
            tell_person(
                signup,
                f"activities.moved:{step}",
                _("Changed: %(title)s") % {"title": shift.activity.title},
                _("Now: %(when)s") % {"when": when(shift)},
                where(shift.activity),
                _("Your pass: %(link)s") % {"link": link("signup:pass", signup.pk)},
            )


def submitted(activity: Activity, approvers: list[User], *, step: str) -> None:
    with override(settings.LANGUAGE_CODE):
        tell_users(
            approvers,
            f"activities.submitted:{step}",
            _("Waits for your approval: %(title)s") % {"title": activity.title},
            activity.unit.name,
            link("activities:detail", activity.pk),
        )


def approved(activity: Activity) -> None:
    with override(settings.LANGUAGE_CODE):
        tell_users(
            [activity.created_by],
            f"activities.approved:{activity.pk}",
            _("Approved: %(title)s") % {"title": activity.title},
            _("Share the page: %(link)s") % {"link": link("portal:activity", activity.slug)},
        )


def returned(activity: Activity, reason: str, *, step: str) -> None:
    with override(settings.LANGUAGE_CODE):
        tell_users(
            [activity.created_by],
            f"activities.returned:{step}",
            _("To be changed: %(title)s") % {"title": activity.title},
            _("Reason: %(reason)s") % {"reason": reason},
            link("activities:detail", activity.pk),
        )
