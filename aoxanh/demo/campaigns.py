"""Campaigns with stages, fronts, units, goals and teams; one that goes on now; a programme of 30 months with contracts."""

from collections import Counter
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from aoxanh.activities.models import Activity, Campaign, Contract, Front, Goal, Participation, Stage, Team, TeamMember
from aoxanh.demo import cast
from aoxanh.demo.weekend import own_dice
from aoxanh.demo.world import NORTH, VAN_LINH, World, moment, own_times
from aoxanh.kit.dates import during
from aoxanh.people.models import Person
from aoxanh.records.campaigns import Figures, results

SEED = 1707
Kind = Campaign.Kind
KINDS = {
    "Xuân tình nguyện": Kind.SPRING_VOLUNTEER,
    "Tiếp sức mùa thi": Kind.EXAM_SUPPORT,
    "Mùa hè xanh": Kind.GREEN_SUMMER,
    "Hoa phượng đỏ": Kind.RED_PHOENIX,
    "Kỳ nghỉ hồng": Kind.PINK_HOLIDAY,
    "Hành quân xanh": Kind.GREEN_MARCH,
}
ABOUT = {
    Kind.SPRING_VOLUNTEER: "Mang Tết đến với hộ khó khăn, gia đình chính sách, vùng biên giới: gói bánh, tặng quà, sửa nhà.",
    Kind.EXAM_SUPPORT: "Giúp thí sinh và người nhà trong kỳ thi: chỉ đường, chở thí sinh, nước uống, chỗ nghỉ, giữ trật tự cổng trường.",
    Kind.GREEN_SUMMER: "Chiến dịch của sinh viên, thanh niên tại các xã: làm đường, sửa trường, trồng cây, chuyển đổi số.",
    Kind.RED_PHOENIX: "Học sinh trung học tình nguyện trong hè: dạy kèm, sinh hoạt hè cho thiếu nhi, giữ an toàn giao thông.",
    Kind.PINK_HOLIDAY: "Cán bộ, công chức, viên chức trẻ dành ngày nghỉ giúp dân: khám bệnh, dịch vụ công trực tuyến, hiến máu.",
    Kind.GREEN_MARCH: "Lực lượng vũ trang và đoàn viên làm đường, phòng chống thiên tai, đền ơn đáp nghĩa ở vùng khó khăn.",
}
FRONTS = {
    "repair": "Sửa nhà, sửa trường",
    "environment": "Môi trường",
    "tree_planting": "Trồng cây",
    "coast": "Làm sạch bờ biển",
    "road": "Đường nông thôn",
    "health": "Khám bệnh, tư vấn sức khỏe",
    "blood_donation": "Hiến máu",
    "teaching": "Dạy học, sinh hoạt hè",
    "exam_support": "Tiếp sức thí sinh",
    "digital": "Chuyển đổi số",
    "traffic": "An toàn giao thông",
    "culture": "Văn hóa, văn nghệ",
    "gift": "An sinh, tặng quà",
    "gratitude": "Đền ơn đáp nghĩa",
    "disaster": "Phòng chống thiên tai",
    "other": "Việc khác",
}
STAGES = (("Ra quân", 0.18), ("Cao điểm", 0.82), ("Tổng kết", 1.0))
WINTER = "Mùa đông ấm"
WINTER_ABOUT = (
    "Các xã sửa nhà, sửa bếp ăn bán trú, tặng áo ấm và giúp bà con làm dịch vụ công trước Tết. Mỗi xã có ít nhất một hoạt động.\n\n"
    "Ai từ 16 tuổi đều tham gia được. Chọn một hoạt động gần nhà bên dưới."
)
BEFORE, AFTER = timedelta(days=24), timedelta(days=45)
UNANSWERED = 4
TEAMS = ("Đội số hóa", "Đội áo ấm", "Đội xung kích sửa nhà")
PROGRAMME = "Trí thức trẻ tình nguyện về xã"
CONTRACTS = 14


def make_parts(world: World) -> int:
    """Made last, with dice of its own; how many units take part in something."""
    with own_dice(world, SEED):
        winter = make_winter(world)
        describe(world)
        campaigns = [*world.campaigns, winter]
        make_fronts(campaigns)
        make_stages(campaigns)
        parts = make_participations(world, campaigns)
        ask_the_rest(world, winter)
        make_goals(world, campaigns)
        make_teams(world, winter)
        make_programme(world)
        return parts


def describe(world: World) -> None:
    """What kind each is, and that those of the past are over."""
    for campaign in world.campaigns:
        campaign.kind = next((kind for name, kind in KINDS.items() if campaign.name.startswith(name)), Kind.OWN)
        campaign.description = ABOUT.get(campaign.kind, "")
        if campaign.during.upper <= world.today:
            campaign.status, campaign.ended_at = Campaign.Status.CLOSED, moment(campaign.during.upper, time(17))
    Campaign.objects.bulk_update(world.campaigns, ["kind", "description", "status", "ended_at"], batch_size=200)


