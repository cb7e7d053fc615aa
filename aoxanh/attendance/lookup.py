"""The one read of a check-in, written by hand: building it from the ORM costs ten times what the database takes to answer.

It gives what `policies.passes_at` gives; a test compares the two. Columns that the rules do not look at are left deferred.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from aoxanh.access.queries import permitted_ids
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup
from aoxanh.attendance.hours import DEFAULT, Terms
from aoxanh.attendance.models import CheckIn, CheckOut
from aoxanh.attendance.terms import OF_PASS
from aoxanh.kit.dates import today
from aoxanh.people.models import Person

HIDDEN = [Activity.Status.DRAFT, Activity.Status.SUBMITTED, Activity.Status.RETURNED, Activity.Status.WITHDRAWN]
COLUMNS: dict[type[Model], list[str]] = {
    Signup: ["id", "shift_id", "person_id", "status", "outcome", "code"],
    Shift: ["id", "activity_id", "name", "starts_at", "ends_at", "places"],
    Activity: ["id", "unit_id", "title", "status"],
    Person: ["id", "full_name", "birth_date", "portrait_id"],
    CheckIn: ["id", "signup_id", "scan_id", "at", "device_at", "by_id"],
    CheckOut: ["id", "check_in_id", "scan_id", "at", "by_id"],
}
ALIASES = dict(zip(COLUMNS, ("s", "h", "a", "p", "i", "o"), strict=True))
FIND = """
SELECT {columns}, (SELECT count(*) FROM activities_signup m JOIN attendance_checkin c ON c.signup_id = m.id WHERE m.shift_id = s.shift_id),
EXISTS (
    SELECT 1 FROM people_guardianship g WHERE g.child_id = s.person_id AND g.consented_at IS NOT NULL AND g.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM people_guardianship n WHERE n.child_id = g.child_id AND n.withdrawn_at >= g.consented_at)
),
EXISTS (
    SELECT 1 FROM activities_briefing b WHERE b.activity_id = h.activity_id
    AND NOT EXISTS (SELECT 1 FROM activities_briefing l WHERE l.activity_id = b.activity_id AND l.version > b.version)
    AND NOT EXISTS (SELECT 1 FROM activities_briefingread r WHERE r.briefing_id = b.id AND r.person_id = s.person_id)
),
{terms}
FROM activities_signup s
JOIN activities_shift h ON h.id = s.shift_id
JOIN activities_activity a ON a.id = h.activity_id
JOIN people_person p ON p.id = s.person_id
LEFT JOIN attendance_checkin i ON i.signup_id = s.id
LEFT JOIN attendance_checkout o ON o.check_in_id = i.id
WHERE s.{key} = %s AND EXISTS (
    SELECT 1 FROM activities_shift mine JOIN activities_activity work ON work.id = mine.activity_id
    WHERE mine.id = %s AND work.status <> ALL(%s) AND work.unit_id IN ({permitted})
)
"""


def find_pass(user: User, shift_pk: UUID, *, permission: str, key: str, value: Any) -> Signup | None:
    """The sign-up whose `key` (code or id) has this value, for who holds the permission at the shift, with what `passes()` adds."""
    permitted = permitted_ids(user, permission, on=today(), former=False)
    with connection.cursor() as cursor:
        cursor.execute(statement(key, permitted.sql), [value, shift_pk, HIDDEN, *permitted.params])
        row = cursor.fetchone()
    return assembled(row) if row else None


@cache
def statement(key: str, permitted: str) -> str:
    columns = ", ".join(f"{ALIASES[model]}.{name}" for model, names in COLUMNS.items() for name in names)
    return FIND.format(columns=columns, key=key, permitted=permitted, terms=OF_PASS)


def assembled(row: tuple[Any, ...]) -> Signup:
    """The models of one row, tied together as `select_related` would."""
    values = iter(row)
    signup, shift, activity, person, check_in, check_out = (read(model, values) for model in COLUMNS)
    shift.activity, signup.shift, signup.person = activity, shift, person
    tie(signup, "check_in", check_in)
    if check_in:
        tie(check_in, "check_out", check_out)
    signup.arrived, signup.consented, signup.unread, terms = values
    if check_in:
        signup.terms = Terms(*terms) if terms else DEFAULT
    return signup


def read(model: type[Model], values: Iterator[Any]) -> Any:
    """The next columns as a model; None where the join found nothing."""
    names = COLUMNS[model]
    taken = [next(values) for _ in names]
    return model.from_db(connection.alias, names, taken) if taken[0] else None


def tie(owner: Model, name: str, other: Model | None) -> None:
    """Remember both ends of a one-to-one; None is remembered too, so that asking costs no query."""
    relation: Any = owner._meta.get_field(name)
    relation.set_cached_value(owner, other)
    if other:
        relation.remote_field.set_cached_value(other, owner)
