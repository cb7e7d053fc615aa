"""Who holds which post, before and after the reorganisation, and the accounts that follow from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from aoxanh.access.models import Grant, Scope
from aoxanh.accounts.models import User
from aoxanh.demo import cast
from aoxanh.demo.cast import FIRST, Account
from aoxanh.demo.names import draw
from aoxanh.demo.world import CHI_LANG_DISTRICT, COAST, HIGHLAND, NORTH, REGIONS, REORGANISED, TUY_HOA, VAN_LINH, World
from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Post, Unit
from aoxanh.people.actions import CONSENT_TEXT
from aoxanh.people.models import Appointment, Consent, Person
from aoxanh.places.models import Area

TERM = date(2022, 11, 1)
SECRETARY, DEPUTY, FOCAL = "Bí thư", "Phó Bí thư phụ trách tình nguyện", "Đầu mối nhu cầu tình nguyện"
ROLES = {
    "commune_union": {SECRETARY: "unit_administrator", DEPUTY: "organiser", FOCAL: "focal_point"},
    "district_union": {SECRETARY: "coordinator", DEPUTY: "coordinator", FOCAL: "focal_point"},
    "provincial_union": {SECRETARY: "inspector", DEPUTY: "coordinator", FOCAL: "focal_point"},
    "school": {SECRETARY: "unit_administrator"},
    "vocational_centre": {SECRETARY: "unit_administrator"},
}
ABOVE = {"coordinator", "inspector"}
CARRIES_ON = 0.55
RANKS = {SECRETARY: Post.Rank.HEAD, DEPUTY: Post.Rank.DEPUTY, FOCAL: Post.Rank.MEMBER}


@dataclass(frozen=True)
class Holding:
    """A person in a post for a term. `account` is set for the named ones."""

    unit: Unit
    title: str
    person: Person
    since: date
    until: date | None
    account: Account | None = None


def make_officers(world: World) -> int:
    """Posts, holders, accounts and grants; how many holders."""
    make_accounts(world)
    holdings = list(all_holdings(world))
    people = {holding.person.pk: holding.person for holding in holdings if holding.person.user is None}
    give_accounts(people.values())
    users = [person.user for person in people.values() if person.user]
    User.objects.bulk_create(users)
    Person.objects.bulk_create(people.values())
    world.holdings = holdings
    number = hold(world, [holding for holding in holdings if not begins_anew(holding)])
    for holding in holdings:
        if holding.title == SECRETARY:
            world.heads[holding.unit.pk] = holding.person.user
    note_approvers(world, holdings)
    return number


def take_over(world: World) -> int:
    """The posts of units that began on 01/07/2025, and the terms that did; how many holders."""
    return hold(world, [holding for holding in world.holdings if begins_anew(holding)])


def begins_anew(holding: Holding) -> bool:
    return holding.since >= REORGANISED


def hold(world: World, holdings: list[Holding]) -> int:
    """Posts, appointments and grants; terms that the reorganisation will end are open until it does."""
    posts = {
        (holding.unit.pk, holding.title): post_of(holding) for holding in holdings if (holding.unit.pk, holding.title) not in world.posts
    }
    Post.objects.bulk_create(posts.values())
    world.posts |= posts
    terms = [appointment(world, holding, world.posts[holding.unit.pk, holding.title], until(world, holding)) for holding in holdings]
    Appointment.objects.bulk_create(terms)
    Grant.objects.bulk_create([grant(holding, term) for holding, term in zip(holdings, terms, strict=True) if holding.person.user])
    return len(holdings)


def until(world: World, holding: Holding) -> date | None:
    ends = holding.unit.pk in {unit.pk for unit in (*world.district_unions.values(), *world.old_unions.values(), world.provincial[COAST])}
    return None if ends else holding.until


def make_accounts(world: World) -> None:
    """The named accounts with their people, who agreed as everybody does."""
    homes = {cast.COAST_SECRETARY.key: TUY_HOA, cast.HIGHLAND_COORDINATOR.key: "24133"}
    for account in FIRST:
        user = User.objects.create_user(account.email)
        person = Person.objects.create(
            user=user,
            full_name=account.full_name,
            email=account.email,
            birth_date=account.born_on,
            area=world.new.get(homes.get(account.key, VAN_LINH)),
            phone=world.phone(),
            is_demo=True,
        )
        Consent.objects.create(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel="web")
        world.accounts[account.key] = user


def person_of(world: World, account: Account) -> Person:
    return Person.objects.get(user=world.accounts[account.key])


def all_holdings(world: World) -> Iterable[Holding]:
    yield from provincial_holdings(world)
    for code in sorted({(area.parent.code if (area := world.old[old]).parent else "") for old in organising_old(world)}):
        province = world.districts[code].parent
        for title in (SECRETARY, DEPUTY):
            yield Holding(world.district_unions[code], title, somebody(world, REGIONS[province.code], None), TERM, REORGANISED)
    yield from commune_holdings(world)
    for school in world.schools.values():
        yield Holding(school, SECRETARY, somebody(world, "north", school.area), TERM, None)
    inspector = person_of(world, cast.INSPECTOR)
    yield Holding(world.provincial[NORTH], "Ủy viên Ban Kiểm tra", inspector, TERM, None, cast.INSPECTOR)


def organising_old(world: World) -> list[str]:
    """Codes of old communes whose heirs organise."""
    organising = {code for codes in world.organisers.values() for code in codes}
    return [old for old, heir in world.heir.items() if heir in organising]


def provincial_holdings(world: World) -> Iterable[Holding]:
    """In Lạng Sơn and Đắk Lắk the terms changed with the reorganisation; Phú Yên's ended with it."""
    named = {NORTH: cast.COORDINATOR, HIGHLAND: cast.HIGHLAND_COORDINATOR}
    for code, region in REGIONS.items():
        unit = world.provincial[code]
        for title in (SECRETARY, DEPUTY, FOCAL):
            yield Holding(unit, title, somebody(world, region, None), TERM, REORGANISED)
            if code == COAST:
                continue
            account = named[code] if title == DEPUTY else None
            person = person_of(world, account) if account else somebody(world, region, None)
            yield Holding(unit, title, person, REORGANISED, None, account)


