"""Reorganisations as people read them: what each part of a plan does, in the names of its units."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from aoxanh.kit.dates import holds
from aoxanh.org.models import Reorganisation, Step, Unit
from aoxanh.org.queries import subtree_ids

OP = "op"
Verb = Step.Verb
NAMED = 40


@dataclass
class Part:
    """What one entry of the builder came to: its verb and the units that play in it. `key` takes it out again ("" where it cannot)."""

    verb: str
    subjects: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    key: str = ""
    more: int = 0


def events(found: QuerySet[Reorganisation]) -> QuerySet[Reorganisation]:
    """The events with how many members wait for a decision, to be paged by (-on, -created_at, id)."""
    return found.annotate(waiting=Count("unsettled_moves", filter=Q(unsettled_moves__settled_at=None)))


def names_in(event: Reorganisation, steps: Iterable[Step]) -> dict[UUID, str]:
    """How the units of the plan are called: those that stand, and those that it founds."""
    found = list(steps)
    ids = {step.subject_id for step in found} | {step.target_id for step in found if step.target_id}
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    return names | {step.subject_id: str(step.facts.get("name", "")) for step in found if step.verb == Verb.FOUND}


def parts_of(event: Reorganisation) -> list[Part]:
    """The plan as it was put in; what has no entry of its own (a reversal, units brought along) is summed up by verb."""
    steps = list(event.steps.order_by("pk"))
    names = names_in(event, steps)
    entries: dict[str, list[Step]] = {}
    for step in steps:
        entries.setdefault(str(step.facts.get(OP, "")), []).append(step)
    loose = entries.pop("", [])
    return [*(told(key, found, names) for key, found in entries.items()), *summed(loose, names)]


def told(key: str, steps: list[Step], names: dict[UUID, str]) -> Part:
    """One entry: its verb follows from its steps."""
    by = {verb: [step for step in steps if step.verb == verb] for verb in Verb}
    taken = by[Verb.SUCCEED]
    subjects = list(dict.fromkeys(names.get(step.subject_id, "") for step in taken))
    targets = list(dict.fromkeys(names.get(step.target_id, "") for step in sorted(taken, key=is_part) if step.target_id))
    if taken and len(targets) == 1 and by[Verb.END]:
        return Part("merge", subjects, targets, key)
    if taken:
        return Part("split" if by[Verb.END] else "part", subjects, targets, key)
    if by[Verb.RENAME]:
        step = by[Verb.RENAME][0]
        return Part("rename", [names.get(step.subject_id, "")], [str(step.facts.get("name", ""))], key)
    if by[Verb.MOVE]:
        return Part("move", named(by[Verb.MOVE], names), above(by[Verb.MOVE], names), key)
    if by[Verb.FOUND]:
        return Part("found", named(by[Verb.FOUND], names), above(by[Verb.FOUND], names), key)
    return Part("end", named(by[Verb.END], names), [], key)


def named(steps: list[Step], names: dict[UUID, str]) -> list[str]:
    return [names.get(step.subject_id, "") for step in steps]


def above(steps: list[Step], names: dict[UUID, str]) -> list[str]:
    return list(dict.fromkeys(names.get(step.target_id, "") for step in steps if step.target_id))


def is_part(step: Step) -> bool:
    return step.share == "part"


def summed(steps: list[Step], names: dict[UUID, str]) -> Iterable[Part]:
    """Steps without an entry, by verb, the first of them named."""
    for verb in (Verb.FOUND, Verb.END, Verb.MOVE, Verb.RENAME):
        found = [step for step in steps if step.verb == verb]
        if found:
            targets = above(found, names) if verb == Verb.MOVE and len({step.target_id for step in found}) == 1 else []
            yield Part(f"{verb}s", named(found[:NAMED], names), targets, more=max(len(found) - NAMED, 0))


def choosable(event: Reorganisation) -> QuerySet[Unit]:
    """Units that the plan may touch: those under its root that stand on the eve and on the day."""
    eve = event.on - timedelta(days=1)
    found = Unit.objects.filter(holds(eve), holds(event.on)).select_related("area")
    return found.filter(pk__in=subtree_ids([event.root_id], on=eve)) if event.root_id else found


def founded(event: Reorganisation) -> list[tuple[UUID, str]]:
    """Units that the plan founds so far."""
    return [(step.subject_id, str(step.facts.get("name", ""))) for step in event.steps.filter(verb=Verb.FOUND).order_by("pk")[:60]]
