"""What people are told after an activity: thanks to those who came, and a kind question to those who did not."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.activities.letters import link, when
from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.parts.figures import hours
from aoxanh.notices.actions import Letter, tell_many


def thanked(activity: Activity, words: str, tickets: Iterable[tuple[Signup, str]], minutes: dict[UUID, tuple[int, int]]) -> int:
    """Everyone who came, each once. `minutes`: by person, those of this activity and those of all. How many letters."""
    return tell_many(letter for signup, key in tickets for letter in thanks(activity, words, signup, key, minutes))


def thanks(activity: Activity, words: str, signup: Any, key: str, minutes: dict[UUID, tuple[int, int]]) -> Iterator[Letter]:
    person, user = signup.person, signup.person.user
    to = person.email or (user.address if user else "")
    if not to or person.restricted_at:
        return
    with override(user.language if user else settings.LANGUAGE_CODE):
        subject = _("Thank you for coming: %(title)s") % {"title": activity.title}
        body = "\n\n".join(paragraphs(words, key, *minutes.get(person.pk, (0, 0)), has_account=bool(user)))
    yield Letter(to, subject, body, f"attendance.thanks:{activity.pk}:{person.pk}", user.pk if user else None)


def paragraphs(words: str, key: str, here: int, in_all: int, *, has_account: bool) -> Iterator[str]:
    if words:
        yield words
    if here:
        yield _("Your hours here: %(here)s. In all so far: %(all)s.") % {"here": hours(here), "all": hours(in_all)}
    if has_account:
        yield _("Your record of volunteering: %(link)s") % {"link": link("record:own")}
    yield _("Was it safe, was it of use, would you come again? Three questions, one minute, no name: %(link)s") % {
        "link": link("feedback:give", key)
    }


def missed(signups: Iterable[Any]) -> int:
    """Who was not seen, each once a turn, kindly: whoever has a reason says it by one sentence. How many letters."""
    return tell_many(letter for signup in signups for letter in question(signup))


def question(signup: Any) -> Iterator[Letter]:
    person, user = signup.person, signup.person.user
    to = user.address if user else ""
    if not to or person.restricted_at:
        return
    with override(user.language):
        title = {"title": signup.shift.activity.title}
        subject = _("We missed you: %(title)s") % title
        lines = [
            _("You had a place (%(when)s) and were not checked in.") % {"when": when(signup.shift)},
            _("Was there a reason, or were you there? Tell whoever is in charge in a sentence: %(link)s")
            % {"link": link("signup:absence", signup.pk)},
        ]
    yield Letter(to, subject, "\n\n".join(lines), f"attendance.missed:{signup.pk}", user.pk)
