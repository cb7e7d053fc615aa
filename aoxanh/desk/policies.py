"""Which units an officer sees and keeps in order. Every view of units fetches through here.

Names, dates and successions of units are public; what the desk adds (officers, members, what can be changed) is for who holds
`units.read` over the unit on the day that the page shows.
"""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.models import Grant, Scope
from aoxanh.access.queries import permissions, permitted_units
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.desk.queries.reach import READ, reach, roots
from aoxanh.kit.dates import holds, today
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Post, Reorganisation, Unit
from aoxanh.people.models import Appointment, Person, UnsettledMove
from aoxanh.people.policies import visible_people
from aoxanh.people.queries.moves import unsettled

MANAGE, APPOINT, REORGANISE, PEOPLE = "units.manage", "officers.manage", "units.reorganise", "people.manage"


def visible_units(user: User | AnonymousUser, *, on: date) -> QuerySet[Unit]:
    """Units of that day that the user may open at the desk."""
    return reach(user, READ, on=on)


def visible_roots(user: User | AnonymousUser, *, on: date) -> QuerySet[Unit]:
    """Where the user's part of the tree of that day begins."""
    return roots(user, READ, on=on)


def manageable_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units whose facts and posts the user may change."""
    on = today()
    return permitted_units(user, MANAGE, on=on).filter(holds(on))


def manageable_posts(user: User | AnonymousUser) -> QuerySet[Post]:
    """Posts, past and present, of the units that the user may change."""
    return Post.objects.filter(unit__in=manageable_units(user).values("pk")).select_related("unit__area")


def staffed_posts(user: User | AnonymousUser) -> QuerySet[Post]:
    """Posts to which the user may appoint."""
    return Post.objects.filter(unit__in=staffed_units(user).values("pk")).select_related("unit__area")


def endable_appointments(user: User | AnonymousUser) -> QuerySet[Appointment]:
    """Terms that the user may end."""
    return Appointment.objects.filter(post__unit__in=staffed_units(user).values("pk")).select_related("post__unit", "person")


def staffed_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units whose officers the user may appoint."""
    on = today()
    return permitted_units(user, APPOINT, on=on).filter(holds(on))


def reorganisable_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units under which the user may reorganise: a grant for the unit alone does not reach its tree."""
    if not user.is_authenticated:
        return Unit.objects.none()
    on = today()
    given = Grant.objects.filter(holds(on), user=user, role__in=roles_with(REORGANISE), scope=Scope.SUBTREE)
    return Unit.objects.filter(holds(on), pk__in=given.values("unit")).order_by("search_key", "id")


def visible_events(user: User | AnonymousUser) -> QuerySet[Reorganisation]:
    """Reorganisations within units that the user may reorganise, whoever drafted them; what was thrown away is gone."""
    inside = permitted_units(user, REORGANISE, on=today()).values("pk")
    return Reorganisation.objects.filter(root_id__in=inside).exclude(state=Reorganisation.State.UNDONE)


def events_above() -> QuerySet[Reorganisation]:
    """What was decided for the whole tree, the latest first: everybody at the desk may read what it changed, nobody there changes it."""
    decided = (Reorganisation.State.DECIDED, Reorganisation.State.IN_EFFECT)
    return Reorganisation.objects.filter(root_id=None, state__in=decided).order_by("-on", "id")


def settleable_moves(user: User | AnonymousUser) -> QuerySet[UnsettledMove]:
    """Members of split units about whom the user decides: whoever keeps the people of the unit where they stand now."""
    mine = permitted_units(user, PEOPLE, on=today()).values("pk")
    return unsettled().filter(after__unit__in=mine)


def may_read(user: User | AnonymousUser) -> bool:
    """Whether the user reads units somewhere: then the public side of any day's changes is open too."""
    return READ in permissions(user, on=today())


def appointable_people(user: User | AnonymousUser, text: str) -> QuerySet[Person]:
    """Whom the user may appoint, by name among the people that the user sees, by a whole phone number or address among all.

    An officer may come from elsewhere; who knows the number or the address knows the person.
    """
    living = Person.objects.filter(merged_into=None, erased_at=None, restricted_at=None)
    words = search_key(text).split()
    if not words:
        return Person.objects.none()
    named = Q(pk__in=visible_people(user, today()).values("pk"))
    for word in words:
        named &= Q(search_key__contains=word)
    phone = phone_in(text)
    exactly = Q(email__iexact=text.strip()) | (Q(phone=phone) if phone else Q(pk=None))
    return living.filter(named | exactly).select_related("area").order_by("sort_key", "id")


def phone_in(text: str) -> str:
    """The number that was typed, as it is stored; nothing where it is none."""
    try:
        return e164(text)
    except NotAPhoneError:
        return ""
