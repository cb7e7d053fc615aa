"""How records are closed and corrected: what was used and learnt, corrections, who was reminded, a list of declared work."""

from datetime import time, timedelta
from random import Random

from django.utils import timezone

from aoxanh.activities.models import Activity
from aoxanh.demo import cast
from aoxanh.demo.world import VAN_LINH, Work, World, moment
from aoxanh.imports.actions import commit, upload
from aoxanh.kit.dates import today
from aoxanh.records import actions
from aoxanh.records.models import DeclaredWork, GoodsUsed, MoneyUsed, Record, RecordPicture, Reminder, Reopening
from aoxanh.records.queries import candidates

SEED = 53
GOODS = {
    "repair": (("Tấm tôn", 64, "tấm", "Hợp tác xã vật liệu"), ("Xi măng", 18, "bao", "UBND xã"), ("Gạch", 1200, "viên", "Bà con góp")),
    "environment": (("Bao đựng rác", 150, "cái", "Đoàn xã"), ("Găng tay", 60, "đôi", "Trạm y tế")),
    "tree_planting": (("Cây keo giống", 900, "cây", "Hạt Kiểm lâm"), ("Phân hữu cơ", 350, "kg", "Hợp tác xã")),
    "road": (("Xi măng", 40, "bao", "UBND xã"), ("Cát", 12, "m³", "Doanh nghiệp trên địa bàn")),
    "gift": (("Áo ấm", 120, "chiếc", "Hội Chữ thập đỏ"), ("Gạo", 300, "kg", "Hội Phụ nữ"), ("Chăn", 42, "", "Nhà hảo tâm")),
    "disaster": (("Gạo", 500, "kg", "MTTQ tỉnh"), ("Mì tôm", 80, "thùng", "Doanh nghiệp trên địa bàn")),
}
MONEY = (
    (1_500_000, "Kinh phí hoạt động của Đoàn xã", "Nước uống, bữa trưa"),
    (3_200_000, "Bà con và nhà hảo tâm ủng hộ", "Vật liệu"),
    (800_000, "Quỹ Vì người nghèo của xã", "Xăng xe chở vật liệu"),
)
WENT_WELL = (
    "Chia đội hình và dụng cụ từ tối hôm trước nên vào việc ngay.",
    "Trưởng thôn đi cùng cả buổi, bà con ra làm chung.",
    "Mỗi nhóm có một người rành việc hướng dẫn.",
)
DIFFERENTLY = (
    "Mượn thêm hai cái thang, nhóm mái phải chờ nhau.",
    "Báo trạm y tế sớm hơn một ngày để có túi sơ cứu đủ.",
    "Bắt đầu sớm nửa giờ, trưa nắng quá.",
)
WRONG = "Đếm nhầm số hộ được giúp, trưởng thôn gửi danh sách đúng."
OPEN = "Ghi nhầm số bao xi măng, kế toán xã đối chiếu lại hóa đơn."
TURNED = "Cầu treo có ván mới và lan can, 52 hộ bên kia suối đi lại an toàn."
HEADINGS = "STT;Nội dung hoạt động;Ngày thực hiện;Số ĐVTN;Kết quả"
LIST = (
    ("Phát quang đường vào trường mầm non", 12, "18", "Thông 400 m đường"),
    ("Hiến máu đợt ba tại nhà văn hóa", 20, "khoảng 35 người", "Thu 31 đơn vị máu"),
    ("Thăm và tặng quà mẹ Việt Nam anh hùng", 26, "9", ""),
    ("Dọn kênh thủy lợi nội đồng", 33, "24", "Khơi 1,2 km kênh"),
    ("Dạy bơi cho thiếu nhi hè", -9, "12", ""),
    ("Sơn lại phòng đọc sách", 40, "nhiều", ""),
)


def make_closings(world: World) -> int:
    """With dice of its own, so that nothing else of the demo changes."""
    dice, world.random = world.random, Random(SEED)
    recorded = [work for work in world.works if work.activity.status == Activity.Status.RECORDED and work.recorded_at]
    uses = add_uses(world, recorded)
    correct_some(world, recorded)
    bring_list(world)
    ask_for_consent(world)
    actions.remind(moment(today(), time(9)))
    world.random = dice
    return uses + Reopening.objects.count() + Reminder.objects.count()


