"""Changing one place for another at once: into a free place, or, where all are full, round a circle of people who would each like the next
one's place. Nobody ends up with neither.
"""

from collections import deque
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.actions import places
from aoxanh.activities.actions.placing import cancel_until, end_offer, end_waiting, hold_person, hold_shift, still_open, write
from aoxanh.activities.actions.promotion import promote
from aoxanh.activities.actions.returns import free, too_late
from aoxanh.activities.candidates import candidate
from aoxanh.activities.eligibility import STANDING, check, full
from aoxanh.activities.fitting import choose, suits
from aoxanh.activities.letters import waiting as letters
from aoxanh.activities.models import Shift, ShiftRole, Signup, Swap
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version

LONGEST = 5
"""People in a circle at most: beyond, the search grows and hardly finds more."""

ONE_AT_A_TIME = 7_350_021
"""The database's lock for circles: they touch many people and shifts, and are rare."""


@transaction.atomic
def swap(signup: Signup, *, to: Shift, request_id: UUID, by: User | None, role: ShiftRole | None = None, plain: bool = False) -> Signup:
    """Give this place back and take one in the other shift, both or neither; the same request again gives the same place.

    Refused: `given_back`, `too_late`, `same_shift`, and the codes of `eligibility` for the other shift.
    """
    person = hold_person(signup.person_id)
    if seen := Signup.objects.filter(request_id=request_id, person=person).first():
        return seen
    signup = current(signup)
    check_swappable(signup, to)
    held = {pk: hold_shift(pk) for pk in sorted([signup.shift_id, to.pk])}
    seen_before = candidate(held[to.pk], person, without=signup)
    check(seen_before)
    role = choose(seen_before, wanted=role, plain=plain)
    taken = write(held[to.pk], person=person, role=role, request_id=request_id, by=by)
    if not places.take(to.pk, role.pk if role else None, has_roles=bool(seen_before.roles)):
        raise full(seen_before)
    free(signup)
    places.give_back(signup.shift_id, signup.role_id)
    arrive(taken, signup, by=by)
    promote(signup.shift_id)
    return taken


def current(signup: Signup) -> Signup:
    rows = Signup.objects.select_for_update(of=("self",)).select_related("shift__activity__unit", "person__user", "role")
    return rows.get(pk=signup.pk)


def check_swappable(signup: Signup, to: Shift) -> None:
    if signup.status != Signup.Status.CONFIRMED:
        raise Refused("given_back", _("This place was given back. Sign up again while there are places."))
    if signup.shift_id == to.pk:
        raise Refused("same_shift", _("That is the shift in which you are already."))
    if timezone.now() > cancel_until(signup.shift):
        raise too_late(signup.shift)


def arrive(taken: Signup, left: Signup, *, by: User | None, circle: int = 0) -> None:
    """What follows from the new place. Its shift is held."""
    end_waiting(taken, by=by)
    if end_offer(taken):
        promote(taken.shift_id)
    still_open(taken.shift)
    facts = {"from_shift": str(left.shift_id), "from_signup": str(left.pk), "circle": circle}
    record("activities.swapped", taken, by=by, unit_id=taken.shift.activity.unit_id, **facts)
    bump_public_version()


