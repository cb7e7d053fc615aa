"""What was used, what was learnt, doubts about attendance: kept step by step, shown as far as the unit wants."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.models import Device, Doubt, Scan
from aoxanh.kit.refusals import Refused
from aoxanh.needs.models import Material, Pledge
from aoxanh.records import actions, queries
from aoxanh.records.forms.uses import MoneyField, QuantityField, goods_rows
from aoxanh.records.models import Record
from aoxanh.records.uses import GoodsLine, MoneyLine
from aoxanh.training.models import CoordinationModel

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]

TIN = GoodsLine("Tấm tôn", Decimal(64), "tấm", "Hợp tác xã Vạn Linh")
FUND = MoneyLine(2_500_000, "Quỹ Vì người nghèo", "Mua đinh, vít")


def code_of(act: Callable[..., object], *args: object, **facts: object) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value.code


def use(activity: Activity, by: User, **facts: object) -> Record:
    return actions.write_uses(activity, **{"money": [FUND], "goods": [TIN], "money_public": False, "by": by} | facts)  # type: ignore[arg-type]


def doubt(activity: Activity, by: User) -> Doubt:
    shift, now = activity.shifts.get(), timezone.now()
    device = Device.objects.create(user=by, name="Điện thoại của Dương")
    scan = Scan.objects.create(
        id=uuid4(), device=device, kind="in", shift=shift, method="qr", device_at=now, at=now, verdict="x", by=by, sent_by=by
    )
    return Doubt.objects.create(scan=scan, shift=shift, code="two_devices")


def test_what_was_used_is_kept_in_order_and_written_anew_each_time(attended: Activity, secretary: User):
    use(attended, secretary, goods=[TIN, GoodsLine("Xi măng", Decimal("2.5"), "bao")])
    record = use(attended, secretary, goods=[GoodsLine("Gạo", Decimal(300), "kg"), TIN])
    assert [(line.name, line.amount) for line in record.goods.all()] == [("Gạo", "300 kg"), ("Tấm tôn", "64 tấm")]
    assert [(line.amount, line.source, line.purpose) for line in record.money.all()] == [(2_500_000, "Quỹ Vì người nghèo", "Mua đinh, vít")]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"money": [FUND] * 21}, "too_many_lines"),
        ({"money": [MoneyLine(0, "Quỹ")]}, "impossible_amount"),
        ({"goods": [GoodsLine("Gạo", Decimal(-1))]}, "impossible_amount"),
    ],
)
def test_uses_that_cannot_be_are_refused(attended: Activity, secretary: User, facts: dict[str, object], code: str):
    assert code_of(use, attended, secretary, **facts) == code


@pytest.mark.parametrize("is_public", [True, False])
def test_everyone_reads_goods_and_money_only_if_the_unit_wants(attended: Activity, secretary: User, is_public: bool):
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    use(attended, secretary, money_public=is_public)
    actions.publish_record(attended, by=secretary)
    attended.refresh_from_db()
    report = queries.report(attended)
    assert report is not None
    assert ([line.name for line in report.goods], len(report.money), report.money_in_all) == (
        ["Tấm tôn"],
        int(is_public),
        2_500_000 * is_public,
    )


@pytest.mark.parametrize("is_public", [True, False])
def test_lessons_are_public_by_choice(attended: Activity, secretary: User, is_public: bool, client: Client):
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    said = {"went_well": "Chia việc từ tối", "do_differently": "Mang thêm thang", "lessons_public": is_public}
    actions.write_lessons(attended, model=None, **said, by=secretary)  # type: ignore[arg-type]
    actions.publish_record(attended, by=secretary)
    page = client.get(reverse("portal:activity", args=[attended.slug])).text
    assert ("Mang thêm thang" in page, "Chia việc từ tối" in page) == (is_public, is_public)


def test_the_model_is_the_planned_one_until_another_is_said(attended: Activity, secretary: User):
    planned, other = (
        CoordinationModel.objects.create(code=code, name=code, english_name=code, summary="", during=(None, None))
        for code in ("mot", "hai")
    )
    Activity.objects.update(model=planned)
    attended.refresh_from_db()
    assert actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary).model == planned
    record = actions.write_lessons(attended, model=other, went_well="", do_differently="", lessons_public=False, by=secretary)
    assert queries.preview(record, by=secretary).model == other


def test_goods_begin_with_what_people_brought(attended: Activity, focal_point: User):
    material = Material.objects.create(need=attended.need, number=1, name="Chăn", quantity=42)
    for giver, quantity, state in (("Cô Hoa", 10, "received"), ("Anh Nam", 5, "received"), ("Chị Lan", 9, "promised")):
        Pledge.objects.create(material=material, quantity=quantity, giver=giver, state=state, by=focal_point, request_id=uuid4())
    [line] = goods_rows(need_id=attended.need_id).initial
    assert line == {"name": "Chăn", "quantity": 15, "measure": "", "source": "Cô Hoa, Anh Nam"}


def test_figures_are_not_frozen_over_open_doubts_in_silence(attended: Activity, secretary: User):
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    one = doubt(attended, secretary)
    assert code_of(actions.publish_record, attended, by=secretary) == "doubts_open"
    Doubt.objects.filter(pk=one.pk).update(settled_at=timezone.now())
    record = actions.publish_record(attended, by=secretary)
    assert (record.doubts_left, record.doubts_word) == (0, "")


def test_who_says_why_publishes_with_doubts_open(attended: Activity, secretary: User):
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    doubt(attended, secretary)
    record = actions.publish_record(attended, doubts_word="Người quét đã nghỉ việc, không hỏi được.", by=secretary)
    assert (record.doubts_left, record.doubts_word) == (1, "Người quét đã nghỉ việc, không hỏi được.")


def test_the_guide_says_how_many_doubts_are_open(sign_in: SignIn, attended: Activity, secretary: User):
    doubt(attended, secretary)
    actions.write_record(attended, outcome="Bếp có mái mới.", by=secretary)
    officer, edit = sign_in(secretary), reverse("records:edit", args=[attended.pk])
    assert "1 việc điểm danh cần xem lại" in officer.get(edit).text
    page = officer.post(reverse("records:publish", args=[attended.pk]))
    assert (page.status_code, page["X-Refusal"]) == (409, "doubts_open")
    assert 'name="doubts_word"' in page.text
    assert officer.post(reverse("records:publish", args=[attended.pk]), {"doubts_word": "Không hỏi được"}).status_code == 302


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"money-0-amount": "abc", "money-0-source": "Quỹ"}, "Ghi số tiền bằng đồng"),
        ({"money-0-amount": "500000"}, "Ghi tiền từ nguồn nào."),
        ({"money-0-source": "Quỹ"}, "Ghi bao nhiêu tiền"),
        ({"goods-0-name": "Gạo"}, "Ghi số lượng."),
        ({"goods-0-quantity": "5"}, "Ghi là thứ gì"),
        ({"goods-0-name": "Gạo", "goods-0-quantity": "nhiều"}, "Ghi số lượng bằng chữ số"),
    ],
)
def test_a_row_that_is_half_filled_is_asked_for_and_kept(
    sign_in: SignIn, attended: Activity, secretary: User, rows: dict[str, str], sentence: str
):
    form = {f"{name}-{part}_FORMS": count for name in ("money", "goods") for part, count in (("TOTAL", "1"), ("INITIAL", "0"))} | rows
    page = sign_in(secretary).post(f"{reverse('records:edit', args=[attended.pk])}?buoc=3", form)
    assert page.status_code == 422
    assert sentence in page.text
    assert all(value in page.text for value in rows.values())
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.250.000", 1_250_000),
        ("1 250 000 đ", 1_250_000),
        ("2,5 triệu", 2_500_000),
        ("300k", 300_000),
        ("500000", 500_000),
        ("1,250,000 VND", 1_250_000),
    ],
)
def test_money_is_read_as_people_write_it(text: str, amount: int):
    assert MoneyField().clean(text) == amount


@given(st.integers(min_value=1, max_value=100_000_000_000))
def test_money_that_we_write_is_read_back(amount: int):
    assert MoneyField().clean(f"{amount:,}".replace(",", ".")) == amount


@given(st.decimals(min_value="0.01", max_value=1_000_000, places=2))
def test_quantities_with_a_comma_are_read_back(number: Decimal):
    assert QuantityField().clean(str(number).replace(".", ",")) == number


def test_the_rows_behind_the_figures_are_for_who_records(
    sign_in: SignIn, attended: Activity, secretary: User, coordinator: User, volunteer: User
):
    address = reverse("records:figures", args=[attended.pk])
    officer = sign_in(secretary)
    assert all("Vi Thị Hạnh" in officer.get(f"{address}?xem={kind}").text for kind in ("nguoi", "luot"))
    assert "Chưa có giờ nào" in officer.get(f"{address}?xem=gio").text
    assert sign_in(coordinator).get(address).status_code == 404
    assert sign_in(volunteer).get(address).status_code == 404


def test_a_step_that_is_left_is_gone_on_with(sign_in: SignIn, attended: Activity, secretary: User):
    officer, edit = sign_in(secretary), reverse("records:edit", args=[attended.pk])
    officer.post(f"{edit}?buoc=2", {"outcome": "Bếp có mái mới.", "beneficiaries": "86"})
    officer.post(f"{edit}?buoc=4", {"do_differently": "Mang thêm thang"})
    assert "Bếp có mái mới." in officer.get(f"{edit}?buoc=2").text
    assert "Mang thêm thang" in officer.get(f"{edit}?buoc=4").text


def test_nothing_is_written_of_what_is_still_ahead_of_publishing(attended: Activity, secretary: User):
    use(attended, secretary)
    assert queries.report(attended) is None
    assert timezone.now() - Record.objects.get().written_at < timedelta(minutes=5)
