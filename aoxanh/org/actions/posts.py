"""Opening and closing posts. Who holds them is the people floor's."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.org.actions.units import refuse_ended
from aoxanh.org.models import Post, Unit


@dataclass(frozen=True)
class PostFacts:
    """What a post is. `seats`: how many may hold it at once. `role`, `role_scope`: what it opens for its holder's account."""

    title: str
    rank: str = Post.Rank.OTHER
    seats: int = 1
    dedicated: bool = False
    focal_point: bool = False
    role: str = ""
    role_scope: str = "unit"


@transaction.atomic
def open_post(unit: Unit, *, facts: PostFacts, since: date | None, until: date | None = None, by: User, request_id: UUID) -> Post:
    """Open a post from `since` (None: since the unit exists) up to, not including, `until`.

    `request_id` becomes its id, so the same form sent twice opens one. Refuses with `unit_ended`, `empty_period`, `outside_unit`,
    `post_exists`.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if found := Post.objects.filter(pk=request_id).first():
        return found
    refuse_ended(unit, today())
    life: Any = unit.during
    start = since or life.lower
    if start and until and until <= start:
        raise Refused("empty_period", _("The post would end before it begins. Choose a later last day."))
    if (life.lower and start and start < life.lower) or (life.upper and until and until > life.upper):
        raise Refused("outside_unit", _("The unit does not exist on all of these days. Choose days within its life."))
    period = during(start, until or life.upper)
    if Post.objects.filter(unit=unit, title__iexact=facts.title, during__overlap=period).exists():
        raise Refused("post_exists", _("The unit has this post already. If several people hold it, give it more seats."))
    post = Post.objects.create(pk=request_id, unit=unit, during=period, **asdict(facts))
    record("org.post_opened", post, by=by, unit_id=unit.pk, **asdict(facts), since=start.isoformat() if start else None)
    return post


@transaction.atomic
def close_post(post: Post, *, on: date, by: User) -> Post:
    """Let the post end on the day: from then on it does not exist. Its terms are the caller's. Refuses with `post_ended`, `not_begun`."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    period: Any = post.during
    if period.upper is not None and period.upper <= on:
        raise Refused("post_ended", _("The post ended on %(day)s already.") % {"day": fulldate(period.upper)})
    if period.lower is not None and on <= period.lower:
        raise Refused("not_begun", _("The post begins on %(day)s only. Choose a later day.") % {"day": fulldate(period.lower)})
    before, post.during = period.upper, during(period.lower, on)
    post.save(update_fields=["during"])
    record("org.post_closed", post, by=by, unit_id=post.unit_id, before=before.isoformat() if before else None, after=on.isoformat())
    return post
