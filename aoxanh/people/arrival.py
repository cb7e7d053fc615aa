"""Where someone goes who has just signed in."""

from django.urls import Resolver404, resolve, reverse

from aoxanh.access.queries import own_grants
from aoxanh.accounts.models import User
from aoxanh.kit.addresses import with_next
from aoxanh.kit.dates import today
from aoxanh.people.queries import person_of


def where_to(user: User, after: str) -> str:
    """On to `after`; who is new, no officer and no guardian first says who they are. "" leaves it to LOGIN_REDIRECT_URL."""
    if person_of(user) or own_grants(user, on=today()).exists() or is_answer(after):
        return after
    if user.guardianships.exists():
        return after or reverse("guardian:children")
    return with_next(reverse("people:profile"), after)


def is_answer(after: str) -> bool:
    """Whether somebody comes to answer as a guardian: a parent needs no profile of their own for that."""
    try:
        return bool(after) and resolve(after.partition("?")[0]).view_name == "guardian:answer"
    except Resolver404:
        return False
