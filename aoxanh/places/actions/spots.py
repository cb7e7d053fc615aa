"""Writing what the map shows: part of the actions that change the things themselves, which write the audit line."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models.expressions import Combinable
from django.utils import timezone

from aoxanh.kit.versions import bump_public_version
from aoxanh.places.cells import cell_of
from aoxanh.places.layers import SOURCES
from aoxanh.places.models import Layer, Spot, WritingTransaction

SAID = [field.attname for field in Spot._meta.concrete_fields if field.attname not in {"id", "object_id", "written"}]
AT_ONCE = 2_000
KEPT = timedelta(days=1)
"""How long what left the map is remembered: a process that has not asked for half as long reads everything anew."""


@transaction.atomic
def put_spots(layer: Layer, keys: Collection[UUID]) -> None:
    """Show these objects as they now are, or no longer, as their layer's source says. A constant number of statements."""
    shown = save(SOURCES[layer](keys)) if keys else set()
    drop_spots(set(keys) - shown)


def drop_spots(keys: Collection[UUID]) -> int:
    """Take them off the map; how many stood there."""
    if not keys:
        return 0
    return Spot.objects.filter(object_id__in=keys, gone_at=None).update(gone_at=timezone.now(), written=WritingTransaction())


@transaction.atomic
def refresh_spots(layer: Layer) -> int:
    """Bring the whole layer up to what its source says, in batches; how many spots were wrong."""
    shown: set[UUID] = set()
    wrong = sum(correct(list(batch), shown) for batch in batched(SOURCES[layer](None), AT_ONCE))
    standing = Spot.objects.filter(layer=layer, gone_at=None).values_list("object_id", flat=True)
    gone = [key for key in standing.iterator(AT_ONCE) if key not in shown]
    wrong += sum(drop_spots(batch) for batch in batched(gone, AT_ONCE))
    if wrong:
        bump_public_version()
    return wrong


def correct(batch: list[Spot], shown: set[UUID]) -> int:
    """Write those of the batch that stand differently or not at all."""
    keys = [spot.object_id for spot in batch]
    standing = {spot.object_id: spot for spot in Spot.objects.filter(object_id__in=keys)}
    wrong = [spot for spot in celled(batch) if (now := standing.get(spot.object_id)) is None or said(now) != said(spot)]
    shown.update(keys)
    write(wrong)
    return len(wrong)


def said(spot: Spot) -> list[object]:
    return [getattr(spot, name) for name in SAID]


def save(spots: Iterable[Spot]) -> set[UUID]:
    """Write them all; their keys."""
    made = list(celled(spots))
    write(made)
    return {spot.object_id for spot in made}


def celled(spots: Iterable[Spot]) -> Iterator[Spot]:
    for spot in spots:
        spot.cell = cell_of(spot.latitude, spot.longitude)
        yield spot


def write(spots: list[Spot]) -> None:
    Spot.objects.bulk_create(
        spots, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["object_id"], update_fields=[*SAID, "written"]
    )


def weigh_spots(layer: Layer, weight: Combinable) -> int:
    """Give every spot of the layer the weight that the expression finds for its `object_id`; how many had another."""
    standing = Spot.objects.filter(layer=layer, gone_at=None, is_public=True, ends_at__gt=timezone.now())
    return standing.exclude(weight=weight).update(weight=weight, written=WritingTransaction())


def sweep_spots() -> int:
    """Forget what left the map more than a day ago."""
    gone, _ = Spot.objects.filter(gone_at__lt=timezone.now() - KEPT).delete()
    return gone
