"""Entries of the ledger that arise from turns, and what is taken off where turns overlap or pass a day's cap.

Whoever writes arrivals and leavings in numbers adds the hours with `add_entries(entries_for(signups, by=…))`; a leaving taken alone goes
through `ledger.write_leaving`, which adds its entry in the same statement.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.attendance.hours import Span, Terms, Turn, belong_together, groups, minutes_of_turn, minutes_together, overlap, span_of_turn
from aoxanh.attendance.models import TURNS, ServiceHours, Source
from aoxanh.attendance.rules import arrival_of, leaving_of
from aoxanh.attendance.terms import Case, case_of, day_of, terms_of_many
from aoxanh.kit.parts.figures import hours
from aoxanh.people.models import Person

DAY = timedelta(days=1)
BATCH = 1000
REASON_LETTERS = 300


def entries_for(signups: Iterable[Signup], *, by: User | None) -> list[ServiceHours]:
    """An entry, not saved, for each of these turns: to its leaving, without one to the end of its shift. One query, however many.

    The sign-ups come with shift, activity, `check_in` and `check_in__check_out`.
    """
    came = list(signups)
    terms = terms_of_many({case_of(signup) for signup in came})
    return [entry_of(signup, terms[case_of(signup)], by=by) for signup in came]


def entry_of(signup: Signup, terms: Terms, *, by: User | None) -> ServiceHours:
    shift, came, leaving = signup.shift, signup.check_in.at, leaving_of(signup)
    left = leaving.at if leaving else max(came, shift.ends_at)
    return ServiceHours.of_turn(
        signup,
        minutes=minutes_of_turn(came, left, starts_at=shift.starts_at, ends_at=shift.ends_at, terms=terms),
        on=day_of(shift),
        starts_at=came,
        ends_at=left,
        source=source_of(terms, left=leaving is not None),
        by=by,
    )


def source_of(terms: Terms, *, left: bool) -> Source:
    """What a turn rests on: the shift where the terms say so, else its leaving, else the end of the shift."""
    return Source.WHOLE_SHIFT if terms.is_whole_shift else Source.CHECK_OUT if left else Source.SHIFT_END


@transaction.atomic
def add_entries(entries: Sequence[ServiceHours]) -> None:
    """Write entries of turns; a turn that has one keeps it. Overlaps are taken off."""
    if entries:
        ServiceHours.objects.bulk_create(entries, ignore_conflicts=True, batch_size=BATCH)
        days = [entry.on for entry in entries]
        count_once({entry.person_id for entry in entries}, first=min(days), last=max(days))


@transaction.atomic
def count_once(people: Collection[UUID], *, first: date, last: date) -> list[ServiceHours]:
    """Take off what these people's turns of these days count twice or above a day's cap; the entries that were added.

    What is taken off stands as an entry of its own at the turn that was written last. The people are held meanwhile, and everything is read
    anew, so that calling it again, or from two sides at once, takes off nothing more.
    """
    near = turns_between(people, first - DAY, last + DAY)
    several = near.order_by().values("person").annotate(n=Count("pk")).filter(Q(n__gt=1))
    held = list(several.values_list("person", flat=True))
    if not held:
        return []
    list(Person.objects.select_for_update().filter(pk__in=held).order_by("pk").values_list("pk", flat=True))
    of_person: dict[UUID, list[ServiceHours]] = defaultdict(list)
    written = turns_between(held, first - DAY, last + DAY).order_by("at", "id")
    for entry in written.select_related("signup__shift__activity", "signup__check_in__check_out"):
        of_person[entry.person_id].append(entry)
    terms = terms_of_many({case_of(entry.signup) for entries in of_person.values() for entry in entries if entry.signup})
    sums = changes(of_person)
    added = [off for entries in of_person.values() for off in taken_off(entries, terms, sums)]
    return ServiceHours.objects.bulk_create(added, batch_size=BATCH)


def turns_between(people: Collection[UUID], first: date, last: date) -> QuerySet[ServiceHours]:
    return ServiceHours.objects.filter(person__in=people, on__range=(first, last), source__in=TURNS, signup__isnull=False)


type Changes = dict[UUID, dict[str, int]]
NOTHING = {"off": 0, "change": 0}


def changes(of_person: dict[UUID, list[ServiceHours]]) -> Changes:
    """For each turn what was taken off so far, and what corrections changed in it: those that follow from the door (an arrival seen
    earlier), and those by somebody's word where they took away. What a verifier added stands, and is no part of this."""
    signups = [entry.signup_id for entries in of_person.values() for entry in entries]
    rows = ServiceHours.objects.filter(signup__in=signups).exclude(source__in=TURNS).order_by().values("signup")
    found = rows.annotate(
        off=Coalesce(Sum("minutes", filter=Q(source=Source.TAKEN_OFF)), 0),
        change=Coalesce(Sum("minutes", filter=Q(source=Source.CORRECTION) & (Q(claim=None) | Q(minutes__lt=0))), 0),
    )
    return {signup: {"off": off, "change": change} for signup, off, change in found.values_list("signup", "off", "change")}


