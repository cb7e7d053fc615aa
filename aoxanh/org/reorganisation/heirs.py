"""Who takes up the rows of a unit that ends, in SQL: the one successor, or of several the one in whose area the row lies.

Fragments for the queries of followers, with the parameters `event` and `on`. They read the successions of the event by index, so that a
hundred thousand rows cost a hundred thousand look-ups.
"""

from typing import Any

OF_UNIT = "FROM org_succession s JOIN org_unit u ON u.id = s.successor_id WHERE s.event_id = %(event)s AND s.predecessor_id = {unit}"
STANDS_NOW = """(SELECT new_id FROM places_succession WHERE old_id = {area} AND "on" = %(on)s AND share = 'whole')"""
PLACED = f"(SELECT s.successor_id {OF_UNIT} AND u.area_id IN ({{area}}, {STANDS_NOW}) LIMIT 1)"
MAIN = f"(SELECT s.successor_id {OF_UNIT} AND s.share IN ('whole', 'part_default') LIMIT 1)"
NUMBER = f"(SELECT count(*) {OF_UNIT})"


def placed(unit: str, area: str) -> str:
    """SQL for the heir in whose area a row lies; NULL where the area does not say."""
    return PLACED.format(unit=unit, area=area)


def target(unit: str, area: str) -> str:
    """SQL for the heir of a row: by its area, else the main one; NULL where a unit was dissolved."""
    return f"COALESCE({placed(unit, area)}, {MAIN.format(unit=unit)})"


def is_settled(unit: str, area: str) -> str:
    """SQL for whether the heir is certain: there is only one, or the area says which."""
    return f"({NUMBER.format(unit=unit)} <= 1 OR {placed(unit, area)} IS NOT NULL)"


def positional(query: str, given: dict[str, Any]) -> tuple[str, list[Any]]:
    """A query with named parameters as one with positional ones, for callers that add some of their own."""
    parts = query.split("%(")
    names = [part.split(")s", 1)[0] for part in parts[1:]]
    return parts[0] + "".join("%s" + part.split(")s", 1)[1] for part in parts[1:]), [given[name] for name in names]
