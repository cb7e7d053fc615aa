"""How official papers of the Đoàn say things (HD 29-HD/TWĐTN-VP). Papers are Vietnamese, whatever the reader's language."""

from datetime import date


def official_date(on: date) -> str:
    """ "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 are padded, so that no figure can be put before them."""
    month = f"{on.month:02d}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def place_and_date(place: str, on: date) -> str:
    """ "Vạn Linh, ngày 21 tháng 11 năm 2026"; without a place the day alone, with a capital."""
    return f"{place}, {official_date(on)}" if place else official_date(on).capitalize()


def span(first: date, last: date) -> str:
    """ "21/11/2026", or "28/09/2026 – 14/10/2026"."""
    return f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


def length(minutes: int) -> str:
    """ "4 giờ", "7 giờ 30 phút", "45 phút"."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} giờ" if hours else "", f"{rest} phút" if rest or not hours else "") if part)