def taken_off(entries: list[ServiceHours], terms: dict[Case, Terms], sums: Changes) -> list[ServiceHours]:
    """What is to be taken off the turns of one person, which come in the order in which they were written."""
    turns = [turn_of(entry, terms, sums) for entry in entries]
    added = []
    for group in (found for found in groups(turns) if len(found) > 1):
        balance = {position: turns[position].minutes + sums.get(entries[position].signup_id, NOTHING)["off"] for position in group}  # type: ignore[arg-type]
        excess = sum(balance.values()) - minutes_together([turns[position] for position in group])
        for position in reversed(group):
            off = min(excess, balance[position])
            if off > 0:
                excess -= off
                added.append(companion(entries[position], off, why(position, group, entries, turns)))
    return added


def turn_of(entry: ServiceHours, terms: dict[Case, Terms], sums: Changes) -> Turn:
    """A turn as counted; what a correction took away is no longer there to be counted twice."""
    signup = entry.signup
    assert signup
    of_case = terms[case_of(signup)]
    shift = signup.shift
    span = span_of_turn(*presence(entry), starts_at=shift.starts_at, ends_at=shift.ends_at, terms=of_case)
    return Turn(entry.on, max(0, entry.minutes + sums.get(signup.pk, NOTHING)["change"]), span, of_case)


def presence(entry: ServiceHours) -> Span:
    """From coming to leaving as the door knows it now, else as the entry says; an entry without it counts as all of its shift."""
    assert entry.signup
    arrival, shift = arrival_of(entry.signup), entry.signup.shift
    came = arrival.at if arrival else entry.starts_at or shift.starts_at
    leaving = leaving_of(entry.signup)
    return came, max(came, leaving.at if leaving else entry.ends_at or shift.ends_at)


def companion(entry: ServiceHours, minutes: int, reason: str) -> ServiceHours:
    assert entry.signup
    facts = {"starts_at": entry.starts_at, "ends_at": entry.ends_at, "by_id": entry.by_id}
    return ServiceHours.of_turn(entry.signup, minutes=-minutes, on=entry.on, source=Source.TAKEN_OFF, reason=reason, **facts)


def why(position: int, group: list[int], entries: list[ServiceHours], turns: list[Turn]) -> str:
    """The other turn with its time, or the cap of the day; in the language of the place, as it stays for ever."""
    others = [other for other in group if other != position and belong_together(turns[position], turns[other])]
    other = next((other for other in others if overlap(turns[position].span, turns[other].span)), None)
    with override(settings.LANGUAGE_CODE):
        if other is None:
            cap = min(turns[one].terms.cap_minutes or 24 * 60 for one in group)
            return _("A day counts %(hours)s hours at most.") % {"hours": hours(cap)}
        signup = entries[other].signup
        assert signup
        facts = {"title": signup.shift.activity.title, "hours": signup.shift.hours}
        return (_("Same time as: %(title)s, %(hours)s.") % facts)[:REASON_LETTERS]