@transaction.atomic
def wish_swap(signup: Signup, *, to: Shift, request_id: UUID, by: User | None) -> Swap:
    """Remember that the holder would rather be in the other shift, which is full; a circle that closes with it is carried out at once.

    The same wish twice is one. Refused: as `swap`, save `full`; `place_free` where a place is free now.
    """
    person = hold_person(signup.person_id)
    signup = current(signup)
    if seen := Swap.objects.filter(have=signup, wanted=to, settled_at=None).first():
        return seen
    check_swappable(signup, to)
    shift = Shift.objects.select_related("activity__unit", "activity__training_first").get(pk=to.pk)
    check(candidate(shift, person, without=signup), rules=STANDING)
    if shift.free > 0:
        raise Refused("place_free", _("A place is free there now. Swap at once."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    made = Swap.objects.create(have=signup, wanted=shift, person=person, request_id=request_id, by=by)
    record("activities.wished_swap", made, by=by, unit_id=shift.activity.unit_id)
    close_circle(made)
    made.refresh_from_db()
    return made


@transaction.atomic
def drop_swap(made: Swap, *, by: User | None) -> Swap:
    """No longer wanted; once."""
    made = Swap.objects.select_for_update(of=("self",)).select_related("wanted__activity").get(pk=made.pk)
    if made.settled_at is None:
        settle(made, why=Swap.GIVEN_UP)
        record("activities.dropped_swap", made, by=by, unit_id=made.wanted.activity.unit_id)
    return made


def settle(made: Swap, *, signup: Signup | None = None, why: str = "") -> None:
    made.settled_at, made.signup, made.why = timezone.now(), signup, why
    made.save(update_fields=["settled_at", "signup", "why"])


def close_circle(made: Swap) -> list[Signup]:
    """Try every circle through the wish, the shortest first, among equals the oldest wishes; [] where none can be carried out."""
    for circle in circles(made):
        try:
            with transaction.atomic():
                return go_round(circle)
        except Refused:
            continue
    return []


def circles(made: Swap) -> Iterator[list[Swap]]:
    """Wishes that lead from the wanted shift back to the one that is given: each has a place where the one before wants to be."""
    by_shift: dict[UUID, list[Swap]] = {}
    for one in Swap.objects.filter(settled_at=None).exclude(pk=made.pk).select_related("have").order_by("at", "id"):
        by_shift.setdefault(one.have.shift_id, []).append(one)
    home, paths = made.have.shift_id, deque([[made]])
    while paths:
        path = paths.popleft()
        for following in by_shift.get(path[-1].wanted_id, []):
            if following.person_id in {one.person_id for one in path}:
                continue
            if following.wanted_id == home:
                yield [*path, following]
            elif len(path) + 1 < LONGEST and following.wanted_id not in {one.have.shift_id for one in path}:
                paths.append([*path, following])


def go_round(circle: list[Swap]) -> list[Signup]:
    """Each takes the place of the next one, with its role. All or nothing; the counts of the shifts stay as they are."""
    people = {pk: hold_person(pk) for pk in sorted(one.person_id for one in circle)}
    left = {one.pk: current(one.have) for one in sorted(circle, key=lambda one: one.have_id)}
    shifts = {pk: hold_shift(pk) for pk in sorted(one.wanted_id for one in circle)}
    pairs = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    for mine, following in pairs:
        check_swappable(left[mine.pk], shifts[mine.wanted_id])
        seen = candidate(shifts[mine.wanted_id], people[mine.person_id], without=left[mine.pk])
        check(seen, rules=STANDING)
        if role := left[following.pk].role:
            suits(seen, role)
    for one in circle:
        free(left[one.pk])
    return [step(mine, left[mine.pk], left[following.pk].role, shifts[mine.wanted_id], len(circle)) for mine, following in pairs]


def step(mine: Swap, left: Signup, role: ShiftRole | None, shift: Shift, size: int) -> Signup:
    taken = write(shift, person=left.person, role=role, request_id=uuid7(), by=None)
    settle(mine, signup=taken)
    arrive(taken, left, by=None, circle=size)
    letters.swapped(left, taken)
    return taken


def serve() -> int:
    """Wishes whose wanted shift has a free place by now, after those who wait for it; how many came true."""
    now = timezone.now()
    Swap.objects.filter(settled_at=None, wanted__starts_at__lte=now).update(settled_at=now, why="past")
    open_ones = Swap.objects.filter(settled_at=None).exclude(wanted__waitings__status="waiting")
    found = [one for one in open_ones.select_related("have", "wanted").order_by("at", "id") if one.wanted.free > 0]
    return sum(serve_one(one) for one in found)


def serve_one(made: Swap) -> bool:
    try:
        with transaction.atomic():
            taken = swap(made.have, to=made.wanted, request_id=made.request_id, by=None)
            settle(made, signup=taken)
            letters.swapped(made.have, taken)
    except Refused:
        return False
    return True
