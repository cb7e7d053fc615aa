"""The fields that the text of a form may hold in braces, what each becomes on a certificate, and what is wrong with a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.documents.wording import length
from aoxanh.kit.vietnamese import search_key
from aoxanh.recognition.models.templates import Kind

HOLDER = "nguoi_nhan"
FIELD = re.compile(r"\{([^{}]*)\}")
NEAR = 0.5
P, H, C, T = Kind.PARTICIPATION, Kind.HOURS, Kind.CONTRIBUTION, Kind.TRAINING


@dataclass(frozen=True)
class Field:
    """A name that stands in braces, what it is, for which kinds, and what a preview shows where there is nothing real."""

    name: str
    label: Promise
    kinds: tuple[Kind, ...]
    sample: str


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(HOLDER, gettext_lazy("Who receives it"), (P, H, C, T), "Nguyễn Văn An"),
        Field("don_vi", gettext_lazy("The committee that issues"), (P, H, C, T), "Ban Chấp hành Đoàn xã"),
        Field("hoat_dong", gettext_lazy("The activity"), (P, T), "Sửa bếp ăn bán trú điểm trường"),
        Field("noi_dung", gettext_lazy("What was contributed"), (C,), "120 suất quà cho học sinh điểm trường"),
        Field("so_gio", gettext_lazy("Hours that count"), (P, H, T), "12 giờ"),
        Field("tu_ngay", gettext_lazy("The first day"), (P, H, C, T), "21/11/2026"),
        Field("den_ngay", gettext_lazy("The last day"), (P, H, C, T), "22/11/2026"),
        Field("dia_diem", gettext_lazy("The place"), (P, T), "xã Vạn Linh, tỉnh Lạng Sơn"),
        Field("nam", gettext_lazy("The year"), (P, H, C, T), "2026"),
        Field("so_giay", gettext_lazy("The number of the paper"), (P, H, C, T), "12-GCN/ĐTN-VL"),
    )
}

BUILT_IN: dict[Kind, str] = {
    H: "{don_vi} chứng nhận\n{nguoi_nhan}\nđã hoàn thành {so_gio} tình nguyện trong năm {nam}\ntừ ngày {tu_ngay} đến ngày {den_ngay}",
    C: "{don_vi} ghi nhận\n{nguoi_nhan}\nđã đóng góp\n{noi_dung}\ncho hoạt động tình nguyện năm {nam}",
    T: "{don_vi} chứng nhận\n{nguoi_nhan}\nđã hoàn thành lớp tập huấn\n{hoat_dong}\n{so_gio}, từ ngày {tu_ngay} đến ngày {den_ngay}",
}
"""What a paper says where the unit uses no form of its own. That of a participation has its own lay-out: see `certificate.typ`."""

FIRST: dict[Kind, str] = {
    P: "{don_vi} chứng nhận\n{nguoi_nhan}\nđã tham gia hoạt động tình nguyện\n{hoat_dong}\n{so_gio}, từ ngày {tu_ngay} đến ngày {den_ngay}",
    **BUILT_IN,
}
"""With which text a new form begins."""


def fields_of(kind: str) -> list[Field]:
    """The fields that a form of the kind may hold."""
    return [field for field in FIELDS.values() if kind in field.kinds]


def mistakes(text: str, *, kind: str, needs_holder: bool = True) -> list[str]:
    """What is wrong with the text of a form, a sentence each; [] when it can be printed."""
    found = [_("A brace is open in “%(line)s”. Write fields as {nguoi_nhan}.") % {"line": line.strip()[:60]} for line in unclosed(text)]
    known = {field.name for field in fields_of(kind)}
    found += [wrong(name, known) for name in dict.fromkeys(FIELD.findall(text)) if name not in known]
    if needs_holder and not found and HOLDER not in FIELD.findall(text):
        found.append(_("The text must say who receives it. Write {nguoi_nhan} where the name stands."))
    return found


def unclosed(text: str) -> list[str]:
    return [line for line in text.splitlines() if set(FIELD.sub("", line)) & set("{}")]


def wrong(name: str, known: set[str]) -> str:
    """That there is no such field for the kind, with the one that was probably meant."""
    near = nearest(name, known)
    text = _("{%(name)s} is a field of other kinds of certificates.") if name in FIELDS else _("There is no field {%(name)s}.")
    hint = _("Did you mean {%(near)s}?") % {"near": near} if near else ""
    return f"{text % {'name': name}} {hint}".strip()


def nearest(name: str, known: set[str]) -> str:
    """The known field whose name, or whose meaning in Vietnamese without tones, is most like what was typed."""
    bare = re.sub(r"\W+", "_", search_key(name)).strip("_")
    found = get_close_matches(bare, sorted(known), n=1, cutoff=NEAR)
    return found[0] if found else ""


def values_of(facts: dict[str, Any]) -> dict[str, str]:
    """What each field becomes, from the names of a certificate's columns."""
    return {
        HOLDER: facts["holder_name"],
        "don_vi": facts["issuer_name"] or facts["unit_name"],
        "hoat_dong": facts["activity_title"],
        "noi_dung": facts["activity_title"],
        "so_gio": length(facts["minutes"]),
        "tu_ngay": f"{facts['starts_on']:%d/%m/%Y}",
        "den_ngay": f"{facts['ends_on']:%d/%m/%Y}",
        "dia_diem": facts["place_text"],
        "nam": str(facts["ends_on"].year),
        "so_giay": facts["number_text"],
    }


def filled(text: str, values: dict[str, str]) -> list[dict[str, Any]]:
    """The lines of a text with their fields filled in: each says how it is set (`holder`, `main`, `text`, `gap`) and its parts.

    A line that is nothing but a field is set large; a part that came from a field names it, so that it is set stronger.
    """
    return [line_of(line.strip(), values) for line in text.strip().splitlines()]


def line_of(line: str, values: dict[str, str]) -> dict[str, Any]:
    if not line:
        return {"as": "gap", "parts": []}
    alone = FIELD.fullmatch(line)
    style = ("holder" if alone[1] == HOLDER else "main") if alone else "text"
    return {"as": style, "parts": list(parts_of(line, values))}


def parts_of(line: str, values: dict[str, str]) -> Iterator[list[str]]:
    """Pieces of text, each with the name of its field or ""."""
    at = 0
    for found in FIELD.finditer(line):
        if found.start() > at:
            yield [line[at : found.start()], ""]
        yield [values.get(found[1], found[0]), found[1]]
        at = found.end()
    if at < len(line):
        yield [line[at:], ""]
