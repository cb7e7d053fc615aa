"""What a need still lacks, in words, and what became of it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import ngettext

from aoxanh.needs.models import Material, Need, Pledge, Step

NAMED = 2


def with_lacking(needs: QuerySet[Need]) -> QuerySet[Any]:
    """Needs with their materials at hand for `lacking_words`, in one query more for all of them."""
    return needs.prefetch_related(Prefetch("materials", queryset=Material.objects.order_by("number")))


def lacking_words(need: Need, people: int | None = None) -> str:
    """What is missing, short: "6 người, 17 chăn"; "" where nothing is. `people` says how many of them, where the caller knows better."""
    return ", ".join(missing_words(need, people))


def missing_words(need: Need, people: int | None = None) -> list[str]:
    """One word for people, one for each material, the third and further ones counted."""
    count = need.uncovered if people is None else max(people, 0)
    words = [ngettext("%(count)d person", "%(count)d people", count) % {"count": count}] if count else []
    if not need.materials_lacking:
        return words
    things = [material.amount(material.missing) for material in need.materials.all() if material.missing]
    more = len(things) - NAMED
    rest = [ngettext("%(count)d thing more", "%(count)d things more", more) % {"count": more}] if more > 0 else []
    return [*words, *things[:NAMED], *rest]


def materials_of(need: Need) -> Sequence[Material]:
    """Its materials with their pledges, the latest first; what was withdrawn is left out."""
    kept = Pledge.objects.exclude(state=Pledge.State.WITHDRAWN).select_related("by__person", "settled_by__person", "material")
    return list(need.materials.prefetch_related(Prefetch("pledges", queryset=kept.order_by("-at", "-id"), to_attr="kept")))


def history(need: Need) -> QuerySet[Step]:
    """What became of it, the latest first."""
    return need.steps.select_related("by__person").order_by("-at", "-id")
