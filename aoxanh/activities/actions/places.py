"""The counts of a shift and of its roles. Whoever changes them holds the shift's row until the commit, and the role's after it.

Each look and the change after it are one statement, which PostgreSQL evaluates on the committed row: places are never given twice.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Sum

from aoxanh.activities.models import OPEN_PLACES, Shift, ShiftRole


def take(shift_id: UUID, role_id: UUID | None, *, has_roles: bool) -> bool:
    """Take a free place, of the role where there is one; whether there was one. A shift with roles keeps their places for them."""
    if not has_roles:
        return bool(Shift.objects.filter(pk=shift_id, taken__lt=OPEN_PLACES).update(taken=F("taken") + 1))
    return reserve(shift_id, role_id, count="taken")


def hold(shift_id: UUID, role_id: UUID | None) -> bool:
    """Keep a free place for somebody who is asked; whether there was one."""
    return reserve(shift_id, role_id, count="held")


def reserve(shift_id: UUID, role_id: UUID | None, *, count: str) -> bool:
    shift = Shift.objects.select_for_update().get(pk=shift_id)
    if shift.free <= kept_for_roles(shift_id) if role_id is None else shift.free <= 0:
        return False
    if role_id:
        open_ones = ShiftRole.objects.filter(pk=role_id, taken__lt=F("places") - F("held"))
        if not open_ones.update(**{count: F(count) + 1}):
            return False
    Shift.objects.filter(pk=shift_id).update(**{count: F(count) + 1})
    return True


def kept_for_roles(shift_id: UUID) -> int:
    """Free places that roles of the shift keep for themselves. The shift must be held."""
    roles = ShiftRole.objects.filter(shift=shift_id)
    return int(roles.aggregate(free=Sum(F("places") - F("held") - F("taken")))["free"] or 0)


def count_taken(shift_id: UUID, role_id: UUID | None, count: int = 1) -> None:
    """Count places that were looked at while the shift was held since."""
    Shift.objects.filter(pk=shift_id).update(taken=F("taken") + count)
    if role_id:
        ShiftRole.objects.filter(pk=role_id).update(taken=F("taken") + count)


def settle(shift_id: UUID, role_id: UUID | None) -> None:
    """A place that was held becomes one that is taken."""
    Shift.objects.filter(pk=shift_id).update(held=F("held") - 1, taken=F("taken") + 1)
    if role_id:
        ShiftRole.objects.filter(pk=role_id).update(held=F("held") - 1, taken=F("taken") + 1)


def give_back(shift_id: UUID, role_id: UUID | None) -> None:
    """A taken place is free again. Who calls this lets `promotion.promote` follow."""
    Shift.objects.filter(pk=shift_id).update(taken=F("taken") - 1)
    if role_id:
        ShiftRole.objects.filter(pk=role_id).update(taken=F("taken") - 1)


def let_go(shift_id: UUID, role_ids: Iterable[UUID | None]) -> None:
    """Places that were held are free again: one for each role, or none, in the list."""
    given = list(role_ids)
    Shift.objects.filter(pk=shift_id).update(held=F("held") - len(given))
    for role_id in sorted(role for role in given if role):
        ShiftRole.objects.filter(pk=role_id).update(held=F("held") - 1)
