"""Signing up as a group: everybody is looked at, the places are taken at once, and everyone is told and may decline."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from aoxanh.accounts.models import User
from aoxanh.activities.actions import places
from aoxanh.activities.actions.placing import end_offer, end_waiting, hold_shift, still_open, write
from aoxanh.activities.candidates import Known, candidates
from aoxanh.activities.eligibility import STANDING, check, full
from aoxanh.activities.fitting import choose
from aoxanh.activities.models import Party, Shift, ShiftRole, Signup, Team
from aoxanh.activities.reasons import words_of
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import search_key
from aoxanh.people.models import Person
from aoxanh.people.queries.claims import at_address, born_on

MOST = 100


@dataclass(frozen=True)
class Companion:
    """Somebody whom the leader writes down."""

    full_name: str
    phone: str
    birth_date: date


@dataclass
class Checked:
    """One line of the list: who, and why not. `person` is None for who has to sign up by themselves."""

    name: str
    person: Person | None
    reason: Refused | None = None
    role: ShiftRole | None = None

    @property
    def words(self) -> str:
        """Why, without telling the leader where else the person is."""
        return words_of(self.reason.code) or str(self.reason) if self.reason else ""


class PartyRefused(Refused):
    """Some of the list cannot come: all lines, with their reasons."""

    def __init__(self, code: str, message: object, lines: list[Checked]) -> None:
        super().__init__(code, message)
        self.lines = lines


def look(shift: Shift, *, members: Sequence[Person], companions: Sequence[Companion] = ()) -> list[Checked]:
    """Everybody of the list with the answer of the rules, and as many places as there are, in the order of the list. Takes nothing."""
    lines = [Checked(person.full_name, person) for person in unique(members)]
    lines += [line_of(companion) for companion in companions]
    people = [line.person for line in lines if line.person and not line.person._state.adding]
    seen = candidates([line.person for line in lines if line.person], [shift])
    roles = Known([], [shift]).roles
    twice = Counter(person.pk for person in people)
    for line in lines:
        if line.person and not line.reason:
            candidate = seen[line.person.pk, shift.pk]
            candidate.known.roles = roles
            try:
                if twice[line.person.pk] > 1:
                    twice[line.person.pk] -= 1
                    raise Refused("twice", _("This person is in the list twice."))
                check(candidate, rules=STANDING)
                if shift.free <= 0:
                    raise full(candidate)
                line.role = choose(candidate)
            except Refused as reason:
                line.reason = reason if line.person in members or line.person._state.adding else by_themselves(reason)
                continue
            shift.taken += 1
            if line.role:
                line.role.taken += 1
    return lines


def unique(people: Sequence[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def line_of(companion: Companion) -> Checked:
    """A record that fits in name, phone and birth date and that no account keeps, else a new one. Who has an account is not signed up by
    somebody who merely knows the number."""
    name = search_key(companion.full_name)
    held = Person.objects.filter(user__is_active=True, user__phone=companion.phone, merged_into=None, search_key=name)
    if held.exists():
        return Checked(companion.full_name, None, by_themselves())
    found = [one for one in born_on(list(at_address(companion.phone)), companion.birth_date) if one.search_key == name]
    if len(found) == 1:
        return Checked(companion.full_name, found[0])
    person = Person(id=uuid7(), full_name=companion.full_name, phone=companion.phone, birth_date=companion.birth_date)
    person.key_name()
    return Checked(companion.full_name, person)


def by_themselves(reason: Refused | None = None) -> Refused:
    """Says nothing of who somebody is or where they are; the age and free places are no secret."""
    if reason and reason.code in {"full", "too_young", "guardian_consent_missing", "already_signed_up", "twice", "not_open", "past"}:
        return reason
    return Refused("by_themselves", _("Send them the link, so that they sign up by themselves."))


@transaction.atomic
def sign_up_party(
    shift: Shift,
    *,
    leader: Person,
    name: str,
    members: Sequence[Person],
    request_id: UUID,
    by: User,
    companions: Sequence[Companion] = (),
    team: Team | None = None,
    partial: bool = False,
) -> Party:
    """Take a place for everyone of the list, or with `partial` for all who can come; the same request again is the same party.

    `PartyRefused`: `party_refused` where somebody cannot and it is all or nobody, `nobody_can`. Refused: `party_empty`, `party_too_big`.
    """
    if seen := Party.objects.filter(request_id=request_id, leader=leader).first():
        return seen
    check_size(len(members) + len(companions))
    pks = [person.pk for person in members]
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("user").filter(pk__in=pks).order_by("pk")
    locked = {person.pk: person for person in rows}
    held = hold_shift(shift)
    lines = look(held, members=[locked[pk] for pk in pks if pk in locked], companions=companions)
    going = [line for line in lines if not line.reason]
    check_lines(lines, going, partial=partial)
    party = Party.objects.create(
        shift=held, name=name[:120], leader=leader, team=team, unit=team.unit if team else None, request_id=request_id, by=by
    )
    signups = [seat(held, line, party, by=by) for line in going]
    count(held, signups)
    still_open(held)
    record("activities.signed_up_party", party, by=by, unit_id=held.activity.unit_id, people=len(signups), left_out=len(lines) - len(going))
    bump_public_version()
    return party


def check_size(size: int) -> None:
    if not size:
        raise Refused("party_empty", _("Nobody is in the list yet. Choose a team, or write names down."))
    if size > MOST:
        raise Refused("party_too_big", _("A group has at most %(most)d people here. Sign up in two groups.") % {"most": MOST})


def check_lines(lines: list[Checked], going: list[Checked], *, partial: bool) -> None:
    if not going:
        raise PartyRefused("nobody_can", _("Nobody of the list can take a place. Beside each name it says why."), lines)
    if len(going) < len(lines) and not partial:
        text = _("%(count)d of %(all)d cannot take a place, so nobody was signed up. Beside each name it says why.")
        raise PartyRefused("party_refused", text % {"count": len(lines) - len(going), "all": len(lines)}, lines)


def seat(shift: Shift, line: Checked, party: Party, *, by: User) -> Signup:
    person = line.person
    if person is None:
        raise ValueError(line)
    if person._state.adding:
        person.save(force_insert=True)
    return write(shift, person=person, role=line.role, party=party, request_id=uuid7(), by=by)


def count(shift: Shift, signups: list[Signup]) -> None:
    """The places of all at once; `look` counted them on the rows at hand."""
    for role_id, number in sorted(Counter(str(signup.role_id or "") for signup in signups).items()):
        places.count_taken(shift.pk, UUID(role_id) if role_id else None, number)
    for signup in signups:
        end_waiting(signup, by=None)
        end_offer(signup)
