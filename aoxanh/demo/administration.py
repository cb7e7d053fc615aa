"""Who gives grants in the province, for two units at once, and what was given and withdrawn by hand."""

from datetime import timedelta

from aoxanh.access.actions import give, give_for_post, withdraw
from aoxanh.access.models import Scope
from aoxanh.accounts.models import User
from aoxanh.demo import cast
from aoxanh.demo.world import NORTH, REORGANISED, VAN_LINH, World
from aoxanh.kit.dates import during
from aoxanh.org.models import Post
from aoxanh.people.actions import CONSENT_TEXT
from aoxanh.people.models import Appointment, Consent, Person

OFFICE = "Trưởng ban Tổ chức"


def make_administrator(world: World) -> int:
    """Made last, as all who are not of the story; how many grants came of it."""
    administrator = appoint(world)
    commune, secretary, focal_point = (
        world.new_unions[VAN_LINH],
        world.accounts[cast.SECRETARY.key],
        world.accounts[cast.FOCAL_POINT.key],
    )
    season = world.today - timedelta(days=40)
    give(administrator, role="organiser", unit=commune, scope=Scope.UNIT, since=season, by=secretary, reason="Tăng cường về xã, 3 tháng")
    give(
        focal_point,
        role="editor",
        unit=commune,
        scope=Scope.UNIT,
        since=world.today,
        until=world.today + timedelta(days=31),
        by=secretary,
        reason="Viết bài ngày Tình nguyện 05/12",
    )
    ended = give(
        focal_point, role="organiser", unit=commune, scope=Scope.UNIT, since=season, by=secretary, reason="Thay Phó Bí thư nghỉ phép"
    )
    withdraw(ended, on=world.today, by=secretary, reason="Phó Bí thư đã đi làm lại")
    return 4


def appoint(world: World) -> User:
    """Holds the post at the province, which opens the role for everything under it."""
    account, unit = cast.ADMINISTRATOR, world.provincial[NORTH]
    user = User.objects.create_user(account.email)
    world.accounts[account.key] = user
    facts = {"full_name": account.full_name, "birth_date": account.born_on, "area": world.new[VAN_LINH], "phone": world.phone()}
    person = Person.objects.create(user=user, email=account.email, is_demo=True, **facts)
    Consent.objects.create(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel="web", by=user)
    post = Post.objects.create(
        unit=unit, title=OFFICE, rank=Post.Rank.STANDING, role="unit_administrator", role_scope=Scope.SUBTREE, during=during(REORGANISED)
    )
    held = Appointment.objects.create(person=person, post=post, during=during(REORGANISED), decision="32-QĐ/TĐTN-BTC")
    give_for_post(user, post=post, since=REORGANISED, until=None, appointment_id=held.pk, by=None)
    return user
