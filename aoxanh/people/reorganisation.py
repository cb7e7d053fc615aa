"""What becomes of memberships and appointments when units end: set-based, whatever their number.

An appointment ends with its post. A membership goes to the heir of its unit; where there are several, to the one in whose area the person
lives, in a reversal to the one they came from, and else to the main one, with a line on the work list until somebody decides.
"""

from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aoxanh.org.models import Change, Reorganisation, Step
from aoxanh.org.reorganisation.heirs import is_settled, placed, positional, target
from aoxanh.org.reorganisation.journal import end, open_rows, take_statistics
from aoxanh.org.reorganisation.port import Conflict, Event, follow
from aoxanh.people.models import Appointment, Membership, UnsettledMove

ORIGIN = """
(SELECT f.subject_id FROM org_step f
 JOIN people_membership b ON b.unit_id = (f.facts ->> 'revives')::uuid AND b.person_id = moving.person_id
    AND upper(b.during) = %(reversed_on)s
 WHERE f.event_id = %(event)s AND f.verb = 'found' LIMIT 1)
"""
"""In a reversal: the unit founded anew for the one that the person was in."""

HEIR = f"COALESCE({ORIGIN}, {target('moving.unit_id', 'moving.area_id')})"
SETTLED = f"({ORIGIN} IS NOT NULL OR {is_settled('moving.unit_id', 'moving.area_id')})"

MOVING = f"""
WITH moving AS (
    SELECT c.row_id, m.person_id, m.kind, m.unit_id, p.area_id, (c.before ->> 'during')::daterange * daterange(%(on)s, NULL) AS during
    FROM org_change c JOIN people_membership m ON m.id = c.row_id JOIN people_person p ON p.id = m.person_id
    WHERE c.event_id = %(event)s AND c.label = 'people.membership' AND c.kind = 'changed' AND c.id > %(after)s
),
heired AS (SELECT moving.*, {HEIR} AS heir, {SETTLED} AS is_settled FROM moving)
"""

OPENED = f"""
{MOVING}
SELECT DISTINCT ON (h.person_id, h.heir, h.kind) h.person_id, h.heir, h.kind, h.during FROM heired h
WHERE h.heir IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM people_membership e
    WHERE e.person_id = h.person_id AND e.unit_id = h.heir AND e.kind = h.kind AND e.during && h.during)
ORDER BY h.person_id, h.heir, h.kind, lower(h.during), upper(h.during) DESC NULLS FIRST
"""

UNSETTLED = f"""
{MOVING}
SELECT DISTINCT ON (a.id) %(event)s::uuid, h.row_id, a.id FROM heired h
JOIN people_membership a ON a.person_id = h.person_id AND a.unit_id = h.heir AND a.kind = h.kind AND a.during && h.during
WHERE NOT h.is_settled ORDER BY a.id, h.row_id
"""

GOES_ELSEWHERE = f"""
SELECT moving.id FROM (SELECT m.*, p.area_id FROM people_membership m JOIN people_person p ON p.id = m.person_id) moving
WHERE moving.unit_id IN (SELECT predecessor_id FROM org_succession WHERE event_id = %(event)s)
AND moving.unit_id NOT IN (SELECT subject_id FROM org_step WHERE event_id = %(event)s AND verb = 'end')
AND COALESCE({ORIGIN}, {placed("moving.unit_id", "moving.area_id")}) IS NOT NULL
AND moving.area_id IS DISTINCT FROM (SELECT area_id FROM org_unit WHERE id = moving.unit_id)
"""
"""Members of a unit that goes on but parts with something, who belong to that part."""


class Memberships:
    """Follows a reorganisation for members."""

    label = _("Memberships")
    rule = _("A member of a unit that ends goes to its successor; of a split unit by place, otherwise somebody decides.")

    def apply(self, event: Event) -> int:
        given = self.given(event)
        leaving = Membership.objects.filter(Q(unit__in=event.ended) | Q(pk__in=self.parted(given)))
        noted = end(event, leaving)
        if noted.count:
            given["after"] = noted.after
            take_statistics(event, Change, Membership)
            opened = positional(OPENED, given)
            open_rows(event, Membership, *opened, "person_id, unit_id, kind, during")
            open_rows(event, UnsettledMove, *positional(UNSETTLED, given), "event_id, before_id, after_id")
        return noted.count

    def given(self, event: Event) -> dict[str, Any]:
        reversed_on = Reorganisation.objects.filter(reversals=event.pk).values_list("on", flat=True).first()
        return {"event": event.pk, "on": event.on, "reversed_on": reversed_on}

    def parted(self, given: dict[str, Any]) -> list[Any]:
        """Members who leave a unit that goes on; none in the ordinary event, where nothing is asked."""
        ends = Step.objects.filter(event=given["event"], verb=Step.Verb.END).values("subject_id")
        if not Step.objects.filter(event=given["event"], verb=Step.Verb.SUCCEED).exclude(subject_id__in=ends).exists():
            return []
        with connection.cursor() as cursor:
            cursor.execute(GOES_ELSEWHERE, given)
            return [row[0] for row in cursor.fetchall()]

    def conflicts(self, event: Event) -> list[Conflict]:
        return [*self.undecided(event), *self.left_without(event)]

    def undecided(self, event: Event) -> list[Conflict]:
        found = UnsettledMove.objects.filter(event=event.pk, settled_at=None)
        count = found.count()
        if not count:
            return []
        text = ngettext(
            "%(count)d member of a split unit has no place that says where to: it goes on the work list.",
            "%(count)d members of split units have no place that says where to: they go on the work list.",
            count,
        )
        return [Conflict("members_undecided", text % {"count": count})]

    def left_without(self, event: Event) -> list[Conflict]:
        """Members of units that are dissolved: nobody takes them up."""
        heirless = Membership.objects.filter(unit__in=event.ended, during__endswith=event.on).exclude(unit__successions__event=event.pk)
        rows = heirless.values("unit_id", "unit__name").annotate(count=Count("person", distinct=True)).order_by("unit__search_key")[:20]
        text = _("%(unit)s is dissolved: its %(count)d members belong to no unit from then on. Move them first if they should.")
        return [Conflict("members_left", str(text) % {"unit": row["unit__name"], "count": row["count"]}, row["unit_id"]) for row in rows]


class Appointments:
    """Follows a reorganisation for officers."""

    label = _("Appointments")
    rule = _("A post and its appointments end with their unit; the successor appoints anew.")

    def apply(self, event: Event) -> int:
        return end(event, Appointment.objects.filter(post__unit__in=event.ended)).count

    def conflicts(self, event: Event) -> list[Conflict]:
        return []


def register() -> None:
    follow("people.memberships", Memberships())
    follow("people.appointments", Appointments())
