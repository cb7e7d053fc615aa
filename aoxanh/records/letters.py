"""What people are told about records: that results are missing, that a consent is, that a picture was taken out, that one is open again."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.notices.actions import tell
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import guardians_to_tell, needs_guardian
from aoxanh.records.models import RecordPicture, Reopening
from aoxanh.records.queries.faces import Blocked, day_of
from aoxanh.records.queries.reminding import Due, above, writers

type Letter = tuple[str, list[str]]

LISTED = 20


def link(name: str, *values: Any) -> str:
    return settings.BASE_URL + reverse(name, args=values)


def send(to: str, language: str, key: str, write: Callable[[], Letter], user: User | None = None) -> bool:
    """One letter to one address, if there is one; whether there is."""
    if not to:
        return False
    with override(language):
        subject, paragraphs = write()
        tell(to=to, subject=subject, body="\n\n".join(paragraphs), key=key, user=user)
    return True


def reminded(user: User, found: Sequence[tuple[Due, bool]], *, on: date) -> None:
    """One letter a day with all activities; `True` of those of a unit below, which is late."""

    def write() -> Letter:
        count = len(found)
        subject = ngettext("%(count)d activity waits for its results", "%(count)d activities wait for their results", count)
        lines = [line_of(due, is_above=is_above) for due, is_above in found[:LISTED]]
        more = [_("And %(count)d more activities.") % {"count": count - LISTED}] if count > LISTED else []
        return subject % {"count": count}, [link("records:list"), *lines, *more]

    send(user.address, user.language, f"records.reminded:{on:%Y%m%d}:{user.pk}", write, user)


def line_of(due: Due, *, is_above: bool) -> str:
    facts = {"title": due.activity.title, "unit": due.activity.unit.name, "day": fulldate(due.due_on)}
    if is_above:
        text = _("%(unit)s has not recorded “%(title)s”. The last day in time was %(day)s.") % facts
    elif due.is_late:
        text = _("“%(title)s” should have been recorded by %(day)s. Until then it counts as not recorded.") % facts
    else:
        text = _("“%(title)s”: record what came of it by %(day)s.") % facts
    return f"{text}\n{link('records:edit', due.activity.pk)}"


def consent_wanted(shown: RecordPicture, blocked: Blocked) -> int:
    """Asks the guardians of a child who stand, else the person; how many were written to."""
    person, key = blocked.person, f"records.ask:{shown.pk.hex}:{blocked.person.pk.hex}"
    is_child = needs_guardian(person, on=day_of(shown.record.activity))
    sent = 0
    if is_child and blocked.problem != "own_missing":
        for guardianship in guardians_to_tell(person):
            user = guardianship.user
            address, language = (user.address, user.language) if user else ("", settings.LANGUAGE_CODE)
            sent += send(
                address or guardianship.email, language, f"{key}:{guardianship.pk.hex}", wanted(shown, person, "guardian:children"), user
            )
    if not is_child or blocked.problem in {"own_missing", "both_missing"}:
        user = person.user
        sent += send(
            person.email or (user.address if user else ""),
            user.language if user else settings.LANGUAGE_CODE,
            key,
            wanted(shown, person, "people:consents"),
            user,
        )
    return sent


def wanted(shown: RecordPicture, person: Person, way: str) -> Callable[[], Letter]:
    def write() -> Letter:
        facts = {"name": person.full_name, "unit": shown.record.activity.unit.name, "title": shown.record.activity.title}
        subject = _("May a picture of %(name)s be shown?") % facts
        text = _("%(unit)s would like to show a picture from “%(title)s” in which %(name)s can be recognised.") % facts
        return subject, [text, _("Agree here, or do nothing: then the picture is left out."), link(way)]

    return write


def picture_taken_out(shown: RecordPicture, people: Sequence[Blocked]) -> None:
    """The unit hears that a picture is no longer public, once each time."""
    activity = shown.record.activity
    for user in writers([activity.unit_id], on=today()).get(activity.unit_id, []):

        def write() -> Letter:
            facts = {"title": activity.title, "names": ", ".join(one.person.full_name for one in people), "caption": shown.caption}
            subject = _("A picture was taken out of “%(title)s”") % facts
            text = _("“%(caption)s” shows %(names)s, who may no longer be shown. It is off the public page already; you need do nothing.")
            return subject, [text % facts, link("records:edit", activity.pk)]

        send(user.address, user.language, f"records.taken_out:{shown.pk}:{shown.told_at:%Y%m%d%H%M}:{user.pk}", write, user)


def reopened(reopening: Reopening) -> None:
    """Who answers for results above the unit hears that published ones are being changed, and why."""
    activity = reopening.record.activity
    for user in above([activity.unit_id], on=today()).get(activity.unit_id, []):

        def write() -> Letter:
            facts = {"unit": activity.unit.name, "title": activity.title, "reason": reopening.reason}
            subject = _("%(unit)s corrects the results of “%(title)s”") % facts
            return subject, [_("The reason: %(reason)s") % facts, link("records:versions", activity.pk)]

        if user.pk != reopening.by_id:
            send(user.address, user.language, f"records.reopened:{reopening.pk}:{user.pk}", write, user)
