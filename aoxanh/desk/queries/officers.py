"""The officers of a year: the posts of a unit, or of a level under it, with everyone who held them in that year."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet, Sum

from aoxanh.accounts.models import User
from aoxanh.desk.queries.people import posts_in_order
from aoxanh.desk.queries.reach import READ, reach_ids
from aoxanh.kit.dates import during, holds, today
from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Post, Unit
from aoxanh.org.queries import subtree_ids
from aoxanh.people.models import Appointment

FIRST_YEAR = 2023
OWN = ""
LEVELS = ("province", "district", "commune")
BY = ("unit__search_key", "unit_id", "place", "title", "id")
DEDICATED, FOCAL, VACANT = "chuyen-trach", "dau-moi", "trong"


@dataclass
class Line:
    """A post in the year: who held it, the latest first, and how many seats are vacant on the day to which the list holds."""

    post: Post
    terms: list[Appointment] = field(default_factory=list)
    vacant: int = 0


@dataclass(frozen=True)
class Year:
    """A calendar year, and the day to which its list holds: today in the year that runs, else its last day."""

    number: int

    @property
    def period(self) -> Any:
        return during(date(self.number, 1, 1), date(self.number + 1, 1, 1))

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def on(self) -> date:
        return today() if self.number == today().year else date(self.number, 12, 31)


def asked_year(typed: str) -> Year:
    """The year that was typed, within those that the list knows; else the one that runs."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today().year
    return Year(min(max(number, FIRST_YEAR), today().year + 1))


def levels_below(unit: Unit, user: User | AnonymousUser, year: Year) -> list[str]:
    """Levels under the unit that had posts in the year and lie in the user's reach, the highest first."""
    kinds = set(posts_below(unit, user, year).values_list("unit__kind", flat=True).distinct().order_by())
    found = {KINDS[kind].level for kind in kinds if kind in KINDS}
    return [level for level in LEVELS if level in found]


def posts_below(unit: Unit, user: User | AnonymousUser, year: Year) -> QuerySet[Post]:
    """Posts of the year in units that stood under the unit at its beginning or at its end."""
    inside = Q()
    for on in (year.first, year.on):
        inside |= Q(unit__in=subtree_ids([unit.pk], on=on)) & Q(unit__in=reach_ids(user, READ, on=on))
    return Post.objects.filter(inside, during__overlap=year.period).exclude(unit=unit)


def posts_of(unit: Unit, user: User | AnonymousUser, year: Year, level: str) -> QuerySet[Post]:
    """The unit's own posts of the year, or those of a level under it."""
    if level == OWN:
        return Post.objects.filter(unit=unit, during__overlap=year.period)
    kinds = [code for code, kind in KINDS.items() if kind.level == level]
    return posts_below(unit, user, year).filter(unit__kind__in=kinds)


def narrowed(posts: QuerySet[Post], year: Year, only: str) -> QuerySet[Post]:
    """Only posts of dedicated officers, of focal points, or with a vacant seat."""
    if only == VACANT:
        return vacant(posts, year)
    flags = {DEDICATED: Q(dedicated=True), FOCAL: Q(focal_point=True)}
    return posts.filter(flags[only]) if only in flags else posts


def vacant(posts: QuerySet[Post], year: Year) -> QuerySet[Post]:
    held = Count("appointments", filter=Q(appointments__during__contains=year.on))
    return posts.filter(holds(year.on)).alias(held=held).filter(held__lt=F("seats"))


def in_order(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts_in_order(posts.select_related("unit__area"))


def lines(posts: Iterable[Post], year: Year) -> list[Line]:
    """The posts with everyone who held them in the year; one query."""
    found = {post.pk: Line(post) for post in posts}
    terms = Appointment.objects.filter(post__in=found, during__overlap=year.period).select_related("person")
    for term in terms.order_by("seat", "-during", "id"):
        found[term.post_id].terms.append(term)
    for line in found.values():
        line.vacant = vacancies(line, year.on)
    return list(found.values())


def vacancies(line: Line, on: date) -> int:
    period = line.post.during
    if (period.lower and on < period.lower) or (period.upper and period.upper <= on):
        return 0
    held = [term for term in line.terms if on in term.during]
    return max(line.post.seats - len(held), 0)


def totals(posts: QuerySet[Post], year: Year) -> tuple[int, int]:
    """How many officers were in post on the day to which the list holds, and how many seats were vacant."""
    standing = posts.filter(holds(year.on)).order_by()
    held = Appointment.objects.filter(holds(year.on), post__in=standing.values("pk")).count()
    seats = standing.aggregate(seats=Sum("seats"))["seats"] or 0
    return held, max(seats - held, 0)
