"""Who knows what keeps them safe, and what they hold of ours."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from aoxanh.activities.models import Activity, Briefing, BriefingRead, Handout, RiskCheck, Shift, Signup

TEXTS = Path(__file__).resolve().parent.parent / "briefings.toml"


@cache
def starting_texts() -> dict[str, str]:
    return {kind: entry["text"].strip() for kind, entry in tomllib.loads(TEXTS.read_text(encoding="utf-8")).items()}


def starting_text(kind: str) -> str:
    """With what a briefing of this kind of work begins to be written: its own lines, then those of all work."""
    texts = starting_texts()
    return "\n".join(filter(None, [texts.get(kind, ""), texts["all"]]))


def latest_briefing(activity: Activity) -> Briefing | None:
    return activity.briefings.select_related("by__person").order_by("-version").first()


def latest_versions() -> Subquery:
    """The latest briefing of the activity in the outer row's shift."""
    return Subquery(Briefing.objects.filter(activity=OuterRef("shift__activity")).order_by("-version").values("pk")[:1])


def unread_briefing() -> Exists:
    """Whether the person of a sign-up has not read the latest briefing of its activity, as a column."""
    newer = Briefing.objects.filter(activity=OuterRef("activity"), version__gt=OuterRef("version"))
    read = BriefingRead.objects.filter(briefing=OuterRef("pk"), person=OuterRef(OuterRef("person")))
    return Exists(Briefing.objects.filter(~Exists(newer), ~Exists(read), activity=OuterRef("shift__activity")))


def with_reading(signups: QuerySet[Signup]) -> QuerySet[Any]:
    """Sign-ups with the latest `briefing` of their activity (or None) and whether the person `has_read` it."""
    marked = signups.annotate(briefing=latest_versions())
    return marked.annotate(has_read=Exists(BriefingRead.objects.filter(briefing=OuterRef("briefing"), person=OuterRef("person"))))


def unread(signups: QuerySet[Signup]) -> QuerySet[Any]:
    """Confirmed places whose holder has not read the latest briefing of the activity."""
    return with_reading(signups.filter(status=Signup.Status.CONFIRMED)).filter(briefing__isnull=False, has_read=False)


def unread_people(activity: Activity) -> QuerySet[Any]:
    """The first place ahead of each person who has not read the briefing, by given name."""
    ahead = unread(Signup.objects.filter(shift__activity=activity, shift__ends_at__gt=timezone.now(), outcome=""))
    firsts = ahead.order_by("person_id", "shift__starts_at", "id").distinct("person_id").values("pk")
    return Signup.objects.filter(pk__in=firsts).select_related("person__user", "shift").order_by("person__sort_key", "id")


@dataclass(frozen=True)
class Readers:
    """How many people have a place, and how many of them read the briefing."""

    people: int = 0
    read: int = 0


def readers(activity: Activity, briefing: Briefing | None) -> Readers:
    holders = Signup.objects.filter(shift__activity=activity, status=Signup.Status.CONFIRMED).values("person")
    people = holders.distinct().count()
    read = BriefingRead.objects.filter(briefing=briefing, person__in=holders).count() if briefing else 0
    return Readers(people, read)


def reading_of(signup: Signup, briefing: Briefing | None) -> BriefingRead | None:
    """That the holder of the place read the briefing."""
    return BriefingRead.objects.filter(briefing=briefing, person=signup.person_id).first() if briefing else None


def has_to_read(signup: Signup) -> bool:
    """Whether there is a briefing that the holder of the place has not read."""
    return unread(Signup.objects.filter(pk=signup.pk)).exists()


def to_remind() -> QuerySet[Any]:
    """Places of tomorrow's shifts whose holder has not read the briefing."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    tomorrow = Signup.objects.filter(
        shift__starts_at__gte=midnight, shift__starts_at__lt=midnight + timedelta(days=1), shift__activity__status=Activity.Status.OPEN
    )
    return unread(tomorrow).select_related("person__user", "shift__activity").order_by("id")


def equipment_of(activity: Activity) -> QuerySet[Any]:
    """What there is, each with how many are `out` now, protective gear first."""
    held = Handout.objects.filter(equipment=OuterRef("pk"), back_at=None).order_by().values("equipment").annotate(n=Sum("quantity"))
    return activity.equipment.annotate(out=Coalesce(Subquery(held.values("n")), 0)).order_by("-is_protective", "name", "id")


def lacks_gear(activity: Activity) -> bool:
    """Whether its kind of work asks for protective gear and none is listed."""
    return activity.kind in settings.PROTECTED_KINDS and not activity.equipment.filter(is_protective=True).exists()


@dataclass
class Holder:
    """A person of a shift and what they hold: for each thing the open handout, or None."""

    signup: Any
    held: dict[UUID, Handout | None] = field(default_factory=dict)

    @property
    def is_holding(self) -> bool:
        return any(self.held.values())


def holders(shift: Shift, things: list[Any]) -> list[Holder]:
    """Everyone with a place in the shift, by given name, in two queries."""
    signups = Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).select_related("person", "role")
    found: dict[UUID, dict[UUID, Handout]] = defaultdict(dict)
    for handout in Handout.objects.filter(signup__shift=shift, back_at=None):
        found[handout.signup_id][handout.equipment_id] = handout
    ordered = signups.order_by("person__sort_key", "id")
    return [Holder(signup, {thing.pk: found[signup.pk].get(thing.pk) for thing in things}) for signup in ordered]


def missing(activity: Activity) -> QuerySet[Handout]:
    """What should have come back from shifts that are over, and did not."""
    out = Handout.objects.filter(equipment__activity=activity, equipment__comes_back=True, back_at=None)
    over = out.filter(signup__shift__ends_at__lte=timezone.now())
    return over.select_related("equipment", "signup__person", "signup__shift").order_by("signup__person__sort_key", "id")


def latest_check(activity: Activity) -> RiskCheck | None:
    return activity.risk_checks.select_related("by__person").order_by("-at", "-id").first()
