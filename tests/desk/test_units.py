"""Units over time at the desk: the tree of a day, one unit, what changed on a day."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.desk.queries import tree
from aoxanh.desk.queries.reach import reach
from aoxanh.kit.dates import during
from aoxanh.org.models import FormerIdentity, Parentage, Reorganisation, Unit
from aoxanh.places.models import Area
from tests.cast import BEGINNING, REORGANISED, grant, make_unit, make_user
from tests.desk.conftest import EVE, named_unit

SignIn = Callable[[User], Client]
TREE = "/ban-lam-viec/don-vi/"
DAY = "/ban-lam-viec/don-vi/ngay/2025-07-01/"


def names(units: object) -> set[str]:
    return {unit.name for unit in units}  # type: ignore[attr-defined]


def test_the_date_governs_the_tree(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    browser = sign_in(coordinator)
    before, after = (browser.get(f"{TREE}?ngay={day}").content.decode() for day in ("2025-06-30", "2025-07-01"))
    assert "Tỉnh đoàn Lạng Sơn: 1 huyện" in before
    assert "5 xã, thị trấn" in before
    assert "Tỉnh đoàn Lạng Sơn: 2 xã" in after
    assert ("Huyện đoàn Chi Lăng" in before, "Huyện đoàn Chi Lăng" in after) == (True, False)


def test_a_branch_comes_when_it_is_asked_for(sign_in: SignIn, coordinator: User, olds: dict[str, Unit], district_union: Unit) -> None:
    browser = sign_in(coordinator)
    address = f"{TREE}?ngay=2025-06-30&goc={district_union.slug}"
    part = browser.get(address, headers={"HX-Request": "true", "HX-Target": f"nhanh-{district_union.pk}"}).content.decode()
    assert ("<html" in part, "Đoàn xã Y Tịch" in part, "Đoàn thị trấn Quan Sơn" in part) == (False, True, True)
    assert "Đoàn xã Y Tịch" in browser.get(address).content.decode()


def test_a_day_that_does_not_exist_is_taken_for_today(sign_in: SignIn, coordinator: User, commune_union: Unit) -> None:
    page = sign_in(coordinator).get(f"{TREE}?ngay=2025-02-31")
    assert page.status_code == 200
    assert "Đoàn xã Vạn Linh" in page.content.decode()


@pytest.mark.parametrize(("day", "seen"), [(EVE, {"Vạn Linh", "Hòa Bình", "Y Tịch"}), (REORGANISED, set())])
def test_a_commune_sees_on_old_days_what_it_carries_on(secretary: User, olds: dict[str, Unit], day: date, seen: set[str]) -> None:
    found = reach(secretary, "units.read", on=day)
    expected = names(olds[name] for name in seen) if seen else {"Đoàn xã Vạn Linh"}
    assert names(found) == expected


def test_a_province_sees_its_subtree_of_every_day(coordinator: User, olds: dict[str, Unit], provincial_union: Unit) -> None:
    before = names(reach(coordinator, "units.read", on=EVE))
    assert before == {*names(olds.values()), "Huyện đoàn Chi Lăng", "Tỉnh đoàn Lạng Sơn"}
    assert names(reach(coordinator, "units.read", on=REORGANISED)) == {"Tỉnh đoàn Lạng Sơn", "Đoàn xã Vạn Linh", "Đoàn xã Quan Sơn"}


def test_a_grant_that_was_withdrawn_shows_no_past(coordinator: User, olds: dict[str, Unit]) -> None:
    coordinator.grants.update(during=during(date(2020, 1, 1), date(2025, 12, 1)))
    assert list(reach(coordinator, "units.read", on=EVE)) == []


def test_search_leaves_tones_out_and_puts_exact_ones_first(coordinator: User, provincial_union: Unit, province: Area) -> None:
    for code, name in (("A", "Đoàn xã Hoà Bình"), ("B", "Đoàn xã Hóa Binh"), ("C", "Đoàn xã Tân Hoà Bình Sơn"), ("D", "Đoàn xã Khác")):
        unit = named_unit("commune_union", code, name, province)
        Parentage.objects.create(child=unit, parent=provincial_union, during=during(BEGINNING))
    units = reach(coordinator, "units.read", on=REORGANISED)
    assert [node.unit.code for node in tree.search(units, "hoa binh", on=REORGANISED)[0]] == ["A", "B", "C"]
    assert [node.unit.code for node in tree.search(units, "Hóa Binh", on=REORGANISED)[0]] == ["B", "A", "C"]
    assert [node.unit.code for node in tree.search(units, "c", on=REORGANISED)[0]][:1] == ["C"]


def test_a_hit_shows_the_way_up(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    page = sign_in(coordinator).get(f"{TREE}?ngay=2025-06-30&tim=y+tich").content.decode()
    assert "1 đơn vị tên “y tich”" in page
    assert "Tỉnh đoàn Lạng Sơn › Huyện đoàn Chi Lăng" in page


def test_a_search_says_on_which_days_the_unit_stood(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    page = sign_in(coordinator).get(f"{TREE}?ngay=2026-01-01&tim=y+tich").content.decode()
    assert "?ngay=2025-06-30&amp;tim=y%20tich" in page


def test_a_former_name_stands_on_its_days_and_is_found_then(
    sign_in: SignIn, coordinator: User, commune_union: Unit, provincial_union: Unit
) -> None:
    event = Reorganisation.objects.create(title="Đổi tên", on=date(2026, 3, 1), state="in_effect", decision_number="7-QĐ")
    FormerIdentity.objects.create(
        unit=commune_union,
        name="Đoàn xã Cũ Kỹ",
        short_name="Cũ Kỹ",
        abbreviation="ĐTN-CK",
        area=commune_union.area,
        during=during(date(2020, 1, 1), date(2026, 3, 1)),
        event=event,
    )
    browser = sign_in(coordinator)
    assert "Đoàn xã Cũ Kỹ" in browser.get(f"{TREE}?ngay=2026-02-28").content.decode()
    assert "Đoàn xã Cũ Kỹ" not in browser.get(f"{TREE}?ngay=2026-03-01").content.decode()
    assert "1 đơn vị tên" in browser.get(f"{TREE}?ngay=2026-02-28&tim=cu+ky").content.decode()
    assert "Đổi tên từ Đoàn xã Cũ Kỹ thành Đoàn xã Vạn Linh" in browser.get(f"{TREE}{commune_union.slug}/").content.decode()


@pytest.mark.parametrize("path", [f"{TREE}?ngay=2025-07-01", f"{TREE}?ngay=2025-07-01&tim=doan+xa", DAY, f"{TREE}tinh-doan-lang-son/"])
def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(
    sign_in: SignIn, coordinator: User, olds: dict[str, Unit], provincial_union: Unit, province: Area, path: str
) -> None:
    browser = sign_in(coordinator)
    browser.get(path)
    few, many = counted(browser, path), 0
    for number in range(12):
        unit = make_unit("commune_union", f"X{number}", f"Đoàn xã Mới {number}", "X", province, provincial_union)
        make_unit("school", f"S{number}", f"Trường {number}", "S", province, unit)
    many = counted(browser, path)
    assert many == few


def counted(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_a_long_branch_is_paged(sign_in: SignIn, coordinator: User, provincial_union: Unit, province: Area) -> None:
    for number in range(105):
        make_unit("commune_union", f"X{number:03}", f"Đoàn xã {number:03}", "X", province, provincial_union)
    browser = sign_in(coordinator)
    first = browser.get(TREE).content.decode()
    assert ("Đoàn xã 099" in first, "Đoàn xã 100" in first, "Xem thêm 100 đơn vị" in first) == (True, False, True)
    address = first.split('hx-target="closest li"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "Đoàn xã 104" in browser.get(address).content.decode()


def test_a_unit_of_others_does_not_exist(sign_in: SignIn, secretary: User, neighbour_union: Unit, olds: dict[str, Unit]) -> None:
    browser = sign_in(secretary)
    assert browser.get(f"{TREE}{neighbour_union.slug}/").status_code == 404
    assert browser.get(f"{TREE}{olds['Quan Sơn'].slug}/").status_code == 404
    assert browser.get(f"{TREE}{olds['Hòa Bình'].slug}/").status_code == 200
    assert browser.get(f"{TREE}?goc={neighbour_union.slug}").status_code == 404


@pytest.mark.parametrize("path", [TREE, DAY, f"{TREE}doan-xa-van-linh/"])
def test_who_is_signed_out_is_asked_to_sign_in(client: Client, commune_union: Unit, path: str) -> None:
    assert client.get(path)["Location"] == f"/tai-khoan/vao/?next={path}"


def test_a_volunteer_finds_no_units_here(sign_in: SignIn, volunteer: User, commune_union: Unit) -> None:
    browser = sign_in(volunteer)
    assert browser.get(DAY).status_code == 404
    assert browser.get(f"{TREE}{commune_union.slug}/").status_code == 404


def test_an_ended_unit_says_in_one_sentence_what_became_of_it(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    browser = sign_in(coordinator)
    merged = browser.get(f"{TREE}{olds['Hòa Bình'].slug}/").content.decode()
    assert "Đơn vị này kết thúc ngày 01/07/2025" in merged
    assert "Đã nhập vào" in merged
    split = browser.get(f"{TREE}{olds['Y Tịch'].slug}/").content.decode()
    assert "Công việc được giao lại cho" in split
    assert "Kế thừa chính:" in split
    assert "/don-vi/doan-xa-van-linh/" in split


def test_a_unit_is_drawn_among_its_district_with_its_own_group_marked(
    sign_in: SignIn, coordinator: User, olds: dict[str, Unit], commune_union: Unit
) -> None:
    page = sign_in(coordinator).get(f"{TREE}{commune_union.slug}/")
    (drawn,) = page.context["drawings"]
    assert (drawn.before.title, drawn.after.title) == ("5 Đoàn xã, thị trấn", "2 Đoàn xã")
    assert (drawn.before.under, drawn.after.under) == ("Huyện đoàn Chi Lăng", "Tỉnh đoàn Lạng Sơn")
    assert [group.is_marked for group in drawn.drawing.groups] == [True]
    assert len([strand for group in drawn.drawing.groups for strand in group.strands if strand.is_part]) == 2


def test_a_unit_beyond_its_life_shows_the_nearest_day(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    page = sign_in(coordinator).get(f"{TREE}{olds['Hòa Bình'].slug}/?ngay=2026-01-01")
    assert page.context["on"] == EVE
    assert "Ngày 01/01/2026 đơn vị này chưa có hoặc không còn" in page.content.decode()


def test_a_move_stands_in_the_history(
    sign_in: SignIn, coordinator: User, commune_union: Unit, provincial_union: Unit, province: Area, neighbour_union: Unit
) -> None:
    school = make_unit("school", "TH", "Trường THPT Hòa Bình", "TH", province)
    Parentage.objects.create(child=school, parent=commune_union, during=during(date(2020, 1, 1), REORGANISED))
    Parentage.objects.create(child=school, parent=neighbour_union, during=during(REORGANISED))
    page = sign_in(coordinator).get(f"{TREE}{school.slug}/").content.decode()
    assert "Chuyển từ" in page
    assert "từ 01/01/2020 đến 30/06/2025" in page


def test_the_day_is_summed_up_by_province_and_drawn_when_it_is_small(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    page = sign_in(coordinator).get(DAY)
    (part,) = page.context["parts"]
    assert (part.area.name, part.olds, part.news, part.old_kinds) == ("Tỉnh Lạng Sơn", 5, 2, ("Xã", "Thị trấn"))
    assert "01/07/2025: 5 Đoàn xã, thị trấn thành 2 Đoàn xã" in page.content.decode()


def test_a_province_is_summed_up_by_its_former_districts(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    (part,) = sign_in(coordinator).get(f"{DAY}?tinh=20").context["parts"]
    assert (part.area.name, part.olds, part.news) == ("Huyện Chi Lăng", 5, 2)


def test_the_former_district_is_drawn_with_codes_and_what_they_meant(sign_in: SignIn, coordinator: User, olds: dict[str, Unit]) -> None:
    page = sign_in(coordinator).get(f"{DAY}?huyen=187")
    text = page.content.decode()
    assert "Huyện Chi Lăng cũ, trước và sau 01/07/2025" in text
    assert "Mã 06517 được dùng lại: trước đó là của Xã Hữu Kiên." in text
    assert "mã được dùng lại" in text
    assert "Số liệu 2024 tính trên 5 đơn vị cũ. Tính lại trên 2 xã mới được, và luôn ghi rõ là tính lại." in text


@pytest.mark.parametrize("query", ["?huyen=999", "?tinh=99"])
def test_an_unknown_place_does_not_exist(sign_in: SignIn, coordinator: User, olds: dict[str, Unit], query: str) -> None:
    assert sign_in(coordinator).get(f"{DAY}{query}").status_code == 404


def test_a_day_without_changes_says_so(sign_in: SignIn, coordinator: User, commune_union: Unit) -> None:
    assert "Ngày này ở đây không có thay đổi" in sign_in(coordinator).get(f"{TREE}ngay/2026-05-05/").content.decode()


@pytest.mark.parametrize("day", ["2025-02-30", "0000-00-00", "abc"])
def test_no_page_for_a_day_that_does_not_exist(sign_in: SignIn, coordinator: User, day: str) -> None:
    assert sign_in(coordinator).get(f"{TREE}ngay/{day}/").status_code == 404


def test_a_grant_for_one_unit_does_not_open_what_stands_under_it(sign_in: SignIn, provincial_union: Unit, commune_union: Unit) -> None:
    user = make_user("mot@donvi.example", "Vi Một")
    grant(user, "focal_point", provincial_union, Scope.UNIT)
    page = sign_in(user).get(TREE).content.decode()
    assert "Đoàn xã Vạn Linh" not in page


def test_the_tree_begins_at_the_unit_that_one_acts_for(
    sign_in: SignIn, coordinator: User, provincial_union: Unit, province: Area, commune_union: Unit
) -> None:
    other = make_unit("provincial_union", "TD-99", "Tỉnh đoàn Xa", "", province)
    grant(coordinator, "coordinator", other, Scope.SUBTREE)
    browser = sign_in(coordinator)
    browser.post("/ban-lam-viec/thay-mat/", {"unit": str(other.pk)})
    assert [node.unit for node in browser.get(TREE).context["tops"]] == [other]
    browser.post("/ban-lam-viec/thay-mat/", {"unit": str(provincial_union.pk)})
    assert [node.unit for node in browser.get(TREE).context["tops"]] == [provincial_union]
