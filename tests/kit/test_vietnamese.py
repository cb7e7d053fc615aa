import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.kit.vietnamese import initials, search_key, sort_key, tidy


def test_people_sort_by_given_name_in_vietnamese_alphabet_order() -> None:
    names = ["Trần Văn Đức", "Lê Thị Ánh", "Nguyễn An", "Phạm Thị Ân", "Vi Văn Dũng", "Hoàng Ăn", "Lê An", "Nông Thị Anh", "Đỗ Ánh"]
    assert sorted(names, key=sort_key) == [
        "Lê An",
        "Nguyễn An",
        "Nông Thị Anh",
        "Đỗ Ánh",
        "Lê Thị Ánh",
        "Hoàng Ăn",
        "Phạm Thị Ân",
        "Vi Văn Dũng",
        "Trần Văn Đức",
    ]


def test_tones_follow_ngang_huyen_hoi_nga_sac_nang() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@pytest.mark.parametrize(("typed", "key"), [("Lê Thị Hương", "le thi huong"), ("  ĐẶNG  Đức ", "dang duc"), ("Hoà Bình", "hoa binh")])
def test_search_ignores_tones_shapes_and_spaces(typed: str, key: str) -> None:
    assert search_key(typed) == key
    assert search_key(unicodedata.normalize("NFD", typed)) == key


def test_initials_are_of_the_last_two_words() -> None:
    assert (initials("Đinh Thùy Dương"), initials("An")) == ("TD", "A")


@given(st.text(alphabet="aàáăâđêôơưạảãbcdz ĐỨC", min_size=1).filter(str.strip))
def test_composed_and_decomposed_names_are_one(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert (sort_key(name), search_key(name), tidy(name)) == (sort_key(decomposed), search_key(decomposed), tidy(decomposed))
