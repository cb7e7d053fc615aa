"""The steps of an event on the tree itself: units, parentage, succession, names. Each is one statement or two, however many units."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Change, FormerIdentity, Parentage, Post, Reorganisation, Step, Succession, Unit
from aoxanh.org.reorganisation.journal import end, open_rows, take_statistics
from aoxanh.org.reorganisation.port import MAIN, Event
from aoxanh.places import actions as places

NAMES = ("name", "short_name", "english_name", "abbreviation", "signing_name")
FOUNDED = ("kind", "code", "slug", *NAMES, "search_key", "address", "email", "phone")


@dataclass(frozen=True)
class Counts:
    """How many units an event touches, by what happens to them."""

    founded: int = 0
    ended: int = 0
    taken_up: int = 0
    moved: int = 0
    renamed: int = 0
    posts: int = 0


def apply(event: Event) -> Counts:
    """Write the tree as it is from the day of the event on; safe to repeat when the day has come."""
    founded, taken_up = found(event), succeed(event)
    take_statistics(event, Unit, Parentage, Succession)
    moved, ended = move(event), end_units(event)
    take_statistics(event, Unit, Parentage, Change)
    return Counts(
        founded=founded,
        taken_up=taken_up,
        moved=moved,
        ended=ended,
        renamed=rename(event) if event.has_come else steps(event, Step.Verb.RENAME).count(),
        posts=end_posts(event),
    )


def steps(event: Event, verb: str) -> QuerySet[Step]:
    return Step.objects.filter(event=event.pk, verb=verb)


def found(event: Event) -> int:
    """The units that begin, with the ids that the plan gave them, and what they stand under."""
    columns = ", ".join(FOUNDED)
    facts = ", ".join(f"COALESCE(facts ->> '{name}', '')" for name in FOUNDED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS (INSERT INTO org_unit (id, {columns}, area_id, during) "
            f"SELECT subject_id, {facts}, (facts ->> 'area_id')::uuid, daterange(%s, NULL) FROM org_step "
            "WHERE event_id = %s AND verb = 'found' ON CONFLICT (id) DO NOTHING RETURNING id) "
            "INSERT INTO org_change (event_id, kind, label, row_id) SELECT %s, 'opened', 'org.unit', id FROM made",
            [event.on, event.pk, event.pk],
        )
        count = cursor.rowcount
    stand(event, Step.Verb.FOUND)
    return count


def stand(event: Event, verb: str) -> int:
    """Put the subjects under their targets, where they do not stand there yet."""
    select = """
        SELECT s.subject_id, s.target_id, daterange(%s, NULL) FROM org_step s
        WHERE s.event_id = %s AND s.verb = %s AND s.target_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM org_parentage p WHERE p.child_id = s.subject_id AND p.during @> %s::date)
    """
    return open_rows(event, Parentage, select, [event.on, event.pk, verb, event.on], "child_id, parent_id, during")


def succeed(event: Event) -> int:
    select = """
        SELECT subject_id, target_id, %s::date, share, event_id FROM org_step s WHERE event_id = %s AND verb = 'succeed'
        AND NOT EXISTS (SELECT 1 FROM org_succession o
            WHERE o.predecessor_id = s.subject_id AND o.successor_id = s.target_id AND o."on" = %s)
    """
    return open_rows(event, Succession, select, [event.on, event.pk, event.on], 'predecessor_id, successor_id, "on", share, event_id')


def move(event: Event) -> int:
    """Units that stand elsewhere from the day on, by a step of their own or because what they stood under ends."""
    moving = steps(event, Step.Verb.MOVE).values("subject_id")
    end(event, Parentage.objects.filter(child__in=moving).exclude(during__startswith=event.on))
    return stand(event, Step.Verb.MOVE)


def end_units(event: Event) -> int:
    orphaned = Parentage.objects.filter(Q(child__in=event.ended) | Q(parent__in=event.ended))
    end(event, orphaned)
    return end(event, Unit.objects.filter(pk__in=event.ended)).count


def end_posts(event: Event) -> int:
    """A post ends with its unit."""
    return end(event, Post.objects.filter(unit__in=event.ended)).count


def rename(event: Event) -> int:
    """Keep how the units were called and where they stood, then give them their new names and place."""
    known = "unit_id, name, short_name, english_name, abbreviation, signing_name, area_id, during, event_id"
    select = """
        SELECT u.id, u.name, u.short_name, u.english_name, u.abbreviation, u.signing_name, u.area_id,
            daterange((SELECT max(upper(f.during)) FROM org_formeridentity f WHERE f.unit_id = u.id AND upper(f.during) <= %s), %s)
                * u.during, s.event_id
        FROM org_step s JOIN org_unit u ON u.id = s.subject_id WHERE s.event_id = %s AND s.verb = 'rename'
        AND NOT EXISTS (SELECT 1 FROM org_formeridentity f WHERE f.unit_id = u.id AND f.event_id = s.event_id)
    """
    count = open_rows(event, FormerIdentity, select, [event.on, event.on, event.pk], known)
    with connection.cursor() as cursor:
        facts = ", ".join(f"{name} = COALESCE(s.facts ->> '{name}', u.{name})" for name in (*NAMES, "search_key"))
        cursor.execute(
            f"UPDATE org_unit u SET {facts}, area_id = COALESCE((s.facts ->> 'area_id')::uuid, u.area_id) "
            "FROM org_step s WHERE s.event_id = %s AND s.verb = 'rename' AND s.subject_id = u.id",
            [event.pk],
        )
    rename_areas(event)
    return count


def rename_areas(event: Event) -> None:
    """Areas that go on under another name; few, so one by one."""
    for step in steps(event, Step.Verb.RENAME).filter(facts__has_key="area_name"):
        unit = Unit.objects.select_related("area").get(pk=step.subject_id)
        if unit.area:
            places.rename_area(unit.area, on=event.on, name=step.facts["area_name"], kind=step.facts["area_kind"])


def bring_orphans(event: Reorganisation) -> int:
    """Plan a move for every unit that stands under one that ends and has no step of its own: to the main successor of that unit, else to
    what that unit stood under, else to the main successor of that; the nearest under which its kind may stand. How many found a place."""
    pairs = [(child.code, parent) for child in KINDS.values() for parent in child.under]
    with connection.cursor() as cursor:
        cursor.execute(
            ORPHANS,
            {
                "event": event.pk,
                "on": event.on,
                "main": list(MAIN),
                "children": [child for child, _ in pairs],
                "parents": [parent for _, parent in pairs],
            },
        )
        return cursor.rowcount


ORPHANS = """
WITH ended AS (SELECT subject_id AS id FROM org_step WHERE event_id = %(event)s AND verb = 'end'),
placed AS (SELECT subject_id AS id FROM org_step WHERE event_id = %(event)s AND verb IN ('move', 'end')),
heirs AS (
    SELECT subject_id AS old, target_id AS new FROM org_step
    WHERE event_id = %(event)s AND verb = 'succeed' AND share = ANY(%(main)s)
),
kinds AS (
    SELECT id, kind FROM org_unit
    UNION ALL SELECT subject_id, facts ->> 'kind' FROM org_step WHERE event_id = %(event)s AND verb = 'found'
),
allowed AS (SELECT unnest(%(children)s::text[]) AS child, unnest(%(parents)s::text[]) AS parent),
orphans AS (
    SELECT p.child_id AS id, p.parent_id AS old, above.parent_id AS grand FROM org_parentage p
    LEFT JOIN org_parentage above ON above.child_id = p.parent_id AND above.during @> (%(on)s::date - 1)
    WHERE p.parent_id IN (SELECT id FROM ended) AND p.during @> %(on)s::date AND p.child_id NOT IN (SELECT id FROM placed)
),
candidates AS (
    SELECT o.id, h.new AS target, 1 AS rank FROM orphans o JOIN heirs h ON h.old = o.old
    UNION ALL SELECT o.id, o.grand, 2 FROM orphans o WHERE o.grand IS NOT NULL AND o.grand NOT IN (SELECT id FROM ended)
    UNION ALL SELECT o.id, h.new, 3 FROM orphans o JOIN heirs h ON h.old = o.grand
)
INSERT INTO org_step (event_id, verb, subject_id, target_id, share, facts)
SELECT DISTINCT ON (c.id) %(event)s, 'move', c.id, c.target, '', '{}'::jsonb
FROM candidates c JOIN org_unit u ON u.id = c.id JOIN kinds k ON k.id = c.target
JOIN allowed a ON a.child = u.kind AND a.parent = k.kind
ORDER BY c.id, c.rank
"""