def add_uses(world: World, works: list[Work]) -> int:
    """Goods, money and lessons of most of the latest reports."""
    latest = sorted(works, key=lambda work: work.last_day, reverse=True)[: world.some(160, 8)]
    records = {record.activity_id: record for record in Record.objects.filter(activity__in=[work.activity.pk for work in latest])}
    goods, money, taught = [], [], []
    for work in latest:
        record = records[work.activity.pk]
        goods += [
            GoodsUsed(
                record=record,
                order=order,
                name=name,
                quantity=max(1, round(number * world.random.uniform(0.3, 1))),
                measure=measure,
                source=source,
            )
            for order, (name, number, measure, source) in enumerate(GOODS.get(work.activity.kind, ()))
        ]
        chosen = world.random.sample(MONEY, world.random.choice((0, 1, 2)))
        money += [
            MoneyUsed(record=record, order=order, amount=amount, source=source, purpose=purpose)
            for order, (amount, source, purpose) in enumerate(chosen)
        ]
        record.money_public = world.random.random() < 0.5
        if world.random.random() < 0.6:
            record.went_well, record.do_differently = world.random.choice(WENT_WELL), world.random.choice(DIFFERENTLY)
            record.lessons_public = world.random.random() < 0.6
            taught.append(record)
    Record.objects.bulk_update(records.values(), ["money_public", "went_well", "do_differently", "lessons_public"], batch_size=500)
    return len(GoodsUsed.objects.bulk_create(goods)) + len(MoneyUsed.objects.bulk_create(money)) + len(taught)


def correct_some(world: World, works: list[Work]) -> None:
    """One of Vạn Linh's is corrected, another is open."""
    head, above = world.accounts[cast.SECRETARY.key], world.accounts[cast.COORDINATOR.key]
    unit = world.new_unions[VAN_LINH]
    mine = sorted((work for work in works if work.activity.unit_id == unit.pk), key=lambda work: work.last_day, reverse=True)
    if len(mine) > 3:
        activity = mine[2].activity
        actions.reopen(activity, reason=WRONG, by=above)
        record = Record.objects.get(activity=activity)
        facts = {"outcome": record.outcome, "unfinished": record.unfinished, "beneficiaries": max(record.beneficiaries - 18, 40)}
        actions.write_record(activity, **facts, by=head)
        actions.publish_record(activity, by=head)
        actions.reopen(mine[3].activity, reason=OPEN, by=above)


def bring_list(world: World) -> None:
    """An Excel list of Vạn Linh: the good rows written, two still to be looked at; and one declaration that became a record."""
    head, unit = world.accounts[cast.SECRETARY.key], world.new_unions[VAN_LINH]
    rows = [f"{number};{title};{day(back)};{people};{note}" for number, (title, back, people, note) in enumerate(LIST, 1)]
    data = "\r\n".join([HEADINGS, *rows]).encode("utf-8-sig")
    batch = upload(data, name="viec ngoai cong thang 11.csv", kind="declared", unit_id=unit.pk, request_id=world.uuid(), by=head)
    commit(batch, by=head)
    request = world.uuid()
    facts = {"title": "Sửa cầu treo thôn Khun Phang", "ended_on": today() - timedelta(days=30), "people": 26}
    work = actions.declare_work(unit, **facts, is_other=True, request_id=request, by=head)
    said = {"kind": "repair", "outcome": TURNED, "place_name": "Cầu treo thôn Khun Phang", "people": 26, "beneficiaries": 210}
    actions.turn_into_record(work, **said, by=head)
    DeclaredWork.objects.filter(pk=work.pk).update(declared_at=timezone.now() - timedelta(days=27))


def day(back: int) -> str:
    return f"{today() - timedelta(days=back):%d/%m/%Y}"


def ask_for_consent(world: World) -> None:
    """A draft with a picture in which somebody stands who may not be shown."""
    unit, head = world.new_unions[VAN_LINH], world.accounts[cast.SECRETARY.key]
    over = Activity.objects.filter(unit=unit, status__in=(Activity.Status.OPEN, Activity.Status.CLOSED), ends_at__lte=timezone.now())
    activity = over.order_by("ends_at").first()
    picture = next((found[0] for found in world.pictures.values() if found), None)
    if activity is None or picture is None:
        return
    came = candidates(activity)
    young = next((who.person for who in came if who.problem), came[0].person if came else None)
    record = actions.write_record(activity, outcome="Việc chính đã xong, bà con dùng được ngay.", beneficiaries=64, by=head)
    shown = RecordPicture.objects.create(record=record, picture=picture, caption="Cả đội sau buổi sáng")
    if young:
        actions.describe_picture(shown, caption=shown.caption, consented=False, children="yes", people=[young], by=head)
