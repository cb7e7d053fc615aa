"""Demand and supply of people by commune, and what rounds of dispatch would make of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Greatest
from django.utils import timezone

from aoxanh.activities.models import Signup, Team
from aoxanh.kit.dates import holds
from aoxanh.matching.models import Dispatch, Goods, Leg
from aoxanh.needs.models import Material, Need
from aoxanh.org.models import Unit
from aoxanh.org.queries import subtree
from aoxanh.people.models import Membership
from aoxanh.places.geometry import haversine_m
from aoxanh.places.models import Area, Level

RECEIVING = "commune_union"


@dataclass
class Balance:
    """A commune in a window: what it lacks, who is there, who would come and go.

    `missing`: people that no approved activity has places for. `members`: people of its units, `busy` those with a place somewhere in the
    window. `coming` and `going`: people of legs that stand (sent and not turned down, or of the draft looked at).
    """

    area: Area
    needs: int = 0
    urgent: int = 0
    missing: int = 0
    things: list[Material] = field(default_factory=list)
    members: int = 0
    busy: int = 0
    coming: int = 0
    going: int = 0

    @property
    def free(self) -> int:
        """Members without a place in the window who have not left for elsewhere."""
        return max(self.members - self.busy - self.going, 0)

    @property
    def is_concerned(self) -> bool:
        """Whether it lacks something or somebody comes; who only sends stands apart."""
        return bool(self.missing or self.things or self.coming)

    @property
    def lacking(self) -> int:
        """People still missing once those on their way have come."""
        return max(self.missing - self.coming, 0)

    @property
    def spare(self) -> int:
        """People who are free beyond what their own commune lacks."""
        return max(self.free - self.lacking, 0)


def communes_under(unit: Unit, on: date) -> QuerySet[Area]:
    """Communes in which units under this one work, by name."""
    units = subtree(unit, on=on).filter(holds(on)).values("area")
    return Area.objects.filter(pk__in=units, level=Level.COMMUNE).select_related("parent").order_by("search_key", "id")


def balances(dispatch: Dispatch, *, on: date) -> list[Balance]:
    """Each commune under the unit of the dispatch, in its window, with its legs and those of others; where most are lacking first."""
    found = {area.pk: Balance(area) for area in communes_under(dispatch.unit, on)}
    add_needs(found, dispatch.starts_on, dispatch.ends_on)
    add_members(found, dispatch.starts_on, dispatch.ends_on, on)
    for leg in standing_legs(dispatch).select_related("sender"):
        if leg.area_id in found:
            found[leg.area_id].coming += leg.people
        if leg.sender.area_id in found:
            found[leg.sender.area_id].going += leg.people
    return sorted(found.values(), key=lambda row: (-row.lacking, -row.missing, -len(row.things), row.area.search_key))


def add_needs(found: dict[UUID, Balance], first: date, last: date) -> None:
    """Live needs that fall into the window: their people and materials."""
    live = Need.objects.live(first).filter(area__in=found, starts_on__lte=last, ends_on__gte=first)
    gap = Greatest(F("people_wanted") - F("met_people"), 0)
    rows = live.order_by().values("area").annotate(count=Count("pk"), hurry=Count("pk", filter=Q(urgent=True)), gap=Sum(gap))
    for row in rows:
        balance = found[row["area"]]
        balance.needs, balance.urgent, balance.missing = row["count"], row["hurry"], row["gap"]
    lines = Material.objects.filter(need__in=live.values("pk"), quantity__gt=F("promised") + F("received"))
    for line in lines.select_related("need").order_by("need__ends_on", "number"):
        found[line.need.area_id].things.append(line)


def add_members(found: dict[UUID, Balance], first: date, last: date, on: date) -> None:
    """People of the units there, each once a commune, and how many of them have a place in the window."""
    here = Membership.objects.filter(holds(on), LIVING_PERSON, unit__area__in=found).order_by()
    placed = Exists(places_between(first, last).filter(person=OuterRef("person")))
    counted = here.annotate(is_busy=placed).values("unit__area")
    for row in counted.annotate(people=Count("person", distinct=True), taken=Count("person", distinct=True, filter=Q(is_busy=True))):
        balance = found[row["unit__area"]]
        balance.members, balance.busy = row["people"], row["taken"]


LIVING_PERSON = Q(person__merged_into=None, person__erased_at=None, person__restricted_at=None)


def places_between(first: date, last: date) -> QuerySet[Signup]:
    """Confirmed places in shifts that touch these days of Viet Nam."""
    return Signup.objects.filter(
        status=Signup.Status.CONFIRMED, shift__starts_at__lt=midnight(last + timedelta(days=1)), shift__ends_at__gt=midnight(first)
    )


def midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))


def standing_legs(dispatch: Dispatch) -> QuerySet[Leg]:
    """Legs that move people in the window: its own, and those of rounds that were sent; not what was turned down."""
    counted = Q(dispatch=dispatch) | Q(dispatch__status=Dispatch.Status.SENT)
    legs = Leg.objects.filter(counted, starts_on__lte=dispatch.ends_on, ends_on__gte=dispatch.starts_on)
    return legs.exclude(answer=Leg.Answer.DECLINED).exclude(dispatch__status=Dispatch.Status.CANCELLED)


def legs_of(dispatch: Dispatch) -> QuerySet[Leg]:
    """Its legs with all that a line names, by commune."""
    return with_names(dispatch.legs.all()).order_by("area__search_key", "id")


def with_names(legs: QuerySet[Leg]) -> QuerySet[Leg]:
    named = legs.select_related("area__parent", "need", "sender", "receiver", "team", "dispatch__unit", "answered_by__person")
    return named.prefetch_related(Prefetch("goods", Goods.objects.order_by("name", "id")))


def senders(unit: Unit, on: date) -> QuerySet[Unit]:
    """The unit and those under it that stand on the day."""
    return subtree(unit, on=on).filter(holds(on)).order_by("search_key", "id")


def receiver_of(area: Area, on: date) -> Unit | None:
    """The committee that answers for the commune."""
    return Unit.objects.filter(holds(on), kind=RECEIVING, area=area).order_by("code").first()


def away(team: Team, first: date, last: date, *, besides: UUID | None = None) -> Leg | None:
    """A leg that stands and takes the team elsewhere on one of these days."""
    legs = Leg.objects.filter(team=team, starts_on__lte=last, ends_on__gte=first).exclude(answer=Leg.Answer.DECLINED)
    others = legs.exclude(dispatch__status=Dispatch.Status.CANCELLED)
    return with_names(others.exclude(pk=besides) if besides else others).first()


def sendable_teams(units: Iterable[Unit] | QuerySet[Unit], first: date, last: date) -> QuerySet[Team]:
    """Teams of these units that last through the days, with how many are in them."""
    lasting = Team.objects.filter(holds(first), holds(last), unit__in=units)
    return lasting.select_related("unit").annotate(size=Count("members", filter=Q(members__left_at=None))).order_by("name", "id")


def distances(rows: list[Balance]) -> dict[tuple[int, int], float]:
    """Metres between communes that have people to spare and those that lack some, by their places in the list."""
    giving = [(number, row.area) for number, row in enumerate(rows) if row.spare]
    lacking = [(number, row.area) for number, row in enumerate(rows) if row.lacking]
    return {
        (here, there): haversine_m(sender.latitude, sender.longitude, receiver.latitude, receiver.longitude)
        for here, sender in giving
        for there, receiver in lacking
        if here != there
    }


def needs_to_answer(areas: Iterable[Area], first: date, last: date) -> QuerySet[Need]:
    """Live needs of these communes in the window that still lack people or things, the urgent ones first."""
    live = Need.objects.live(first).filter(area__in=areas, starts_on__lte=last, ends_on__gte=first).exclude(status=Need.Status.MET)
    return live.select_related("area").order_by("area__search_key", "-urgent", "ends_on", "id")


def by_area(legs: Iterable[Leg]) -> dict[UUID, list[Leg]]:
    found: dict[UUID, list[Leg]] = defaultdict(list)
    for leg in legs:
        found[leg.area_id].append(leg)
    return found


def receivers(rows: Iterable[Balance], on: date) -> dict[UUID, Unit]:
    """The committee of each commune, by the commune's id."""
    found = Unit.objects.filter(holds(on), kind=RECEIVING, area__in=[row.area.pk for row in rows]).order_by("-code")
    return {unit.area_id: unit for unit in found if unit.area_id}


def waiting_first(legs: QuerySet[Leg]) -> QuerySet[Any]:
    """Legs with `is_answered`."""
    return legs.annotate(is_answered=ExpressionWrapper(~Q(answer=""), output_field=BooleanField()))


def with_counts(dispatches: QuerySet[Dispatch]) -> QuerySet[Any]:
    """Rounds with how many `lines`, `people` and answers they have; a turned-down leg sends nobody."""
    stands = ~Q(legs__answer=Leg.Answer.DECLINED)
    return dispatches.annotate(
        lines=Count("legs"),
        people=Sum("legs__people", filter=stands, default=0),
        accepted=Count("legs", filter=Q(legs__answer=Leg.Answer.ACCEPTED)),
        declined=Count("legs", filter=Q(legs__answer=Leg.Answer.DECLINED)),
    )
