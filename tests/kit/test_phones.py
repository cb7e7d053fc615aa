import pytest
from django.utils.translation import override

from aoxanh.kit.phones import NotAPhoneError, e164, spoken


@pytest.mark.parametrize(
    "typed",
    ["0912345678", "0912 345 678", "0912.345.678", "(0912) 345-678", "+84912345678", "+84 912 345 678", "84 912 345 678", "0084912345678"],
)
def test_a_vietnamese_mobile_number_is_kept_as_e164(typed: str) -> None:
    assert e164(typed) == "+84912345678"


def test_a_number_from_abroad_keeps_its_country() -> None:
    assert e164("+49 151 2345 6789") == "+4915123456789"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("091234 56", "Thiếu 2 chữ số. Số di động có 10 số, bắt đầu bằng 0."),
        ("09123456789", "Thừa 1 chữ số. Số di động có 10 số, bắt đầu bằng 0."),
        ("912345678", "Thiếu 1 chữ số. Số di động có 10 số, bắt đầu bằng 0."),
        ("0212345678", "Không có số di động nào bắt đầu bằng 02. Số di động bắt đầu bằng 03, 05, 07, 08 hoặc 09."),
        ("gọi Zalo", "Số điện thoại chỉ gồm chữ số. Số di động có 10 số, bắt đầu bằng 0."),
        ("٠٩١٢٣٤٥٦٧٨", "Số điện thoại chỉ gồm chữ số. Số di động có 10 số, bắt đầu bằng 0."),
    ],
)
def test_what_is_wrong_with_a_number_is_said(typed: str, sentence: str) -> None:
    with override("vi"), pytest.raises(NotAPhoneError) as refused:
        e164(typed)
    assert str(refused.value) == sentence


def test_numbers_are_shown_as_people_write_them() -> None:
    assert [spoken("+84912345678"), spoken("+4915123456789"), spoken("")] == ["0912 345 678", "+4915123456789", ""]
