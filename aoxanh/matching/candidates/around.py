"""Who is near a slot that stays short and may not come, and who could come but lives too far: counts by reason, in one query."""

from collections import Counter
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from aoxanh.matching.candidates import sql
from aoxanh.matching.candidates.places import Places
from aoxanh.matching.candidates.reading import Question, Tables, make_people, values_of
from aoxanh.matching.solver.problem import DETOUR

CODES = ("asked", "declined", "unwilling", "young", "unable", "consent", "far", "able")
TWICE = 2.5
"""Beyond so many times the reach nobody is counted."""
MOTORBIKE = "motorbike"


@transaction.atomic
def kept_away(asked: Question, numbers: list[int]) -> tuple[dict[int, Counter[str]], dict[int, dict[str, Any]]]:
    """For each of these slots the counts by code, and what a sentence about it needs: the reach, its minutes, the skill."""
    reach = asked.reach_km or 0.0
    slots = [asked.places.slots[number] for number in numbers]
    wide = replace(asked, places=Places(slots, asked.places.shifts, asked.places.midnight), reach_km=reach * TWICE)
    counts: dict[int, Counter[str]] = {number: Counter() for number in numbers}
    if slots:
        with connection.cursor() as cursor:
            tables = Tables(cursor, values_of(wide) | {"asked_reach": reach, "codes": list(CODES)}, bulk=asked.bulk)
            make_people(tables, wide)
            for name, query in (
                ("slot", sql.SLOT),
                ("shift", sql.SHIFT),
                ("fits", sql.FITS),
                ("barred_by", sql.BARRED_BY),
                ("near", sql.NEAR),
            ):
                tables.make(name, query)
            [found] = tables.read((sql.KEPT_AWAY, "int int int"))
            for slot, code, count in zip(*(column.tolist() for column in found), strict=True):
                counts[slot][CODES[code]] = count
    return counts, {slot.number: about(slot, reach, counts[slot.number].pop("able", 0)) for slot in slots}


def about(slot: Any, reach: float, able: int) -> dict[str, Any]:
    skill = str(slot.role.skill) if slot.role and slot.role.skill_id else ""
    minutes = round(reach * DETOUR / settings.TRAVEL_KMH[MOTORBIKE] * 60)
    return {"km": round(reach), "minutes": minutes, "able": able} | ({"skill": skill} if skill else {})
