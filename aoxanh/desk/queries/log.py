"""Reading the log: filters, and each line as people read it, in a constant number of queries."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from aoxanh.access.models import Grant, Scope
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.models import CheckIn, CheckOut, HoursClaim, HoursRule
from aoxanh.audit.models import Line
from aoxanh.audit.words import DETAILS, TITLES, came_from, said, verbs
from aoxanh.imports.models import Import
from aoxanh.kit.vietnamese import search_key, sort_key
from aoxanh.needs.models import Need
from aoxanh.org.models import Post, Reorganisation, Unit
from aoxanh.people.models import Appointment, Guardianship, Membership, Merge, Person
from aoxanh.planning.models import Plan
from aoxanh.recognition.models import Certificate
from aoxanh.records.models import DeclaredWork, Record

CHUNK = 500
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Sought:
    """What the log is asked for; `kind` is a verb or the name of an app."""

    day: date | None = None
    text: str = ""
    kind: str = ""
    subject: UUID | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the log in words."""

    line: Line
    who: str
    acting_for: str
    unit: str
    what: str
    subject: str
    details: list[tuple[str, str]]
    origin: str


def found(lines: QuerySet[Line], sought: Sought) -> QuerySet[Line]:
    if sought.day:
        start = timezone.make_aware(datetime.combine(sought.day, time.min))
        lines = lines.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if sought.kind:
        lines = lines.filter(verb=sought.kind) if "." in sought.kind else lines.filter(verb__startswith=f"{sought.kind}.")
    if sought.subject:
        lines = lines.filter(subject_id=sought.subject)
    return lines.filter(by_or_about(sought.text)) if sought.text.strip() else lines


def by_or_about(text: str) -> Q:
    """Acts of people who are called so, and acts on them, on units and on activities that are called so."""
    key = search_key(text)
    people = Person.objects.filter(search_key__contains=key)
    by = Q(by__in=people.values("user")) | Q(by__in=User.objects.filter(email__icontains=text.strip()).values("pk"))
    units = Unit.objects.filter(search_key__contains=key).values("pk")
    about = [people.values("pk"), units, Activity.objects.filter(title__icontains=text.strip()).values("pk")]
    grants = Grant.objects.filter(user__in=people.values("user")).values("pk")
    return by | Q(unit_id__in=units) | Q(subject_id__in=grants) | Q(*(Q(subject_id__in=ids) for ids in about), _connector=Q.OR)


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Verbs to choose from with their words, by what they are about."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for verb in verbs():
        groups[verb.partition(".")[0]].append((verb, said(verb)))
    return [(str(TITLES[app]), sorted(choices, key=lambda choice: sort_key(choice[1]))) for app, choices in groups.items()]


def about(user: User, person: Person | None) -> QuerySet[Line]:
    """Lines about the account, the person, and what belongs to them: sign-ups, arrivals, grants, terms, certificates."""
    of_user: list[QuerySet[Any]] = [Grant.objects.filter(user=user)]
    of_person: list[QuerySet[Any]] = [
        Signup.objects.filter(person=person),
        CheckIn.objects.filter(signup__person=person),
        CheckOut.objects.filter(check_in__signup__person=person),
        Membership.objects.filter(person=person),
        Appointment.objects.filter(person=person),
        Guardianship.objects.filter(child=person),
        Certificate.objects.filter(person=person),
        HoursClaim.objects.filter(person=person),
    ]
    first, *others = [rows.order_by().values_list("pk", flat=True) for rows in (*of_user, *(of_person if person else []))]
    ids = {user.pk, *([person.pk] if person else []), *first.union(*others)}
    return Line.objects.filter(subject_id__in=ids)


