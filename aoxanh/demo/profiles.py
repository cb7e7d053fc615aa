"""What people have filled in about themselves, which papers officers saw, what was agreed to; and the desk of the data officer."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from aoxanh.access.models import Grant, Scope
from aoxanh.accounts.models import User
from aoxanh.demo import cast
from aoxanh.demo.world import NORTH, REORGANISED, VAN_LINH, World
from aoxanh.kit.dates import during
from aoxanh.org.models import Post
from aoxanh.people.actions import CONSENT_TEXT
from aoxanh.people.consents import current
from aoxanh.people.deadlines import answer_due, carry_due
from aoxanh.people.models import Appointment, Availability, Consent, DataRequest, Person, PersonSkill

OFFICE = "Cán bộ phụ trách dữ liệu cá nhân"
Part = Availability.Part
HABITS = (
    [(5, Part.MORNING), (6, Part.MORNING)],
    [(5, Part.MORNING), (5, Part.AFTERNOON), (6, Part.MORNING), (6, Part.AFTERNOON)],
    [(6, Part.MORNING)],
    [(2, Part.EVENING), (4, Part.EVENING), (5, Part.MORNING)],
    [(day, Part.AFTERNOON) for day in range(5)],
)
TRANSPORT = (["motorbike", "bicycle", "walk", "car", ""], [52, 18, 12, 2, 16])
PAPERS = {
    "medical": "Bằng y sĩ, Trường Cao đẳng Y tế Lạng Sơn, 2023",
    "driving": "Giấy phép lái xe hạng A1",
    "swimming": "Chứng nhận tập huấn cứu đuối, Tỉnh đoàn, 2025",
    "electricity_water": "Chứng chỉ sơ cấp điện dân dụng, 2022",
}
AGREED = {"messages": 0.62, "pictures": 0.71, "honour": 0.44}
ASKED = (
    ("correct", "Tên đệm của tôi là Thuỳ, ghi trong hồ sơ là Thùy. Nhờ sửa theo căn cước.", 6, False),
    ("restrict", "Tôi đi nghĩa vụ quân sự hai năm, tạm dừng dùng hồ sơ.", 1, False),
    ("correct", "Ngày sinh đúng của tôi là 12/03/2005.", 9, True),
)


def make_profiles(world: World) -> int:
    """Made last, as the family is; how many skills, free parts of the week and consents."""
    people = [person for found in world.volunteers.values() for person in found]
    officer = make_data_officer(world)
    ask(world, people_of_van_linh(world), officer)
    describe_hanh(world)
    return write_skills(world) + write_habits(world, people) + write_consents(world, people)


def people_of_van_linh(world: World) -> list[Person]:
    hanh = world.accounts[cast.VOLUNTEER.key].pk
    return [person for person in world.volunteers[VAN_LINH] if person.user_id != hanh]


def make_data_officer(world: World) -> User:
    """Holds the post at the province, which opens the role for everything under it."""
    account, unit = cast.DATA_OFFICER, world.provincial[NORTH]
    user = User.objects.create_user(account.email)
    world.accounts[account.key] = user
    facts = {"full_name": account.full_name, "birth_date": account.born_on, "area": world.new[VAN_LINH], "phone": world.phone()}
    person = Person.objects.create(user=user, email=account.email, is_demo=True, **facts)
    Consent.objects.create(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel="web", by=user)
    post = Post.objects.create(unit=unit, title=OFFICE, role="data_officer", role_scope=Scope.SUBTREE, during=during(REORGANISED))
    held = Appointment.objects.create(person=person, post=post, during=during(REORGANISED), decision="31-QĐ/TĐTN-BTC")
    Grant.objects.create(
        user=user, unit=unit, role=post.role, scope=Scope.SUBTREE, during=during(REORGANISED), reason=OFFICE, source=held.pk
    )
    return user


def write_skills(world: World) -> int:
    """How well, and for what needs a paper sometimes which; most of those were seen by the secretary of the unit."""
    rows = list(PersonSkill.objects.select_related("skill").order_by("id"))
    heads = {person.pk: world.heads.get(world.new_unions[code].pk) for code, found in world.volunteers.items() for person in found}
    degrees = world.random.choices([1, 2, 3], [45, 42, 13], k=len(rows))
    for degree in (1, 3):
        PersonSkill.objects.filter(pk__in=[row.pk for row, drawn in zip(rows, degrees, strict=True) if drawn == degree]).update(
            degree=degree
        )
    shown = [row for row in rows if row.skill.needs_proof and world.random.random() < 0.6]
    for row in shown:
        row.proof = PAPERS.get(row.skill.code, "Chứng chỉ nghề")
        if world.random.random() < 0.7 and (head := heads.get(row.person_id)):
            row.proved_at, row.proved_by = world.now - timedelta(days=world.random.randint(3, 400)), head
    PersonSkill.objects.bulk_update(shown, ["proof", "proved_at", "proved_by"], batch_size=500)
    return len(rows)


def write_habits(world: World, people: Iterable[Person]) -> int:
    """More than half have said when they can come."""
    told = [person for person in people if world.random.random() < 0.56]
    parts = [Availability(person=person, weekday=weekday, part=part) for person in told for weekday, part in world.random.choice(HABITS)]
    Availability.objects.bulk_create(parts, batch_size=2000)
    drawn = world.random.choices(*TRANSPORT, k=len(told))
    for transport in filter(None, TRANSPORT[0]):
        riding = [person.pk for person, way in zip(told, drawn, strict=True) if way == transport]
        Person.objects.filter(pk__in=riding).update(transport=transport)
    return len(parts)


def write_consents(world: World, people: Iterable[Person]) -> int:
    """Each purpose by itself; a few took one back."""
    rows = [
        Consent(
            person=person,
            purpose=purpose,
            version=current(purpose).version,
            channel="paper",
            withdrawn_at=world.now if world.random.random() < 0.03 else None,
        )
        for person in people
        for purpose, share in AGREED.items()
        if world.random.random() < share
    ]
    Consent.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def describe_hanh(world: World) -> None:
    """The named volunteer has filled in everything that is not sensitive."""
    hanh = Person.objects.get(user=world.accounts[cast.VOLUNTEER.key])
    hanh.address, hanh.transport, hanh.emergency_name, hanh.emergency_phone = "Thôn Nà Pè", "motorbike", "Vi Văn Thắng", world.phone()
    hanh.save()
    for code, degree in (("first_aid", 2), ("teaching", 3), ("tay_nung", 3)):
        PersonSkill.objects.get_or_create(person=hanh, skill=world.skills[code], defaults={"degree": degree})


def ask(world: World, people: list[Person], officer: User) -> None:
    """Requests at the data officer's desk: one late, one of yesterday, one carried out."""
    for person, (kind, text, days, done) in zip(people, ASKED, strict=False):
        day = world.today - timedelta(days=days)
        request = DataRequest.objects.create(person=person, kind=kind, text=text, answer_due=answer_due(day), carry_due=carry_due(day))
        facts = {"asked_at": world.now - timedelta(days=days)}
        if done:
            closed = timezone.now() - timedelta(days=days - 1)
            facts |= {"answered_at": closed, "done_at": closed, "done_by": officer, "outcome": "Đã sửa theo giấy khai sinh."}
        DataRequest.objects.filter(pk=request.pk).update(**facts)
