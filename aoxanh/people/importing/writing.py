"""People written and taken back many at once. What was written is kept beside the row, to see later whether it still stands."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from aoxanh.audit.actions import record_each
from aoxanh.imports.registry import Job, Staged
from aoxanh.people.models import DuplicatePair, Person

COLUMNS = ("full_name", "birth_date", "birth_year", "phone", "email", "area_id", "address")
OVERLOOKED: set[type[Model]] = {DuplicatePair}
"""Rows that a nightly search makes by itself are no reason to keep a record."""
UPDATE = """
UPDATE people_person SET full_name = new.full_name, sort_key = new.sort_key, search_key = new.search_key, birth_date = new.birth_date,
    birth_year = new.birth_year, phone = new.phone, email = new.email, area_id = new.area_id, address = new.address
FROM jsonb_to_recordset(%s::jsonb) AS new(id uuid, full_name text, sort_key text, search_key text, birth_date date, birth_year smallint,
    phone text, email text, area_id uuid, address text)
WHERE people_person.id = new.id
"""


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them."""
    return {name: value if value is None or isinstance(value, int) else str(value) for name, value in facts.items()}


def facts_of(person: Person) -> dict[str, Any]:
    return plain({name: getattr(person, name) for name in COLUMNS})


def create_people(rows: Iterable[Staged], job: Job) -> None:
    """A record for each row, whose `target` becomes its id."""
    rows = list(rows)
    people = [Person(**row.clean["facts"]) for row in rows]
    for row, person in zip(rows, people, strict=True):
        person.key_name()
        row.target = person.pk
        row.undo = {"made": True, "wrote": row.clean["facts"]}
    Person.objects.bulk_create(people)
    record_each("people.imported", people, by=job.by, unit_id=job.unit_id, batch=str(job.id))


def change_people(rows: Iterable[Staged], job: Job) -> None:
    """Write the changes of each row into its target."""
    rows = list(rows)
    people = Person.objects.select_for_update(of=("self",)).in_bulk([row.target for row in rows])
    touched = []
    for row in rows:
        changes = row.clean["changes"]
        person = people[row.target]
        row.undo = {"made": False, "wrote": changes, "old": {name: facts_of(person)[name] for name in changes}}
        if changes:
            for name, value in changes.items():
                setattr(person, name, value)
            touched.append(person)
    save_people(touched)
    names = {row.target: sorted(row.clean["changes"]) for row in rows}
    record_each("people.import_changed", touched, by=job.by, unit_id=job.unit_id, each=lambda person: {"changed": names[person.pk]})


def save_people(people: Sequence[Person]) -> None:
    for person in people:
        person.key_name()
    records = [facts_of(person) | {"id": str(person.pk), "sort_key": person.sort_key, "search_key": person.search_key} for person in people]
    if records:
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, [json.dumps(records, ensure_ascii=False)])


def take_back(rows: Sequence[Staged], attached: QuerySet[Any], job: Job) -> None:
    """Undo what the rows did to people, and the `attached` rows (memberships or appointments) that they made.

    A record that was changed since, that somebody claimed or on which something else was built stays, and its row says so.
    """
    ended = {
        str(pk)
        for pk in attached.filter(during__endswith__isnull=False).exclude(pk__in=ended_from_the_start(rows)).values_list("pk", flat=True)
    }
    people = Person.objects.select_for_update(of=("self",)).in_bulk([row.target for row in rows if row.target])
    made = [row for row in rows if row.undo and row.undo["made"] and row.target in people]
    built_on = built_on_since([row.target for row in made if row.target], attached)
    gone, back = [], []
    for row in rows:
        person = people.get(row.target) if row.target else None
        if person is None:
            row.stays = _("The record was deleted or merged into another since.")
        elif row.undo is None:
            row.stays = _("The row was emptied because the person asked so.")
        elif ended.intersection(row.undo.get("attached", [])):
            row.stays = _("The membership or the term was ended since.")
        elif any(facts_of(person).get(name) != value for name, value in row.undo["wrote"].items()):
            row.stays = _("The record was changed since.")
        elif row.undo["made"] and person.user_id:
            row.stays = _("The person has claimed the record since.")
        elif row.undo["made"] and person.pk in built_on:
            row.stays = _("Something else refers to this person by now: a sign-up, a post, a membership.")
        elif row.undo["made"]:
            gone.append(person)
        else:
            for name, value in row.undo["old"].items():
                setattr(person, name, value)
            back.append(person)
    staying = {row.id for row in rows if row.stays}
    ids = [pk for row in rows if row.id not in staying and row.undo for pk in row.undo.get("attached", [])]
    attached.filter(pk__in=ids).delete()
    save_people(back)
    record_each("people.import_undone", [*gone, *back], by=job.by, unit_id=job.unit_id)
    Person.objects.filter(pk__in=[person.pk for person in gone]).delete()


def ended_from_the_start(rows: Sequence[Staged]) -> list[str]:
    """What was written with an end of its own: a term of office."""
    return [pk for row in rows if row.undo and row.undo.get("has_end") for pk in row.undo.get("attached", [])]


def built_on_since(people: list[UUID], attached: QuerySet[Any]) -> set[UUID]:
    """Those of the people to whom any row of any app refers, save what the import itself attached: one query per relation."""
    found: set[UUID] = set()
    for relation in Person._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model in OVERLOOKED or relation.many_to_many:
            continue
        rows = model._base_manager.filter(**{f"{name}__in": people})
        if model is attached.model:
            rows = rows.exclude(pk__in=attached.values("pk"))
        found |= set(rows.values_list(f"{name}_id", flat=True))
    return found
