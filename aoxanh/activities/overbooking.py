"""Taking a few more than there are places, by the share of people who stayed away from the unit's own shifts in the last year."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from aoxanh.activities.models import Signup
from aoxanh.org.models import Unit

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Absence:
    """Of `turns` places held in the unit's shifts of the last twelve months, in `absent` nobody came."""

    absent: int
    turns: int

    @property
    def is_known(self) -> bool:
        """Whether there are turns enough to speak of a rate."""
        return self.turns >= settings.OVERBOOKING_TURNS and self.absent > 0

    def expected(self, places: int) -> int:
        """How many of so many are likely to stay away, rounded down; never above the most that may be given."""
        return min(places * self.absent // self.turns, most_extra(places)) if self.is_known else 0


def most_extra(places: int) -> int:
    """How many places beyond these may be given at most."""
    return places * settings.OVERBOOKING_MOST // 100


def absence_of(unit: Unit) -> Absence:
    """Counted from outcomes that attendance wrote, in one query."""
    now = timezone.now()
    turns = Signup.objects.filter(
        shift__activity__unit=unit, status=Signup.Status.CONFIRMED, shift__starts_at__gt=now - YEAR, shift__starts_at__lte=now
    ).exclude(outcome="")
    return Absence(**turns.aggregate(absent=Count("pk", filter=Q(outcome=Signup.Outcome.ABSENT)), turns=Count("pk")))
