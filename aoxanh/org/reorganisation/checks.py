"""What speaks against a plan, before it is applied and after: in sets, each rule one query."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.kit.parts.when import fulldate
from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Reorganisation
from aoxanh.org.reorganisation.port import Conflict

SHOWN = 20
"""Of one rule, so many units are named; the rest are counted."""

NOT_THERE = """
SELECT s.subject_id, u.name FROM org_step s JOIN org_unit u ON u.id = s.subject_id
WHERE s.event_id = %(event)s AND s.verb <> 'found' AND NOT (u.during @> %(eve)s::date AND u.during @> %(on)s::date) GROUP BY 1, 2
"""
UNKNOWN = """
SELECT s.subject_id, '' FROM org_step s WHERE s.event_id = %(event)s AND s.verb <> 'found'
AND NOT EXISTS (SELECT 1 FROM org_unit u WHERE u.id = s.subject_id) GROUP BY 1
"""
TARGET_NOT_THERE = """
SELECT s.subject_id, COALESCE(u.name, s.facts ->> 'name', '') FROM org_step s LEFT JOIN org_unit u ON u.id = s.target_id
WHERE s.event_id = %(event)s AND s.target_id IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM org_step f WHERE f.event_id = %(event)s AND f.verb = 'found' AND f.subject_id = s.target_id)
AND (u.id IS NULL OR NOT u.during @> %(on)s::date
     OR EXISTS (SELECT 1 FROM org_step e WHERE e.event_id = %(event)s AND e.verb = 'end' AND e.subject_id = s.target_id))
"""
NO_MAIN = """
SELECT s.subject_id, u.name FROM org_step s JOIN org_unit u ON u.id = s.subject_id
WHERE s.event_id = %(event)s AND s.verb = 'succeed'
GROUP BY s.subject_id, u.name HAVING count(*) FILTER (WHERE s.share IN ('whole', 'part_default')) <>
    CASE WHEN s.subject_id IN (SELECT subject_id FROM org_step WHERE event_id = %(event)s AND verb = 'end') THEN 1 ELSE 0 END
    OR (bool_or(s.share = 'whole') AND count(*) > 1)
"""
TAKEN = """
SELECT s.subject_id, s.facts ->> 'name' FROM org_step s WHERE s.event_id = %(event)s AND s.verb = 'found'
AND EXISTS (SELECT 1 FROM org_unit u WHERE u.id <> s.subject_id AND (u.code = s.facts ->> 'code' OR u.slug = s.facts ->> 'slug'))
"""
TWICE = """
SELECT s.subject_id, u.name FROM org_step s JOIN org_unit u ON u.id = s.subject_id
WHERE s.event_id = %(event)s AND s.verb IN ('end', 'move', 'rename') GROUP BY s.subject_id, u.name
HAVING count(*) FILTER (WHERE s.verb = 'end') > 0 AND count(*) FILTER (WHERE s.verb IN ('move', 'rename')) > 0
    OR count(*) FILTER (WHERE s.verb = 'move') > 1 OR count(*) FILTER (WHERE s.verb = 'rename') > 1
    OR count(*) FILTER (WHERE s.verb = 'end') > 1
"""
ITSELF = """
SELECT s.subject_id, COALESCE(u.name, '') FROM org_step s LEFT JOIN org_unit u ON u.id = s.subject_id
WHERE s.event_id = %(event)s AND s.subject_id = s.target_id
"""
OTHER_EVENT = """
SELECT s.subject_id, u.name FROM org_step s JOIN org_unit u ON u.id = s.subject_id
WHERE s.event_id = %(event)s AND s.verb <> 'succeed' AND EXISTS (
    SELECT 1 FROM org_step o JOIN org_reorganisation r ON r.id = o.event_id
    WHERE r.id <> %(event)s AND r.state = 'decided' AND r.on >= %(on)s AND o.subject_id = s.subject_id AND o.verb <> 'succeed')
GROUP BY 1, 2
"""
OUTSIDE = """
WITH RECURSIVE inside(id) AS (
    SELECT %(root)s::uuid
    UNION SELECT p.child_id FROM org_parentage p JOIN inside ON p.parent_id = inside.id WHERE p.during @> %(eve)s::date
)
SELECT s.subject_id, COALESCE(u.name, s.facts ->> 'name', '') FROM org_step s LEFT JOIN org_unit u ON u.id = s.subject_id
WHERE s.event_id = %(event)s AND (
    (s.verb <> 'found' AND s.subject_id NOT IN (SELECT id FROM inside))
    OR (s.target_id IS NOT NULL AND s.target_id NOT IN (SELECT id FROM inside)
        AND s.target_id NOT IN (SELECT f.subject_id FROM org_step f WHERE f.event_id = %(event)s AND f.verb = 'found'))
    OR (s.target_id IS NULL AND s.verb IN ('found', 'move')))
