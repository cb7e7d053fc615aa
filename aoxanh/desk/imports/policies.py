"""Who may bring a list of which kind for which unit, and who sees what became of it."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from aoxanh.access.queries import own_grants, permissions, permitted_ids, permitted_units
from aoxanh.accounts.models import User
from aoxanh.imports.models import Import
from aoxanh.imports.registry import HOMES, KINDS, ListKind
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit

ORDER = ("volunteers", "officers", "units", "declared", "arrivals")


def kinds_of(user: User | AnonymousUser) -> list[ListKind]:
    """The kinds of list that the user brings for some unit."""
    held = permissions(user, on=today())
    return sorted((kind for kind in KINDS.values() if kind.permission in held), key=lambda kind: ORDER.index(kind.code))


def kinds_to_bring(user: User | AnonymousUser) -> list[ListKind]:
    """Of these the ones that are brought for a unit as a whole; the others have a page of their own."""
    return [kind for kind in kinds_of(user) if kind.code not in HOMES]


def import_units(user: User | AnonymousUser, permission: str) -> QuerySet[Unit]:
    """Living units for which the user brings such a list: those of the grants themselves first."""
    on = today()
    own = own_grants(user, on=on).values("unit")
    rank = Case(When(pk__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return permitted_units(user, permission, on=on).filter(holds(on)).alias(rank=rank).order_by("rank", "search_key", "id")


def visible_imports(user: User | AnonymousUser) -> QuerySet[Import]:
    """Imports for units for which the user may bring such a list themselves, whoever brought it."""
    if not user.is_authenticated:
        return Import.objects.none()
    on, allowed = today(), Q(pk=None)
    for kind in kinds_of(user):
        allowed |= Q(kind=kind.code, unit_id__in=permitted_ids(user, kind.permission, on=on))
    return Import.objects.filter(allowed).exclude(state=Import.State.DROPPED)
