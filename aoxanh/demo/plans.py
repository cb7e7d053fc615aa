"""The programme, its two plans, their phases and targets as they stand in the documents, and who carries them since when."""

from dataclasses import dataclass
from datetime import date

from aoxanh.demo.world import CHI_LANG_DISTRICT, COAST, World
from aoxanh.indicators.models import Target
from aoxanh.kit.dates import during
from aoxanh.org.models import Unit
from aoxanh.planning.models import Carrier, Phase, Plan, Programme, ScopeUnit

NAME = (
    "Tăng cường năng lực quản lý, điều phối hoạt động tình nguyện cho đội ngũ cán bộ Đoàn Thanh niên Cộng sản Hồ Chí Minh, "
    "Hội Liên hiệp thanh niên Việt Nam, Hội Sinh viên Việt Nam các cấp, giai đoạn 2023 - 2030"
)
IT = "cấp bộ Đoàn, Hội áp dụng công nghệ thông tin, chuyển đổi số trong công tác quản lý, điều phối hoạt động của thanh niên tình nguyện"
RECORDED = "các hoạt động thanh niên tình nguyện được ghi nhận, cập nhật trên"
MODELLED = (
    "chiến dịch, hoạt động thanh niên tình nguyện do Đoàn, Hội khởi xướng và triển khai được áp dụng theo các mô hình đã được tập huấn"
)
TRAINED = "cán bộ chuyên trách phụ trách hoạt động tình nguyện các cấp được bồi dưỡng cập nhật kiến thức mới"
SITE, GATE = "Trang Thông tin điện tử về quản lý, điều phối", "cổng thông tin điện tử về quản lý, điều phối"


@dataclass(frozen=True)
class Aim:
    """A target of a phase: indicator, percent (for K5 a number of groups, denominator 1), the sentence, *phấn đấu* or not."""

    indicator: str
    number: int
    quote: str
    stretch: bool = False
    denominator: int = 100


CHI_LANG_FIRST = (
    Aim("K1", 60, f"Có từ 60% {IT}."),
    Aim("K2", 60, f"Có ít nhất 60% {RECORDED} {SITE}."),
    Aim("K3", 80, f"Có 80% {MODELLED}."),
    Aim("K4", 80, f"Có 80% {TRAINED}."),
)
CHI_LANG_SECOND = (
    Aim("K1", 80, f"Phấn đấu 80% {IT}.", stretch=True),
    Aim("K2", 80, f"Phấn đấu 80% {RECORDED} {SITE}.", stretch=True),
    Aim("K3", 100, f"Phấn đấu 100% {MODELLED}.", stretch=True),
    Aim("K4", 100, f"Phấn đấu 100% {TRAINED}.", stretch=True),
)
PHU_YEN_FIRST = (
    Aim("K1", 60, f"Đến năm 2025, 60% {IT}."),
    Aim("K2", 60, f"Đến năm 2025, có ít nhất 60% {RECORDED} {GATE}."),
    Aim("K3", 80, f"Đến năm 2025, có 80% {MODELLED}."),
    Aim("K4", 80, f"Đến năm 2025, có 80% {TRAINED}."),
)
PHU_YEN_SECOND = (
    Aim("K1", 80, f"Phấn đấu đến năm 2030 đạt 80% {IT}.", stretch=True),
    Aim("K2", 80, f"Phấn đấu đến năm 2030 đạt 80% {RECORDED} {GATE}.", stretch=True),
    Aim("K3", 100, f"Đến năm 2030 đạt 100% {MODELLED}."),
    Aim("K4", 100, f"Phấn đấu đến năm 2030, 100% {TRAINED}.", stretch=True),
    Aim("K5", 11, "Đến năm 2030, kết nối, điều phối và phát triển với hơn 10 tổ chức, câu lạc bộ, đội, nhóm tình nguyện.", denominator=1),
)


def make_plans(world: World) -> int:
    """The programme with both plans; how many targets."""
    programme = Programme.objects.create(
        code="1481/QĐ-TTg", name=NAME, decision="Quyết định số 1481/QĐ-TTg ngày 29/11/2022 của Thủ tướng Chính phủ"
    )
    return chi_lang(world, programme) + phu_yen(world, programme)


def chi_lang(world: World, programme: Programme) -> int:
    plan = Plan.objects.create(
        programme=programme,
        slug="chi-lang",
        name="Kế hoạch triển khai Chương trình trên địa bàn huyện Chi Lăng, giai đoạn 2024 - 2030",
        short_name="Kế hoạch Chi Lăng 2024–2030",
        document="Kế hoạch của UBND huyện Chi Lăng, tháng 4/2024 (bản lưu không ghi số)",
        issued_by="UBND huyện Chi Lăng",
        assumption=(
            "Cấp huyện kết thúc ngày 30/06/2025. Bản dùng thử giả định từ 01/07/2025 Tỉnh đoàn Lạng Sơn mang tiếp kế hoạch này "
            "cho 6 xã hình thành từ huyện Chi Lăng cũ; chưa có văn bản nào xác nhận."
        ),
        during=during(date(2024, 4, 1), date(2031, 1, 1)),
    )
    carry(plan, world.district_unions[CHI_LANG_DISTRICT])
    first = ("Giai đoạn 2024–2025", date(2024, 1, 1), date(2026, 1, 1), CHI_LANG_FIRST)
    return phase(plan, *first) + phase(plan, "Giai đoạn 2026–2030", date(2026, 1, 1), date(2031, 1, 1), CHI_LANG_SECOND)


def phu_yen(world: World, programme: Programme) -> int:
    plan = Plan.objects.create(
        programme=programme,
        slug="phu-yen",
        name="Kế hoạch thực hiện Chương trình trên địa bàn tỉnh Phú Yên, giai đoạn 2023 - 2030",
        short_name="Kế hoạch Phú Yên 2023–2030",
        document="Kế hoạch số 249/KH-UBND ngày 14/11/2023 của UBND tỉnh Phú Yên",
        issued_by="UBND tỉnh Phú Yên",
        assumption=(
            "Tỉnh Phú Yên hợp nhất vào tỉnh Đắk Lắk ngày 01/07/2025. Bản dùng thử giả định từ ngày đó Tỉnh đoàn Đắk Lắk mang tiếp kế hoạch "
            "này cho 34 xã, phường hình thành từ tỉnh Phú Yên cũ; chưa có văn bản nào xác nhận."
        ),
        during=during(date(2023, 11, 14), date(2031, 1, 1)),
    )
    carry(plan, world.provincial[COAST])
    first = ("Đến năm 2025", date(2023, 1, 1), date(2026, 1, 1), PHU_YEN_FIRST)
    return phase(plan, *first) + phase(plan, "Đến năm 2030", date(2026, 1, 1), date(2031, 1, 1), PHU_YEN_SECOND)


def carry(plan: Plan, carrier: Unit) -> None:
    """Who carries the plan, whose work counts for it; what the reorganisation makes of it, it does itself."""
    start, end = plan.during.lower, plan.during.upper
    Carrier.objects.create(plan=plan, unit=carrier, during=during(start, end))
    ScopeUnit.objects.create(plan=plan, unit=carrier, during=during(None, end))


def phase(plan: Plan, name: str, start: date, end: date, aims: tuple[Aim, ...]) -> int:
    made = Phase.objects.create(plan=plan, name=name, during=during(start, end))
    targets = [
        Target(phase=made, indicator=aim.indicator, numerator=aim.number, denominator=aim.denominator, stretch=aim.stretch, quote=aim.quote)
        for aim in aims
    ]
    return len(Target.objects.bulk_create(targets))
