"""The line of time that governs pages of units: its range, its ticks, days of change, and the day that was asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from aoxanh.kit.dates import today
from aoxanh.org.models import Reorganisation, Succession

FIRST, LAST = date(2023, 1, 1), date(2030, 12, 31)
NO_DISTRICTS = date(2025, 7, 1)
DAY = timedelta(days=1)
PARAMETER = "ngay"


@dataclass(frozen=True)
class Mark:
    """A place on the line: a tick with its year, or a day of change with what happened."""

    on: date
    label: str

    @property
    def x(self) -> str:
        """As an SVG attribute."""
        return f"{100 * (self.on - FIRST).days / (LAST - FIRST).days:.2f}%"

    @property
    def is_labelled(self) -> bool:
        """One day is so well known that it needs no list."""
        return self.on == NO_DISTRICTS

    @property
    def anchor(self) -> str:
        """So that a label near an end stays inside."""
        years = self.on.year + self.on.timetuple().tm_yday / 366
        return "start" if years < 2023.5 else "end" if years > 2030.5 else "middle"


@dataclass(frozen=True)
class Line:
    """The line of time with the chosen day."""

    on: date
    years: list[Mark]
    changes: list[Mark]
    first: date = FIRST
    last: date = LAST

    @property
    def steps(self) -> int:
        return (LAST - FIRST).days

    @property
    def step(self) -> int:
        """The chosen day as the slider counts; days beyond the line stand at its ends."""
        return max(0, min((self.on - FIRST).days, self.steps))

    @property
    def eve(self) -> date:
        """The last day on which districts stood."""
        return NO_DISTRICTS - DAY

    @property
    def today(self) -> date:
        return today()


def line(on: date) -> Line:
    return Line(on, [Mark(date(year, 1, 1), str(year)) for year in range(FIRST.year + 1, LAST.year + 1)], changes())


def changes() -> list[Mark]:
    """Days on which units became others, with the title of the largest event; at most the twelve largest, in order."""
    titles = dict(events().order_by("on", "title").values_list("on", "title"))
    sizes = Succession.objects.filter(on__range=(FIRST, LAST)).values_list("on").annotate(size=Count("id")).order_by("-size")[:12]
    days = {*(day for day, _size in sizes), *list(titles)[:12]}
    return [Mark(day, _("no more districts") if day == NO_DISTRICTS else titles.get(day, "")) for day in sorted(days)]


def events():
    return Reorganisation.objects.filter(state__in=[Reorganisation.State.DECIDED, Reorganisation.State.IN_EFFECT], on__range=(FIRST, LAST))


def asked_day(request: HttpRequest, default: date | None = None) -> date:
    """The day in the address, else the default, else today. A day that does not exist is taken for none."""
    try:
        found = parse_date(request.GET.get(PARAMETER, ""))
    except ValueError:
        found = None
    return found or default or today()
