"""What is told by name in Vạn Linh: something running now, short of people tomorrow, waiting, returned, over and not recorded."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from aoxanh.activities.models import Activity
from aoxanh.demo import cast
from aoxanh.demo.officers import person_of
from aoxanh.demo.places import spot
from aoxanh.demo.timetable import AFTERNOON, MORNING, SUNDAY, Slot
from aoxanh.demo.wants import need_of, tie
from aoxanh.demo.words import Words
from aoxanh.demo.works import activity_of, shifts_of, span
from aoxanh.demo.world import NORTH, VAN_LINH, Work, World
from aoxanh.needs.models import Need

Status = Activity.Status
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=3)
HALF_HOUR = 30

KITCHEN = (
    "Mái bếp cũ đã thủng, mùa mưa vừa rồi 86 học sinh phải mang cơm nguội. Chúng ta tháo mái cũ, lợp 64 m² tôn mới, đắp hai bếp củi cải tiến và "
    "lắp bồn rửa tay. Có hai thợ của thôn đi cùng."
)
NOW = {
    "day": ("disaster", "Dọn đất sạt, khơi rãnh đường vào thôn Nà Pe", "Đường vào thôn Nà Pe", "Mưa đêm trước làm đất tràn 40 m đường. Xúc đất, khơi rãnh, chặt cành đổ; xẻng có sẵn 20 cái."),
    "evening": ("digital", "Lớp kỹ năng số buổi tối ở thôn Khun Phang", "Nhà văn hóa thôn Khun Phang", "Gọi hình, chuyển tiền, nhận ra tin lừa đảo. Mỗi tình nguyện viên kèm ba học viên."),
    "night": ("disaster", "Trực đêm ứng phó mưa lớn ở thôn Nà Pe", "Nhà văn hóa thôn Nà Pe", "Trực cùng dân quân: theo dõi mực suối, gác đường ngập, giúp hộ ven suối chuyển đồ. Có áo phao, đèn và bộ đàm."),
}  # fmt: skip


def make_stage(world: World) -> int:
    """The named activities, not saved yet; how many."""
    made = [
        running(world),
        tomorrow(world),
        market(world),
        waiting(world),
        returned(world),
        unrecorded(world),
        recorded(world),
        draft(world),
    ]
    world.works += made
    return len(made)


def work(world: World, said: Words, hours: tuple[Slot, ...], first: date, status: Status, taken: tuple[int, ...] = ()) -> Work:
    """One of Đoàn xã Vạn Linh, its state given. Places of each shift are `said.places`."""
    there = spot(world, world.new[VAN_LINH], VAN_LINH)
    activity = activity_of(world, world.new_unions[VAN_LINH], there, said)
    activity.status = status
    shifts = shifts_of(world, activity, hours, first, said.places)
    return Work(activity, shifts, "chi-lang", NORTH, VAN_LINH, said.outcome, said.picture, said.skills, taken=taken, is_settled=True)


def running(world: World) -> Work:
    """From an hour ago to in three hours, whatever the hour, and within today: 14 of 18 places taken."""
    here = timezone.localtime(world.now)
    part = "day" if 5 <= here.hour < 17 else "evening" if 17 <= here.hour < 20 else "night"
    kind, title, place, text = NOW[part]
    said = Words(
        kind, title, place, text, "", places=(18, 18), skills=("first_aid",), meeting="Cổng nhà văn hóa", insured=kind == "disaster"
    )
    made = work(world, said, (MORNING,), world.today, Status.OPEN, (14,))
    starts_at = half_hour(here - BEFORE)
    [shift] = made.shifts
    shift.name = {"day": "Ca này", "evening": "Buổi tối", "night": "Ca đêm"}[part]
    shift.starts_at, shift.ends_at = starts_at, half_hour(here) + AFTER
    span(made.activity, made.shifts)
    return made


def half_hour(at: datetime) -> datetime:
    return at.replace(minute=at.minute // HALF_HOUR * HALF_HOUR, second=0, microsecond=0)


def tomorrow(world: World) -> Work:
    """The kitchen: the morning lacks six, the afternoon is full. Hạnh has a place."""
    place = "Điểm trường Vạn Linh"
    said = Words(
        "repair",
        "Sửa bếp ăn bán trú điểm trường Vạn Linh",
        place,
        KITCHEN,
        "",
        places=(18, 18),
        skills=("building",),
        picture="kitchen_lunch",
        meeting="Cổng trường",
        insured=True,
    )
    made = work(world, said, (MORNING, AFTERNOON), world.today + timedelta(days=1), Status.OPEN, (12, 12))
    made.shifts[0].name, made.shifts[1].name = "Tháo mái, chuyển tôn", "Lợp mái, đắp bếp"
    made.shifts[1].places = 12
    made.guests = [person_of(world, cast.VOLUNTEER)]
    need = kitchen_need(world, made)
    tie(made, need, world)
    need.people_wanted, need.status = 36, Need.Status.PARTLY_MET
    return made


def kitchen_need(world: World, made: Work) -> Need:
    there = spot(world, world.new[VAN_LINH], VAN_LINH)
    title = "Bếp ăn bán trú xuống cấp, 86 học sinh"
    need = need_of(
        world, made.activity.unit, there, "repair", title, "Mái bếp cũ đã thủng, cần lợp lại trước mùa lạnh.", 36, asked=3, days=(-20, 12)
    )
    need.latitude, need.longitude, need.address = made.activity.latitude, made.activity.longitude, made.activity.place_name
    world.needs.append(need)
    return need


def next_day(world: World, weekday: int, least: int) -> date:
    """The first such weekday at least so many days away."""
    day = world.today + timedelta(days=least)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def market(world: World) -> Work:
    """Next Sunday's market: five of twelve."""
    text = "Trông xe miễn phí, dẫn xe vào bãi, giúp người già mang hàng. Phiên đông nhất từ 6 giờ đến 9 giờ."
    said = Words("traffic", "Tiếp sức phiên chợ, trông xe và dẫn đường", "Chợ Vạn Linh", text, "", places=(12, 12), meeting="Cổng chợ")
    return work(world, said, (Slot("Phiên sáng", time(6), time(10)),), next_day(world, SUNDAY, 2), Status.OPEN, (5,))


