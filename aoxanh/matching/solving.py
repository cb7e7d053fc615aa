"""A run from the database and back, in the process that `runs` starts.

It reads and writes; two processes that know neither Django nor the database solve (`solver.worker`). Ended in the middle, it leaves what is
finished as `Interim` rows.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.activities.models import Activity
from aoxanh.kit.dates import today
from aoxanh.matching.candidates import Ceilings, Facts, Pinned, Places, Question, Weighed, places, problem, read, weigh
from aoxanh.matching.candidates.around import kept_away
from aoxanh.matching.checking import skill_names
from aoxanh.matching.explaining import Short, Wider, runners_up, shortfalls, why
from aoxanh.matching.finishing import infeasible, keep_answer
from aoxanh.matching.models import Assignment, Proposal, Shortfall
from aoxanh.matching.queries.board import shifts_of
from aoxanh.matching.solver import Part, Problem, Solver, components, gathered, parts, solvers
from aoxanh.matching.solver.problem import Ints
from aoxanh.matching.weights import weights_of
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree_ids

READ, SOLVED = 150, 900
"""Progress in thousandths: once candidates are read, once all parts are solved."""
WIDELY = 400
"""For so many short slots, the most urgent, people farther away are counted too."""


@dataclass
class Run:
    """One run of a proposal, and what it knows."""

    proposal: Proposal
    began: float = field(default_factory=time.monotonic)
    told: float = 0.0

    def tell(self, progress: int, note: str, *, now: bool = False) -> None:
        """Progress in thousandths and in words, twice a second at most."""
        if now or time.monotonic() - self.told > 0.5:
            self.told = time.monotonic()
            Proposal.objects.filter(pk=self.proposal.pk).update(progress=progress, note=note)

    @property
    def seconds_left(self) -> float:
        return max(settings.MATCHING_SECONDS - (time.monotonic() - self.began), 0.1)


@dataclass(frozen=True)
class Asked:
    """What the solver is asked, and where it comes from."""

    question: Question
    places: Places
    facts: Facts
    weighed: Weighed
    problem: Problem
    names: dict[Any, str]

    def reasons(self, row: int) -> list[Any]:
        return why(self.facts, self.places, self.weighed, row, self.names)


def solve(proposal_id: UUID, *, memory: int | None = None) -> None:
    """Solve the proposal and keep the answer. Raises MemoryError where it does not suffice for reading."""
    run = Run(Proposal.objects.get(pk=proposal_id))
    with solvers(memory=settings.MATCHING_MEMORY if memory is None else memory) as running:
        run.tell(10, _("Reading who may go where"), now=True)
        asked = ask(run.proposal)
        found = list(solved(run, asked, running))
    run.tell(SOLVED, _("Finding out why shifts stay short"), now=True)
    finish(run, asked, found)


def ask(proposal: Proposal) -> Asked:
    """The problem as it stands now; pins that may not be any more are none."""
    shifts = shifts_of(proposal).filter(activity__status=Activity.Status.OPEN, starts_at__gt=timezone.now())
    found = places(shifts)
    question = Question(found, units=units_of(proposal), reach_km=proposal.reach_km, proposal=proposal.pk, bulk=True)
    facts = read(question)
    weighed = weigh(facts, found, weights_of(proposal.weights), reach_km=proposal.reach_km)
    ceilings = Ceilings(stricter(proposal.most_a_day, settings.HOURS_A_DAY), stricter(proposal.most_a_week, settings.HOURS_A_WEEK))
    pins = pinned(proposal, facts, found)
    return Asked(question, found, facts, weighed, problem(facts, found, weighed, ceilings, pins), skill_names(facts))


def stricter(own: int, house: int) -> int:
    """The lower of two ceilings, of which 0 is none."""
    return min(filter(None, (own, house)), default=0)


def units_of(proposal: Proposal) -> list[UUID]:
    roots = list(proposal.among.values_list("pk", flat=True)) or [proposal.unit_id]
    return list(Unit.objects.filter(pk__in=subtree_ids(roots, on=today())).values_list("pk", flat=True))


def pinned(proposal: Proposal, facts: Facts, found: Places) -> list[Pinned]:
    """Pins that hold, with the numbers of person and slot; those that break a rule are told of by `finishing.infeasible`."""
    rows = Assignment.objects.filter(proposal=proposal, pinned=True, offer=None).values_list("person", "shift", "role")
    number_of = {facts.person_id(number): number for number in range(len(facts.ids))}
    slot_of = {(slot.shift.pk, slot.role.pk if slot.role else None): slot.number for slot in found.slots}
    bad = {(one.person_id, one.shift_id) for one, _reason in infeasible(proposal)}
    return [
        Pinned(number_of[person], slot_of[shift, role])
        for person, shift, role in rows
        if person in number_of and (shift, role) in slot_of and (person, shift) not in bad
    ]


def solved(run: Run, asked: Asked, running: list[Solver]) -> Iterator[Part]:
    """Each part, kept as soon as it is finished."""
    found = components(asked.problem)
    run.tell(READ, counted(0, len(found)), now=True)
    done, every = 0, sum(len(one.pairs) for one in found) or 1
    for number, part in enumerate(parts(asked.problem, found, running, seconds=run.seconds_left), start=1):
        done += part.pairs
        if not part.trouble:
            keep_part(run.proposal, asked, part)
        run.tell(READ + (SOLVED - READ) * min(done, every) // every, counted(number, len(found)))
        yield part


def counted(done: int, whole: int) -> str:
    text = ngettext("Solved %(done)d of %(n)d part", "Solved %(done)d of %(n)d parts", whole)
    return text % {"done": min(done, whole), "n": whole}


INTERIM = "COPY matching_interim (proposal_id, part, shift_id, role_id, person_id, points, why, else_shift_id, else_points) FROM STDIN"


@transaction.atomic
def keep_part(proposal: Proposal, asked: Asked, part: Part) -> None:
    """Write down what a part decided: its shifts, and who goes where with the reasons."""
    slots, facts = asked.places.slots, asked.facts
    chosen = np.sort(part.chosen)
    others, points = runners_up(asked.problem, chosen), asked.problem.pairs.points
    with connection.cursor() as cursor, cursor.copy(INTERIM) as rows:
        for shift in {slots[number].shift.pk for number in part.slots.tolist()}:
            rows.write_row((proposal.pk, part.number, shift, None, None, 0, "[]", None, None))
        for row, other in zip(chosen.tolist(), others.tolist(), strict=True):
            slot, instead = slots[int(facts.slot[row])], slots[int(facts.slot[other])] if other >= 0 else None
            what = (facts.person_id(int(facts.person[row])), int(points[row]), json.dumps(asked.reasons(row)))
            rest = (instead.shift.pk, int(points[other])) if instead else (None, None)
            rows.write_row((proposal.pk, part.number, slot.shift.pk, slot.role and slot.role.pk, *what, *rest))


def finish(run: Run, asked: Asked, found: Sequence[Part]) -> None:
    """The answer in the place of the last one, with its figures and what stays short."""
    answer = gathered(asked.problem, found, time.monotonic() - run.began)
    troubles = {part.trouble for part in found if part.trouble}
    short = explained(asked, answer.chosen, found)
    facts = {
        "people": len(np.unique(asked.facts.person)),
        "shifts": int((asked.problem.shifts.free > 0).sum()),
        "pairs": len(asked.facts.person),
        "components": len(found),
        "optimal": sum(part.proved == "optimal" for part in found),
        "within": sum(part.proved == "within" for part in found),
        "open": sum(part.proved == "open" for part in found),
        "exact": sum(part.method == "cp-sat" for part in found),
        "together": answer.mates,
    }
    keep_answer(
        run.proposal,
        shortfalls=[row_of(run.proposal, one) for one in short],
        value=answer.value,
        bound=answer.bound,
        facts=facts,
        seconds=time.monotonic() - run.began,
        note=trouble_words(troubles),
        complete=not troubles,
    )


def row_of(proposal: Proposal, one: Short) -> Shortfall:
    return Shortfall(proposal=proposal, shift=one.slot.shift, role=one.slot.role, missing=one.missing, reasons=one.reasons)


def trouble_words(troubles: set[str]) -> str:
    """What to tell where something is missing; "" where all was solved."""
    if "memory" in troubles:
        return _("Memory did not suffice for a part of it: there the former answer stands. Choose fewer units or days.")
    if "time" in troubles:
        return _("Time did not suffice for all of it: where it did not, the former answer stands. Solve it again, or choose fewer days.")
    return ""


def explained(asked: Asked, chosen: Ints, found: Sequence[Part]) -> list[Short]:
    """What stays short and why; of parts that were not solved it is not known."""
    unsolved = {int(number) for part in found if part.trouble for number in part.slots.tolist()}
    first = shortfalls(asked.problem, chosen, asked.facts, asked.places)
    urgent = sorted(first, key=lambda one: (-int(asked.problem.slots.rank[one.slot.number]), -one.missing))[:WIDELY]
    wider = Wider(*kept_away(asked.question, [one.slot.number for one in urgent]))
    all_of_it = shortfalls(asked.problem, chosen, asked.facts, asked.places, wider)
    return [Short(one.slot, one.missing, [("stopped", 0, {})]) if one.slot.number in unsolved else one for one in all_of_it]
