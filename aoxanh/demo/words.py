"""What people of the demo say: the works of `words.toml`, names of hamlets, reasons and captions."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

NORTH, COAST, HIGHLAND = "north", "coast", "highland"
YEAR = tuple(range(1, 13))
FILE = Path(__file__).parent / "words.toml"


@dataclass(frozen=True)
class Words:
    """One kind of activity in words.

    `hours` names a pattern of `timetable.PATTERNS`, `n` the range of {n}, `picture` a drawing, `weekday` the only day it is on.
    """

    kind: str
    title: str
    place: str
    description: str
    outcome: str
    hours: str = "am"
    n: tuple[int, int] = (20, 80)
    places: tuple[int, int] = (12, 24)
    months: tuple[int, ...] = YEAR
    regions: tuple[str, ...] = (NORTH, COAST, HIGHLAND)
    skills: tuple[str, ...] = ()
    picture: str = "team"
    meeting: str = "Cổng {thon}"
    insured: bool = False
    by_the_sea: bool = False
    weekday: int | None = None


def read() -> tuple[Words, ...]:
    """All of them, from the file beside this one."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["work"]
    return tuple(Words(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}) for entry in entries)


def names(text: str) -> list[str]:
    return text.split(", ")


HAMLETS = {
    NORTH: names(
        "Nà Pe, Khun Phang, Nà Lìa, Phai Xá, Bản Lìu, Làng Trung, Nà Cà, Khòn Nưa, Pá Phiêng, Cốc Lùng, Nà Phước, Làng Giao, "
        "Khau Sao, Nà Tình, Bản Thí, Lũng Cút, Đồng Ngầu, Pác Ma, Nà Sèn, Khun Rầy"
    ),
    COAST: names(
        "Phú Lễ, Định Phong, Phước Lộc, Tân Lập, Thạnh Đức, Long Thủy, Mỹ Thành, Phú Hữu, Hòa Lợi, An Thạch, Ngọc Lãng, "
        "Phước Giang, Xuân Hòa, Kỳ Lộ, Hà Rai, Thạch Tuân, Vạn Phước, Phú Nhiêu"
    ),
    HIGHLAND: names("Kô Tam, Ea Bông, Tơng Jú, Kram, Ea Sút, Krông, Drai, Alê, Kmrơng, Ea Tiêu, Puăn, Yang Lành, Buôr, Ea Mtá, Kwăng, Jun"),
}
HAMLET = {NORTH: "thôn", COAST: "thôn", HIGHLAND: "buôn"}
QUARTER = {NORTH: "khối", COAST: "khu phố", HIGHLAND: "tổ dân phố"}

BRING = "Mang theo: áo dài tay, giày kín mũi, bình nước cá nhân."
SAFE = "An toàn: phổ biến 15 phút đầu ca; có người phụ trách và túi sơ cứu; trạm y tế gần nhất trực cả buổi."
UNFINISHED = {
    "repair": "Còn hai vòi nước chưa lắp vì thiếu ống, hẹn tuần sau.",
    "road": "Đoạn cuối còn khoảng 30 m chưa làm vì mưa.",
    "disaster": "Còn một đoạn rãnh chưa khơi vì chờ máy xúc của xã.",
    "digital": "Còn 8 người chưa xong hồ sơ vì thiếu giấy tờ gốc.",
    "health": "Còn 12 người ở xa chưa đến được, trạm y tế hẹn buổi khác.",
    "gift": "Cần thêm một buổi để phân loại hết đồ quyên góp.",
    "tree_planting": "Còn 60 cây giống, trồng tiếp sau trận mưa tới.",
}
CANCELLED = (
    "Mưa lớn, đường vào thôn bị ngập. Xã sẽ báo lịch mới.",
    "Trường đổi lịch thi nên không mượn được sân. Hẹn tháng sau.",
    "Chưa đủ người hướng dẫn an toàn, hoãn để bảo đảm.",
)
RETURNED = (
    "Chưa ghi người phụ trách an toàn và số trực của trạm y tế. Bổ sung rồi gửi lại.",
    "Hai ca trùng giờ với ngày bầu cử trưởng thôn. Đổi sang Chủ nhật.",
    "Ghi rõ nơi tập trung, bà con ở xa không biết điểm trường này.",
)
DECLARED = (
    "Ra quân làm sạch chợ",
    "Thăm Mẹ Việt Nam anh hùng",
    "Sửa cầu treo {thon}",
    "Phát quang đường {thon}",
    "Dọn vệ sinh nghĩa trang liệt sĩ",
    "Tặng quà Tết hộ nghèo {thon}",
    "Đổi giấy vụn lấy cây xanh",
    "Giúp dân gặt lúa {thon}",
    "Hiến máu nhắc lại đợt hai",
    "Lắp tủ sách thiếu nhi {thon}",
)
CAPTIONS = {
    "coast_bags": ("Gom rác dọc bãi, cân trước khi chở đi", "Đội hình buổi sáng trên bãi"),
    "gift_children": ("Trao quà cho các em tại sân trường", "Các em thử áo mới"),
    "kitchen_lunch": ("Bữa trưa đầu tiên ở bếp mới", "Bếp sau khi sửa"),
    "road_done": ("Đoạn đường vừa xong", "Đổ những mét cuối cùng"),
    "team": ("Đội hình trước khi ra về", "Họp nhanh đầu ca"),
    "tree_row": ("Hàng cây vừa trồng", "Chuyển cây giống lên đồi"),
}