"""
WRONG_KIND = """
SELECT p.child_id, c.name || ' / ' || t.name FROM org_parentage p
JOIN org_unit c ON c.id = p.child_id JOIN org_unit t ON t.id = p.parent_id
WHERE p.child_id IN (SELECT subject_id FROM org_step WHERE event_id = %(event)s AND verb IN ('found', 'move')) AND p.during @> %(on)s::date
AND NOT EXISTS (
    SELECT 1 FROM unnest(%(children)s::text[], %(parents)s::text[]) AS allowed(child, parent)
    WHERE allowed.child = c.kind AND allowed.parent = t.kind)
"""
STILL_UNDER = """
SELECT c.id, c.name FROM org_parentage p JOIN org_unit c ON c.id = p.child_id
WHERE p.parent_id IN (SELECT subject_id FROM org_step WHERE event_id = %(event)s AND verb = 'end')
AND p.during @> %(eve)s::date AND c.during @> %(on)s::date
AND NOT EXISTS (SELECT 1 FROM org_parentage q WHERE q.child_id = c.id AND q.during @> %(on)s::date)
AND NOT EXISTS (SELECT 1 FROM org_step m WHERE m.event_id = %(event)s AND m.verb = 'move' AND m.subject_id = c.id)
"""
CIRCLE = """
WITH RECURSIVE above(start, id, depth) AS (
    SELECT subject_id, subject_id, 0 FROM org_step WHERE event_id = %(event)s AND verb = 'move'
    UNION
    SELECT a.start, p.parent_id, a.depth + 1 FROM org_parentage p JOIN above a ON p.child_id = a.id
    WHERE p.during @> %(on)s::date AND a.depth < 30
)
SELECT a.start, u.name FROM above a JOIN org_unit u ON u.id = a.start WHERE a.id = a.start AND a.depth > 0 GROUP BY 1, 2
"""


def before(event: Reorganisation) -> list[Conflict]:
    """What makes a plan impossible to write: asked before anything is applied. Every one is blocking."""
    if not event.steps.exists():
        return [Conflict("no_steps", _("The plan has no step yet. Add what is founded, merged, moved or dissolved."), is_blocking=True)]
    found = [
        *_ask(event, "unit_unknown", UNKNOWN, _("A unit of the plan is not known. Take the step out and choose the unit again.")),
        *_ask(
            event,
            "unit_not_there",
            NOT_THERE,
            _("%(unit)s does not exist both before and after %(day)s. Take it out or choose another day."),
        ),
        *_ask(
            event, "target_not_there", TARGET_NOT_THERE, _("%(unit)s does not exist from %(day)s on. Choose a unit that does, or found it.")
        ),
        *_ask(
            event,
            "no_main_successor",
            NO_MAIN,
            _("For %(unit)s, say which one successor is the main one: it takes whatever nobody decides."),
        ),
        *_ask(event, "address_taken", TAKEN, _("The code or the address of %(unit)s is taken by another unit. Choose another one.")),
        *_ask(event, "said_twice", TWICE, _("%(unit)s stands in two steps that exclude each other. Keep one.")),
        *_ask(event, "into_itself", ITSELF, _("%(unit)s would stand under itself or take itself up. Choose another unit.")),
        *_ask(
            event, "other_event", OTHER_EVENT, _("Another decided event touches %(unit)s on that day or later. Undo one of the two first.")
        ),
    ]
    if event.root_id:
        found += _ask(event, "outside", OUTSIDE, _("%(unit)s lies outside the unit for which you reorganise. Ask the level above."))
    return found


def after(event: Reorganisation) -> list[Conflict]:
    """What the tree that came of it may not be: asked once it is applied. Every one is blocking."""
    return [
        *_ask(event, "wrong_kind", WRONG_KIND, _("These kinds of unit may not stand under each other: %(unit)s.")),
        *_ask(event, "left_alone", STILL_UNDER, _("%(unit)s stands under a unit that ends. Say what it stands under from %(day)s on.")),
        *_ask(event, "circle", CIRCLE, _("%(unit)s would stand under itself, in a circle. Choose another unit above it.")),
    ]


def _ask(event: Reorganisation, code: str, query: str, sentence: str) -> Iterator[Conflict]:
    pairs = [(child.code, parent) for child in KINDS.values() for parent in child.under]
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {
                "event": event.pk,
                "on": event.on,
                "eve": event.on - timedelta(days=1),
                "root": event.root_id,
                "children": [child for child, _parent in pairs],
                "parents": [parent for _child, parent in pairs],
            },
        )
        rows = cursor.fetchall()
    for unit_id, name in rows[:SHOWN]:
        yield Conflict(code, sentence % {"unit": name or _("A unit"), "day": fulldate(event.on)}, unit_id, is_blocking=True)
    if (more := len(rows) - SHOWN) > 0:
        text = ngettext("%(count)d more unit has the same fault.", "%(count)d more units have the same fault.", more)
        yield Conflict(code, text % {"count": more}, is_blocking=True)
