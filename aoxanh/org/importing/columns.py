"""The columns of a list of units, and how their cells are read."""

import re

from django.utils.translation import gettext_noop

from aoxanh.imports.registry import Field
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.sheets.cells import CellFault, read_birth, with_lost_zero

CODE = Field("code", "Mã đơn vị", ("Mã", "Mã số"), example="CD-06505-01", width=16)
NAME = Field("name", "Tên đơn vị", ("Đơn vị", "Tên", "Tên tổ chức", "Tên chi đoàn", "Chi đoàn"), example="Chi đoàn thôn Phố Mới", width=34)
SHORT = Field("short_name", "Tên ngắn", ("Tên gọi tắt", "Tên gọi ngắn"), example="CĐ Phố Mới", shown=False, width=22)
KIND = Field("kind", "Loại đơn vị", ("Loại", "Loại hình", "Cấp"), example="Chi đoàn", hint=gettext_noop("As the site calls it."), width=20)
PARENT = Field("parent", "Đơn vị cấp trên", ("Trực thuộc", "Cấp trên", "Thuộc", "Thuộc đơn vị"), example="Đoàn xã Vạn Linh", width=28)
AREA = Field("area", "Xã, phường", ("Địa bàn", "Xã", "Xã/phường"), example="Xã Vạn Linh", shown=False, width=20)
ADDRESS = Field("address", "Địa chỉ", ("Trụ sở",), example="Thôn Phố Mới", shown=False, width=28)
PHONE = Field("phone", "Điện thoại", ("SĐT", "Số điện thoại"), shown=False, width=16)
EMAIL = Field("email", "Email", ("Thư điện tử", "E-mail"), shown=False, width=26)
SIGN = Field("abbreviation", "Ký hiệu văn bản", ("Ký hiệu", "Viết tắt"), example="CĐ-PM", shown=False, width=16)
SINCE = Field("since", "Ngày thành lập", ("Thành lập", "Từ ngày", "Năm thành lập"), example="26/03/2024", shown=False, width=14)
FACTS = ("short_name", "address", "phone", "email", "abbreviation")
BY_EVENT = ("name", "kind", "parent")
LANDLINE = re.compile(r"[\d .()\-]{8,18}")
KIND_WORDS = {"doan xa": "commune_union", "doan phuong": "commune_union", "doan thanh nien xa": "commune_union", "truong": "school"}


def read_since(text: str) -> dict[str, str]:
    born, _note = read_birth(text)
    return {"since": f"{born}-01-01" if isinstance(born, int) else str(born)}


def read_phone(text: str) -> dict[str, str]:
    """A mobile number, or one of an office as it is typed."""
    try:
        return {"phone": e164(with_lost_zero(text)[0])}
    except NotAPhoneError as error:
        if LANDLINE.fullmatch(text):
            return {"phone": text}
        raise CellFault("not_a_phone", str(error)) from error
