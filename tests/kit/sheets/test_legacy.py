"""Old encodings, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.kit.sheets.legacy import TCVN3, VNI, detect, from_unicode, is_syllable, to_unicode

SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
SHAPED = "ĂÂÊÔƠƯĐ"
NAMES = "Nguyễn Thị Thảo Hoàng Văn Sơn Vy Tuấn Nông Ánh Bế Minh Đức Quỳnh Như Đặng Thuỳ Trâm Hứa Hà Phượng Lò Páo Điểu K'Bríu"
WORDS = NAMES.split(" ")


@given(st.text(SMALL + SHAPED + " .,'-"))
def test_tcvn3_comes_back_as_it_went(text: str):
    assert to_unicode(from_unicode(text, TCVN3), TCVN3) == text


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_vni_comes_back_as_it_went(text: str):
    assert to_unicode(from_unicode(text, VNI), VNI) == text


@given(st.sampled_from(SMALL + SMALL.upper()))
def test_every_letter_has_its_vni(letter: str):
    assert to_unicode(from_unicode(letter, VNI), VNI) == letter


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
@given(words=st.lists(st.sampled_from(WORDS), min_size=12, max_size=40))
def test_a_column_of_names_tells_its_encoding(encoding: str, words: list[str]):
    names = [" ".join(words[start : start + 3]) for start in range(0, len(words), 3)]
    typed = [from_unicode(name, encoding) for name in names]
    shows = any(not name.isascii() for name in typed)
    assert (detect(typed), detect(names)) == (encoding if shows else "", "")


def test_what_is_unicode_stays():
    assert to_unicode("Nguyễn Văn Nam", TCVN3) == "Nguyễn Văn Nam"
    assert detect(["José María", "Zoë"]) == ""


@pytest.mark.parametrize(("word", "is_one"), [("Nguyễn", True), ("Thuỷ", True), ("nguyÔn", False), ("Thaûo", False), ("Quỳnh", True)])
def test_a_syllable_is_told_from_what_is_none(word: str, is_one: bool):
    assert is_syllable(word) == is_one
