"""Acts that need what several floors know."""

from datetime import date
from uuid import UUID

from django.db import transaction

from aoxanh.access.actions import refuse_appointing_more_than_held
from aoxanh.accounts.models import User
from aoxanh.org.actions import posts
from aoxanh.org.actions.posts import PostFacts
from aoxanh.org.models import Post, Unit


@transaction.atomic
def open_post(unit: Unit, *, facts: PostFacts, since: date | None, until: date | None, by: User, request_id: UUID) -> Post:
    """Open a post whose role, if any, the user may give. Refuses with `not_yours_to_give`, and as `org.actions.posts.open_post`."""
    refuse_appointing_more_than_held(Post(unit=unit, role=facts.role, role_scope=facts.role_scope), by=by)
    return posts.open_post(unit, facts=facts, since=since, until=until, by=by, request_id=request_id)
