"""Correcting what is written of a unit. What ends, begins, moves or renames units is a reorganisation."""

from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Layer

SPELLING = 0.7


@dataclass(frozen=True)
class UnitFacts:
    """What may be corrected of a unit without a decision: spelling of its names, how it signs, where it is reached."""

    name: str
    short_name: str
    english_name: str
    abbreviation: str
    signing_name: str
    address: str
    phone: str
    email: str


@transaction.atomic
def correct_unit(unit: Unit, *, facts: UnitFacts, by: User) -> Unit:
    """Write the facts that differ, noting before and after; where none does, nothing. Refuses with `unit_ended`, `renaming`."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    refuse_ended(unit, today())
    given = asdict(facts)
    changed = {name: (getattr(unit, name), value) for name, value in given.items() if getattr(unit, name) != value}
    if "name" in changed and not is_spelling(*changed["name"]):
        raise Refused(
            "renaming", _("This is another name, not a correction. A unit is renamed by a decision: make a reorganisation of it.")
        )
    if not changed:
        return unit
    for name, (_before, value) in changed.items():
        setattr(unit, name, value)
    unit.search_key = search_key(unit.name)
    unit.save(update_fields=[*changed, "search_key"])
    put_spots(Layer.UNIT, [unit.pk])
    bump_public_version()
    before, after = ({name: pair[side] for name, pair in changed.items()} for side in (0, 1))
    record("org.unit_corrected", unit, by=by, unit_id=unit.pk, before=before, after=after)
    return unit


def is_spelling(before: str, after: str) -> bool:
    """Whether two names are one name spelled in two ways: tones apart they are nearly alike."""
    return SequenceMatcher(None, search_key(before), search_key(after)).ratio() >= SPELLING


def refuse_ended(unit: Unit, on: date) -> None:
    life: Any = unit.during
    if life.upper is not None and life.upper <= on:
        raise Refused("unit_ended", _("The unit ended on %(day)s. What it was stays as it was.") % {"day": fulldate(life.upper)})
