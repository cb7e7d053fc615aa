"""The longer life of activities in the demo: levels that agree, days that were put off, a series, templates, roles and waves."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from aoxanh.access.models import Grant, Scope
from aoxanh.accounts.models import User
from aoxanh.activities.models import (
    Activity,
    ApprovalRule,
    Briefing,
    Equipment,
    Series,
    Shift,
    ShiftRole,
    Signup,
    Step,
    Template,
    Wave,
)
from aoxanh.activities.outlines import outline_of
from aoxanh.activities.queries.safety import starting_text
from aoxanh.activities.slugs import slug_of
from aoxanh.demo import cast
from aoxanh.demo.officers import person_of
from aoxanh.demo.places import spot
from aoxanh.demo.world import NORTH, REORGANISED, VAN_LINH, World, own_times
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import during
from aoxanh.people.actions import CONSENT_TEXT
from aoxanh.people.models import Consent, Person

Status = Activity.Status
Case = ApprovalRule.Case
SUNDAY = 6
TIMES = (Activity, Step, Signup)


def make_lives(world: World) -> int:
    """How many activities."""
    central = make_central(world)
    make_rules(world, central)
    with own_times(*TIMES):
        days = make_series(world)
        made = [*days, blood_day(world), english_class(world), postponed(world), asked_again(world)]
    make_templates(world, days[0], made[len(days)])
    return len(made)


def make_central(world: World) -> User:
    """Who decides above the provinces."""
    account, unit = cast.CENTRAL, world.provincial[NORTH].parentages.get(during__upper_inf=True).parent
    user = User.objects.create_user(account.email)
    facts = {"full_name": account.full_name, "birth_date": account.born_on, "area": world.new[VAN_LINH], "phone": world.phone()}
    person = Person.objects.create(user=user, email=account.email, is_demo=True, **facts)
    Consent.objects.create(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel="web", by=user)
    world.accounts[account.key] = user
    Grant.objects.create(user=user, role="coordinator", unit=unit, scope=Scope.SUBTREE, during=during(REORGANISED))
    return user


def make_rules(world: World, by: User) -> None:
    """In Lạng Sơn a foreign partner needs one level more, and so do minors where a disaster is dealt with."""
    unit = world.provincial[NORTH]
    ApprovalRule.objects.create(unit=unit, case=Case.FOREIGN, levels=2, by=by)
    ApprovalRule.objects.create(unit=unit, case=Case.MINORS, kind="disaster", levels=2, by=by)


def written(world: World, title: str, kind: str, text: str, *, days: int, places: int, status: str, **facts: Any) -> Activity:
    """An activity of Vạn Linh with one morning shift in so many days, and the road to its state."""
    by, pk, there = world.accounts[cast.SECRETARY.key], world.uuid(), spot(world, world.new[VAN_LINH], VAN_LINH)
    start = morning(world, days)
    shift = {name: facts.pop(name) for name in ("least", "extra", "withheld", "transport") if name in facts}
    given = {
        "place_name": f"Nhà văn hóa {there.words['thon']}",
        "meeting_point": "Sân nhà văn hóa",
        "starts_at": start,
        "ends_at": start + timedelta(hours=4),
        "created_at": world.now - timedelta(days=9),
        "insured": True,
    }
    where = {"latitude": there.latitude, "longitude": there.longitude, "area": there.area, "unit": world.new_unions[VAN_LINH]}
    what = {"title": title, "kind": kind, "description": text, "slug": slug_of(title, pk), "status": status}
    made = Activity.objects.create(id=pk, request_id=world.uuid(), created_by=by, **where, **what, **given | facts)
    Shift.objects.create(
        activity=made, name="Buổi sáng", starts_at=start, ends_at=start + timedelta(hours=4), places=places, id=world.uuid(), **shift
    )
    road(world, made)
    return made


def morning(world: World, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(world.today + timedelta(days=days), time(7, 30)))


def road(world: World, activity: Activity) -> None:
    secretary, coordinator = world.accounts[cast.SECRETARY.key], world.accounts[cast.COORDINATOR.key]
    add = [(Status.DRAFT, 9.0, secretary), (Status.SUBMITTED, 8.0, secretary)]
    add.append((Status.ENDORSED if activity.status == Status.ENDORSED else Status.OPEN, 6.5, coordinator))
    unit = world.provincial[NORTH].pk
    Step.objects.bulk_create(
        Step(activity=activity, status=status, at=world.now - timedelta(days=ago), by=by, unit_id=unit if by == coordinator else None)
        for status, ago, by in add
    )


def make_series(world: World) -> list[Activity]:
    """Six Sundays, one of them with other hours."""
    first = 2 + (SUNDAY - (world.today + timedelta(days=2)).weekday()) % 7
    start, end = world.today + timedelta(days=first), world.today + timedelta(days=first + 35)
    by = world.accounts[cast.SECRETARY.key]
    series = Series.objects.create(
        unit=world.new_unions[VAN_LINH], weekdays=[SUNDAY], starts_on=start, until=end, request_id=world.uuid(), by=by
    )
    title, text = "Chủ nhật xanh, dọn đường thôn và bờ suối", "Quét đường, nhặt rác bờ suối, trồng hoa ven đường. Xã phát găng tay và bao."
    days = [
        written(
            world,
            title,
            "environment",
            text,
            days=first + 7 * week,
            places=24,
            status=Status.OPEN,
            series=series,
            series_on=world.today + timedelta(days=first + 7 * week),
            least=8,
        )
        for week in range(6)
    ]
    other = days[2]
    other.differs = True
    other.save(update_fields=["differs"])
    moved = other.shifts.get()
    moved.starts_at, moved.ends_at = moved.starts_at + timedelta(hours=7), moved.ends_at + timedelta(hours=6)
    moved.name = "Buổi chiều"
    moved.save()
    other.starts_at, other.ends_at = moved.starts_at, moved.ends_at
    other.save(update_fields=["starts_at", "ends_at"])
    fill(world, days[0].shifts.get(), 9)
    return days


def fill(world: World, shift: Shift, count: int) -> None:
    """So many people of the province who have no other place then."""
    busy = Signup.objects.filter(status="confirmed", shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at)
    adults = world.today - timedelta(days=19 * 365)
    free = Person.objects.filter(user__isnull=False, is_demo=True, birth_date__lt=adults, area__parent=world.new[VAN_LINH].parent)
    people = list(free.exclude(pk__in=busy.values("person")).exclude(user__in=list(world.accounts.values())).order_by("id")[:count])
    take(world, shift, people)


def take(world: World, shift: Shift, people: list[Person]) -> None:
    codes = [short_code(8) for _person in people]
    Signup.objects.bulk_create(
        Signup(shift=shift, person=person, code=code, request_id=world.uuid(), by=person.user, at=world.now - timedelta(days=4))
        for person, code in zip(people, codes, strict=True)
    )
    Shift.objects.filter(pk=shift.pk).update(taken=shift.signups.filter(status="confirmed").count())


def blood_day(world: World) -> Activity:
    """Roles, a wave that opens tomorrow morning, two taken beyond the places."""
    text = "Ngày hội hiến máu của cụm xã. Đón người hiến, đo huyết áp, phát quà, chăm người mệt. Trạm y tế tập huấn lúc 07:00."
    made = written(
        world,
        "Ngày hội hiến máu cụm xã Vạn Linh",
        "blood_donation",
        text,
        days=9,
        places=40,
        status=Status.OPEN,
        min_age=18,
        least=24,
        extra=2,
        withheld=20,
        transport="Xe 29 chỗ lúc 06:30 từ trụ sở Đoàn xã",
        insurance_note="Đoàn xã mua, 20.000 đồng một người, gói một ngày",
    )
    shift = made.shifts.get()
    rows = (
        ("Trưởng ca", 1, {"leads": True, "least": 1, "min_age": 20}),
        ("Sơ cứu, chăm người mệt", 4, {"skill": world.skills["first_aid"], "must_be_proved": True, "least": 2}),
        ("Đón tiếp, ghi phiếu", 10, {"equipment": "Áo xanh, thẻ đeo"}),
    )
    ShiftRole.objects.bulk_create(
        ShiftRole(shift=shift, name=name, places=places, order=order, **facts) for order, (name, places, facts) in enumerate(rows)
    )
    Wave.objects.create(shift=shift, at=morning(world, 2), places=20)
    return made


def english_class(world: World) -> Activity:
    """One level agreed; a foreign partner needs the next."""
    text = "Dạy tiếng Anh qua trò chơi cho học sinh lớp 6, 7 cùng tám tình nguyện viên Hàn Quốc. Giáo viên nhà trường đi cùng."
    return written(
        world,
        "Trại tiếng Anh cùng tình nguyện viên Hàn Quốc",
        "teaching",
        text,
        days=16,
        places=16,
        status=Status.ENDORSED,
        foreign_partner="Hội Thanh niên Green Asia, Hàn Quốc",
        approvals_wanted=2,
    )


def postponed(world: World) -> Activity:
    """Off, without a new day yet."""
    text = "Phát quang, khơi cống, dựng lại biển báo trên 2 km đường liên thôn."
    made = written(world, "Sửa đường liên thôn trước mùa khô", "road", text, days=5, places=20, status=Status.POSTPONED)
    fill(world, made.shifts.get(), 7)
    off(world, made, "Mưa lớn, đường vào thôn trơn trượt; chờ thông báo của xã.", hours=20)
    return made


def asked_again(world: World) -> Activity:
    """Moved to a new day: Hạnh and others are asked whether they still come."""
    text = "Gói bánh, tặng 40 suất quà cho hộ khó khăn, giúp dọn nhà."
    made = written(world, "Bánh chưng xanh cho hộ khó khăn", "gift", text, days=11, places=25, status=Status.OPEN)
    shift = made.shifts.get()
    take(world, shift, [person_of(world, cast.VOLUNTEER)])
    fill(world, shift, 10)
    off(world, made, "Trùng ngày họp thôn.", hours=5)
    Step.objects.create(activity=made, status=Status.OPEN, at=world.now - timedelta(hours=5), by=world.accounts[cast.SECRETARY.key])
    asked = Signup.objects.filter(shift=shift)
    asked.update(asked_at=world.now - timedelta(hours=5), answer_until=world.now + timedelta(hours=43))
    answered = list(asked.exclude(person=person_of(world, cast.VOLUNTEER)).order_by("id").values_list("pk", flat=True)[:6])
    asked.filter(pk__in=answered).update(answered_at=world.now - timedelta(hours=2))
    return made


def off(world: World, activity: Activity, reason: str, *, hours: float) -> None:
    at = world.now - timedelta(hours=hours, minutes=5)
    Step.objects.create(activity=activity, status=Status.POSTPONED, at=at, by=world.accounts[cast.SECRETARY.key], reason=reason)


def make_templates(world: World, sunday: Activity, blood: Activity) -> None:
    """One of the province, which every commune can begin from, and one of Vạn Linh."""
    for activity in (sunday, blood):
        by = world.accounts[cast.SECRETARY.key]
        Briefing.objects.create(activity=activity, version=1, text=starting_text(activity.kind), by=by)
        Equipment.objects.create(activity=activity, name="Găng tay", quantity=30, is_protective=True)
    rows = ((sunday, world.provincial[NORTH], "Chủ nhật xanh"), (blood, world.new_unions[VAN_LINH], "Ngày hội hiến máu"))
    for activity, unit, name in rows:
        Template.objects.create(
            unit=unit,
            name=name,
            kind=activity.kind,
            briefing=starting_text(activity.kind),
            by=world.accounts[cast.ADMINISTRATOR.key],
            **outline_of(activity),
        )
