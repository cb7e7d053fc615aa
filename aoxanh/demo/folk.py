"""The volunteers: made up, and marked so."""

from datetime import date, timedelta

from aoxanh.demo import cast
from aoxanh.demo.names import draw
from aoxanh.demo.officers import person_of
from aoxanh.demo.world import CHI_LANG, COAST, HIGHLAND, NORTH, REGIONS, REORGANISED, VAN_LINH, World
from aoxanh.kit.dates import during
from aoxanh.people.actions import CONSENT_TEXT
from aoxanh.people.models import Consent, Membership, Person, Skill

FIRST_DAY = date(2022, 9, 1)
SHARES = {"chi-lang": 0.36, COAST: 0.38, NORTH: 0.26, HIGHLAND: 0.15}
VOLUNTEERS = 5000
"""So many times the shares, which come to more than one: Lạng Sơn alone has over 3,000."""
SKILLS = [
    "first_aid",
    "medical",
    "teaching",
    "digital",
    "building",
    "electricity_water",
    "farming",
    "cooking",
    "driving",
    "swimming",
    "media",
    "stage",
    "law",
    "english",
    "chinese",
]
WEIGHTS = [9, 3, 10, 14, 8, 4, 9, 8, 10, 5, 9, 8, 3, 7, 2]
LOCAL = {NORTH: ("tay_nung", 0.45), COAST: ("", 0.0), HIGHLAND: ("", 0.0)}


def make_volunteers(world: World) -> int:
    """People with memberships, skills and consents; how many."""
    world.skills = {skill.code: skill for skill in Skill.objects.all()}
    languages: dict[object, str] = {}
    for code, number in numbers(world).items():
        region = world.region[code]
        world.volunteers[code] = [volunteer(world, code, REGIONS[region], languages) for _ in range(number)]
    people = [person for found in world.volunteers.values() for person in found]
    Person.objects.bulk_create(people, batch_size=1000)
    hanh = person_of(world, cast.VOLUNTEER)
    world.volunteers[VAN_LINH].insert(0, hanh)
    world.joined[hanh.pk] = world.today - timedelta(days=900)
    members = [row for code, found in world.volunteers.items() for person in found for row in memberships(world, code, person)]
    Membership.objects.bulk_create([row for row in members if row.during.lower < REORGANISED], batch_size=2000)
    world.joining = [row for row in members if row.during.lower >= REORGANISED]
    links = [
        Person.skills.through(person_id=pk, skill_id=skill) for person in [*people, hanh] for pk, skill in skills(world, person, languages)
    ]
    Person.skills.through.objects.bulk_create(links, batch_size=2000)
    Consent.objects.bulk_create(
        [Consent(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel="paper") for person in people],
        batch_size=2000,
    )
    return len(people) + 1


def numbers(world: World) -> dict[str, int]:
    """How many volunteers each organising commune has."""
    groups = {
        "chi-lang": list(CHI_LANG),
        COAST: world.organisers[COAST],
        NORTH: [code for code in world.organisers[NORTH] if code not in CHI_LANG],
        HIGHLAND: world.organisers[HIGHLAND],
    }
    return {
        code: max(12, round(VOLUNTEERS * world.scale * SHARES[group] / len(codes))) for group, codes in groups.items() for code in codes
    }


def volunteer(world: World, code: str, region: str, languages: dict[object, str]) -> Person:
    """16 to 34 years old, most of them pupils and students."""
    age = world.random.choices([17, 19, 22, 26, 31], [22, 26, 24, 18, 10])[0]
    born = world.today - timedelta(days=round(age * 365.25) + world.random.randint(-360, 700))
    born = min(born, world.today - timedelta(days=16 * 366))
    named = draw(world.random, region)
    person = Person(full_name=named.full_name, birth_date=born, area=world.new[code], phone=world.phone(), is_demo=True)
    person.key_name()
    earliest = max(FIRST_DAY, born + timedelta(days=16 * 366))
    world.joined[person.pk] = earliest + timedelta(days=round((world.today - earliest).days * world.random.random() ** 2.2))
    if named.is_ede:
        languages[person.pk] = "ede"
    elif region == "north" and world.random.random() < LOCAL[NORTH][1]:
        languages[person.pk] = "tay_nung"
    return person


def memberships(world: World, code: str, person: Person) -> list[Membership]:
    """In the old commune's union, which the reorganisation leads on into the new one's; or in that from the beginning."""
    joined = world.joined[person.pk]
    if joined >= REORGANISED:
        return [Membership(person=person, unit=world.new_unions[code], during=during(joined))]
    old = world.random.choice([old for old, heir in world.heir.items() if heir == code])
    return [Membership(person=person, unit=world.old_unions[old], during=during(joined))]


def join(world: World) -> int:
    """Who became a member since the reorganisation; how many."""
    return len(Membership.objects.bulk_create(world.joining, batch_size=2000))


def skills(world: World, person: Person, languages: dict[object, str]) -> list[tuple[object, object]]:
    """(person, skill) pairs: none to three, and the language spoken at home."""
    found = set(world.random.choices(SKILLS, WEIGHTS, k=world.random.choices([0, 1, 2, 3], [25, 35, 28, 12])[0]))
    if language := languages.get(person.pk):
        found.add(language)
    return [(person.pk, world.skills[code].pk) for code in sorted(found)]
