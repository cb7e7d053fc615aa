"""Who looks at a citizen's report, and to which needs it may be added."""

from datetime import date
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from aoxanh.kit.codes import typed
from aoxanh.needs.models import Need, Report
from aoxanh.needs.queries.keepers import keepers, keepers_above
from aoxanh.needs.queries.needs import with_places
from aoxanh.org.kinds import FEDERATIONS, UNIONS
from aoxanh.org.models import Unit
from aoxanh.org.queries import active
from aoxanh.places.models import Area

OFFERED = 12


def unions_of(area: Area, on: date) -> list[Unit]:
    """The committees of the place itself: of the Union before those of the Federation."""
    rank = Case(When(kind__in=UNIONS, then=Value(0)), default=Value(1))
    return list(active(on).filter(area=area, kind__in=(*UNIONS, *FEDERATIONS)).order_by(rank, "id"))


def moderators_of(area: Area, *, on: date) -> Unit | None:
    """The unit that looks at reports from the commune: its own where somebody keeps its needs, else the nearest above that is kept."""
    there = unions_of(area, on)
    kept = keepers([unit.pk for unit in there], on=on)
    if own := next((unit for unit in there if unit.pk in kept), None):
        return own
    if there:
        above = keepers_above([unit.pk for unit in there], on=on)
        return next((Unit.objects.get(pk=above[unit.pk][0]) for unit in there if unit.pk in above), None)
    return moderators_of(area.parent, on=on) if area.parent else None


def unit_above(unit_id: UUID, *, on: date) -> UUID | None:
    """The nearest unit above that somebody keeps."""
    found = keepers_above([unit_id], on=on).get(unit_id)
    return found[0] if found else None


def report_by_code(code: str) -> Report | None:
    return Report.objects.select_related("area__parent", "unit", "need").filter(code=typed(code)).first()


def mergeable_needs(report: Report, needs: QuerySet[Need], *, on: date) -> QuerySet[Need]:
    """Those of the needs that the report may be added to: live ones in its commune, the latest first."""
    live = Need.objects.live(on).filter(pk__in=needs.order_by().values("pk"), area=report.area)
    return with_places(live).order_by("-published_at", "-id")[:OFFERED]
