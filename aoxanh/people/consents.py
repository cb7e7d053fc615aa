"""What people agree to: each purpose with every text that was ever shown for it, in both languages, as it was shown.

A text is never changed: what was agreed to must be readable as long as the consent is kept. A new sentence is a new version, put last.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aoxanh.people.models import Consent

Purpose = Consent.Purpose


@dataclass(frozen=True)
class Text:
    """A sentence that people were asked to agree to."""

    version: str
    vietnamese: str
    english: str

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.vietnamese


@dataclass(frozen=True)
class Asked:
    """A purpose: its texts, the present one last, and what is missed without it, which is all that a refusal costs."""

    texts: tuple[Text, ...]
    without: Promise

    @property
    def text(self) -> Text:
        return self.texts[-1]


ASKED: dict[str, Asked] = {
    Purpose.VOLUNTEERING: Asked(
        (
            Text(
                "2026-11",
                "Tôi đồng ý để Áo Xanh giữ họ tên, ngày sinh, xã, số điện thoại và kỹ năng của tôi để tổ chức việc tình nguyện. "
                "Đơn vị có hoạt động tôi đăng ký được xem; người ngoài không xem được.",
                "I agree that Áo Xanh keeps my name, date of birth, commune, phone number and skills to organise my volunteering. "
                "The units whose activities I sign up for see them; the public does not.",
            ),
        ),
        _("Places that you hold are given back, you cannot sign up, and nobody at the desk sees your record."),
    ),
    Purpose.MESSAGES: Asked(
        (
            Text(
                "2026-11",
                "Tôi đồng ý nhận tin về hoạt động mới gần nơi tôi ở hoặc hợp với kỹ năng của tôi.",
                "I agree to be told of new activities near me or that fit my skills.",
            ),
        ),
        _("You get only what concerns shifts that you signed up for."),
    ),
    Purpose.PICTURES: Asked(
        (
            Text(
                "2026-11",
                "Tôi đồng ý để đơn vị tổ chức đăng ảnh có tôi trong bản ghi nhận của hoạt động, trên trang công khai.",
                "I agree that the organising unit shows pictures of me in the report of an activity, on public pages.",
            ),
        ),
        _("Pictures in which you can be recognised are not shown. Everything else stays as it is."),
    ),
    Purpose.HONOUR: Asked(
        (
            Text(
                "2026-11",
                "Tôi đồng ý để tên và số giờ tình nguyện của tôi xuất hiện trên bảng ghi công công khai.",
                "I agree that my name and my hours of service appear on public honour boards.",
            ),
        ),
        _("Your name does not appear on honour boards. Your hours and certificates stay yours."),
    ),
    Purpose.PORTRAIT: Asked(
        (
            Text(
                "2026-11",
                "Tôi đồng ý để người điểm danh của đơn vị tổ chức thấy ảnh chân dung của tôi khi tôi đưa thẻ, để người khác không dùng thẻ "
                "của tôi. "
                "Ảnh không hiện ở nơi khác. Khi tôi rút lại, ảnh bị xóa ngay.",
                "I agree that who takes attendance for the organising unit sees my photo when I show my pass, so that nobody else uses it. "
                "The photo is shown nowhere else. When I withdraw, it is deleted at once.",
            ),
        ),
        _("You are asked for your name when a pass is in doubt. Everything else stays as it is."),
    ),
    Purpose.LOCATION: Asked(
        (
            Text(
                "2026-11",
                "Tôi đồng ý để điện thoại của tôi gửi vị trí một lần lúc điểm danh, để đơn vị biết tôi có mặt tại nơi làm việc.",
                "I agree that my phone sends its position once, when I check in, so that the unit knows that I am on site.",
            ),
        ),
        _("The organiser checks you in by your pass or your code."),
    ),
    Purpose.SENSITIVE: Asked(
        (
            Text(
                "2026-11",
                "Tôi đồng ý để Áo Xanh giữ điều tôi tự ghi về dân tộc, tôn giáo, sức khỏe. Chỉ cán bộ phụ trách dữ liệu và tôi đọc được; "
                "mỗi lần đọc đều ghi vào nhật ký. Khi tôi rút lại, dữ liệu này bị xóa ngay.",
                "I agree that Áo Xanh keeps what I write about my ethnicity, religion and health. Only the data officer and I can read it; "
                "every reading is noted in the log. When I withdraw, these data are deleted at once.",
            ),
        ),
        _("Nothing is kept about your ethnicity, religion or health. Everything else stays as it is."),
    ),
}


GUARDIAN, GUARDIAN_PAPER = "guardian", "guardian_paper"
BY_GUARDIAN = (GUARDIAN, GUARDIAN_PAPER)
"""Channels of what a guardian agreed to for a child: on the page, or on a paper that an officer saw. A child takes back its own only."""

GUARDIAN_ASKED: dict[str, Text] = {
    Purpose.VOLUNTEERING: Text(
        "gh-2026-11",
        "Tôi đồng ý cho em tham gia tình nguyện và đồng ý để lưu các dữ liệu nêu trên cho việc đó",
        "I agree that the child takes part in volunteering, and that the data named above are kept for it",
    ),
    Purpose.PICTURES: Text(
        "gh-2026-11",
        "Tôi đồng ý thêm cho đăng ảnh có em trong báo cáo hoạt động",
        "I also agree that pictures of the child are shown in reports of activities",
    ),
    Purpose.HONOUR: Text(
        "gh-2026-11",
        "Tôi đồng ý thêm cho tên của em xuất hiện trên bảng ghi công công khai khi em cũng đồng ý",
        "I also agree that the child's name appears on public honour boards when the child agrees too",
    ),
    Purpose.SHARING: Text(
        "gh-2026-11",
        "Tôi đồng ý thêm cho em chia sẻ hồ sơ tình nguyện của mình bằng đường dẫn riêng, gồm những mục em chọn",
        "I also agree that the child shares its record of volunteering by a secret link, with the items it chooses",
    ),
}
"""The present texts for guardians. “The data named above” on the page: name, date of birth, commune, phone or e-mail, skills, shifts."""

CHANNELS = {
    "web": _("on this site"),
    "paper": _("on paper"),
    "import": _("on paper, from a list"),
    "door": _("at the door"),
    GUARDIAN: _("by the guardian"),
    GUARDIAN_PAPER: _("by the guardian on paper"),
}
"""How a consent came in."""


def current(purpose: str) -> Text:
    return ASKED[purpose].text


def text_of(purpose: str, version: str) -> Text | None:
    """The text as it was shown; None for a version that this installation never had (a paper list of before)."""
    own = ASKED[purpose].texts if purpose in ASKED else ()
    texts = [*own, *([GUARDIAN_ASKED[purpose]] if purpose in GUARDIAN_ASKED else [])]
    return next((text for text in texts if text.version == version), None)
