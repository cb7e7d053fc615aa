"""Forms of certificates, two in use and one that waits for approval; an organisation that was thanked, and hours that were honoured."""

from datetime import timedelta
from typing import Any

from aoxanh.accounts.models import User
from aoxanh.demo import cast
from aoxanh.demo.world import NORTH, VAN_LINH, World
from aoxanh.kit.dates import today
from aoxanh.org.models import Unit
from aoxanh.recognition import actions, choosing
from aoxanh.recognition.models import Kind, Template, Version

SUMMER = {
    "title": "Giấy chứng nhận",
    "title_en": "Certificate of volunteering",
    "body": "{don_vi} chứng nhận\n{nguoi_nhan}\nđã tham gia\n{hoat_dong}\ntại {dia_diem}\n"
    "{so_gio} tình nguyện, từ ngày {tu_ngay} đến ngày {den_ngay}",
    "body_en": "This certifies that {nguoi_nhan} took part in “{hoat_dong}” from {tu_ngay} to {den_ngay}.",
    "signature": "",
    "orientation": "portrait",
}
HOURS = {
    "title": "Chứng nhận giờ tình nguyện",
    "title_en": "",
    "body": "{don_vi} ghi nhận\n{nguoi_nhan}\nđã cống hiến {so_gio} tình nguyện trong năm {nam},\nvì cộng đồng và quê hương Xứ Lạng",
    "body_en": "",
    "signature": "",
    "orientation": "landscape",
}
THANKS = {
    "title": "Thư cảm ơn",
    "title_en": "",
    "body": "{don_vi} trân trọng cảm ơn\n{nguoi_nhan}\nđã đóng góp {noi_dung}\ncho trẻ em vùng cao năm {nam}",
    "body_en": "",
    "signature": "",
    "orientation": "landscape",
}
GIVER, GIFT = "Công ty TNHH Bánh kẹo Hoa Hồi Xứ Lạng", "120 suất quà và áo ấm cho học sinh điểm trường Khun Phang"
HOURS_HONOURED = (20, 10, 5, 2)
"""The first of these hours that somebody of Vạn Linh reached this year."""


def make_paper_forms(world: World) -> int:
    commune, province = world.new_unions[VAN_LINH], world.provincial[NORTH]
    secretary, coordinator = world.accounts[cast.SECRETARY.key], world.accounts[cast.COORDINATOR.key]
    approved(form(commune, Kind.PARTICIPATION, "Mùa hè xanh 2026", SUMMER, secretary), by=coordinator)
    if head := world.heads.get(province.pk):
        approved(form(province, Kind.HOURS, "Giờ tình nguyện Xứ Lạng", HOURS, coordinator), by=head)
    form(commune, Kind.CONTRIBUTION, "Thư cảm ơn nhà hảo tâm", THANKS, secretary)
    honour_hours(world, commune, secretary)
    days = {"starts_on": world.today - timedelta(days=6), "ends_on": world.today - timedelta(days=5)}
    facts = {"issued_on": today(), "request_id": world.uuid(), "by": secretary}
    actions.begin_contribution(commune, holder=GIVER, content=GIFT, **days, **facts)
    return Template.objects.count()


def form(unit: Unit, kind: Kind, name: str, facts: dict[str, Any], by: User) -> Version:
    """A form that waits for approval."""
    template = actions.make_template(unit, kind=kind, name=name, by=by)
    version = actions.write_version(template.versions.get(), facts=facts, pictures={}, by=by)
    return actions.submit_version(version, by=by)


def approved(version: Version, *, by: User) -> Version:
    return actions.approve_version(version, by=by)


def honour_hours(world: World, unit: Unit, by: User) -> None:
    for hours in HOURS_HONOURED:
        rule = {"minutes": 60 * hours, "year": world.today.year, "with_tree": True}
        if choosing.who_reached(unit, **rule, on=world.today).exists():
            version = Version.objects.filter(template__kind=Kind.HOURS, status=Version.Status.APPROVED).first()
            actions.begin_hours(unit, **rule, by=by, issued_on=today(), request_id=world.uuid(), version=version)
            return
