"""Changing what is known of a person. The audit names the facts that changed, never their values: it must outlive them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.vietnamese import tidy
from aoxanh.people.models import Availability, Person
from aoxanh.people.refusals import refuse_erased

TIDIED = ("full_name", "address", "emergency_name")


@transaction.atomic
def change_facts(person: Person, *, by: User, **facts: Any) -> Person:
    """Set fields of the person; nothing changed, nothing noted. Refuses with `erased`."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_erased(person)
    facts = {name: tidy(value) if name in TIDIED else value for name, value in facts.items()}
    changed = sorted(name for name, value in facts.items() if getattr(person, name) != value)
    if changed:
        for name in changed:
            setattr(person, name, facts[name])
        person.save()
        record("people.updated", person, by=by, changed=changed)
    return person


@transaction.atomic
def note_availability(person: Person, *, parts: Iterable[tuple[int, str]], transport: str, by: User) -> Person:
    """When and by what the person can usually come; `parts` are (weekday, part of day), all of them. Refuses with `erased`."""
    person = change_facts(person, transport=transport, by=by)
    before, now = set(person.availabilities.values_list("weekday", "part")), set(parts)
    if before != now:
        person.availabilities.all().delete()
        Availability.objects.bulk_create(Availability(person=person, weekday=weekday, part=part) for weekday, part in sorted(now))
        record("people.updated", person, by=by, changed=["availability"])
    return person