def waiting(world: World) -> Work:
    """Submitted: the coordinator is to decide."""
    text = "Đến từng nhà giúp người cao tuổi cài định danh điện tử, nộp hồ sơ hưởng trợ cấp. Hai người một tổ, có trưởng thôn dẫn đường."
    said = Words(
        "digital",
        "Hướng dẫn nộp hồ sơ dịch vụ công tại nhà",
        "Thôn Phai Xá",
        text,
        "",
        places=(10, 10),
        skills=("digital",),
        meeting="Nhà văn hóa thôn",
    )
    return work(world, said, (MORNING,), next_day(world, SUNDAY - 1, 6), Status.SUBMITTED)


def returned(world: World) -> Work:
    text = "Dựng cột, kéo dây, lắp 14 đèn năng lượng mặt trời dọc trục thôn. Thợ điện của xã đi cùng."
    said = Words(
        "road",
        "Thắp sáng đường quê ở thôn Khun Phang",
        "Trục đường thôn Khun Phang",
        text,
        "",
        places=(14, 14),
        skills=("electricity_water",),
        insured=True,
        meeting="Nhà văn hóa thôn",
    )
    return work(world, said, (AFTERNOON,), next_day(world, SUNDAY - 1, 9), Status.RETURNED)


def unrecorded(world: World) -> Work:
    """A Sunday at least sixteen days ago: 22 people came, and the record is late."""
    day = world.today - timedelta(days=16)
    day -= timedelta(days=(day.weekday() - SUNDAY) % 7)
    said = Words(
        "environment",
        f"Chủ nhật xanh {day:%d/%m}",
        "Bờ suối thôn Làng Trung",
        "Nhặt rác hai bên bờ suối, khơi chỗ tắc, phân loại chai nhựa.",
        "",
        places=(24, 24),
        meeting="Cầu thôn Làng Trung",
    )
    return work(world, said, (MORNING,), day, Status.CLOSED, (24,))


def recorded(world: World) -> Work:
    """A road two Saturdays ago, with its report; Hạnh was there."""
    day = world.today - timedelta(days=12)
    day -= timedelta(days=(day.weekday() - SUNDAY + 1) % 7)
    text = "Thôn góp cát sỏi, Nhà nước góp xi măng. Chúng ta trộn, đổ và đầm mặt đường. Có máy trộn, có kỹ thuật của xã."
    said = Words(
        "road",
        "Làm 300 m đường bê tông vào thôn Phai Xá",
        "Đường vào thôn Phai Xá",
        text,
        "Xong 300 m đường bê tông rộng 3 m. Xe máy vào tận nhà văn hóa, 41 hộ đi lại khi mưa.",
        places=(20, 20),
        skills=("building",),
        picture="road_done",
        insured=True,
        meeting="Nhà văn hóa thôn",
    )
    made = work(world, said, (MORNING, AFTERNOON), day, Status.RECORDED, (20, 18))
    made.guests = [person_of(world, cast.VOLUNTEER)]
    return made


def draft(world: World) -> Work:
    said = Words(
        "culture",
        "Ngày hội thiếu nhi xã Vạn Linh",
        "Sân vận động xã",
        "Trò chơi, vẽ tranh, thi kéo co. Đang xin ý kiến nhà trường về giờ.",
        "",
        places=(16, 16),
        skills=("stage",),
        meeting="Cổng sân vận động",
    )
    return work(world, said, (AFTERNOON,), next_day(world, SUNDAY, 12), Status.DRAFT)
