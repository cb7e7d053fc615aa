"""One person before fifty open shifts: what they may take, and of the rest why not and where to go on."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import repeat
from uuid import uuid4

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, ShiftRole, Signup, Waiting, Wave
from aoxanh.kit.codes import short_code
from aoxanh.org.models import Unit
from aoxanh.people.models import Person, PersonSkill, Skill
from benchmarks.figures import Figure
from benchmarks.ground import Site, scratch_database, serving, signed_in
from benchmarks.load import Load, Request, load
from tests.cast import make_activity, make_area, make_unit, make_user, noon

SHIFTS, OTHERS, PLACES_OF_OTHERS = 50, 10_000, 40_000
TIMES = 300
OK = 200


def run() -> Iterator[Figure]:
    """Beside 10,000 people with 40,000 places; one client, one web process; the median of the whole page, session and menus included."""
    with scratch_database() as database:
        user = ground()
        request = Request(reverse("signup:fitting"), headers=signed_in(user))
        with serving(database, workers=1) as site:
            measured(site, request, 40)
            found = measured(site, request, TIMES)
    yield Figure("page_ms", found.percentile(50) * 1000, "ms", "≤ 30")
    yield Figure("page_p95_ms", found.percentile(95) * 1000, "ms")
    yield Figure("cpu_ms", found.cpu_ms, "ms")


@transaction.atomic
def ground() -> User:
    """Fifty shifts in four weeks, with roles, waves, waiting lists and trainings; the person has six places and a skill."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    area = make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    unit = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", area)
    user = make_user("hanh@tinhnguyen.example", "Vi Thị Hạnh", area=area)
    skills = list(Skill.objects.all()[:3])
    PersonSkill.objects.create(person=user.person, skill=skills[0], degree=2)
    people = [Person(full_name=f"Lê Thị {number}", birth_date=user.person.birth_date, area=area) for number in range(OTHERS)]
    for person in people:
        person.key_name()
    Person.objects.bulk_create(people, batch_size=2000)
    listed = [shift_of(unit, user, skills, number) for number in range(SHIFTS)]
    fill(listed, people, user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return user


def shift_of(unit: Unit, user: User, skills: list[Skill], number: int) -> Shift:
    start = noon(2 + number // 2) - timedelta(hours=5 - 5 * (number % 2))
    facts = {"training_first": skills[1] if number % 10 == 0 else None, "latitude": 21.64 + (number % 7) * 0.05}
    shift = make_activity(unit, user, shifts=[(start, start + timedelta(hours=4), 900)], **facts).shifts.get()
    if number % 2:
        ShiftRole.objects.create(shift=shift, name="Lái xe", places=5, skill=skills[number % 3], must_be_proved=True)
    if number % 6 == 0:
        Wave.objects.create(shift=shift, at=timezone.now() + timedelta(hours=9), places=50)
        Shift.objects.filter(pk=shift.pk).update(withheld=50)
    return shift


def fill(shifts: list[Shift], people: list[Person], user: User) -> None:
    """Others' places, a tenth of the shifts full with a waiting list, and the person's own six."""
    each = PLACES_OF_OTHERS // SHIFTS
    rows = [Signup(shift=shift, person=people[(at * 173 + number * 7) % OTHERS], code=code(), request_id=uuid4())
            for number, shift in enumerate(shifts) for at in range(each)]  # fmt: skip
    Signup.objects.bulk_create({(row.shift_id, row.person_id): row for row in rows}.values(), batch_size=5000)
    for number, shift in enumerate(shifts):
        taken = Signup.objects.filter(shift=shift).count()
        full = {"places": taken, "withheld": 0} if number % 10 == 5 else {}
        Shift.objects.filter(pk=shift.pk).update(taken=taken, **full)
        if full:
            waits = [Waiting(shift=shift, person=people[at], number=at + 1, request_id=uuid4()) for at in range(200)]
            Waiting.objects.bulk_create(waits)
    for shift in shifts[3::9]:
        Signup.objects.create(shift=shift, person=user.person, code=code(), request_id=uuid4())
        Shift.objects.filter(pk=shift.pk).update(taken=Signup.objects.filter(shift=shift).count())


def code() -> str:
    return short_code(8)


def measured(site: Site, request: Request, times: int) -> Load:
    """Every answer was the whole list, or the figures mean nothing."""
    found = load(site, repeat(request, times), clients=1)
    assert set(found.statuses) == {OK}, found.statuses
    assert found.answers[-1].body.count(b"/hoat-dong/sua-bep") >= SHIFTS - 6
    return found
