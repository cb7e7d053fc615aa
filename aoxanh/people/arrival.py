"""Where someone goes who has just signed in."""

from django.urls import Resolver404, resolve, reverse

from aoxanh.access.queries import own_grants
from aoxanh.accounts.models import User
from aoxanh.kit.addresses import with_next
from aoxanh.kit.dates import today
from aoxanh.people.queries import person_of
from aoxanh.people.queries.claims import waits_for
from aoxanh.people.queries.guardians import questions_to


def where_to(user: User, after: str) -> str:
    """On to `after`; who is new, no officer and no guardian first says who they are. "" leaves it to LOGIN_REDIRECT_URL.

    Somebody whom a unit has noted with the address that they have just proven is first asked whether that is them.
    """
    person = person_of(user)
    if not person and not is_answer(after) and waits_for(user):
        return with_next(reverse("people:claim"), after)
    if person or own_grants(user, on=today()).exists() or is_answer(after):
        return after
    if user.guardianships.exists() or questions_to(user).exists():
        return after or reverse("guardian:children")
    return with_next(reverse("people:profile"), after)


def is_answer(after: str) -> bool:
    """Whether somebody comes to answer as a guardian: a parent needs no profile of their own for that."""
    try:
        return bool(after) and resolve(after.partition("?")[0]).view_name == "guardian:answer"
    except Resolver404:
        return False
