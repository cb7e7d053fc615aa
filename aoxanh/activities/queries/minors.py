"""Children and what they signed up for, as guardians and officers see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aoxanh.activities.candidates import day_of
from aoxanh.activities.models import Shift, Signup, Wish
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.people.bands import Band, adults_born_by, band_of
from aoxanh.people.models import Guardianship, Membership, Person
from aoxanh.people.queries.guardians import children, consent_stands, home_units, standing, state_of, waiting, years

PAST = 20


def open_wishes(person: Person) -> QuerySet[Wish]:
    """What the child waits for, the soonest first."""
    return (
        Wish.objects.filter(person=person, settled_at=None)
        .select_related("shift__activity__unit", "person")
        .order_by("shift__starts_at", "id")
    )


def places_ahead(person: Person) -> QuerySet[Signup]:
    """Confirmed places in shifts that are not over and to which the person did not come yet."""
    mine = Signup.objects.filter(person=person, status=Signup.Status.CONFIRMED, outcome="", shift__ends_at__gt=timezone.now())
    return mine.select_related("shift__activity__unit", "person__user")


def past_places(person: Person) -> list[Signup]:
    """Where the child was or should have been, the latest first."""
    over = Signup.objects.filter(person=person, status=Signup.Status.CONFIRMED, shift__ends_at__lte=timezone.now())
    return list(over.select_related("shift__activity__unit").order_by("-shift__starts_at", "-id")[:PAST])


@dataclass(frozen=True)
class Question:
    """What the page behind a guardian's link says: the child's wishes, the rules for its age, whom to call."""

    years: int
    band: Band | None
    wishes: list[Wish]
    units: list[Unit]


def question(guardianship: Guardianship) -> Question:
    child = guardianship.child
    age = years(child, today())
    wishes = list(open_wishes(child).filter(shift__starts_at__gt=timezone.now()))
    asked = {made.shift.activity.unit_id: made.shift.activity.unit for made in wishes}
    units = list(asked.values()) or list(home_units(child)[:2])
    return Question(age, band_of(age), wishes, units)


def minors_in_shift(shift: Shift | UUID) -> QuerySet[Signup]:
    """Confirmed places of people under age on the day of the shift, in the order of their ids."""
    found = shift if isinstance(shift, Shift) else Shift.objects.get(pk=shift)
    signups = Signup.objects.filter(shift=found, status=Signup.Status.CONFIRMED, person__birth_date__gt=adults_born_by(day_of(found)))
    return signups.select_related("person").order_by("pk")


def children_who_lost_consent() -> QuerySet[Person]:
    """Children with places ahead for whom no consent stands."""
    ahead = Signup.objects.filter(person=OuterRef("pk"), status=Signup.Status.CONFIRMED, outcome="", shift__ends_at__gt=timezone.now())
    lacking = ~Exists(standing().filter(child=OuterRef("pk")))
    return Person.objects.filter(children(today()), lacking, Exists(ahead)).order_by("pk")


@dataclass
class Child:
    """A child as the guardian's page lists it: the latest row between the two, the places ahead, the wishes."""

    person: Person
    guardianship: Guardianship
    consented: bool
    band: Band | None = None
    places: list[Signup] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)


def children_of_guardian(guardianships: Iterable[Guardianship]) -> list[Child]:
    """A line for each child, by given name, in four queries however many there are. Give the latest rows first."""
    latest: dict[UUID, Guardianship] = {}
    for one in guardianships:
        latest.setdefault(one.child_id, one)
    standing_for = set(standing().filter(pk__in=[one.pk for one in latest.values()]).values_list("child", flat=True))
    found = {pk: Child(one.child, one, pk in standing_for, band_of(years(one.child, today()))) for pk, one in latest.items()}
    fill(found, [pk for pk in found if pk in standing_for])
    return sorted(found.values(), key=lambda child: child.person.sort_key)


def fill(found: dict[UUID, Child], visible: list[UUID]) -> None:
    """Places and wishes, of children for whom a consent stands."""
    now = timezone.now()
    places = Signup.objects.filter(person__in=visible, status=Signup.Status.CONFIRMED, shift__ends_at__gt=now)
    for signup in places.select_related("shift__activity__unit", "shift__activity__area").order_by("shift__starts_at", "id"):
        found[signup.person_id].places.append(signup)
    wishes = Wish.objects.filter(person__in=visible, settled_at=None, shift__starts_at__gt=now)
    for made in wishes.select_related("shift__activity__unit").order_by("shift__starts_at", "id"):
        found[made.person_id].wishes.append(made)


@dataclass
class Minor:
    """A child as an officer's list shows it. `state`: none, or a word of `people.queries.guardians.state_of`."""

    person: Person
    state: str
    latest: Guardianship | None
    wishes: int = 0


def minors_in(units: QuerySet[Unit]) -> QuerySet[Person]:
    """Children today who belong to these units, or have or want a place in their activities, by given name."""
    on = today()
    ids = units.values("pk")
    member = Membership.objects.filter(holds(on), person=OuterRef("pk"), unit__in=ids)
    placed = Signup.objects.filter(person=OuterRef("pk"), status=Signup.Status.CONFIRMED, shift__activity__unit__in=ids)
    wanted = Wish.objects.filter(person=OuterRef("pk"), settled_at=None, shift__activity__unit__in=ids)
    own = Q(Exists(member)) | Q(Exists(placed)) | Q(Exists(wanted))
    return Person.objects.filter(children(on), own, merged_into=None, erased_at=None).order_by("sort_key", "id")


def without_consent(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.filter(~Exists(standing().filter(child=OuterRef("pk"))))


def with_states(people: Iterable[Person]) -> list[Minor]:
    """Each with where their guardians stand, in three queries."""
    listed = list(people)
    asked: dict[UUID, list[Guardianship]] = defaultdict(list)
    for one in Guardianship.objects.filter(child__in=listed).select_related("user").order_by("-id"):
        asked[one.child_id].append(one)
    agreed = set(standing().filter(child__in=listed).values_list("child", flat=True))
    wishes: dict[UUID, int] = defaultdict(int)
    for pk in Wish.objects.filter(person__in=listed, settled_at=None, shift__starts_at__gt=timezone.now()).values_list("person", flat=True):
        wishes[pk] += 1
    return [
        Minor(person, word_for(asked[person.pk], agreed=person.pk in agreed), next(iter(asked[person.pk]), None), wishes[person.pk])
        for person in listed
    ]


def word_for(rows: list[Guardianship], *, agreed: bool) -> str:
    """The word for a list: a standing consent first, then a question that waits, then the latest."""
    if agreed:
        return "agreed"
    if not rows:
        return "none"
    return state_of(next((row for row in rows if waiting(row)), rows[0]), stands=False)


def minor_of(person: Person) -> Minor:
    """One child with the state."""
    rows = list(person.guardianships.select_related("user").order_by("-id"))
    return Minor(person, word_for(rows, agreed=consent_stands(person)), next(iter(rows), None), open_wishes(person).count())
