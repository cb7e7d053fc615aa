"""Units taken back."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from aoxanh.audit.actions import record_each
from aoxanh.imports.registry import Job, Staged
from aoxanh.kit.versions import bump_public_version
from aoxanh.org.importing.columns import FACTS
from aoxanh.org.models import Parentage, Unit
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Layer


def take_back(rows: list[Staged], job: Job) -> None:
    """Undo what the rows did to units; one that was changed since, or to which something belongs by now, stays and its row says so."""
    units = Unit.objects.select_for_update(of=("self",)).in_bulk([row.target for row in rows if row.target])
    made = [row.target for row in rows if row.undo and row.undo["made"] and row.target]
    built_on = referred_to(made)
    gone, back = [], []
    for row in rows:
        unit = units.get(row.target) if row.target else None
        if unit is None or row.undo is None:
            row.stays = _("The unit is no longer there.")
        elif any(text_of(unit, name) != value for name, value in row.undo["wrote"].items()):
            row.stays = _("The unit was changed since.")
        elif row.undo["made"] and unit.pk in built_on:
            row.stays = _("Something else belongs to this unit by now.")
        elif row.undo["made"]:
            gone.append(unit)
        else:
            for name, value in row.undo["old"].items():
                setattr(unit, name, value)
            back.append(unit)
    Unit.objects.bulk_update(back, [*FACTS, "area_id"])
    bump_public_version()
    record_each("org.unit_import_undone", [*gone, *back], by=job.by, unit_id=job.unit_id)
    Parentage.objects.filter(child__in=gone).delete()
    Unit.objects.filter(pk__in=[unit.pk for unit in gone]).delete()
    put_spots(Layer.UNIT, [unit.pk for unit in (*gone, *back)])


def referred_to(units: list[UUID]) -> set[UUID]:
    """Those of the units to whom any row of any app refers, save where they stand themselves and one another."""
    found: dict[type[Model], set[UUID]] = defaultdict(set)
    for relation in Unit._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many or (model is Parentage and name == "child"):
            continue
        rows = model._base_manager.filter(**{f"{name}__in": units})
        if model is Parentage:
            rows = rows.exclude(child__in=units)
        found[model] |= set(rows.values_list(f"{name}_id", flat=True))
    return set().union(*found.values())


def by_event() -> str:
    return _("What a unit is called, what it is and where it stands changes by an event of reorganisation, not by a list.")


def text_of(unit: Unit, name: str) -> str | None:
    value = getattr(unit, name)
    return None if value is None else str(value)
