"""The plan that takes an event in effect back from a later day on: what ended is founded anew, what was founded is split again.

A unit that ended stays ended: its rows are history. The one founded anew bears its name, takes its members back and names it in `revives`.
"""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from aoxanh.kit.dates import holds
from aoxanh.org.models import Parentage, Reorganisation, Step, Succession, Unit
from aoxanh.org.reorganisation.plans import MAIN_PART, PART, WHOLE, NewUnit, Plan


def reversal(event: Reorganisation, on: date) -> Plan:
    """Steps that undo those of the event from `on`. What other events changed since stands as they left it."""
    plan = Plan()
    eve = event.on - timedelta(days=1)
    ended = {unit.pk: unit for unit in _units(event, Step.Verb.END)}
    parents = dict(Parentage.objects.filter(holds(eve), child__in=ended).values_list("child_id", "parent_id"))
    ids: dict[UUID, UUID] = {}
    for pk in _from_the_top(ended, parents):
        ids[pk] = plan.found(_again(ended[pk], _anew(parents.get(pk), ids, ended), on))
        plan.steps[-1].facts["revives"] = str(pk)
    _give_back(event, on, plan, ids, set(ended))
    _move_back(event, on, plan, ids, ended)
    _name_back(event, on, plan)
    return plan


def _units(event: Reorganisation, verb: str) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=event.steps.filter(verb=verb).values("subject_id")).select_related("area").order_by("code"))


def _from_the_top(ended: dict[UUID, Unit], parents: dict[UUID, UUID]) -> list[UUID]:
    """Those above before those below."""

    def depth(pk: UUID) -> int:
        above = parents.get(pk)
        return 1 + depth(above) if above in ended else 0

    return sorted(ended, key=lambda pk: (depth(pk), ended[pk].code))


def _anew(parent: UUID | None, ids: dict[UUID, UUID], ended: dict[UUID, Unit]) -> UUID | None:
    return ids[parent] if parent in ended else parent


def _again(unit: Unit, under: UUID | None, on: date) -> NewUnit:
    return NewUnit(
        kind=unit.kind,
        name=unit.name,
        under=under,
        short_name=unit.short_name,
        english_name=unit.english_name,
        abbreviation=unit.abbreviation,
        signing_name=unit.signing_name,
        code=f"{unit.code[:31]}-{on:%Y%m%d}",
        slug=f"{unit.slug[:110]}-{on.year}",
        area=unit.area,
        address=unit.address,
        email=unit.email,
        phone=unit.phone,
    )


def _give_back(event: Reorganisation, on: date, plan: Plan, ids: dict[UUID, UUID], ended: set[UUID]) -> None:
    """What took something up gives it back: founded for it, it ends; standing before, it goes on without it."""
    founded = set(event.steps.filter(verb=Step.Verb.FOUND).values_list("subject_id", flat=True))
    given: dict[UUID, list[UUID]] = defaultdict(list)
    for old, new in Succession.objects.filter(event=event).order_by("predecessor__code").values_list("predecessor_id", "successor_id"):
        given[new].append(ids[old] if old in ended else old)
    standing = set(Unit.objects.filter(holds(on), pk__in=founded | set(given)).values_list("pk", flat=True))
    for new in sorted(standing):
        heirs = given[new]
        if new not in founded:
            for heir in heirs:
                plan.part_with(new, heir)
        elif heirs:
            plan.divide(new, dict.fromkeys(heirs, WHOLE) if len(heirs) == 1 else {heirs[0]: MAIN_PART} | dict.fromkeys(heirs[1:], PART))
        else:
            plan.dissolve(new)


def _move_back(event: Reorganisation, on: date, plan: Plan, ids: dict[UUID, UUID], ended: dict[UUID, Unit]) -> None:
    """Units that the event put elsewhere stand again where they stood, if they still stand where it put them."""
    eve = event.on - timedelta(days=1)
    for step in event.steps.filter(verb=Step.Verb.MOVE):
        before = Parentage.objects.filter(holds(eve), child=step.subject_id).first()
        still = Parentage.objects.filter(holds(on), Q(parent=step.target_id), child=step.subject_id).exists()
        if before and still:
            plan.move(step.subject_id, _anew(before.parent_id, ids, ended))


def _name_back(event: Reorganisation, on: date, plan: Plan) -> None:
    for former in event.former_identities.select_related("unit", "area").filter(unit__during__contains=on):
        plan.rename(
            former.unit,
            area=former.area,
            name=former.name,
            short_name=former.short_name,
            english_name=former.english_name,
            abbreviation=former.abbreviation,
            signing_name=former.signing_name,
        )
