"""What a hand may do: whether a person may go to a shift of a proposal, what that breaks, and what it brings.

The rules are those of `activities.eligibility`, asked as if the other places of the proposal were taken; the points are the solver's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, overload
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from aoxanh.activities import eligibility, fitting
from aoxanh.activities.candidates import Candidate, candidates
from aoxanh.activities.ceilings import load
from aoxanh.activities.minors import is_not_alone
from aoxanh.activities.models import Offer, Shift, ShiftRole, Signup
from aoxanh.kit.refusals import Refused
from aoxanh.matching.candidates import Facts, Places, Question, Weighed, places_of, read, weigh
from aoxanh.matching.explaining import Reason, why
from aoxanh.matching.models import Assignment, Ban, Proposal
from aoxanh.matching.weights import weights_of
from aoxanh.people.bands import adults_born_by
from aoxanh.people.models import Consent, Person, Skill

FALLEN = (Offer.Answer.DECLINED, Offer.Answer.LAPSED, Offer.Answer.WITHDRAWN)
RULES = tuple(rule for rule in eligibility.STANDING if rule is not is_not_alone)


@dataclass(frozen=True)
class Verdict:
    """What a move would mean. `refusal` is the first of `breaks`, None where it may be; `points` and `why` are those of the place."""

    breaks: list[Refused] = field(default_factory=list)
    role: ShiftRole | None = None
    points: int = 0
    why: list[Reason] = field(default_factory=list)

    @property
    def refusal(self) -> Refused | None:
        return self.breaks[0] if self.breaks else None


@dataclass(frozen=True)
class Table:
    """What lies on the table of a proposal, for one person: their other places, and how full the shifts are."""

    proposal: Proposal
    person: Person
    others: list[Signup]
    placed: dict[UUID, int]
    in_role: dict[UUID, int]
    with_adult: set[UUID]
    banned: set[UUID]
    asked: dict[UUID, str]
    agrees: bool


@overload
def check_move(proposal: Proposal, *, person: Person, shift: Shift, leaving: Shift | None = None) -> Verdict: ...
@overload
def check_move(proposal: Proposal, *, person: Person, shifts: Sequence[Shift], leaving: Shift | None = None) -> dict[UUID, Verdict]: ...
def check_move(
    proposal: Proposal,
    *,
    person: Person,
    shift: Shift | None = None,
    shifts: Sequence[Shift] | None = None,
    leaving: Shift | None = None,
) -> Verdict | dict[UUID, Verdict]:
    """What it means to put the person into a shift, or into each of several, by its id; `leaving` is the shift that they give up for it.

    Codes: those of `eligibility` and `fitting`, and `full`, `banned`, `declined`, `asked`, `consent_missing`, `not_in_use`, `never_alone`.
    """
    wanted = [shift] if shift else list(shifts or ())
    found = verdicts(proposal, person, wanted, leaving)
    return found[shift.pk] if shift else found


def verdicts(proposal: Proposal, person: Person, shifts: Sequence[Shift], leaving: Shift | None) -> dict[UUID, Verdict]:
    if not shifts:
        return {}
    rows = with_all(shifts)
    seen = candidates([person], rows)
    table = table_for(proposal, person, rows, leaving)
    valued = values(proposal, person, rows)
    return {row.pk: verdict(replace_taken(seen[person.pk, row.pk], table), table, valued) for row in rows}


def with_all(shifts: Sequence[Shift]) -> list[Shift]:
    """The shifts with what points and rules look at."""
    found = Shift.objects.filter(pk__in=[shift.pk for shift in shifts]).select_related(
        "activity__need", "activity__training_first", "activity__unit"
    )
    return list(found.prefetch_related("roles__skill", "activity__skills"))


def replace_taken(seen: Candidate, table: Table) -> Candidate:
    """The candidate with the places of the proposal among those that they have."""
    return replace(seen, taken=[*seen.taken, *table.others])


def table_for(proposal: Proposal, person: Person, shifts: Sequence[Shift], leaving: Shift | None) -> Table:
    ids = [shift.pk for shift in shifts]
    standing = Assignment.objects.filter(proposal=proposal).exclude(offer__answer__in=FALLEN)
    own = standing.filter(person=person, offer=None).exclude(shift=leaving).select_related("shift__activity")
    unsent = standing.filter(offer=None).exclude(person=person).filter(shift__in=ids)
    born = adults_born_by(proposal.starts_on)
    there = unsent.values("shift").annotate(all=Count("id"), adults=Count("id", filter=Q(person__birth_date__lte=born))).order_by()
    counts = list(there.values_list("shift", "all", "adults"))
    signed = Signup.objects.filter(shift__in=ids, status=Signup.Status.CONFIRMED, person__birth_date__lte=born)
    return Table(
        proposal=proposal,
        person=person,
        others=[Signup(shift=one.shift, person=person, status=Signup.Status.CONFIRMED) for one in own],
        placed={shift: count for shift, count, _adults in counts},
        in_role=dict(unsent.exclude(role=None).order_by().values_list("role").annotate(Count("id"))),
        with_adult={shift for shift, _all, adults in counts if adults} | set(signed.values_list("shift", flat=True)),
        banned=set(Ban.objects.filter(proposal=proposal, person=person, shift__in=ids).values_list("shift", flat=True)),
        asked=dict(Offer.objects.filter(person=person, shift__in=ids, answer__in=["", "declined"]).values_list("shift", "answer")),
        agrees=Consent.objects.filter(person=person, purpose=Consent.Purpose.VOLUNTEERING, withdrawn_at=None).exists(),
    )


def verdict(seen: Candidate, table: Table, valued: "Valued") -> Verdict:
    breaks = [*of_person(table), *of_shift(seen, table)]
    breaks += [reason for rule in RULES if (reason := eligibility.why_not(seen, rules=[rule]))]
    breaks += [*too_much(seen, table), *alone(seen, table)]
    role = None
    try:
        role = choose(seen, table)
    except Refused as reason:
        breaks.append(reason)
    points, reasons = valued.of(seen.shift, role)
    return Verdict(breaks, role, points, reasons)


def of_person(table: Table) -> Iterable[Refused]:
    person = table.person
    if person.erased_at or person.merged_into_id:
        yield Refused("not_in_use", _("This record is no longer in use."))
    if not table.agrees:
        text = _("%(name)s has not agreed to take part in volunteering, or took it back.")
        yield Refused("consent_missing", text % {"name": person.full_name})


def of_shift(seen: Candidate, table: Table) -> Iterable[Refused]:
    shift, name = seen.shift, {"name": table.person.full_name}
    if shift.pk in table.banned:
        yield Refused("banned", _("%(name)s was marked as not fitting this shift. Take the mark away first.") % name)
    if table.asked.get(shift.pk) == Offer.Answer.DECLINED:
        yield Refused("declined", _("%(name)s was asked for this shift and declined.") % name)
    elif shift.pk in table.asked:
        yield Refused("asked", _("%(name)s was asked for this shift already and has not answered.") % name)
    if shift.free - table.placed.get(shift.pk, 0) <= 0:
        yield Refused("full", _("This shift is full. Move somebody else out of it first."))


def too_much(seen: Candidate, table: Table) -> Iterable[Refused]:
    """The proposal's own ceilings, which may be stricter than those of the house."""
    asked, proposal = load(seen), table.proposal
    facts = {"name": table.person.full_name, "day": proposal.most_a_day, "week": proposal.most_a_week}
    if asked.of_day > proposal.most_a_day * 60:
        yield Refused("too_long_a_day", _("%(name)s would be out for more than %(day)d hours that day.") % facts)
    if asked.of_week > proposal.most_a_week * 60:
        yield Refused("too_long_a_week", _("%(name)s would be out for more than %(week)d hours that week.") % facts)


