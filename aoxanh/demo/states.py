"""What state each activity is in, and how it came there."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Campaign, Shift, ShiftRole, Step
from aoxanh.demo import words
from aoxanh.demo.officers import approver
from aoxanh.demo.works import ended
from aoxanh.demo.world import VAN_LINH, Work, World, own_times

Status = Activity.Status
SECOND_PHASE = 2026
RATIOS = {("chi-lang", True): 0.757, ("chi-lang", False): 0.66, ("phu-yen", True): 0.812, ("phu-yen", False): 0.63}
ELSEWHERE = 0.7
DECLARED = {("chi-lang", True): 12, ("chi-lang", False): 8, ("phu-yen", True): 11, ("phu-yen", False): 12, ("", True): 7}
CANCELLED = 0.025
OTHER_STATES = ((Status.DRAFT, 0.08), (Status.SUBMITTED, 0.1), (Status.RETURNED, 0.06), (Status.CANCELLED, 0.03))

type Group = tuple[str, bool]


def group_of(work: Work) -> Group:
    """Its plan, and whether it counts in that plan's second phase."""
    return work.plan, work.last_day.year >= SECOND_PHASE


def declared_in(world: World, group: Group) -> int:
    return world.some(DECLARED.get(group, 0), 0)


def decide(world: World) -> int:
    """Give every activity its state, and the steps that led there; how many were recorded."""
    decide_ended(world, list(ended(world.works, world.now)))
    decide_ahead(world, [work for work in world.works if work.shifts[-1].ends_at > world.now])
    world.steps = [step for work in world.works for step in steps_of(world, work)]
    return sum(work.activity.status == Status.RECORDED for work in world.works)


def save(world: World) -> int:
    """Save activities with shifts and steps; how many steps."""
    activities = [work.activity for work in world.works]
    with own_times(Activity, Step):
        Activity.objects.bulk_create(activities, batch_size=500)
        Step.objects.bulk_create(world.steps, batch_size=2000)
    Shift.objects.bulk_create([shift for work in world.works for shift in work.shifts], batch_size=1000)
    ShiftRole.objects.bulk_create(world.roles)
    links = [
        Activity.skills.through(activity_id=work.activity.pk, skill_id=world.skills[code].pk)
        for work in world.works
        for code in work.skills
    ]
    Activity.skills.through.objects.bulk_create(links, batch_size=2000)
    return len(world.steps)


def decide_ended(world: World, over: list[Work]) -> None:
    """Cancel a few; of the others record as many as bring each plan near its target, the oldest first, with some luck."""
    groups: dict[Group, list[Work]] = defaultdict(list)
    for work in over:
        if not work.is_settled and world.random.random() < CANCELLED:
            work.activity.status = Status.CANCELLED
        else:
            groups[group_of(work)].append(work)
    for group, works in groups.items():
        wanted = round(RATIOS.get(group, ELSEWHERE) * (len(works) + declared_in(world, group)))
        free = sorted((work for work in works if not work.is_settled), key=lambda work: lateness(world, work))
        wanted -= sum(work.activity.status == Status.RECORDED for work in works)
        for number, work in enumerate(free):
            is_closed = world.random.random() < 0.6 or work.last_day < world.today - timedelta(days=21)
            work.activity.status = Status.RECORDED if number < wanted else Status.CLOSED if is_closed else Status.OPEN


def lateness(world: World, work: Work) -> float:
    """Who is recorded first: what is long over, and what luck says; what ended yesterday comes last. Vạn Linh keeps its books."""
    days = (world.today - work.last_day).days
    diligence = 1 if work.home == VAN_LINH and days > 14 else 0
    return world.random.random() + (2 if days < 2 else 0.5 if days < 8 else 0) - diligence


def decide_ahead(world: World, coming: list[Work]) -> None:
    for work in coming:
        if not work.is_settled:
            states, shares = zip(*OTHER_STATES, (Status.OPEN, 1 - sum(share for _, share in OTHER_STATES)), strict=True)
            work.activity.status = world.random.choices(states, shares)[0]


def steps_of(world: World, work: Work) -> list[Step]:
    """The road to its state, with who took each step and why."""
    activity = work.activity
    author = world.heads[activity.unit_id]
    start = work.shifts[0].starts_at
    opened = work.opened_at = min(
        start - timedelta(days=world.random.uniform(5, 18)), world.now - timedelta(hours=world.random.uniform(2, 120))
    )
    submitted = opened - timedelta(hours=world.random.uniform(3, 40))
    created = submitted - timedelta(hours=world.random.uniform(0.5, 60))
    by = approver(world, work.region, timezone.localtime(opened).date())
    activity.created_at, activity.created_by = created, author
    steps = [(Status.DRAFT, created, author, "")]
    if activity.status != Status.DRAFT:
        steps.append((Status.SUBMITTED, submitted, author, ""))
    if activity.status == Status.RETURNED:
        steps.append((Status.RETURNED, opened, by, world.random.choice(words.RETURNED)))
    if activity.status in Activity.PUBLIC:
        steps += public_steps(world, work, opened, author, by)
    return [Step(activity=activity, status=status, at=at, by=who, reason=why) for status, at, who, why in steps]


def public_steps(world: World, work: Work, opened: datetime, author: User, by: User) -> list[tuple[str, datetime, User, str]]:
    steps = [(Status.OPEN, opened, by, "")]
    end = work.shifts[-1].ends_at
    if work.activity.status == Status.CANCELLED:
        last = min(work.shifts[0].starts_at - timedelta(hours=14), world.now)
        steps.append((Status.CANCELLED, world.between(opened, last), author, world.random.choice(words.CANCELLED)))
    if work.activity.status in (Status.CLOSED, Status.RECORDED):
        steps.append((Status.CLOSED, min(end + timedelta(hours=2), world.now), author, ""))
    if work.activity.status == Status.RECORDED:
        work.recorded_at = recorded_at(world, end)
        steps.append((Status.RECORDED, work.recorded_at, author, ""))
    return steps


def recorded_at(world: World, end: datetime) -> datetime:
    """Mostly within days, some late."""
    late = world.random.random() < 0.1
    days = world.random.uniform(16, 45) if late else world.random.uniform(0.6, 9)
    return min(end + timedelta(days=days), world.between(end + timedelta(hours=3), world.now))


def assign_campaigns(world: World) -> None:
    """Which season an activity belongs to."""
    for work in world.works:
        fits = [found for found in world.campaigns if belongs(work, found, world)]
        if fits and world.random.random() < 0.75:
            work.activity.campaign = world.random.choice(fits)


def belongs(work: Work, campaign: Campaign, world: World) -> bool:
    kinds, regions = world.seasons[campaign.pk]
    period = campaign.during
    return work.activity.kind in kinds and work.region in regions and period.lower <= work.last_day < period.upper
