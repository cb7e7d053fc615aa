"""Reorganisations at the desk: a plan put together entry by entry, its preview, decision and undoing."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import during, today
from aoxanh.org import queries as org
from aoxanh.org.models import Reorganisation, Unit
from aoxanh.people.models import Membership, Person
from aoxanh.places.models import Area
from tests.cast import BEGINNING, grant, make_unit, make_user
from tests.desk.conftest import AHEAD, LIST, NEW, SignIn, add, address, decide, head

State = Reorganisation.State


def test_a_draft_keeps_its_decision_and_its_paper(desk: Client, provincial_union: Unit) -> None:
    paper = SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.4")
    answer = desk.post(NEW, head(provincial_union, document=paper, decision_date="2026-10-01", decision_issuer="Ban Thường vụ"))
    event = Reorganisation.objects.get()
    assert answer["Location"] == address(event, "")
    assert (event.state, event.on, event.root_id, event.decision_number) == (State.DRAFT, AHEAD, provincial_union.pk, "12-QĐ/TĐTN")
    assert b"".join(desk.get(address(event, "document")).streaming_content) == b"%PDF-1.4"


def test_a_form_sent_twice_makes_one_draft(desk: Client, provincial_union: Unit) -> None:
    data = head(provincial_union)
    assert desk.post(NEW, data)["Location"] == desk.post(NEW, data)["Location"]
    assert Reorganisation.objects.count() == 1


def test_a_program_is_no_paper(desk: Client, provincial_union: Unit) -> None:
    page = desk.post(NEW, head(provincial_union, document=SimpleUploadedFile("x.exe", b"MZ")))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["document"])


def test_units_are_found_and_stay_ticked(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    page = desk.post(address(draft, "entry", "nhap"), {"don-vi": [str(communes[0].pk)], "tim": "xa b", "do": "tim"})
    assert ([unit.name for unit in page.context["chosen"]], [unit.name for unit in page.context["others"]]) == (
        ["Đoàn xã A"],
        ["Đoàn xã B"],
    )
    assert draft.steps.count() == 0


def test_two_communes_become_a_new_one(desk: Client, draft: Reorganisation, communes: list[Unit], provincial_union: Unit) -> None:
    answer = add(desk, draft, "nhap", communes[:2], target="moi", name="Đoàn xã  Mới", area=str(communes[0].area_id))
    assert answer["Location"] == address(draft, "")
    page = desk.get(address(draft, "")).content.decode()
    assert "Nhập Đoàn xã A, Đoàn xã B vào Đoàn xã Mới" in page
    seen = desk.get(address(draft, "preview"))
    assert (seen.context["seen"].counts.founded, seen.context["seen"].counts.ended, Unit.objects.filter(name="Đoàn xã Mới").count()) == (
        1,
        2,
        0,
    )
    assert decide(desk, draft)["Location"] == address(draft, "")
    made = Unit.objects.get(name="Đoàn xã Mới")
    assert (org.parent(made, on=AHEAD), made.area, made.during) == (provincial_union, communes[0].area, during(AHEAD))
    draft.refresh_from_db()
    assert draft.state == State.DECIDED


def test_a_commune_takes_up_another(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    add(desk, draft, "nhap", communes[:2], target=str(communes[0].pk))
    decide(desk, draft)
    assert [unit.name for unit in org.successors(communes[1])] == ["Đoàn xã A"]
    communes[0].refresh_from_db()
    assert communes[0].during.upper is None


def test_a_commune_is_divided_among_a_standing_and_a_new_one(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    add(desk, draft, "chia", communes[:2], divided=str(communes[0].pk), target=str(communes[1].pk), new_names="Đoàn xã Mới\n")
    decide(desk, draft)
    shares = {unit.name: unit.share for unit in org.successors(communes[0])}
    assert shares == {"Đoàn xã B": "part_default", "Đoàn xã Mới": "part"}


def test_a_commune_goes_on_and_gives_a_part_away(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    add(desk, draft, "chia", communes[:2], divided=str(communes[1].pk), goes_on="on")
    decide(desk, draft)
    communes[1].refresh_from_db()
    assert ([unit.name for unit in org.successors(communes[1])], communes[1].during.upper) == (["Đoàn xã A"], None)


def test_founding_renaming_moving_and_dissolving_go_into_one_plan(
    desk: Client, draft: Reorganisation, communes: list[Unit], provincial_union: Unit, province: Area
) -> None:
    school = make_unit("school", "TH", "Trường Hòa Bình", "TH", province, communes[2])
    add(desk, draft, "lap", [], name="Đoàn xã Mới", kind="commune_union", target=str(provincial_union.pk))
    add(desk, draft, "doi-ten", [communes[0]], name="Đoàn phường A")
    add(desk, draft, "chuyen", [school, communes[3]], target=str(communes[3].pk))
    add(desk, draft, "giai-the", [communes[1]])
    page = desk.get(address(draft, "")).content.decode()
    for sentence in (
        "Thành lập Đoàn xã Mới dưới Tỉnh đoàn Lạng Sơn",
        "Đổi tên Đoàn xã A thành Đoàn phường A",
        "Chuyển Trường Hòa Bình về Đoàn xã D",
        "Giải thể Đoàn xã B, không có đơn vị kế thừa",
    ):
        assert sentence in page
    assert decide(desk, draft).status_code == 302
    communes[1].refresh_from_db()
    assert (org.parent(school, on=AHEAD), communes[1].during.upper) == (communes[3], AHEAD)


def test_an_entry_is_taken_out_again(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    add(desk, draft, "giai-the", [communes[0]])
    add(desk, draft, "giai-the", [communes[1]])
    first, second = desk.get(address(draft, "")).context["parts"]
    desk.post(address(draft, "take_out"), {"muc": first.key})
    assert [part.key for part in desk.get(address(draft, "")).context["parts"]] == [second.key]


def test_units_brought_along_are_brought_again_after_every_change(
    desk: Client, draft: Reorganisation, communes: list[Unit], province: Area
) -> None:
    make_unit("school", "TH", "Trường Hòa Bình", "TH", province, communes[0])
    add(desk, draft, "nhap", communes[:2], target=str(communes[1].pk))
    assert draft.steps.filter(verb="move").count() == 1
    (entry, _brought) = desk.get(address(draft, "")).context["parts"]
    desk.post(address(draft, "take_out"), {"muc": entry.key})
    assert draft.steps.count() == 0


@pytest.mark.parametrize(
    ("verb", "number", "facts", "field"),
    [
        ("nhap", 1, {"target": "moi", "name": "Đoàn xã Mới"}, "__all__"),
        ("nhap", 2, {"target": "moi"}, "name"),
        ("chia", 2, {}, "__all__"),
        ("chia", 0, {}, "__all__"),
        ("lap", 0, {"kind": "school"}, "name"),
        ("doi-ten", 2, {"name": "X"}, "__all__"),
        ("giai-the", 0, {}, "__all__"),
        ("chuyen", 0, {}, "__all__"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    desk: Client, draft: Reorganisation, communes: list[Unit], verb: str, number: int, facts: dict[str, str], field: str
) -> None:
    page = add(desk, draft, verb, communes[:number], **facts)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert [unit.pk for unit in page.context["chosen"]] == [unit.pk for unit in communes[:number]]
    assert draft.steps.count() == 0


def test_a_plan_that_cannot_stand_says_why_and_is_not_decided(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    add(desk, draft, "giai-the", [communes[0]])
    add(desk, draft, "doi-ten", [communes[0]], name="Đoàn xã Khác")
    assert "Bản kế hoạch chưa thực hiện được" in desk.get(address(draft, "preview")).content.decode()
    answer = desk.post(address(draft, "preview"))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "plan_blocked")


def test_an_empty_plan_is_not_decided(desk: Client, draft: Reorganisation) -> None:
    assert desk.post(address(draft, "preview"))["X-Refusal"] == "plan_blocked"


def test_what_is_left_to_decide_must_be_read(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    Membership.objects.create(person=Person.objects.create(full_name="Vi A"), unit=communes[0], during=during(BEGINNING))
    add(desk, draft, "giai-the", [communes[0]])
    answer = desk.post(address(draft, "preview"))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "conflicts_unseen")
    assert desk.post(address(draft, "preview"), {"da-xem": "1"}).status_code == 302


def test_a_decision_is_undone_before_its_day(desk: Client, draft: Reorganisation, communes: list[Unit]) -> None:
    add(desk, draft, "giai-the", [communes[0]])
    decide(desk, draft)
    assert "Hủy quyết định" in desk.get(address(draft, "")).content.decode()
    desk.post(address(draft, "undo"))
    draft.refresh_from_db()
    communes[0].refresh_from_db()
    assert (draft.state, communes[0].during.upper) == (State.DRAFT, None)


def test_what_is_in_effect_is_reversed_by_a_later_event(desk: Client, provincial_union: Unit, communes: list[Unit]) -> None:
    desk.post(NEW, head(provincial_union, on=today().isoformat()))
    event = Reorganisation.objects.get()
    add(desk, event, "nhap", communes[:2], target="moi", name="Đoàn xã Mới")
    decide(desk, event)
    undone = desk.post(address(event, "undo"))
    assert (undone.status_code, "Đảo ngược" in undone.content.decode()) == (409, True)
    assert desk.post(address(event, "reverse"), {"on": ""}).status_code == 422
    assert desk.post(address(event, "reverse"), {"on": today().isoformat()}).status_code == 409
    answer = desk.post(address(event, "reverse"), {"on": AHEAD.isoformat()})
    later = Reorganisation.objects.get(reverses=event)
    assert answer["Location"] == address(later, "")
    assert desk.get(address(later, "preview")).context["seen"].blocking == []


def test_a_draft_is_thrown_away(desk: Client, draft: Reorganisation) -> None:
    desk.post(address(draft, "discard"))
    assert desk.get(address(draft, "")).status_code == 404
    assert "Chưa có lần sắp xếp nào" in desk.get(LIST).content.decode()


def test_the_head_of_a_draft_is_corrected_and_that_of_a_decision_is_not(
    desk: Client, draft: Reorganisation, communes: list[Unit], provincial_union: Unit
) -> None:
    add(desk, draft, "giai-the", [communes[0]])
    later = AHEAD + timedelta(days=9)
    assert desk.post(address(draft, "edit"), head(provincial_union, on=later.isoformat())).status_code == 302
    draft.refresh_from_db()
    assert (draft.on, draft.steps.count()) == (later, 1)
    assert Line.objects.get(verb="org.reorganisation_amended").details["before"]["on"] == AHEAD.isoformat()
    decide(desk, draft)
    answer = desk.post(address(draft, "edit"), head(provincial_union))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "not_a_draft")


def test_a_unit_beyond_the_own_ones_is_not_offered(desk: Client, draft: Reorganisation, communes: list[Unit], province: Area) -> None:
    foreign = make_unit("provincial_union", "TD-99", "Tỉnh đoàn Xa", "", province)
    page = add(desk, draft, "giai-the", [foreign])
    assert (page.status_code, page.context["chosen"]) == (422, [])


def test_who_may_not_reorganise_finds_nothing(sign_in: SignIn, secretary: User, inspector: User, draft: Reorganisation) -> None:
    for user in (secretary, inspector):
        browser = sign_in(user)
        assert [browser.get(path).status_code for path in (NEW, address(draft, ""), address(draft, "preview"))] == [404] * 3
        for name in ("undo", "reverse", "discard", "take_out"):
            assert browser.post(address(draft, name)).status_code == 404


def test_a_grant_for_one_unit_does_not_reorganise_its_tree(sign_in: SignIn, provincial_union: Unit) -> None:
    user = make_user("mot@donvi.example", "Vi Một")
    grant(user, "coordinator", provincial_union, Scope.UNIT)
    assert sign_in(user).get(NEW).status_code == 404


def test_an_unknown_entry_does_not_exist(desk: Client, draft: Reorganisation) -> None:
    assert desk.get(address(draft, "entry", "khac")).status_code == 404


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(desk: Client, provincial_union: Unit, draft: Reorganisation) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            desk.get(LIST)
        counts.append(len(seen))
        for number in range(9):
            Reorganisation.objects.create(title=f"Lần {number}", on=AHEAD, root_id=provincial_union.pk)
    assert counts[0] == counts[1]


def test_what_was_decided_for_the_whole_tree_leads_to_what_it_changed(desk: Client) -> None:
    Reorganisation.objects.create(title="Kết thúc cấp huyện", on=date(2025, 7, 1), state=State.IN_EFFECT)
    Reorganisation.objects.create(title="Bản nháp cả nước", on=date(2027, 7, 1))
    page = desk.get(LIST).content.decode()
    assert ('href="/ban-lam-viec/don-vi/ngay/2025-07-01/"' in page, "Bản nháp cả nước" in page) == (True, False)
