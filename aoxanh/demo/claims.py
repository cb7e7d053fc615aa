"""Hours that are corrected, reported and verified, and the rules of a commune, so that every state of them can be seen."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from aoxanh.accounts.models import User
from aoxanh.activities.models import Signup
from aoxanh.attendance.actions import claims
from aoxanh.attendance.hours import Terms
from aoxanh.attendance.models import HoursClaim, HoursRule, ServiceHours
from aoxanh.demo.cast import COORDINATOR, SECRETARY, VOLUNTEER
from aoxanh.demo.world import REORGANISED, VAN_LINH, World
from aoxanh.kit.dates import during
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

BREAK = Terms(step_minutes=15, break_after_minutes=300, break_minutes=30, night_percent=150, cap_minutes=600)
"""From the first of next month on, in Vạn Linh."""

REPORTS = (
    (
        2,
        150,
        "Giúp hai gia đình dọn bùn sau mưa",
        "Thôn Khòn Nọi",
        "Ông Hoàng Văn Páo, trưởng thôn",
        "Mưa lớn ban đêm, chưa kịp mở hoạt động nên không ai điểm danh.",
    ),
    (6, 90, "Dạy kèm ba em lớp 5", "Điểm trường Bản Thẳm", "Cô Nông Thị Lý, giáo viên", "Cô giáo nhờ buổi chiều, không có trong lịch."),
    (
        11,
        600,
        "Trực chốt phòng cháy rừng cả ngày",
        "Núi Khau Đăm",
        "Anh Lý Văn Sình, kiểm lâm",
        "Kiểm lâm gọi gấp, trực từ 6 giờ đến 16 giờ.",
    ),
    (16, 120, "Phát quà Tết cho người già", "Thôn Nà Cà", "Bà Vi Thị Nhình", "Đi cùng hội phụ nữ, không điểm danh."),
)


def make_claims(world: World) -> int:
    """Of the volunteer one correction waits, one report waits, one is counted, one was agreed to by one of two, one refused."""
    make_rules(world)
    people = {user.email: user for user in User.objects.filter(email__in=[SECRETARY.email, COORDINATOR.email, VOLUNTEER.email])}
    person = Person.objects.filter(user__email=VOLUNTEER.email).first()
    if person is None or len(people) < 3:
        return 0
    secretary, coordinator, volunteer = (people[one.email] for one in (SECRETARY, COORDINATOR, VOLUNTEER))
    try:
        _waiting, counted, long, refused = (report(world, person, volunteer, one) for one in REPORTS)
        claims.approve(counted, by=secretary, why="Cô Lý xác nhận.")
        claims.approve(long, by=coordinator)
        claims.refuse(refused, why="Hội phụ nữ xã cho biết hôm đó không tổ chức phát quà. Bạn xem lại ngày giúp.", by=secretary)
    except Refused:
        return 0
    correct_some(person, volunteer, secretary)
    return HoursClaim.objects.count()


def report(world: World, person: Person, by: User, facts: tuple[Any, ...]) -> HoursClaim:
    days, minutes, title, place, witness, reason = facts
    unit = claims.units_of(person).order_by("kind", "search_key")[0]
    given = {"title": title, "place": place, "witness": witness, "reason": reason, "minutes": minutes, "request_id": world.uuid()}
    return claims.report_hours(person, unit=unit, on=world.now.date() - timedelta(days=days), by=by, **given)


def correct_some(person: Person, volunteer: User, secretary: User) -> None:
    """The volunteer's last turn was longer; the secretary noted somebody else who left early."""
    for turns, by, minutes, reason in (
        (Signup.objects.filter(person=person), volunteer, 25, "Tôi ở lại thu dọn dụng cụ, quên điểm danh về."),
        (
            Signup.objects.exclude(person=person).filter(shift__activity__created_by=secretary),
            secretary,
            -45,
            "Về sớm có việc nhà, người điểm danh ghi nhầm.",
        ),
    ):
        last = (
            turns.filter(Exists(ServiceHours.objects.filter(signup=OuterRef("pk"), minutes__gte=60)))
            .order_by("-shift__starts_at", "id")
            .first()
        )
        if last:
            total = claims.sum_of(last) + minutes
            claims.ask_correction(last, total=total, reason=reason, request_id=last.pk, by=by)


def make_rules(world: World) -> None:
    """What always held in Vạn Linh, written down, and what will hold from next month on."""
    unit = Unit.objects.filter(code=f"DX-{VAN_LINH}").first() or Unit.objects.filter(kind="commune_union", area__code=VAN_LINH).first()
    by = User.objects.filter(email=SECRETARY.email).first()
    if unit is None:
        return
    next_month = (world.now.date().replace(day=28) + timedelta(days=4)).replace(day=1)
    HoursRule.objects.create(unit=unit, during=during(REORGANISED, next_month), by=by)
    HoursRule.objects.create(unit=unit, during=during(next_month), by=by, **vars(BREAK))
    HoursRule.objects.create(unit=unit, kind="blood_donation", during=during(next_month), basis=HoursRule.Basis.SHIFT, by=by)
