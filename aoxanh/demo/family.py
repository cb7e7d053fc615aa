"""A mother and her two children in Vạn Linh: for one she agreed, the other waits for her answer."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup, Wish
from aoxanh.demo import cast
from aoxanh.demo.stage import told
from aoxanh.demo.world import VAN_LINH, World, own_times
from aoxanh.kit.dates import during
from aoxanh.people.actions import CONSENT_TEXT
from aoxanh.people.actions.guardians import GUARDIAN_TEXT
from aoxanh.people.consents import GUARDIAN
from aoxanh.people.invitations import digest, token_of, unused
from aoxanh.people.models import Consent, Guardianship, Membership, Person

SON, DAUGHTER = "Nông Minh Đức", "Nông Minh Châu"
YEARS = {SON: 14, DAUGHTER: 12}
DECLARED = "Tự khai trên trang và chịu trách nhiệm"
YOUNGEST_AT_THE_MARKET = 12


def make_family(world: World) -> int:
    """Made last, so that the dice of everything else fall as they do without them; how many children."""
    guardian = make_guardian(world)
    son, daughter = (make_child(world, name) for name in YEARS)
    shift = market(world)
    agree(world, son, guardian)
    sign_up(world, son, shift, guardian)
    ask(world, daughter, guardian)
    Wish.objects.create(shift=shift, person=daughter, request_id=world.uuid(), by=world.accounts[cast.SECRETARY.key])
    return len(YEARS)


def make_guardian(world: World) -> User:
    account = cast.GUARDIAN
    user = User.objects.create_user(account.email)
    world.accounts[account.key] = user
    facts = {"full_name": account.full_name, "birth_date": account.born_on, "area": world.new[VAN_LINH], "phone": world.phone()}
    person = Person.objects.create(user=user, email=account.email, is_demo=True, **facts)
    Consent.objects.create(person=person, purpose=Consent.Purpose.VOLUNTEERING, version=CONSENT_TEXT, channel="web", by=user)
    return user


def make_child(world: World, name: str) -> Person:
    born = world.today - timedelta(days=round(YEARS[name] * 365.25) + 100)
    child = Person.objects.create(full_name=name, birth_date=born, area=world.new[VAN_LINH], is_demo=True)
    Membership.objects.create(person=child, unit=world.new_unions[VAN_LINH], during=during(world.today - timedelta(days=200)))
    return child


def market(world: World) -> Shift:
    """The morning of the market, which takes people from 12 years on."""
    activity = Activity.objects.get(unit=world.new_unions[VAN_LINH], title=told()["market"].title, starts_at__gt=world.now)
    Activity.objects.filter(pk=activity.pk).update(min_age=YOUNGEST_AT_THE_MARKET)
    return activity.shifts.get()


def agree(world: World, child: Person, guardian: User) -> None:
    at = moment_of(world, 20)
    answer = {"identity_note": DECLARED, "version": GUARDIAN_TEXT, "consented_at": at, "invitation": unused(), "invited_until": at}
    Guardianship.objects.create(child=child, user=guardian, phone=guardian.person.phone, **named(world), **answer)
    with own_times(Consent):
        for purpose in (Consent.Purpose.VOLUNTEERING, Consent.Purpose.PICTURES):
            Consent.objects.create(person=child, purpose=purpose, version=GUARDIAN_TEXT, channel=GUARDIAN, by=guardian, at=at)


def ask(world: World, child: Person, guardian: User) -> None:
    """The link can be shown at the desk, and answered by the guardian's account."""
    asked = Guardianship(child=child, invited_until=world.now + timedelta(days=12), **named(world))
    asked.invitation = digest(token_of(asked))
    asked.save(force_insert=True)


def named(world: World) -> dict[str, object]:
    who = {"full_name": cast.GUARDIAN.full_name, "relation": Guardianship.Relation.MOTHER, "email": cast.GUARDIAN.email}
    return {**who, "invited_by": world.accounts[cast.SECRETARY.key]}


def sign_up(world: World, child: Person, shift: Shift, guardian: User) -> None:
    with own_times(Signup):
        facts = {"code": world.code(), "request_id": world.uuid(), "at": moment_of(world, 2), "by": guardian}
        Signup.objects.create(shift=shift, person=child, **facts)
    Shift.objects.filter(pk=shift.pk).update(taken=shift.taken + 1)


def moment_of(world: World, days: int) -> datetime:
    """A quarter past seven in the evening, so many days ago."""
    return timezone.make_aware(datetime.combine(world.today - timedelta(days=days), time(19, 15)))
