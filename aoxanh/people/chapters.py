"""What this floor and those below it hold of a person, section by section of the copy."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.access.models import Grant
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import Session
from aoxanh.audit.models import Line
from aoxanh.audit.words import said
from aoxanh.kit.countries import country_name
from aoxanh.kit.dates import local
from aoxanh.kit.parts.when import WEEKDAYS, fulldate
from aoxanh.kit.phones import spoken
from aoxanh.notices.models import Message
from aoxanh.people.consents import CHANNELS, text_of
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Guardianship, Person

WHAT, VALUE, FROM, TO, UNIT, WHEN = (
    gettext_lazy("Item"),
    gettext_lazy("Value"),
    gettext_lazy("Since"),
    gettext_lazy("Until"),
    gettext_lazy("Unit"),
    gettext_lazy("Moment"),
)


def at(moment: datetime | None) -> str:
    return local(moment).strftime("%d/%m/%Y %H:%M") if moment else ""


def days(period: Any) -> Row:
    """The first and the last day."""
    last = period.upper - (date(2, 1, 2) - date(2, 1, 1)) if period.upper else None
    return {"since": fulldate(period.lower), "until": fulldate(last)}


def pairs(*facts: tuple[object, object]) -> Iterable[Row]:
    return ({"fact": str(label), "value": str(value)} for label, value in facts if value not in {None, ""})


def place(person: Person) -> str:
    area = person.area
    return ", ".join(one.name for one in (area, area.parent) if one) if area else ""


def facts(person: Person) -> Iterable[Row]:
    return pairs(
        (_("Full name"), person.full_name),
        (_("Date of birth"), fulldate(person.birth_date) or person.birth_year),
        (_("Mobile phone"), spoken(person.phone)),
        (_("E-mail address"), person.email),
        (_("Address"), person.address),
        (_("Commune where you live"), place(person)),
        (_("Country where you live"), country_name(person.overseas_country)),
        (_("How you get there"), person.transport and person.get_transport_display()),
        (_("Whom to call in an emergency"), f"{person.emergency_name} {spoken(person.emergency_phone)}".strip()),
        (_("Noted on"), at(person.noted_at)),
        (_("Use restricted since"), at(person.restricted_at)),
    )


def account(person: Person) -> Iterable[Row]:
    user = person.user
    if not user:
        return
    yield from pairs(
        (_("E-mail address"), user.email),
        (_("Mobile phone"), spoken(user.phone)),
        (_("Language"), user.language),
        (_("Opened"), at(user.date_joined)),
        (_("Devices signed in"), Session.objects.filter(user_id=user.pk).count()),
    )
    for grant in Grant.objects.filter(user=user).select_related("unit").order_by("during"):
        yield {"fact": str(_("Role")), "value": f"{ROLES[grant.role].label}, {grant.unit.name}", **days(grant.during)}


def skills(person: Person) -> Iterable[Row]:
    for row in person.own_skills.select_related("skill").order_by("skill__order"):
        seen = at(row.proved_at)
        yield {"skill": str(row.skill), "degree": row.get_degree_display(), "paper": row.proof, "seen": seen}


def availability(person: Person) -> Iterable[Row]:
    for row in person.availabilities.order_by("weekday", "part"):
        yield {"day": str(WEEKDAYS[row.weekday]), "part": row.get_part_display()}


def memberships(person: Person) -> Iterable[Row]:
    for row in person.memberships.select_related("unit").order_by("during", "id"):
        yield {"unit": row.unit.name, "kind": row.get_kind_display(), **days(row.during)}


def appointments(person: Person) -> Iterable[Row]:
    for row in person.appointments.select_related("post__unit").order_by("during", "id"):
        yield {"unit": row.post.unit.name, "post": row.post.title, "decision": row.decision, **days(row.during)}


def consents(person: Person) -> Iterable[Row]:
    for row in person.consents.order_by("at", "id"):
        text = text_of(row.purpose, row.version)
        yield {
            "purpose": str(row.get_purpose_display()),
            "text": str(text or ""),
            "version": row.version,
            "given": at(row.at),
            "withdrawn": at(row.withdrawn_at),
            "channel": str(CHANNELS.get(row.channel, row.channel)),
        }


def sensitive(person: Person) -> Iterable[Row]:
    """Told only to who asks for the copy: `make_copy` notes the reading."""
    return ({"fact": row.get_kind_display(), "value": row.value} for row in person.sensitive_facts.order_by("kind"))


def guardians(person: Person) -> Iterable[Row]:
    own = Q(user=person.user) if person.user_id else Q(pk=None)
    for row in Guardianship.objects.filter(Q(child=person) | own).select_related("child").order_by("invited_at"):
        child = row.child.full_name
        yield {"guardian": row.full_name, "child": child, "consented": at(row.consented_at), "withdrawn": at(row.withdrawn_at)}


def requests(person: Person) -> Iterable[Row]:
    for row in person.data_requests.order_by("asked_at"):
        kind = str(row.get_kind_display())
        yield {"kind": kind, "text": row.text, "asked": at(row.asked_at), "done": at(row.done_at), "outcome": row.outcome}


def messages(person: Person) -> Iterable[Row]:
    if not person.user_id:
        return
    for row in Message.objects.filter(user=person.user_id, is_secret=False).order_by("at"):
        yield {"to": row.to, "subject": row.subject, "when": at(row.at)}


def lines(person: Person) -> Iterable[Row]:
    """What was done to the record and the account, and by the account; who else did it is told by their part, not by name."""
    mine = Q(subject_id=person.pk) | (Q(subject_id=person.user_id) | Q(by=person.user_id) if person.user_id else Q())
    for line in Line.objects.filter(mine).order_by("at", "id"):
        is_own = bool(line.by_id) and line.by_id == person.user_id
        who = _("you") if is_own else _("an officer") if line.by_id else _("the system")
        origin = line.origin if is_own else ""
        yield {"verb": line.verb, "act": said(line.verb), "who": who, "when": at(line.at), "details": line.details, "origin": origin}


SECTIONS = (
    Section("person", gettext_lazy("Who you are"), {"fact": WHAT, "value": VALUE}, facts, order=10),
    Section("account", gettext_lazy("Your account"), {"fact": WHAT, "value": VALUE, "since": FROM, "until": TO}, account, order=15),
    Section(
        "skills",
        gettext_lazy("What you can do"),
        {
            "skill": gettext_lazy("Skill"),
            "degree": gettext_lazy("How well"),
            "paper": gettext_lazy("Paper that proves it"),
            "seen": gettext_lazy("Paper seen"),
        },
        skills,
        order=20,
    ),
    Section(
        "availability",
        gettext_lazy("When you can come"),
        {"day": gettext_lazy("Day"), "part": gettext_lazy("Part of the day")},
        availability,
        order=25,
    ),
    Section("sensitive", gettext_lazy("Sensitive data, kept with your consent"), {"fact": WHAT, "value": VALUE}, sensitive, order=30),
    Section(
        "memberships",
        gettext_lazy("Units you belong to"),
        {"unit": UNIT, "kind": gettext_lazy("As"), "since": FROM, "until": TO},
        memberships,
        order=35,
    ),
    Section(
        "appointments",
        gettext_lazy("Posts you held"),
        {"unit": UNIT, "post": gettext_lazy("Post"), "decision": gettext_lazy("Decision"), "since": FROM, "until": TO},
        appointments,
        order=40,
    ),
    Section(
        "consents",
        gettext_lazy("What you agreed to"),
        {
            "purpose": gettext_lazy("Purpose"),
            "version": gettext_lazy("Text of"),
            "given": gettext_lazy("Given"),
            "withdrawn": gettext_lazy("Withdrawn"),
            "channel": gettext_lazy("By"),
        },
        consents,
        order=45,
    ),
    Section(
        "guardians",
        gettext_lazy("Guardians"),
        {
            "guardian": gettext_lazy("Guardian"),
            "child": gettext_lazy("Child"),
            "consented": gettext_lazy("Given"),
            "withdrawn": gettext_lazy("Withdrawn"),
        },
        guardians,
        order=50,
    ),
    Section(
        "data_requests",
        gettext_lazy("What you asked about your data"),
        {
            "kind": WHAT,
            "text": gettext_lazy("Your words"),
            "asked": gettext_lazy("Asked"),
            "done": gettext_lazy("Closed"),
            "outcome": gettext_lazy("Outcome"),
        },
        requests,
        order=55,
    ),
    Section(
        "messages",
        gettext_lazy("Messages sent to you in the last 30 days"),
        {"subject": gettext_lazy("Subject"), "to": gettext_lazy("Sent to"), "when": WHEN},
        messages,
        order=200,
    ),
    Section(
        "log",
        gettext_lazy("What was done with your data"),
        {"when": WHEN, "act": gettext_lazy("Act"), "who": gettext_lazy("By whom")},
        lines,
        order=210,
    ),
)


def register_all() -> None:
    for section in SECTIONS:
        register(section)
