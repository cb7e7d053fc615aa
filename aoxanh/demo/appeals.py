"""Besides people: what needs ask for, whom to call, what became of them, who was asked after them, and what citizens report."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db.models import Q

from aoxanh.accounts.models import User
from aoxanh.demo import cast
from aoxanh.demo.places import spot
from aoxanh.demo.wants import by_daylight, need_of
from aoxanh.demo.world import NORTH, VAN_LINH, World, own_times
from aoxanh.kit.dates import during, holds
from aoxanh.needs.actions import status_with
from aoxanh.needs.actions.chasing import let_rules_hold
from aoxanh.needs.models import Chase, ChasingRule, Contact, Material, Need, Pledge, Report, Step
from aoxanh.needs.queries.keepers import keepers, keepers_above
from aoxanh.org.models import Post

FILE = Path(__file__).parent / "appeals.toml"
SEED = 17
GIVERS = ("Công ty May Lạng Sơn", "Hội Chữ thập đỏ", "Nhóm thiện nguyện Đồng Mỏ", "Chi đoàn THPT Chi Lăng", "Bà con tiểu thương chợ")
SHOWN = (*[Contact.Shown.PLACED] * 6, *[Contact.Shown.SIGNED_IN] * 2, *[Contact.Shown.EVERYONE] * 2, Contact.Shown.NOBODY)
SHOWN_FOR_THINGS = (Contact.Shown.SIGNED_IN, Contact.Shown.EVERYONE)
AFTER, AGAIN, ESCALATE = 30, 5, 10
Why, Level = Step.Why, Chase.Level


def make_appeals(world: World) -> int:
    """Made once the needs stand, with dice of its own; how many materials, reports and questions."""
    dice, world.random = world.random, Random(SEED)
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    alone = make_alone(world, told["only"])
    pledges = add_things(world, told["things"]) + [pledge for need, entry in alone for pledge in lines_of(world, need, entry["lines"])]
    save_things(pledges)
    save_numbers(world.needs)
    make_contacts(world)
    make_history(world, pledges)
    ask_after(world)
    reports = make_reports(world, told["report"])
    world.random = dice
    return len({pledge.material_id for pledge in pledges}) + len(reports) + Chase.objects.count()


def make_alone(world: World, entries: list[dict[str, Any]]) -> list[tuple[Need, dict[str, Any]]]:
    """Needs that ask for nobody."""
    made = []
    for entry in entries:
        unit, there = world.new_unions[entry["home"]], spot(world, world.new[entry["home"]], entry["home"])
        asked = world.random.uniform(0.3, 6)
        need = need_of(world, unit, there, entry["kind"], entry["title"], entry["text"], 0, asked=asked, days=(-6, 20))
        need.source, need.source_name = (Need.Source.AGENCY, entry["agency"]) if entry["agency"] else (Need.Source.FOCAL_POINT, "")
        need.materials_wanted = need.materials_lacking = len(entry["lines"])
        made.append((need, entry))
    with own_times(Need):
        Need.objects.bulk_create(need for need, _ in made)
    world.needs += [need for need, _ in made]
    return made


def add_things(world: World, entries: list[dict[str, Any]]) -> list[Pledge]:
    """Things for needs that ask for people too, by how their title begins."""
    live = [need for need in world.needs if need.is_live]
    found = ((need, entry) for need in live for entry in entries if need.title.startswith(entry["title"]))
    return [pledge for need, entry in found for pledge in lines_of(world, need, entry["lines"])]


def lines_of(world: World, need: Need, lines: list[list[Any]]) -> Iterator[Pledge]:
    """Its materials, each with what was promised and what came of it; one of nothing stands for a material of which nothing did."""
    lines_made = []
    for number, (name, quantity, measure, received, promised) in enumerate(lines, 1):
        material = Material(need=need, number=number, name=name, quantity=quantity, measure=measure, promised=promised, received=received)
        lines_made.append(material)
        for amount, state in ((received, Pledge.State.RECEIVED), (promised, Pledge.State.PROMISED), (0, "")):
            if amount or (not state and not received and not promised):
                yield pledge_of(world, material, amount, state)
    need.materials_wanted = len(lines_made)
    need.materials_begun = sum(line.covered > 0 for line in lines_made)
    need.materials_lacking = sum(line.missing > 0 for line in lines_made)
    need.status = status_with(need)


def pledge_of(world: World, material: Material, quantity: int, state: str) -> Pledge:
    need = material.need
    since = max(need.published_at, need.confirmed_at - timedelta(days=6))
    at = since + (world.now - since) * world.random.uniform(0.2, 0.9)
    pledge = Pledge(
        material=material, quantity=quantity, giver=world.random.choice(GIVERS), state=state, by=need.published_by, request_id=world.uuid()
    )
    pledge.at = by_daylight(world, at)
    if state == Pledge.State.RECEIVED:
        pledge.settled_at, pledge.settled_by = pledge.at, need.published_by
    return pledge


def save_things(pledges: list[Pledge]) -> None:
    Material.objects.bulk_create({pledge.material.pk: pledge.material for pledge in pledges}.values())
    with own_times(Pledge):
        Pledge.objects.bulk_create(pledge for pledge in pledges if pledge.quantity)


def save_numbers(needs: list[Need]) -> None:
    Need.objects.bulk_update(needs, ["materials_wanted", "materials_begun", "materials_lacking", "status"], batch_size=500)


def make_contacts(world: World) -> None:
    """Whoever holds the post of the focal point, else the head; with the number of who published."""
    live = [need for need in world.needs if need.is_live]
    wanted = Q(focal_point=True) | Q(rank=Post.Rank.HEAD)
    posts: dict[Any, Post] = {}
    for post in Post.objects.filter(wanted, holds(world.today), unit__in={need.unit_id for need in live}).order_by("focal_point", "id"):
        posts[post.unit_id] = post
    Contact.objects.bulk_create(
        Contact(need=need, post=posts[need.unit_id], shown_to=world.random.choice(SHOWN if need.people_wanted else SHOWN_FOR_THINGS))
        for need in live
        if need.unit_id in posts
    )


def make_history(world: World, pledges: list[Pledge]) -> None:
    """What became of each need so far, as far as its numbers tell."""
    steps = [step for need in world.needs for step in steps_of(world, need)]
    noted = [pledge for pledge in pledges if pledge.quantity]
    steps += [dated(pledge.material.need, Why(pledge.state), pledge.at, pledge.by, note=pledge.amount) for pledge in noted]
    with own_times(Step):
        Step.objects.bulk_create(steps, batch_size=1000)


def steps_of(world: World, need: Need) -> Iterator[Step]:
    yield dated(need, Why.PUBLISHED, need.published_at, need.published_by, status=Need.Status.OPEN, met=0)
    if need.met_people:
        yield dated(need, Why.PLACES, need.published_at + timedelta(days=1), need.published_by)
    if need.confirmed_at - need.published_at > timedelta(days=1):
        yield dated(need, Why.CONFIRMED, need.confirmed_at, need.published_by)
    if need.status == Need.Status.CLOSED:
        why = world.random.choice((Why.NOT_NEEDED, Why.MET_ELSEWHERE, Why.ENOUGH))
        yield dated(need, why, need.confirmed_at + timedelta(days=3), None if why == Why.ENOUGH else need.published_by)


def dated(need: Need, why: str, at: datetime, by: User | None, *, status: str = "", met: int | None = None, note: str = "") -> Step:
    counted = need.met_people if met is None else met
    return Step(need=need, status=status or need.status, why=why, at=at, by=by, met_people=counted, note=note)


def ask_after(world: World) -> None:
    """The province asks sooner than the default; its stale needs were asked after as its rule says."""
    province = world.provincial[NORTH]
    set_by = world.approvers[NORTH][-1][1]
    since = world.today - timedelta(days=120)
    ChasingRule.objects.create(
        unit=province, after_days=AFTER, again_days=AGAIN, escalate_days=ESCALATE, during=during(since), set_by=set_by
    )
    let_rules_hold()
    stale = list(Need.objects.stale(world.today).filter(unit__area__parent=world.provinces[NORTH]))
    near = keepers({need.unit_id for need in stale}, on=world.today)
    above = keepers_above({need.unit_id for need in stale}, on=world.today)
    asked = [chase for need in stale for chase in chases_of(world, need, near, above)]
    with own_times(Chase):
        Chase.objects.bulk_create(asked, ignore_conflicts=True)


def chases_of(world: World, need: Need, near: dict[Any, list[User]], above: dict[Any, tuple[Any, list[User]]]) -> Iterator[Chase]:
    """Asked when the rule said so, up to yesterday."""
    first = need.confirmed_at + timedelta(days=AFTER)
    for number in range(0, 40, AGAIN):
        at = (first + timedelta(days=number)).replace(hour=1, minute=15)
        if at >= world.now - timedelta(days=1):
            return
        level = Level.AGAIN if number else Level.FOCAL_POINT
        yield from (Chase(need=need, level=level, to=user, on=at.date(), at=at) for user in near.get(need.unit_id, []))
        if number >= ESCALATE and need.unit_id in above:
            yield from (Chase(need=need, level=Level.ABOVE, to=user, on=at.date(), at=at) for user in above[need.unit_id][1])


def make_reports(world: World, entries: list[dict[str, Any]]) -> list[Report]:
    """Some wait, some were answered; those of Vạn Linh wait for its focal point."""
    reports = [report_of(world, entry) for entry in entries]
    with own_times(Report):
        Report.objects.bulk_create(reports)
    return reports


def report_of(world: World, entry: dict[str, Any]) -> Report:
    home = entry["home"]
    there, unit = spot(world, world.new[home], home), world.new_unions[home]
    at = by_daylight(world, world.now - timedelta(days=entry["days"])) if entry["days"] > 1 else world.now - timedelta(days=entry["days"])
    report = Report(
        unit=unit,
        code=world.code(),
        text=entry["text"],
        address=entry["address"],
        area=there.area,
        latitude=there.latitude,
        longitude=there.longitude,
        name=entry["name"],
        phone=world.phone(),
        language="vi",
        request_id=world.uuid(),
        at=at,
        routed_at=at,
    )
    answer(world, report, entry)
    return report


def answer(world: World, report: Report, entry: dict[str, Any]) -> None:
    if "declined" in entry:
        report.state, report.reason = Report.State.DECLINED, entry["declined"]
    elif "merged" in entry:
        report.state = Report.State.MERGED
        report.need = next(need for need in world.needs if need.title.startswith(entry["merged"]))
    else:
        return
    by = world.accounts[cast.FOCAL_POINT.key] if entry["home"] == VAN_LINH else world.heads.get(report.unit_id)
    report.decided_at, report.decided_by = min(report.at + timedelta(hours=20), world.now), by
