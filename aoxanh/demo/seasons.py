"""Campaigns of each year and the models of coordination that are taught."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import slugify

from aoxanh.activities.models import Campaign
from aoxanh.demo.world import COAST, HIGHLAND, NORTH, REORGANISED, World
from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import search_key
from aoxanh.training.models import CoordinationModel

FIRST_YEAR = 2023
APPLIED = 0.84
COMING = timedelta(days=60)


@dataclass(frozen=True)
class Season:
    """A campaign of every year: first and last day as (month, day), its kinds of work. Over New Year it bears the new year's name."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    kinds: frozenset[str]


SEASONS = (
    Season("Xuân tình nguyện", (12, 15), (2, 28), frozenset({"gift", "gratitude", "culture", "environment", "repair"})),
    Season("Tiếp sức mùa thi", (6, 1), (7, 15), frozenset({"exam_support"})),
    Season("Mùa hè xanh", (6, 15), (8, 31), frozenset({"road", "repair", "tree_planting", "environment", "digital", "coast"})),
    Season("Hoa phượng đỏ", (6, 1), (8, 31), frozenset({"teaching", "culture", "traffic"})),
    Season("Kỳ nghỉ hồng", (7, 1), (8, 31), frozenset({"health", "digital", "gift", "blood_donation"})),
    Season("Hành quân xanh", (6, 15), (8, 31), frozenset({"road", "disaster", "gratitude", "other"})),
)

MODELS = (
    (
        "ba-lien-ket",
        "Ba liên kết: lực lượng, địa bàn, cộng đồng",
        "Three links: forces, areas, communities",
        "Mỗi hoạt động nối một lực lượng, một địa bàn và cộng đồng ở đó; ai góp gì được ghi từ đầu.",
    ),
    (
        "to-cong-nghe-so",
        "Tổ công nghệ số cộng đồng",
        "Community digital teams",
        "Tổ năm người ở thôn, trực cố định, mỗi người theo một nhóm hộ và báo kết quả qua cổng.",
    ),
    (
        "chu-nhat-xanh",
        "Ngày Chủ nhật xanh",
        "Green Sunday",
        "Lịch cố định trong tháng, việc nhỏ, gần nhà; đầu mối chốt số người trước ba ngày.",
    ),
    (
        "thu-bay-tinh-nguyen",
        "Ngày thứ Bảy tình nguyện",
        "Volunteer Saturday",
        "Cán bộ trẻ trực giúp dân làm thủ tục vào thứ Bảy, chia ca theo nhu cầu đã đăng.",
    ),
    (
        "phan-ung-nhanh",
        "Đội hình phản ứng nhanh",
        "Rapid response teams",
        "Danh sách trực theo tháng, gọi trong hai giờ khi có mưa lũ, sạt lở; có người phụ trách an toàn.",
    ),
    (
        "tri-thuc-tre",
        "Đội hình trí thức trẻ về thôn, bản",
        "Young professionals to the villages",
        "Bác sĩ, giáo viên, kỹ sư trẻ đi cùng tình nguyện viên địa phương, bàn giao lại tài liệu.",
    ),
)
FAVOURED = {
    "digital": ("to-cong-nghe-so", "thu-bay-tinh-nguyen"),
    "environment": ("chu-nhat-xanh", "ba-lien-ket"),
    "coast": ("chu-nhat-xanh", "ba-lien-ket"),
    "disaster": ("phan-ung-nhanh",),
    "health": ("tri-thuc-tre", "ba-lien-ket"),
    "teaching": ("tri-thuc-tre", "ba-lien-ket"),
}


def make_models(world: World) -> int:
    world.models = CoordinationModel.objects.bulk_create(
        [
            CoordinationModel(code=code, name=name, english_name=english, summary=summary, during=during(date(2023, 1, 1)))
            for code, name, english, summary in MODELS
        ]
    )
    return len(world.models)


def make_campaigns(world: World) -> int:
    """Every season of every year up to the next one, in each province; how many."""
    for year in range(FIRST_YEAR, world.today.year + 2):
        for season in SEASONS:
            for code in (NORTH, COAST, HIGHLAND):
                campaign = campaign_of(world, season, year, code)
                is_gone = code == COAST and campaign.during.lower >= REORGANISED
                if campaign.during.lower <= world.today + COMING and not is_gone:
                    world.campaigns.append(campaign)
    return len(Campaign.objects.bulk_create(world.campaigns))


def campaign_of(world: World, season: Season, year: int, code: str) -> Campaign:
    first = date(year - (season.first[0] > season.last[0]), *season.first)
    name = f"{season.name} {year}"
    slug = slugify(search_key(f"{name} {world.provinces[code].short_name}"))
    campaign = Campaign(unit=world.provincial[code], slug=slug, name=name, during=during(first, date(year, *season.last)))
    is_merged = code == HIGHLAND and campaign.during.upper > REORGANISED
    world.seasons[campaign.pk] = (season.kinds, frozenset({code, COAST} if is_merged else {code}))
    return campaign


def apply_models(world: World) -> None:
    """Most activities name the model that they follow."""
    by_code = {model.code: model for model in world.models}
    for work in world.works:
        if world.random.random() < APPLIED:
            code = world.random.choice(FAVOURED.get(work.activity.kind, ("ba-lien-ket",)))
            work.activity.model = by_code[code]
