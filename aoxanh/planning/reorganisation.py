"""What becomes of plans when the units that carry them, or whose work counts for them, end."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.org.reorganisation.heirs import MAIN, positional
from aoxanh.org.reorganisation.journal import end, open_rows
from aoxanh.org.reorganisation.port import Conflict, Event, follow
from aoxanh.planning.models import Carrier, ScopeUnit

CARRIED_ON = f"""
SELECT c.plan_id, {MAIN.format(unit="c.unit_id")}, (l.before ->> 'during')::daterange * daterange(%(on)s, NULL)
FROM org_change l JOIN planning_carrier c ON c.id = l.row_id
WHERE l.event_id = %(event)s AND l.label = 'planning.carrier' AND l.id > %(after)s AND {MAIN.format(unit="c.unit_id")} IS NOT NULL
"""

SCOPE_GOES_ON = """
WITH RECURSIVE gone AS (
    SELECT z.plan_id, z.unit_id, z.whole_subtree, (l.before ->> 'during')::daterange * daterange(%(on)s, NULL) AS during
    FROM org_change l JOIN planning_scopeunit z ON z.id = l.row_id
    WHERE l.event_id = %(event)s AND l.label = 'planning.scopeunit' AND l.id > %(after)s
), below(plan_id, unit_id, whole_subtree, during) AS (
    SELECT * FROM gone
    UNION
    SELECT b.plan_id, p.child_id, true, b.during FROM org_parentage p JOIN below b ON p.parent_id = b.unit_id
    WHERE b.whole_subtree AND p.during @> (%(on)s::date - 1)
), lowest AS (
    SELECT * FROM below b WHERE NOT EXISTS (
        SELECT 1 FROM org_parentage p JOIN org_succession s ON s.predecessor_id = p.child_id AND s.event_id = %(event)s
        WHERE b.whole_subtree AND p.parent_id = b.unit_id AND p.during @> (%(on)s::date - 1))
)
SELECT DISTINCT ON (plan_id, s.successor_id) plan_id, s.successor_id, whole_subtree, during
FROM lowest JOIN org_succession s ON s.predecessor_id = unit_id AND s.event_id = %(event)s AND s.share IN ('whole', 'part_default')
ORDER BY plan_id, s.successor_id
"""
"""Where the scope was a whole subtree, the successors of its lowest units: that of a province merged away is not its whole new province."""


class Carriers:
    """Follows a reorganisation for who carries a plan."""

    label = gettext_lazy("Carriers of plans")
    rule = gettext_lazy("The main successor carries a plan on, until a document says otherwise.")

    def apply(self, event: Event) -> int:
        noted = end(event, Carrier.objects.filter(unit__in=event.ended))
        given: dict[str, Any] = {"event": event.pk, "on": event.on, "after": noted.after}
        if noted.count:
            open_rows(event, Carrier, *positional(CARRIED_ON, given), "plan_id, unit_id, during")
        return noted.count

    def conflicts(self, event: Event) -> list[Conflict]:
        gone = Carrier.objects.filter(Q(during__endswith=event.on), unit__in=event.ended).select_related("plan", "unit")
        text = _("%(plan)s is carried by %(unit)s, which ends. See whether its main successor carries it on.")
        return [
            Conflict("carrier_ends", text % {"plan": carrier.plan.short_name, "unit": carrier.unit.short_name}, carrier.unit_id)
            for carrier in gone
        ]


class Scopes:
    """Follows a reorganisation for whose work counts for a plan."""

    label = gettext_lazy("Scopes of plans")
    rule = gettext_lazy("The successors' work counts for the plan from that day on.")

    def apply(self, event: Event) -> int:
        noted = end(event, ScopeUnit.objects.filter(unit__in=event.ended))
        given: dict[str, Any] = {"event": event.pk, "on": event.on, "after": noted.after}
        if noted.count:
            open_rows(event, ScopeUnit, *positional(SCOPE_GOES_ON, given), "plan_id, unit_id, whole_subtree, during")
        return noted.count

    def conflicts(self, event: Event) -> list[Conflict]:
        return []


def register() -> None:
    follow("planning.carriers", Carriers())
    follow("planning.scopes", Scopes())
