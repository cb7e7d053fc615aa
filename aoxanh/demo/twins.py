"""People of Vạn Linh whom a second list entered once more, each with another slip; and one who has not taken up her record yet."""

from datetime import date

from aoxanh.demo.world import VAN_LINH, World
from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import search_key
from aoxanh.people.models import Membership, Person
from aoxanh.people.spelling import count_words
from aoxanh.people.sweep import sweep

UNCLAIMED = "nhan.ho.so@aoxanh.example"
"""Who signs in with this address is asked whether she is Hứa Thị Thơm."""

LISTED = date(2025, 9, 5)


def make_twins(world: World) -> int:
    """Made last, without dice; how many pairs the sweep of the night found."""
    without_tones, other_phone, no_birth, mistyped, swapped = [
        person for person in world.volunteers[VAN_LINH] if person.birth_date.day <= 12 and person.birth_date.day != person.birth_date.month
    ][:5]
    again(world, without_tones, full_name=search_key(without_tones.full_name).title(), birth_date=None, birth_year=without_tones.born)
    again(world, other_phone, phone="+84500114902")
    again(world, no_birth, birth_date=None, phone="")
    again(world, mistyped, full_name=mistyped.full_name[:-1] + "w" + mistyped.full_name[-1])
    born = swapped.birth_date
    again(world, swapped, birth_date=born.replace(month=born.day, day=born.month))
    thom = {"full_name": "Hứa Thị Thơm", "birth_date": date(2003, 4, 15), "email": UNCLAIMED, "area": world.new[VAN_LINH]}
    join(world, Person.objects.create(is_demo=True, **thom), Membership.Kind.VOLUNTEER)
    count_words()
    return sweep().noted


def again(world: World, person: Person, **slip: object) -> None:
    """The second entry, from the list of the union's members."""
    facts = {"full_name": person.full_name, "birth_date": person.birth_date, "phone": person.phone, "area": person.area}
    join(world, Person.objects.create(is_demo=True, **facts | slip), Membership.Kind.UNION)


def join(world: World, person: Person, kind: str) -> None:
    Membership.objects.create(person=person, unit=world.new_unions[VAN_LINH], kind=kind, during=during(LISTED))
