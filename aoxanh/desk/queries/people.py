"""Who is in a unit on a day: posts with their holders and vacancies, and members."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When

from aoxanh.kit.dates import holds
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Appointment, Membership

RANKS = [Post.Rank.HEAD, Post.Rank.DEPUTY, Post.Rank.STANDING, Post.Rank.MEMBER, Post.Rank.OTHER]


@dataclass
class Holding:
    """A post on a day: who holds it, and how many seats are vacant."""

    post: Post
    holders: list[Appointment] = field(default_factory=list)

    @property
    def vacant(self) -> int:
        return max(self.post.seats - len(self.holders), 0)


def posts_in_order(posts: QuerySet[Post]) -> QuerySet[Post]:
    """By the role in the committee, then by title."""
    place = Case(*(When(rank=rank, then=Value(number)) for number, rank in enumerate(RANKS)), output_field=IntegerField())
    return posts.annotate(place=place).order_by("place", "title", "id")


def holdings(unit: Unit, *, on: date) -> list[Holding]:
    """The unit's posts of the day in order of rank; two queries."""
    found = {post.pk: Holding(post) for post in posts_in_order(Post.objects.filter(holds(on), unit=unit))}
    for appointment in holders(found, on=on):
        found[appointment.post_id].holders.append(appointment)
    return list(found.values())


def holders(posts: Iterable[object], *, on: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(holds(on), post__in=list(posts)).select_related("person").order_by("seat", "during", "id")


def members(unit: Unit, *, on: date) -> int:
    """How many people belonged to the unit on the day, each counted once."""
    return Membership.objects.filter(holds(on), unit=unit).values("person").distinct().count()
