"""What keeps people safe in the demo: briefings half read, things handed out, risks looked at, incidents from new to closed, messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from aoxanh.activities import risks
from aoxanh.activities.models import (
    Activity,
    Announcement,
    Briefing,
    BriefingRead,
    Equipment,
    Handout,
    Incident,
    IncidentStep,
    RiskCheck,
    Shift,
    Signup,
)
from aoxanh.activities.queries.safety import starting_text
from aoxanh.demo.world import VAN_LINH, Work, World, own_times

Kind, Severity, Status = Incident.Kind, Incident.Severity, Incident.Status
READ = 0.62
THINGS = (
    ("Găng tay", 40, True, True),
    ("Mũ bảo hộ", 20, True, True),
    ("Áo phản quang", 30, True, True),
    ("Nước uống 0,5 l", 120, False, False),
)
BATCH = 2000


@dataclass(frozen=True)
class Story:
    """An incident as it is told: how many hours ago, and what was done since."""

    kind: str
    severity: int
    text: str
    hours: float
    steps: tuple[tuple[str, str], ...] = ()
    people_hurt: int = 0
    place_name: str = ""
    concerns_minors: bool = False


STORIES = (
    Story(
        Kind.INJURY,
        Severity.SERIOUS,
        "Một bạn giẫm phải đinh khi tháo mái cũ, đã rửa và băng. Cần xe chở đến trạm y tế tiêm phòng uốn ván.",
        1.5,
        people_hurt=1,
        place_name="Sân sau điểm trường",
    ),
    Story(Kind.PROPERTY, Severity.MINOR, "Mất một máy khoan mượn của thôn, để ở góc bếp lúc nghỉ trưa.", 29),
    Story(
        Kind.WEATHER,
        Severity.SERIOUS,
        "Mưa to, nước suối lên nhanh, đường vào thôn bị ngập một đoạn 30 m. Cả nhóm đang ở nhà văn hóa, an toàn.",
        76,
        ((Status.HANDLED, "Đã liên hệ Ban chỉ huy phòng thủ dân sự xã, chờ nước rút mới ra."),),
        place_name="Đường vào thôn Khun Phang",
    ),
    Story(
        Kind.HARASSMENT,
        Severity.SERIOUS,
        "Một người lạ nhiều lần xin số điện thoại và bám theo hai bạn nữ trong lúc dọn chợ.",
        50,
        ((Status.HANDLED, "Đã đổi hai bạn sang nhóm khác, báo công an xã."),),
        concerns_minors=True,
    ),
    Story(
        Kind.TRAFFIC,
        Severity.SERIOUS,
        "Hai xe máy va quệt ở cổng trường khi thí sinh ra về, một bạn tình nguyện xây xát tay.",
        420,
        (
            (Status.HANDLED, "Đã đưa đến trạm y tế, gọi cho gia đình."),
            (Status.CLOSED, "Xây xát nhẹ, đã khỏi. Từ nay đứng chốt trên vỉa hè, mặc áo phản quang."),
        ),
        people_hurt=1,
    ),
    Story(
        Kind.OTHER,
        Severity.MINOR,
        "Ba bạn say nắng nhẹ, nghỉ trong bóng râm thì đỡ.",
        900,
        ((Status.CLOSED, "Đổi giờ nghỉ: cứ 45 phút nghỉ 10 phút, thêm nước."),),
        people_hurt=3,
    ),
)


def make_safety(world: World) -> int:
    """How many briefings, readings and incidents."""
    ahead = [work for work in world.works if work.activity.status == Activity.Status.OPEN and work.shifts[-1].ends_at > world.now]
    briefings, readings = make_briefings(world, ahead), 0
    readings = make_readings(world, briefings)
    make_equipment(world, [work for work in ahead if work.home == VAN_LINH])
    make_checks(world)
    make_announcements(world, [work for work in ahead if work.home == VAN_LINH])
    return len(briefings) + readings + make_incidents(world)


def make_briefings(world: World, works: Iterable[Work]) -> list[Briefing]:
    made = []
    for work in works:
        by = world.heads[work.activity.unit_id]
        at = work.opened_at or world.now - timedelta(days=5)
        made.append(Briefing(activity=work.activity, version=1, text=starting_text(work.activity.kind), by=by, at=at))
    with own_times(Briefing):
        return Briefing.objects.bulk_create(made, batch_size=BATCH)


def make_readings(world: World, briefings: list[Briefing]) -> int:
    """About two thirds of those with a place have read it."""
    of_activity = {briefing.activity_id: briefing for briefing in briefings}
    places = Signup.objects.filter(shift__activity__in=list(of_activity), status=Signup.Status.CONFIRMED).order_by("at", "id")
    rows = {}
    for signup in places.select_related("shift"):
        key = signup.shift.activity_id, signup.person_id
        if key not in rows and world.random.random() < READ:
            at = world.between(max(signup.at, of_activity[key[0]].at), world.now)
            rows[key] = BriefingRead(briefing=of_activity[key[0]], person_id=signup.person_id, at=at)
    with own_times(BriefingRead):
        BriefingRead.objects.bulk_create(rows.values(), batch_size=BATCH)
    return len(rows)


def make_equipment(world: World, works: Iterable[Work]) -> None:
    """Lists for Vạn Linh; of the shift that is running most things are out."""
    for work in works:
        by = world.heads[work.activity.unit_id]
        facts = [dict(zip(("name", "quantity", "is_protective", "comes_back"), row, strict=True)) for row in THINGS]
        things = Equipment.objects.bulk_create([Equipment(activity=work.activity, **row) for row in facts])
        running = next((shift for shift in work.shifts if shift.starts_at <= world.now < shift.ends_at), None)
        if running:
            hand_out(world, running, things[:2], by)


def hand_out(world: World, shift: Shift, things: list[Equipment], by: object) -> None:
    came = Signup.objects.filter(shift=shift, outcome=Signup.Outcome.CAME).order_by("id")
    rows = [
        Handout(equipment=thing, signup=signup, request_id=world.uuid(), by=by, at=shift.starts_at) for signup in came for thing in things
    ]
    with own_times(Handout):
        Handout.objects.bulk_create(rows[:-1])


def make_checks(world: World) -> None:
    """Risky work that was submitted or is open was looked at; in one something is still to be done."""
    asked = [work for work in world.works if work.shifts[-1].ends_at > world.now and work.activity.status not in {"draft", "returned"}]
    rows = []
    for work in asked:
        if not risks.is_risky(work.activity):
            continue
        answers = {question.code: risks.YES for question in risks.asked(work.activity)}
        note = ""
        if work.home == VAN_LINH and work.activity.status == Activity.Status.SUBMITTED:
            answers["first_aid"], note = risks.NO, "Túi sơ cứu mượn ở trạm y tế, lấy trước ngày làm."
        by = world.heads[work.activity.unit_id]
        rows.append(
            RiskCheck(activity=work.activity, answers=answers, note=note, by=by, at=work.opened_at or world.now - timedelta(days=6))
        )
    with own_times(RiskCheck):
        RiskCheck.objects.bulk_create(rows, batch_size=BATCH)


def make_incidents(world: World) -> int:
    """Those of Vạn Linh, reported by people who were there."""
    works = sorted((work for work in world.works if work.home == VAN_LINH), key=lambda work: work.shifts[0].starts_at)
    unit = world.new_unions[VAN_LINH]
    for story in STORIES:
        at = (world.now - timedelta(hours=story.hours)).replace(second=0, microsecond=0)
        work = near(works, at)
        signup = Signup.objects.filter(shift=work.shifts[0], status=Signup.Status.CONFIRMED).select_related("person").order_by("id").first()
        with own_times(Incident, IncidentStep):
            incident = Incident.objects.create(
                unit=unit,
                activity=work.activity,
                shift=work.shifts[0],
                kind=story.kind,
                severity=story.severity,
                text=story.text,
                people_hurt=story.people_hurt,
                concerns_minors=story.concerns_minors,
                place_name=story.place_name or work.activity.place_name,
                happened_at=at,
                reported_at=at + timedelta(minutes=6),
                reporter=signup.person if signup else None,
                by=signup.person.user if signup else None,
                contact=signup.person.phone if signup else "",
                status=story.steps[-1][0] if story.steps else Status.OPEN,
                request_id=world.uuid(),
            )
            for number, (status, text) in enumerate(story.steps, 1):
                moment = incident.reported_at + timedelta(minutes=40 * number)
                IncidentStep.objects.create(incident=incident, status=status, text=text, at=moment, by=world.heads[unit.pk])
    return len(STORIES)


def near(works: list[Work], at: object) -> Work:
    """The activity of Vạn Linh that had begun last at the moment."""
    public = [work for work in works if work.activity.status in Activity.PUBLIC and work.activity.status != Activity.Status.CANCELLED]
    begun = [work for work in public if work.shifts[0].starts_at <= at] or public
    return max(begun, key=lambda work: work.shifts[0].starts_at)


def make_announcements(world: World, works: Iterable[Work]) -> None:
    for work in list(works)[:2]:
        by, at = world.heads[work.activity.unit_id], world.now - timedelta(hours=20)
        with own_times(Announcement):
            Announcement.objects.create(
                activity=work.activity,
                audience="all",
                subject="Mang áo mưa, đi giày đế cứng",
                body="Dự báo sáng có mưa nhỏ, vẫn làm. Bạn nào chưa có găng tay thì nhận tại chỗ.",
                people=sum(shift.taken for shift in work.shifts),
                request_id=world.uuid(),
                at=at,
                by=by,
            )