def make_winter(world: World) -> Campaign:
    """One that goes on on the day of the demo, in Lạng Sơn, with what its communes do in these weeks."""
    first, last = world.today - BEFORE, world.today + AFTER
    campaign = Campaign.objects.create(
        unit=world.provincial[NORTH],
        slug=f"mua-dong-am-{first.year}-lang-son",
        name=f"{WINTER} {first.year}",
        description=WINTER_ABOUT,
        during=during(first, last),
        created_by=world.accounts[cast.COORDINATOR.key],
    )
    communes = [world.new_unions[code].pk for code, region in world.region.items() if region == NORTH and code in world.new_unions]
    days = Q(starts_at__gte=moment(first, time()), ends_at__lt=moment(last, time()))
    Activity.objects.filter(days, campaign=None, unit__in=communes).update(campaign=campaign)
    return campaign


def make_fronts(campaigns: list[Campaign]) -> None:
    """A front for each kind of work that a campaign has; its activities belong to it."""
    used = Activity.objects.filter(campaign__in=campaigns).order_by().values_list("campaign", "kind").distinct()
    order = list(FRONTS)
    rows = sorted(used, key=lambda row: order.index(row[1]))
    Front.objects.bulk_create(
        [Front(campaign_id=pk, name=FRONTS[kind], kind=kind, order=order.index(kind)) for pk, kind in rows], batch_size=500
    )
    fitting = Front.objects.filter(campaign=OuterRef("campaign"), kind=OuterRef("kind")).values("pk")[:1]
    Activity.objects.filter(campaign__in=campaigns).update(front=Subquery(fitting))


def make_stages(campaigns: list[Campaign]) -> None:
    rows = []
    for campaign in campaigns:
        first, days = campaign.during.lower, (campaign.during.upper - campaign.during.lower).days
        for name, share in STAGES:
            end = campaign.during.lower + timedelta(days=round(days * share))
            rows.append(Stage(campaign=campaign, name=name, during=during(first, end)))
            first = end
    Stage.objects.bulk_create(rows, batch_size=500)


def make_participations(world: World, campaigns: list[Campaign]) -> int:
    """Whoever has an activity in a campaign takes part, and said before it began how many would come."""
    lead = {campaign.pk: campaign for campaign in campaigns}
    work = Counter(Activity.objects.filter(campaign__in=campaigns).values_list("campaign", "unit"))
    rows = []
    for (pk, unit), number in sorted(work.items()):
        if unit == lead[pk].unit_id:
            continue
        said = moment(lead[pk].during.lower - timedelta(days=world.random.randint(3, 20)), time(9))
        people = number * world.random.choice((12, 15, 18, 20, 25))
        rows.append(Participation(campaign_id=pk, unit_id=unit, people=people, answered_at=said, at=said - timedelta(days=4)))
    with own_times(Participation):
        Participation.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def ask_the_rest(world: World, campaign: Campaign) -> None:
    """A few communes of the province were asked and have not answered; one declined, with its reason."""
    asked = set(Participation.objects.filter(campaign=campaign).values_list("unit", flat=True))
    codes = sorted(code for code, region in world.region.items() if region == NORTH and code in world.new_unions)
    rest = [world.new_unions[code] for code in codes if world.new_unions[code].pk not in asked][: UNANSWERED + 1]
    at = moment(campaign.during.lower - timedelta(days=8), time(8))
    rows = [Participation(campaign=campaign, unit=unit, at=at, by=world.accounts[cast.COORDINATOR.key]) for unit in rest]
    for row in rows[UNANSWERED:]:
        row.answered_at = row.declined_at = at + timedelta(days=3)
        row.note = "Xã đang khắc phục sạt lở, xin tham gia đợt sau"
    with own_times(Participation):
        Participation.objects.bulk_create(rows)


def make_goals(world: World, campaigns: list[Campaign]) -> None:
    """Of the last year's campaigns, near what they reached; of the one that goes on for each commune of Chi Lăng too."""
    rows = []
    for campaign in campaigns:
        if campaign.during.upper < world.today - timedelta(days=400) or campaign.during.lower > world.today:
            continue
        found = results(campaign)
        rows += goals_of(world, campaign, found.whole)
        mine = list(found.units.items())[:6] if campaign.name.startswith(WINTER) else []
        rows += [goal(campaign, "people", figures.taken * 0.8 + 8, pk) for pk, figures in mine if pk != campaign.unit_id]
    Goal.objects.bulk_create(rows)


def goals_of(world: World, campaign: Campaign, whole: Figures) -> list[Goal]:
    share = world.random.choice((0.85, 0.95, 1.1, 1.25))
    reached = {"activities": whole.activities, "people": max(whole.people, whole.taken * 0.7), "hours": max(whole.hours, whole.taken * 3)}
    return [goal(campaign, measure, number * share) for measure, number in reached.items()]


