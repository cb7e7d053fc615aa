"""People as rows of our own lists: what goes out comes in again unchanged."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet

from aoxanh.imports.registry import Field
from aoxanh.people.importing import officers, volunteers
from aoxanh.people.importing.columns import OWN_FIELDS, shown_birth, shown_phone
from aoxanh.people.models import Appointment, Membership, Person

VOLUNTEER_FIELDS: tuple[Field, ...] = (*OWN_FIELDS, volunteers.UNIT, volunteers.KIND, volunteers.SINCE)
OFFICER_FIELDS: tuple[Field, ...] = (
    *OWN_FIELDS,
    officers.UNIT,
    officers.TITLE,
    officers.FROM,
    officers.UNTIL,
    officers.DECISION,
    officers.DEDICATED,
    officers.FOCAL,
)
KINDS = {
    "volunteer": "Tình nguyện viên",
    "union": "Đoàn viên",
    "federation": "Hội viên",
    "students": "Sinh viên",
    "group": "Thành viên CLB, đội, nhóm",
}
BATCH = 2000
ABOVE = "area__parent__parent"


def person_cells(person: Person) -> list[Any]:
    above = person.area.above if person.area else []
    return [
        person.full_name,
        shown_birth(person.birth_date, person.birth_year),
        shown_phone(person.phone),
        person.email,
        person.area.name if person.area else "",
        above[-1].name if above else "",
        person.address,
    ]


def member_rows(people: QuerySet[Person], memberships: QuerySet[Membership]) -> Iterator[Sequence[Any]]:
    """A line for each of these memberships of the people, in the order of their names; who is in none of them has one without a unit."""
    joined = Prefetch("memberships", memberships.select_related("unit").order_by("id"), to_attr="shown_memberships")
    for person in people.select_related(ABOVE).prefetch_related(joined).order_by("sort_key", "id").iterator(BATCH):
        cells = person_cells(person)
        shown: list[Membership] = person.shown_memberships
        for one in shown:
            yield [*cells, one.unit.name, KINDS[one.kind], one.during.lower]
        if not shown:
            yield [*cells, "", "", ""]


def officer_rows(terms: QuerySet[Appointment]) -> Iterator[Sequence[Any]]:
    """A line for each term, unit by unit."""
    found = terms.select_related(f"person__{ABOVE}", "post__unit").order_by("post__unit__search_key", "post_id", "seat", "id")
    for term in found.iterator(BATCH):
        post, last = term.post, term.during.upper - timedelta(days=1) if term.during.upper else ""
        facts = [post.unit.name, post.title, term.during.lower or "", last, term.decision, post.dedicated, post.focal_point]
        yield [*person_cells(term.person), *facts]
