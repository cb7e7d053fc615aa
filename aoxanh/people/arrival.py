"""Where someone goes who has just signed in."""

from django.urls import reverse

from aoxanh.access.queries import own_grants
from aoxanh.accounts.models import User
from aoxanh.kit.addresses import with_next
from aoxanh.kit.dates import today
from aoxanh.people.queries import person_of


def where_to(user: User, after: str) -> str:
    """On to `after`; who is new and no officer first says who they are. "" leaves it to LOGIN_REDIRECT_URL."""
    if person_of(user) or own_grants(user, on=today()).exists():
        return after
    return with_next(reverse("people:profile"), after)
