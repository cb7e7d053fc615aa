"""Open Graph cards: what they say, and that the longest words stay on them."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from aoxanh.activities.models import Activity
from aoxanh.kit.parts.when import WEEKDAYS
from aoxanh.media.models import Picture
from aoxanh.needs.kinds import KINDS
from aoxanh.org.models import Unit
from aoxanh.portal import cards
from aoxanh.portal.cards import Card, of_activity, unbroken

BLUE, SUN, PAPER, SKY = (0x0B, 0x59, 0xAB), (0xF9, 0xC9, 0x2C), (0xF8, 0xF6, 0xF2), (0xE5, 0xF4, 0xFD)
TITLE = "Sửa bếp ăn bán trú điểm trường Vạn Linh"


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with translation.override("vi"):
        yield


def an_activity(status: str = "open", **more) -> Activity:
    times = {"starts_at": datetime(2023, 11, 21, 0, tzinfo=UTC), "ends_at": datetime(2023, 11, 21, 4, tzinfo=UTC)}
    return Activity(**{"title": TITLE, "unit": Unit(short_name="Đoàn xã Vạn Linh"), "kind": "repair", "status": status} | times | more)


def drawn(card: Card) -> Image.Image:
    return Image.open(BytesIO(cards.draw(card))).convert("RGB")


def rows_with_words(image: Image.Image) -> list[int]:
    """The rows of the lower part on which there is more than paper."""
    return [y for y in range(342, 630) if image.crop((0, y, 1200, y + 1)).getcolors() != [(1200, PAPER)]]


def test_a_card_says_what_when_and_how_many_places():
    assert of_activity(an_activity(), places_left=6) == Card(
        title=TITLE,
        unit="Đoàn xã Vạn Linh",
        kind="repair",
        big="21/11/2023",
        lines=(str(WEEKDAYS[1]), "07:00–11:00"),
        places="Còn 6 chỗ",
        waits=True,
    )


def test_several_days_are_said_from_to():
    card = of_activity(an_activity(ends_at=datetime(2023, 11, 24, 4, tzinfo=UTC)), places_left=1)
    assert (card.lines, card.big) == (("Từ", "đến 24/11/2023"), "21/11/2023")


def test_a_draft_without_shifts_has_no_date():
    card = of_activity(an_activity("draft", starts_at=None, ends_at=None), places_left=0)
    assert (card.big, card.lines, card.tagline, card.places) == ("", (), cards.tagline(), "")


@pytest.mark.parametrize(
    ("status", "words"), [("open", "Đã đủ người"), ("closed", "Đã kết thúc"), ("recorded", "Đã ghi nhận"), ("cancelled", "Đã hủy")]
)
def test_without_places_the_card_says_how_it_stands(status: str, words: str):
    card = of_activity(an_activity(status), places_left=0)
    assert (card.places, card.waits) == (words, False)


def test_a_card_is_drawn_in_its_size_and_colours():
    image = drawn(of_activity(an_activity(), places_left=6))
    assert (image.size, image.getpixel((20, 20)), image.getpixel((460, 20)), image.getpixel((1190, 620))) == (cards.SIZE, BLUE, SKY, PAPER)


def test_only_a_card_that_waits_has_the_yellow_pill():
    yellow = [
        SUN
        in {
            colour
            for _n, colour in drawn(Card(title="x", places="x", waits=waits, kind="blood_donation"))
            .crop((0, 342, 1200, 630))
            .getcolors(9999)
        }
        for waits in (True, False)
    ]
    assert yellow == [True, False]


@pytest.mark.parametrize(
    "title",
    [
        "Ngã " * 29 + "Ngã",
        "NGUYỄN " * 17,
        "W" * 120,
        "Hướng dẫn bà con nộp hồ sơ dịch vụ công trực tuyến tại nhà và cài đặt định danh điện tử mức 2 cho người cao tuổi",
    ],
)
def test_the_longest_words_stay_on_the_card(title: str):
    card = Card(
        title=title,
        unit="Ban Chấp hành Đoàn Trường Trung cấp Kinh tế – Kỹ thuật " * 2,
        big="21/11/2023",
        lines=("Chủ Nhật", "07:00–11:00 22/11"),
        places="Còn 1.000 chỗ",
    )
    image = drawn(card)
    rows = rows_with_words(image)
    assert 350 < rows[0] < rows[-1] < 622
    margins = [image.crop(box).getcolors() for box in ((0, 342, 36, 630), (1164, 342, 1200, 630))]
    assert margins == [[(36 * 288, PAPER)]] * 2
    assert image.crop((404, 0, 440, 342)).getcolors() == [(36 * 342, BLUE)]


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("Sửa bếp ăn ở Vạn Linh", "Sửa bếp ăn ở Vạn_Linh"),
        ("Lợp 64 m² mái", "Lợp 64_m² mái"),
        ("định danh mức 2 cho 300 người", "định danh mức_2 cho 300_người"),
        ("xã Phú Hòa 1", "xã Phú_Hòa 1"),
        ("Dọn  rác\n🎉biển", "Dọn rác biển"),
        ("x" * 25, "|".join(["xxxxxx"] * 4 + ["x"])),
    ],
)
def test_what_belongs_together_is_not_broken(text: str, tied: str):
    assert unbroken(text) == tied.replace("_", cards.NO_BREAK).replace("|", cards.MAY_BREAK)


def test_the_version_changes_with_what_is_shown():
    six, again, five = (of_activity(an_activity(), places_left=count).version for count in (6, 6, 5))
    assert (six == again, six == five) == (True, False)


def test_a_picture_takes_the_place_of_the_drawing(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = BytesIO()
    Image.new("RGB", (800, 600), (200, 30, 40)).save(content, "JPEG")
    picture = Picture(width=800, height=600)
    picture.file.save("red.jpg", ContentFile(content.getvalue()), save=False)
    red, green, blue = Image.open(BytesIO(cards.draw(Card(title="x"), picture=picture))).convert("RGB").getpixel((800, 100))
    assert (red > 190, green < 40, blue < 50) == (True, True, True)


def test_words_in_a_title_are_never_markup():
    assert drawn(Card(title="#panic() $x$ <b>")).size == cards.SIZE


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_own_card(kind: str):
    image = drawn(Card(title="x", kind=kind))
    assert image.crop((440, 0, 1200, 342)).getcolors(200_000) != drawn(Card(title="x", kind="other" if kind != "other" else "gift")).crop(
        (440, 0, 1200, 342)
    ).getcolors(200_000)