def goal(campaign: Campaign, measure: str, value: float, unit: UUID | None = None) -> Goal:
    """A round figure, as people set them."""
    step = 5 if value < 100 else 50
    return Goal(campaign=campaign, unit_id=unit, measure=measure, value=max(step, round(value / step) * step))


def make_teams(world: World, campaign: Campaign) -> None:
    """Three in Vạn Linh, one of them led by the volunteer of the cast; one in each of a few other communes."""
    hanh = Person.objects.get(user=world.accounts[cast.VOLUNTEER.key])
    others = [code for code in world.organisers[NORTH] if code != VAN_LINH][:8]
    for number, name in enumerate(TEAMS):
        make_team(world, campaign, VAN_LINH, name, leader=hanh if number == 0 else None)
    for number, code in enumerate(others):
        make_team(world, campaign, code, TEAMS[number % len(TEAMS)])


def make_team(world: World, campaign: Campaign, code: str, name: str, leader: Person | None = None) -> None:
    unit = world.new_unions[code]
    grown = [person for person in world.volunteers.get(code, []) if is_grown(world, person) and person != leader]
    people = world.random.sample(grown, min(len(grown), world.random.randint(6, 14)))
    people = [leader, *people] if leader else people
    front = campaign.fronts.filter(kind="digital").first() if name == TEAMS[0] else None
    team = Team.objects.create(
        unit=unit,
        campaign=campaign,
        front=front,
        name=f"{name} {unit.area.short_name if unit.area else unit.short_name}",
        leader=people[0] if people else None,
        about="Gặp nhau 7 giờ sáng thứ Bảy tại nhà văn hóa xã. Mang theo giày và nước uống.",
        wanted=max(len(people) + world.random.choice((0, 3, 5)), 8),
        during=during(campaign.during.lower, campaign.during.upper),
        token=f"demo-{world.code(10).lower()}",
        created_by=world.accounts[cast.SECRETARY.key],
    )
    at = moment(campaign.during.lower, time(19))
    with own_times(TeamMember):
        TeamMember.objects.bulk_create([TeamMember(team=team, person=person, joined_at=at) for person in people])


def is_grown(world: World, person: Person) -> bool:
    return person.birth_date is not None and person.birth_date <= date(world.today.year - 17, world.today.month, 1)


def make_programme(world: World) -> None:
    """Registered for 30 months, with contracts: most in force, some that end soon, one that ended early."""
    first = world.today.replace(day=1) - timedelta(days=300)
    last = first + timedelta(days=913)
    coordinator = world.accounts[cast.COORDINATOR.key]
    campaign = Campaign.objects.create(
        unit=world.provincial[NORTH],
        slug="tri-thuc-tre-tinh-nguyen-ve-xa",
        name=f"{PROGRAMME} {first.year}–{last.year}",
        form=Campaign.Form.PROGRAMME,
        description="Trí thức trẻ về xã khó khăn: chuyển đổi số, hợp tác xã, dạy học. Có phụ cấp, tập huấn, bảo hiểm.",
        lead_agency="Sở Nội vụ tỉnh Lạng Sơn",
        registered_as=f"18/GXN-SNV ngày 12/{first.month:02d}/{first.year}",
        during=during(first, last),
        created_by=coordinator,
    )
    Goal.objects.create(campaign=campaign, measure=Goal.Measure.HOURS, value=20_000)
    hanh = Person.objects.get(user=world.accounts[cast.VOLUNTEER.key])
    grown = [one for code in world.organisers[NORTH] for one in world.volunteers.get(code, [])[:3] if is_grown(world, one) and one != hanh]
    people = [hanh, *world.random.sample(grown, min(len(grown), CONTRACTS - 1))]
    rows = [contract(world, campaign, person, number, coordinator) for number, person in enumerate(people, 1)]
    if len(rows) > 1:
        rows[-1].ended_on, rows[-1].end_reason = world.today - timedelta(days=20), "Nhập ngũ"
    for row in rows:
        row.noted_at = moment(first, time(10))
    with own_times(Contract):
        Contract.objects.bulk_create(rows)


def contract(world: World, campaign: Campaign, person: Person, number: int, by: Any) -> Contract:
    months = 11 if number in (2, 3) else world.random.choice((18, 24, 24))
    first = campaign.during.lower + timedelta(days=world.random.randint(5, 20))
    return Contract(
        campaign=campaign,
        person=person,
        number=f"{number:02d}/HĐTN",
        signed_on=first - timedelta(days=3),
        during=during(first, min(first + timedelta(days=round(months * 30.4)), campaign.during.upper)),
        pay="3.500.000 ₫ mỗi tháng, hỗ trợ đi lại",
        gear="Áo thanh niên tình nguyện, ủng, mũ bảo hộ",
        training="5 ngày trước khi về xã",
        insurance="Bảo hiểm tai nạn suốt thời gian hợp đồng",
        noted_by=by,
    )
