"""Records that wait for their owner, and the addresses that show who that is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from aoxanh.accounts.addresses import kind_of, shown
from aoxanh.accounts.models import User
from aoxanh.kit.dates import today
from aoxanh.kit.limits import tries
from aoxanh.people.duplicates import Facts, candidates
from aoxanh.people.models import Appointment, Membership, Person
from aoxanh.people.queries.lists import LIVING

LIKELY = 70
"""So many points have: the same name without tones and the same birth date or phone."""

TOLD, A_DAY = 3, 24 * 60 * 60


@dataclass(frozen=True)
class Waiting:
    """What waits at a proven address: one record to be shown, or (`asks_birth`) some among which the birth date chooses, unseen."""

    address: str
    records: list[Person]
    asks_birth: bool

    @property
    def shown_address(self) -> str:
        return shown(self.address)


def unclaimed() -> QuerySet[Person]:
    """Living records that no account keeps."""
    nobody = Q(user=None) | Q(user__is_active=False)
    return Person.objects.filter(LIVING, nobody, restricted_at=None)


def at_address(address: str) -> QuerySet[Person]:
    """Unclaimed records that hold the address, with the units in which they stand."""
    units = Prefetch("memberships", Membership.objects.filter(lasting()).select_related("unit").order_by("id"), to_attr="lasting")
    found = unclaimed().filter(**{kind_of(address): address}).exclude(**{kind_of(address): ""})
    return found.annotate(
        opens_role=Exists(Appointment.objects.filter(lasting(), person=OuterRef("pk")).exclude(post__role=""))
    ).prefetch_related(units)


def lasting() -> Q:
    """Terms that have not ended."""
    return Q(during__endswith__gt=today()) | Q(during__endswith=None, during__isempty=False)


def proven_addresses(user: User) -> list[str]:
    """Addresses of the account, each shown to be its holder's by a code."""
    return [] if user.is_unproven or not user.is_active else [address for address in (user.email, user.phone) if address]


def waiting(addresses: list[str]) -> list[Waiting]:
    """What waits at proven addresses. Of several at one, and of one that would open a role, nothing is shown before the birth date."""
    found = []
    for address in addresses:
        if records := list(at_address(address).order_by("id")):
            is_guarded = any(record.opens_role and record.born for record in records)  # type: ignore[attr-defined]
            found.append(Waiting(address, records, asks_birth=len(records) > 1 or is_guarded))
    return found


def waits_for(user: User) -> bool:
    """Whether a record waits at one of the account's addresses."""
    return any(at_address(address).exists() for address in proven_addresses(user))


def born_on(records: list[Person], day: date) -> list[Person]:
    """Those of the records to whom the birth date fits; where only a year is known, the year."""
    return [record for record in records if record.birth_date == day or (not record.birth_date and record.birth_year == day.year)]


def may_be_noted(user: User, *, full_name: str, birth_date: date | None, phone: str = "", **facts: object) -> bool:
    """Whether an unclaimed record is much like what somebody says of themselves. Told a few times a day, so that nobody sounds us out."""
    found = [each.person_id for each in candidates(Facts(full_name, birth_date, phone=phone)) if each.score >= LIKELY]
    if not found or not unclaimed().filter(pk__in=found).exists():
        return False
    count, _since = tries(f"noted {user.pk}", seconds=A_DAY)
    return count <= TOLD