def alone(seen: Candidate, table: Table) -> Iterable[Refused]:
    """As `minors.is_not_alone`, with the adults of the proposal."""
    if seen.shift.pk not in table.with_adult and (reason := eligibility.why_not(seen, rules=[is_not_alone])):
        yield reason


def choose(seen: Candidate, table: Table) -> ShiftRole | None:
    """The role in which they would come: the first that fits and has a place left in the proposal. Refused as `fitting.choose`."""
    roles = seen.roles
    for role in roles:
        if role.free - table.in_role.get(role.pk, 0) > 0 and fitting.misfit(seen, role) is None:
            return role
    kept = sum(max(role.free - table.in_role.get(role.pk, 0), 0) for role in roles)
    if seen.shift.free - table.placed.get(seen.shift.pk, 0) > kept or not roles:
        return None
    raise fitting.why_none(seen, roles)


@dataclass(frozen=True)
class Valued:
    """Points and reasons of one person for each slot of some shifts."""

    places: Places
    facts: Facts
    weighed: Weighed
    names: dict[Any, str]

    def of(self, shift: Shift, role: ShiftRole | None) -> tuple[int, list[Reason]]:
        total = self.weighed.total
        for row, number in enumerate(self.facts.slot.tolist()):
            slot = self.places.slots[number]
            if slot.shift.pk == shift.pk and (slot.role.pk if slot.role else None) == (role.pk if role else None):
                return int(total[row]), why(self.facts, self.places, self.weighed, row, self.names)
        return 0, []


def values(proposal: Proposal, person: Person, shifts: Sequence[Shift]) -> Valued:
    found = places_of(shifts)
    facts = read(Question(found, people=[person.pk], proposal=proposal.pk))
    weighed = weigh(facts, found, weights_of(proposal.weights), reach_km=proposal.reach_km)
    return Valued(found, facts, weighed, skill_names(facts))


def skill_names(facts: Facts) -> dict[Any, str]:
    return {skill.pk: str(skill) for skill in Skill.objects.filter(pk__in=facts.skill_ids)} if facts.skill_ids else {}