def commune_holdings(world: World) -> Iterable[Holding]:
    """The officers of every organising commune, old and new; about half go on in the new one."""
    named = {
        (VAN_LINH, SECRETARY): cast.SECRETARY,
        (VAN_LINH, FOCAL): cast.FOCAL_POINT,
        (TUY_HOA, SECRETARY): cast.COAST_SECRETARY,
    }
    before: dict[tuple[str, str], Person] = {}
    for old in organising_old(world):
        heir = world.heir[old]
        for title in titles(world, heir):
            person = somebody(world, REGIONS[world.region[heir]], world.new[heir])
            before[heir, title] = person
            yield Holding(world.old_unions[old], title, person, TERM, REORGANISED)
    for code in sorted(code for codes in world.organisers.values() for code in codes):
        for title in titles(world, code):
            account, last = named.get((code, title)), before.get((code, title))
            if account:
                person = person_of(world, account)
            elif last and world.random.random() < CARRIES_ON:
                person = last
            else:
                person = somebody(world, REGIONS[world.region[code]], world.new[code])
            yield Holding(world.new_unions[code], title, person, REORGANISED, None, account)


def titles(world: World, code: str) -> tuple[str, ...]:
    """Communes of the plans have all three posts filled, the others their secretary."""
    old = next(area for area in (world.old[old] for old, heir in world.heir.items() if heir == code))
    planned = world.region[code] == COAST or (old.parent and old.parent.code == CHI_LANG_DISTRICT)
    return (SECRETARY, DEPUTY, FOCAL) if planned else (SECRETARY,)


def somebody(world: World, region: str, area: Area | None) -> Person:
    """An officer, 26 to 37 years old."""
    born = world.today - timedelta(days=world.random.randint(26 * 365, 37 * 365))
    person = Person(full_name=draw(world.random, region).full_name, birth_date=born, area=area, phone=world.phone(), is_demo=True)
    person.key_name()
    return person


def give_accounts(people: Iterable[Person]) -> None:
    """An account for everyone, its address made of the name as offices do: "duong.dinh2@doan.example"."""
    seen: Counter[str] = Counter()
    for person in people:
        words = "".join(sign for sign in search_key(person.full_name) if sign.isalpha() or sign == " ").split()
        local = f"{words[-1]}.{words[0]}"
        seen[local] += 1
        person.email = f"{local}{seen[local] if seen[local] > 1 else ''}@doan.example"
        person.user = User(email=person.email, password=make_password(None))


def post_of(holding: Holding) -> Post:
    role = ROLES.get(holding.unit.kind, {}).get(holding.title, "inspector" if holding.account == cast.INSPECTOR else "")
    return Post(
        unit=holding.unit,
        title=holding.title,
        role=role,
        role_scope=Scope.SUBTREE if role in ABOVE else Scope.UNIT,
        rank=RANKS.get(holding.title, Post.Rank.OTHER),
        dedicated=holding.title == DEPUTY,
        focal_point=holding.title == FOCAL,
        during=holding.unit.during,
    )


def appointment(world: World, holding: Holding, post: Post, until: date | None) -> Appointment:
    decision = f"{world.random.randint(12, 480)}-QĐ/TĐTN-BTC"
    return Appointment(person=holding.person, post=post, during=during(holding.since, until), decision=decision)


def grant(holding: Holding, term: Appointment) -> Grant:
    """What the post opens for its holder; it ends with the term."""
    post, reason = term.post, f"{holding.title} {holding.unit.short_name}"
    facts = {"role": post.role, "scope": post.role_scope, "during": term.during, "reason": reason, "source": term.pk}
    return Grant(user=holding.person.user, unit=holding.unit, **facts)


def note_approvers(world: World, holdings: list[Holding]) -> None:
    """Who approves in a province since when: its deputy secretary for volunteering."""
    for code, unit in world.provincial.items():
        terms = [(holding.since, holding.person.user) for holding in holdings if holding.unit is unit and holding.title == DEPUTY]
        world.approvers[code] = sorted(terms, key=lambda term: term[0])


def approver(world: World, region: str, on: date) -> User:
    """The coordinator who decided on the day; Phú Yên's communes ask Đắk Lắk's since the reorganisation."""
    code = HIGHLAND if region == COAST and on >= REORGANISED else region
    return [user for since, user in world.approvers[code] if since <= on][-1]
