"""Everything that points to a person, in whatever app: how it goes over to another record, and back.

Found by the models' registry, so that a table added tomorrow is covered. A row that a constraint keeps from going over (a second sign-up to
the same shift, the same skill) stays with the record that is gone, where the history of that record shows it. Memberships of one unit that
overlap are united: those of the kept record grow into the days that the other had, whose own row is emptied, so that nobody counts twice.
Nothing is deleted, and the journal has all that changed.
"""

import json
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from aoxanh.kit.dates import during
from aoxanh.people.models import DuplicatePair, Membership, Merge, MergeMove, Person

ABOUT_RECORDS = (DuplicatePair, Merge, MergeMove, Person)
"""What speaks of records and not of the human being stays where it is."""

type Link = models.ForeignKey[Any, Any]


def links() -> list[Link]:
    """Every foreign key to Person, of tables that we keep."""
    kept = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]
    fields = [field for model in kept if model not in ABOUT_RECORDS for field in model._meta.local_fields]
    return [field for field in fields if isinstance(field, models.ForeignKey) and field.related_model is Person]


def hand_over(merge: Merge) -> None:
    """Let all rows of `merge.gone` be those of `merge.kept`, each noted in the merge's journal."""
    unite_memberships(merge)
    for link in links():
        moved = move_all(link, merge) or move_each(link, merge)
        note(merge, link.model, [(pk, {link.attname: merge.gone_id}) for pk in moved])


def rows_of(link: Link, person_id: UUID) -> models.QuerySet[Any]:
    rows = link.model._base_manager.filter(**{link.attname: person_id})
    return rows.exclude(during__isempty=True) if link.model is Membership else rows


def move_all(link: Link, merge: Merge) -> list[Any]:
    """All in one statement; [] where there are none, or where a constraint keeps one of them."""
    rows = rows_of(link, merge.gone_id)
    found = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.update(**{link.attname: merge.kept_id})
    except IntegrityError:
        return []
    return found


def move_each(link: Link, merge: Merge) -> list[Any]:
    """Those that no constraint keeps."""
    return [pk for pk in rows_of(link, merge.gone_id).order_by("pk").values_list("pk", flat=True) if move_one(link, merge, pk)]


def move_one(link: Link, merge: Merge, pk: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(link.model._base_manager.filter(pk=pk).update(**{link.attname: merge.kept_id}))
    except IntegrityError:
        return False


def unite_memberships(merge: Merge) -> None:
    """Where the gone record was in a unit while the kept one was too, the kept memberships take in its days."""
    for theirs in Membership.objects.filter(person_id=merge.gone_id, during__isempty=False):
        same = Membership.objects.filter(person_id=merge.kept_id, unit_id=theirs.unit_id, kind=theirs.kind)
        ours = sorted(same.filter(during__overlap=theirs.during), key=lambda row: (row.during.lower is not None, row.during.lower))
        for place, row in enumerate(ours):
            begin = earlier(row.during.lower, theirs.during.lower) if place == 0 else row.during.lower
            end = later(row.during.upper, theirs.during.upper) if place == len(ours) - 1 else ours[place + 1].during.lower
            change(merge, row, during(begin, end))
        if ours:
            change(merge, theirs, DateRange(empty=True))


def earlier(one: Any, other: Any) -> Any:
    return None if one is None or other is None else min(one, other)


def later(one: Any, other: Any) -> Any:
    return None if one is None or other is None else max(one, other)


def change(merge: Merge, row: Membership, period: DateRange) -> None:
    before = row.during
    if before != period:
        row.during = period
        row.save(update_fields=["during"])
        note(merge, Membership, [(row.pk, {"during": [before.lower, before.upper]})])


def note(merge: Merge, model: type[models.Model], changes: list[tuple[Any, dict[str, Any]]]) -> None:
    label = model._meta.label_lower
    moves = [MergeMove(merge=merge, table=label, row_id=str(pk), before=plain(before)) for pk, before in changes]
    MergeMove.objects.bulk_create(moves, batch_size=1000)


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them."""
    kept: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return kept


def hand_back(merge: Merge) -> None:
    """Every row of the journal as it was, the last first; one that has been removed since stays removed."""
    moves = merge.moves.order_by("-id").values_list("table", "before", "row_id")
    for (table, before), found in groupby(moves, key=lambda move: move[:2]):
        model = apps.get_model(table)
        values = {name: restored(model, name, value) for name, value in before.items()}
        model._base_manager.filter(pk__in=[row_id for _, _, row_id in found]).update(**values)


def restored(model: type[models.Model], name: str, value: Any) -> Any:
    field = next(field for field in model._meta.concrete_fields if name in {field.name, field.attname})
    if name == "during":
        return during(*(end and models.DateField().to_python(end) for end in value))
    return field.to_python(value)
