"""The demo province, made in one transaction: real places, units, plans and targets; made-up people and work."""

import time
from collections.abc import Callable
from datetime import datetime
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from aoxanh.demo import (
    administration,
    appeals,
    campaigns,
    claims,
    closings,
    family,
    folk,
    lives,
    officers,
    paper_forms,
    phones,
    plans,
    profiles,
    results,
    safety,
    seals,
    seasons,
    spots,
    stage,
    states,
    tree,
    turnout,
    twins,
    voices,
    waits,
    wants,
    ways,
    weekend,
    works,
)
from aoxanh.demo.world import World
from aoxanh.kit.versions import bump_public_version
from aoxanh.places.actions import load_areas
from aoxanh.planning.models import Programme

SEED = 1481
DECISION = "1481/QĐ-TTg"
MARGIN = " " * 8

type Say = Callable[[str], None]


def make(*, scale: float = 1.0, now: datetime | None = None, say: Say = print, whole_country: bool = True) -> bool:
    """Fill the database with the demo province, as seen at `now`; whether it was empty of it. With it there nothing changes, on any day."""
    if not settings.DEMO:
        raise SystemExit(
            "The demo province is only made where AOXANH_DEMO=1 says that this is a demo, so that it never mixes with real people."
        )
    if Programme.objects.filter(code=DECISION).exists():
        return False
    say("")
    step(say, "areas", lambda: load_areas().areas)
    with transaction.atomic():
        fill(World(Random(SEED), timezone.localtime(now or timezone.now()), scale, whole_country), say)
        bump_public_version()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(MARGIN.rstrip())
    return True


def fill(world: World, say: Say) -> None:
    """Every step in the order in which one needs the other."""
    tree.read_areas(world)
    tree.organising_communes(world)
    for label, made in (
        ("units", tree.make_units),
        ("targets", plans.make_plans),
        ("officers", officers.make_officers),
        ("volunteers", folk.make_volunteers),
        ("reorganised", tree.reorganise_all),
        ("taken over", take_over),
        ("models", seasons.make_models),
        ("campaigns", seasons.make_campaigns),
        ("pictures", results.make_pictures),
        ("activities", activities),
        ("needs", wants.make_needs),
        ("sign-ups", turnout_and_steps),
        ("records", results.make_records),
        ("declared works", results.make_declared),
        ("certificates", results.make_certificates),
        ("keys", seals.make_seals),
        ("forms", paper_forms.make_paper_forms),
        ("children", family.make_family),
        ("profiles", profiles.make_profiles),
        ("safety", safety.make_safety),
        ("grants", administration.make_administrator),
        ("entered twice", twins.make_twins),
        ("appeals", appeals.make_appeals),
        ("lives", lives.make_lives),
        ("in campaigns", campaigns.make_parts),
        ("waiting", waits.make_waits),
        ("heard", voices.make_voices),
        ("claims of hours", claims.make_claims),
        ("closings", closings.make_closings),
        ("ways to check in", ways.make_ways),
        ("phones", phones.make_phones),
        ("on the map", spots.show_on_map),
    ):
        step(say, label, lambda made=made: made(world))


def take_over(world: World) -> int:
    """Who holds the posts of the new units, and who joined since."""
    return officers.take_over(world) + folk.join(world)


def activities(world: World) -> int:
    """All activities with their states, in memory."""
    works.make_works(world)
    stage.make_stage(world)
    weekend.make_weekend(world)
    states.decide(world)
    seasons.apply_models(world)
    states.assign_campaigns(world)
    results.choose_pictures(world)
    return len(world.works)


def turnout_and_steps(world: World) -> int:
    """Activities saved as full as they became, with everyone who signed up."""
    ledger = turnout.turn_out(world)
    states.save(world)
    return turnout.save(ledger)


def step(say: Say, label: str, made: Callable[[], int]) -> None:
    """Do it, then say how many it made and how long that took."""
    start = time.monotonic()
    count = made()
    say(f"{MARGIN}{label:<16}{count:>8,}{time.monotonic() - start:>9.1f} s")