NAMES: dict[str, Callable[[set[UUID]], Iterable[tuple[UUID, str]]]] = {
    "needs.need": lambda ids: Need.objects.filter(pk__in=ids).values_list("pk", "title"),
    "activities.activity": lambda ids: Activity.objects.filter(pk__in=ids).values_list("pk", "title"),
    "activities.signup": lambda ids: of_signups(Signup.objects.filter(pk__in=ids), ""),
    "attendance.checkin": lambda ids: of_signups(CheckIn.objects.filter(pk__in=ids), "signup__"),
    "attendance.checkout": lambda ids: of_signups(CheckOut.objects.filter(pk__in=ids), "check_in__signup__"),
    "attendance.hoursclaim": lambda ids: HoursClaim.objects.filter(pk__in=ids).values_list("pk", "person__full_name"),
    "attendance.hoursrule": lambda ids: HoursRule.objects.filter(pk__in=ids).values_list("pk", "unit__name"),
    "records.record": lambda ids: Record.objects.filter(pk__in=ids).values_list("pk", "activity__title"),
    "records.declaredwork": lambda ids: DeclaredWork.objects.filter(pk__in=ids).values_list("pk", "title"),
    "org.unit": lambda ids: Unit.objects.filter(pk__in=ids).values_list("pk", "name"),
    "org.post": lambda ids: Post.objects.filter(pk__in=ids).values_list("pk", "title"),
    "org.reorganisation": lambda ids: ((row.pk, str(row)) for row in Reorganisation.objects.filter(pk__in=ids)),
    "people.person": lambda ids: Person.objects.filter(pk__in=ids).values_list("pk", "full_name"),
    "people.membership": lambda ids: Membership.objects.filter(pk__in=ids).values_list("pk", "person__full_name"),
    "people.guardianship": lambda ids: Guardianship.objects.filter(pk__in=ids).values_list("pk", "child__full_name"),
    "people.appointment": lambda ids: joined(
        Appointment.objects.filter(pk__in=ids).values_list("pk", "person__full_name", "post__title"), ", "
    ),
    "people.merge": lambda ids: Merge.objects.filter(pk__in=ids).values_list("pk", "kept__full_name"),
    "imports.import": lambda ids: Import.objects.filter(pk__in=ids).values_list("pk", "file_name"),
    "planning.plan": lambda ids: Plan.objects.filter(pk__in=ids).values_list("pk", "short_name"),
    "access.grant": lambda ids: (
        (grant.pk, called(grant.user)) for grant in Grant.objects.filter(pk__in=ids).select_related("user__person")
    ),
    "accounts.user": lambda ids: ((user.pk, called(user)) for user in User.objects.filter(pk__in=ids).select_related("person")),
}


def of_signups(rows: QuerySet[Any], path: str) -> Iterator[tuple[UUID, str]]:
    return joined(rows.values_list("pk", f"{path}person__full_name", f"{path}shift__activity__title"), " · ")


def joined(rows: Iterable[tuple[Any, ...]], between: str) -> Iterator[tuple[UUID, str]]:
    return ((pk, between.join(words)) for pk, *words in rows)


def called(user: User) -> str:
    """How an account's holder is called; before they said who they are, by their address."""
    person = getattr(user, "person", None)
    return person.full_name if person else str(user)


def entries(lines: Iterable[Line]) -> list[Entry]:
    """The lines in words; what was removed since has no name."""
    lines = list(lines)
    users = User.objects.select_related("person").in_bulk({line.by_id for line in lines if line.by_id})
    units = names_of_units(lines)
    names = names_of(lines)
    return [
        Entry(
            line=line,
            who=called(users[line.by_id]) if line.by_id in users else "",
            acting_for=units.get(line.acting_for, "") if line.acting_for and line.acting_for != line.unit_id else "",
            unit=units.get(line.unit_id, "") if line.unit_id else "",
            what=said(line.verb),
            subject=names.get(line.subject_id, ""),
            details=details_of(line, units),
            origin=came_from(line),
        )
        for line in lines
    ]


def names_of_units(lines: list[Line]) -> dict[UUID, str]:
    """Every unit that a line mentions: its own, the one acted for, and those among what was before and after."""
    ids = {pk for line in lines for pk in (line.unit_id, line.acting_for) if pk}
    told = {str(line.details.get(key)) for line in lines for key in ("before", "after")}
    ids |= {UUID(text) for text in told if ID.fullmatch(text)}
    return dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))


def names_of(lines: list[Line]) -> dict[UUID, str]:
    """What the subjects are called, a query for each kind that is there."""
    kinds_: dict[str, set[UUID]] = defaultdict(set)
    for line in lines:
        kinds_[line.subject_type].add(line.subject_id)
    return {pk: name for kind, ids in kinds_.items() if kind in NAMES for pk, name in NAMES[kind](ids)}


def details_of(line: Line, units: dict[UUID, str]) -> list[tuple[str, str]]:
    """Details that have a name and a value; "before → after" as one."""
    given = {key: value for key, value in line.details.items() if value not in (None, "", [], {}) and not isinstance(value, dict)}
    shown = [(str(label), worded(given[key])) for key, label in DETAILS.items() if key in given and key not in {"before", "after"}]
    if "before" in given or "after" in given:
        was, became = (str(given.get(key, "")) for key in ("before", "after"))
        was, became = (units.get(UUID(text), "") if ID.fullmatch(text) else worded(text) for text in (was, became))
        shown.insert(0, ("", f"{was or '–'} → {became or '–'}"))
    return shown


def worded(value: Any) -> str:
    """A stored value as people say it: roles, scopes and days in words."""
    if isinstance(value, list):
        return ", ".join(map(worded, value))
    if isinstance(value, bool):
        return "✓" if value else "–"
    text = str(value)
    if text in ROLES:
        return str(ROLES[text].label)
    if text in Scope.values:
        return str(Scope(text).label)
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}" if len(text) == 10 else text
    except ValueError:
        return text


def all_entries(lines: QuerySet[Line]) -> Iterator[Entry]:
    """Every line, the newest first, some at a time, for a download."""
    for some in batched(lines.order_by("-id").iterator(CHUNK), CHUNK):
        yield from entries(some)
