"""Open Graph cards: what a chat app shows of a link. Chat apps draw no SVG, so a card is a PNG of 1200 × 630."""

import base64
import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from aoxanh.activities.drawings import drawing
from aoxanh.activities.models import Activity
from aoxanh.kit import typesetting
from aoxanh.kit.drawings import literal
from aoxanh.kit.parts.when import WEEKDAYS, clock_range, day_of, daymonth, fulldate
from aoxanh.media.models import Picture

TEMPLATE = Path(__file__).resolve().parent / "templates" / "portal" / "card.typ"
SIZE = (1200, 630)
LONGEST_RUN, PIECE = 24, 6
CAPITAL = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
NAME = re.compile(rf"(?:[{CAPITAL}][\w-]*)(?: [{CAPITAL}][\w-]*){{1,3}}")
ORDINAL = re.compile(r"\b(?:mức|cấp|số|lớp|khu|thôn|tổ|lần|đợt|ngày|tháng|quý|năm) \d", re.IGNORECASE)
QUANTITY = re.compile(r"(?<![\xa0\d.,/])\d[\d.,]* \w")
RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
UNSET = {"So", "Sk", "Cc", "Cf", "Cn", "Co", "Cs"}
NO_BREAK, MAY_BREAK = "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True)
class Card:
    """`big` stands large between the two `lines` (a date between its weekday and hours); a card without a date has a `tagline` instead.

    `places` stands in a pill, yellow when it `waits` for people.
    """

    title: str
    unit: str = ""
    big: str = ""
    lines: tuple[str, ...] = ()
    places: str = ""
    waits: bool = False
    tagline: str = ""
    kind: str = "other"

    @property
    def version(self) -> str:
        """Changes with what the card shows: for ETag and for the address in `og:image`, which chat apps keep for days."""
        shown = json.dumps(asdict(self), ensure_ascii=False) + (get_language() or "")
        return hashlib.sha256(shown.encode()).hexdigest()[:16]


def of_activity(activity: Activity, *, places_left: int) -> Card:
    """What, who and when; how many places an open one still has, or how it ended."""
    return Card(title=activity.title, unit=activity.unit.short_name, kind=activity.kind, **_when(activity), **_state(activity, places_left))


def _when(activity: Activity) -> dict[str, Any]:
    start, end = activity.starts_at, activity.ends_at
    if not start or not end or activity.status == Activity.Status.POSTPONED:
        return {"tagline": tagline()}
    if day_of(start) == day_of(end):
        return {"lines": (str(WEEKDAYS[day_of(start).weekday()]), clock_range(start, end)), "big": daymonth(start)}
    return {"lines": (pgettext("card", "From"), pgettext("card", "to %(date)s") % {"date": fulldate(end)}), "big": daymonth(start)}


def _state(activity: Activity, count: int) -> dict[str, Any]:
    if activity.status == Activity.Status.OPEN and count:
        return {"places": capfirst(ngettext("%(count)d place left", "%(count)d places left", count) % {"count": count}), "waits": True}
    words = STATES.get(activity.status)
    return {"places": str(words)} if words else {}


STATES: dict[str, Promise] = {
    Activity.Status.OPEN: gettext_lazy("Full"),
    Activity.Status.POSTPONED: gettext_lazy("Postponed"),
    Activity.Status.CLOSED: gettext_lazy("Ended"),
    Activity.Status.RECORDED: gettext_lazy("Recorded"),
    Activity.Status.CANCELLED: gettext_lazy("Cancelled"),
}


def tagline() -> str:
    return _("Volunteer work near you")


def draw(card: Card, *, picture: Picture | None = None) -> bytes:
    """The card as PNG, with the picture instead of the kind's drawing if there is one."""
    data = asdict(card) | {
        "title": unbroken(card.title),
        "unit": unbroken(card.unit),
        "drawing": _photo(picture) if picture else literal(drawing(card.kind)),
        "brand": "Áo Xanh",
        "lang": get_language() or "vi",
    }
    return typesetting.png(TEMPLATE, data)


def unbroken(text: str) -> str:
    """Ties what must stay on one line (a proper name, a number and its unit), lets an endless word break, drops emoji."""
    tied = " ".join("".join(letter for letter in " ".join(text.split()) if unicodedata.category(letter) not in UNSET).split())
    for pattern in (NAME, ORDINAL, QUANTITY):
        tied = pattern.sub(lambda words: words[0].replace(" ", NO_BREAK), tied)
    return RUN.sub(_breakable, tied)


def _breakable(run: re.Match[str]) -> str:
    return MAY_BREAK.join(run[0][start : start + PIECE] for start in range(0, len(run[0]), PIECE))


def _photo(picture: Picture) -> str:
    """A picture as SVG, which is how bytes travel to Typst."""
    with picture.file.open() as file:
        content = file.read()
    media = "image/png" if content.startswith(b"\x89PNG") else "image/webp" if content[8:12] == b"WEBP" else "image/jpeg"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}">'
        f'<image width="{picture.width}" height="{picture.height}" href="data:{media};base64,{base64.b64encode(content).decode()}"/></svg>'
    )
