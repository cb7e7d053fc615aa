"""What people are told about safety: read this before you come; something happened; a message of the organiser."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aoxanh.accounts.models import User
from aoxanh.activities.letters import link, when, where
from aoxanh.activities.models import Incident
from aoxanh.kit.parts.when import clock, day
from aoxanh.kit.phones import spoken
from aoxanh.notices.actions import Letter, tell_many


def briefing_unread(signups: Iterable[Any]) -> int:
    """The evening before: those who have not read it; each once for each version. How many were told."""
    return tell_many(letter for signup in signups if (letter := reminder(signup)))


def reminder(signup: Any) -> Letter | None:
    user, activity = signup.person.user, signup.shift.activity
    to = signup.person.email or (user.address if user else "")
    if not to:
        return None
    with override(user.language if user else settings.LANGUAGE_CODE):
        subject = _("Read before tomorrow's shift: %(title)s") % {"title": activity.title}
        read = _("The safety briefing takes 2 minutes: %(link)s") % {"link": link("safety:briefing", signup.pk)}
        body = "\n\n".join([read, "\n".join([when(signup.shift), where(activity)])])
    return Letter(to, subject, body, f"safety.unread:{signup.briefing}:{signup.person_id}", user.pk if user else None)


def reported(incident: Incident, users: Iterable[User]) -> int:
    """Everyone at once, at any hour; of a grave one by text message too. How many messages."""
    return tell_many(letter for user in users for letter in report_to(incident, user))


def report_to(incident: Incident, user: User) -> Iterable[Letter]:
    with override(user.language):
        subject, body = heading(incident), "\n\n".join(paragraphs(incident))
    addresses = [user.address] if user.address else []
    if incident.severity == Incident.Severity.GRAVE:
        addresses += [user.phone or phone_of(user)]
    for to in dict.fromkeys(filter(None, addresses)):
        yield Letter(to, subject, body, f"incident:{incident.pk}:{to}", user.pk)


def phone_of(user: User) -> str:
    person = getattr(user, "person", None)
    return person.phone if person else ""


def heading(incident: Incident) -> str:
    if incident.is_restricted:
        return _("Incident, restricted: %(unit)s") % {"unit": incident.unit.short_name}
    what = incident.activity.title if incident.activity else incident.unit.short_name
    facts = {"severity": incident.get_severity_display().split(":")[0], "kind": incident.get_kind_display(), "what": what}
    text = _("Incident, %(severity)s: %(kind)s. %(what)s") % facts
    return f"{text}. {_('Call %(phone)s') % {'phone': spoken(incident.contact)}}" if incident.contact else text


def paragraphs(incident: Incident) -> Iterable[str]:
    yield _("Happened at %(clock)s, %(day)s.") % {"clock": clock(incident.happened_at), "day": day(incident.happened_at).lower()}
    if not incident.is_restricted:
        yield incident.text
        if incident.people_hurt:
            count = incident.people_hurt
            yield ngettext("%(count)d person hurt.", "%(count)d people hurt.", count) % {"count": count}
        if incident.place_name:
            yield _("Place: %(place)s") % {"place": incident.place_name}
    if incident.contact:
        yield _("Call who reported it: %(phone)s") % {"phone": spoken(incident.contact)}
    yield _("Read it and say what is done: %(link)s") % {"link": link("safety:incident", incident.pk)}


def still_open(incident: Any, users: Iterable[User]) -> int:
    """Nobody did anything for a day; each day once."""
    days = (timezone.now() - incident.last_at) // timedelta(hours=settings.INCIDENT_REMINDER_HOURS)
    return tell_many(letter for user in users if (letter := open_letter(incident, user, f"{incident.last_at:%Y%m%d%H%M}:{days}")))


def open_letter(incident: Incident, user: User, turn: str) -> Letter | None:
    if not user.address:
        return None
    with override(user.language):
        title = _("restricted") if incident.is_restricted else incident.get_kind_display()
        subject = _("Incident still open: %(title)s, %(unit)s") % {"title": title, "unit": incident.unit.short_name}
        ask = _("Nothing was noted for more than a day. Say what is done, or close it: %(link)s")
        body = ask % {"link": link("safety:incident", incident.pk)}
    return Letter(user.address, subject, body, f"incident.open:{incident.pk}:{turn}:{user.pk}", user.pk)
