"""Putting a plan together entry by entry: what an officer says becomes steps, marked so that the entry can be taken out again."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from aoxanh.desk.queries.reorganisations import OP
from aoxanh.org import queries as org
from aoxanh.org.models import Reorganisation, Step, Unit
from aoxanh.org.reorganisation.plans import MAIN_PART, PART, NewUnit, Plan


@dataclass(frozen=True)
class Said:
    """What an entry says. `units`: whom it is about; `target`: who takes up, or under whom they come; `new`: what is founded."""

    verb: str
    units: list[Unit]
    target: UUID | None = None
    new: list[NewUnit] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    goes_on: bool = False


def kept(event: Reorganisation, *, without: str = "") -> Plan:
    """The plan as it stands, less one entry. Units that were only brought along are left out: planning brings them again."""
    steps = event.steps.order_by("pk")
    if not event.reverses_id:
        steps = steps.filter(facts__has_key=OP)
    return Plan([copied(step) for step in steps if not without or step.facts.get(OP) != without])


def copied(step: Step) -> Step:
    return Step(verb=step.verb, subject_id=step.subject_id, target_id=step.target_id, share=step.share, facts=step.facts)


def added(event: Reorganisation, said: Said) -> Plan:
    """The plan with one more entry."""
    plan = kept(event)
    before = len(plan.steps)
    ENTRIES[said.verb](plan, event, said)
    key = uuid4().hex
    for step in plan.steps[before:]:
        step.facts = {**step.facts, OP: key}
    return plan


def merge(plan: Plan, event: Reorganisation, said: Said) -> None:
    into = plan.found(placed(said.new[0], said.units[0], event)) if said.new else said.target
    assert into is not None
    plan.merge([unit for unit in said.units if unit.pk != into], into)


def split(plan: Plan, event: Reorganisation, said: Said) -> None:
    """The first unit is divided among the others and the new ones; `target` is the main heir, else the first new one is."""
    divided, *others = said.units
    heirs = [*(plan.found(placed(new, divided, event)) for new in said.new), *(unit.pk for unit in others)]
    if said.goes_on:
        for heir in heirs:
            plan.part_with(divided, heir)
        return
    main = said.target if said.target in heirs else heirs[0]
    plan.divide(divided, {heir: MAIN_PART if heir == main else PART for heir in heirs})


def found(plan: Plan, event: Reorganisation, said: Said) -> None:
    for new in said.new:
        plan.found(new)


def rename(plan: Plan, event: Reorganisation, said: Said) -> None:
    plan.rename(said.units[0], **said.names)


def move(plan: Plan, event: Reorganisation, said: Said) -> None:
    for unit in said.units:
        if unit.pk != said.target:
            plan.move(unit, said.target)


def dissolve(plan: Plan, event: Reorganisation, said: Said) -> None:
    for unit in said.units:
        plan.dissolve(unit)


def placed(new: NewUnit, like: Unit, event: Reorganisation) -> NewUnit:
    """A new unit of the kind of an old one stands, where nothing else is said, under what that one stood under."""
    if new.under:
        return new
    parent = org.parent(like, on=event.on - timedelta(days=1))
    return NewUnit(**{**vars(new), "under": parent})


ENTRIES = {"nhap": merge, "chia": split, "lap": found, "doi-ten": rename, "chuyen": move, "giai-the": dissolve}
