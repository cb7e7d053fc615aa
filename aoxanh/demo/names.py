"""Names that sound like the provinces, drawn as often as people there bear them. Nobody real is meant."""

from dataclasses import dataclass
from random import Random

WOMAN, MAN = "woman", "man"


def weighted(text: str) -> tuple[list[str], list[float]]:
    """ "Nguyễn 31, Trần 11" as names and weights."""
    pairs = [entry.rsplit(" ", 1) for entry in text.split(", ")]
    return [name for name, _ in pairs], [float(weight) for _, weight in pairs]


KINH = weighted(
    "Nguyễn 31, Trần 11, Lê 9.5, Phạm 7, Huỳnh 4, Phan 4.5, Vũ 3, Võ 3, Đặng 2.1, Bùi 2, Đỗ 1.4, Hồ 1.3, Ngô 1.3, Dương 1, "
    "Lý 0.5, Đinh 0.9, Đoàn 0.8, Trịnh 0.8, Mai 0.8, Lương 0.6, Tô 0.4, Hà 0.5, Cao 0.5"
)
NORTH = weighted(
    "Hoàng 19, Nông 11, Vi 8, Lý 7, Triệu 5, Lương 5, Lâm 4, Hứa 4, Chu 4, Mông 3, Lộc 3, Phùng 2, Bế 1.5, Linh 1.5, "
    "Đinh 2, Dương 3, Nguyễn 8, Trần 3, Lê 2, Phạm 1.5, Vũ 1, Đàm 1, Lăng 1, Mã 1, Hà 1, La 1"
)
COAST = weighted(
    "Nguyễn 34, Trần 12, Lê 9, Phạm 6, Huỳnh 7, Võ 6, Đặng 4, Phan 4, Bùi 2, Đỗ 2, Hồ 2, Ngô 2, Dương 1.5, Trương 2, "
    "Cao 1, Lương 1, Đào 1, Mai 1, Thái 0.6, Tô 0.6"
)
EDE_FAMILIES = weighted("Niê 10, Mlô 6, Êban 5, Byă 4, Ktla 2, Kbuôr 3, Ađrơng 2, Hmok 2, Knul 2, Ksơr 1, Hwing 1")
EDE_WOMEN = [
    "H'Liên",
    "H'Hen",
    "H'Nga",
    "H'Loan",
    "H'Bích",
    "H'Duyên",
    "H'Thảo",
    "H'Mai",
    "H'Ngọc",
    "H'Yên",
    "H'Hoa",
    "H'Linh",
    "H'Ly",
    "H'Trang",
    "H'Nhung",
    "H'Wen",
]
EDE_MEN = [
    "Y Thuân",
    "Y Bhiêng",
    "Y Nam",
    "Y Khoa",
    "Y Phong",
    "Y Duy",
    "Y Wi",
    "Y Sơn",
    "Y Hoàng",
    "Y Đức",
    "Y Tuấn",
    "Y Jôn",
    "Y Min",
    "Y Quân",
]

WOMEN_MIDDLE = weighted(
    "Thị 40, Thị Thu 4, Thị Ngọc 4, Thị Thanh 4, Thị Kim 3, Thị Mỹ 2, Thị Lan 2, Thu 4, Ngọc 6, Thanh 4, Khánh 4, Thùy 4, "
    "Phương 4, Minh 4, Hồng 3, Bảo 3, Kim 2, Quỳnh 3, Hoài 1, Diệu 2, Như 2, Mai 2"
)
MEN_MIDDLE = weighted(
    "Văn 32, Đức 7, Minh 7, Quốc 6, Hữu 4, Thanh 4, Gia 5, Anh 4, Ngọc 3, Xuân 3, Đình 3, Công 3, Tuấn 3, Quang 4, "
    "Hoàng 4, Trung 3, Viết 2, Thế 2, Duy 3, Bá 1, Mạnh 2"
)
WOMEN_GIVEN = weighted(
    "Linh 5, Anh 5, Trang 4, Hương 4, Huyền 4, Hà 4, Hạnh 2, Thảo 4, Ngọc 4, Lan 3, Hằng 3, Nhung 3, Phương 4, Yến 3, "
    "Mai 3, Thủy 3, Hoa 3, Nga 2, Vân 3, Hiền 3, Loan 2, Thu 2, Dung 2, Oanh 2, Quỳnh 3, Chi 2, My 2, Ly 2, Tuyết 2, "
    "Ánh 2, Diễm 1, Trinh 2, Như 2, Vy 2, Uyên 2, Giang 2, Nguyệt 1, Xuân 1, Thúy 2, Bích 1, Thơm 1, Tâm 1"
)
MEN_GIVEN = weighted(
    "Anh 4, Tuấn 4, Hùng 3, Dũng 3, Nam 4, Hải 3, Long 3, Huy 4, Minh 3, Đức 3, Quân 3, Khánh 3, Hiếu 3, Sơn 3, Thành 3, "
    "Trung 3, Tùng 3, Phong 2, Cường 3, Kiên 3, Bảo 3, Đạt 3, Thắng 3, Việt 2, Toàn 2, Lâm 2, Khôi 2, Duy 2, Hoàng 3, "
    "Phúc 2, Quang 2, Tiến 2, Tài 2, Vinh 2, Nghĩa 2, Luân 1, Thịnh 2, Khoa 2, Thuận 1, Lợi 1, Tú 1, Giáp 1, Páo 0.2, "
    "Bình 2, An 2"
)
MODERN_WOMEN = [
    "Khánh Linh",
    "Thảo Vy",
    "Gia Hân",
    "Bảo Ngọc",
    "Phương Anh",
    "Minh Châu",
    "Ngọc Ánh",
    "Quỳnh Anh",
    "Hoài Thương",
    "Thùy Trang",
]
MODERN_MEN = ["Gia Bảo", "Minh Khôi", "Quốc Huy", "Anh Tuấn", "Hoàng Nam", "Đức Anh", "Minh Quân", "Nhật Minh", "Tuấn Kiệt", "Bảo Long"]

FAMILIES = {"north": NORTH, "coast": COAST, "highland": KINH}
EDE_SHARE = {"north": 0.0, "coast": 0.05, "highland": 0.3}
MODERN_SHARE = 0.18


@dataclass(frozen=True)
class Named:
    """A full name, and whether it is an Ê Đê one (who bears it speaks the language)."""

    full_name: str
    is_ede: bool = False


def draw(random: Random, region: str) -> Named:
    """A name of the region: "north" (Lạng Sơn), "coast" (Phú Yên) or "highland" (Đắk Lắk)."""
    sex = random.choice((WOMAN, MAN))
    if random.random() < EDE_SHARE[region]:
        first = random.choice(EDE_WOMEN if sex == WOMAN else EDE_MEN)
        return Named(f"{first} {pick(random, EDE_FAMILIES)}", is_ede=True)
    family = pick(random, FAMILIES[region])
    if random.random() < MODERN_SHARE:
        return Named(f"{family} {random.choice(MODERN_WOMEN if sex == WOMAN else MODERN_MEN)}")
    middle, given = (WOMEN_MIDDLE, WOMEN_GIVEN) if sex == WOMAN else (MEN_MIDDLE, MEN_GIVEN)
    parts = pick(random, middle), pick(random, given)
    return Named(f"{family} {' '.join(parts)}") if parts[0].split()[-1] != parts[1] else draw(random, region)


def pick(random: Random, table: tuple[list[str], list[float]]) -> str:
    return random.choices(*table)[0]
