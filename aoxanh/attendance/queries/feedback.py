"""What people thought of an activity: shares of answers, and words once there are enough that nobody is known by them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.models import CheckIn, Feedback, FeedbackTicket, Thanks

QUESTIONS = ("safe", "useful", "again")
Opinion = Feedback.Opinion


@dataclass(frozen=True)
class Answers:
    """How one question was answered."""

    question: str
    yes: int
    partly: int
    no: int

    @property
    def all(self) -> int:
        return self.yes + self.partly + self.no


@dataclass(frozen=True)
class Voices:
    """What an organiser sees. With fewer answers than `least` there are neither shares nor words: in so small a group both have names."""

    asked: int
    given: int
    least: int
    questions: list[Answers]
    words: list[Feedback]

    @property
    def is_enough(self) -> bool:
        return self.given >= self.least


def voices_of(activity: Activity) -> Voices:
    """Three queries, however many answered. Words come in the order of ids that chance made, so that their place tells nothing."""
    counts = {f"{name}_{value}": Count("pk", filter=Q(**{name: value})) for name in QUESTIONS for value in Opinion.values}
    answers = Feedback.objects.filter(activity=activity)
    found = answers.aggregate(given=Count("pk"), **counts)
    asked = FeedbackTicket.objects.filter(signup__shift__activity=activity).count()
    least, given = settings.FEEDBACK_LEAST, found["given"]
    if given < least:
        return Voices(asked, given, least, [], [])
    questions = [Answers(name, *(found[f"{name}_{value}"] for value in ("yes", "partly", "no"))) for name in QUESTIONS]
    return Voices(asked, given, least, questions, list(answers.exclude(words="").order_by("id")))


def ticket_by_key(key: str) -> FeedbackTicket | None:
    """The ticket with its activity and when it was sent; None for a key that leads nowhere."""
    return FeedbackTicket.objects.select_related("signup__shift__activity__thanks").filter(key=key).first()


def is_closed(ticket: FeedbackTicket) -> bool:
    """Whether it is too late to answer."""
    thanks: Thanks = ticket.signup.shift.activity.thanks
    return timezone.now() > thanks.at + timedelta(days=settings.FEEDBACK_DAYS)


def first_turns(activity: Activity) -> QuerySet[Signup]:
    """Of everyone who came, the first turn, with the person."""
    came = Signup.objects.filter(shift__activity=activity, check_in__isnull=False).order_by("person_id", "shift__starts_at", "id")
    return came.distinct("person_id").select_related("person__user", "shift")


def to_thank() -> QuerySet[Activity]:
    """Activities to which people came, over lately, whose people were not thanked: once all is settled, or a day later by itself."""
    now = timezone.now()
    lately = Activity.objects.filter(ends_at__lt=now, ends_at__gt=now - timedelta(days=settings.THANKS_WITHIN_DAYS), thanks=None)
    held = lately.exclude(status__in=[Activity.Status.CANCELLED, Activity.Status.WITHDRAWN])
    came = CheckIn.objects.filter(signup__shift__activity=OuterRef("pk"))
    unsettled = Signup.objects.filter(shift__activity=OuterRef("pk"), status=Signup.Status.CONFIRMED).filter(
        Q(check_in=None) & ~Q(outcome=Signup.Outcome.ABSENT) | Q(check_in__isnull=False, hours=None)
    )
    is_due = Q(ends_at__lt=now - timedelta(hours=settings.THANKS_AFTER_HOURS)) | ~Exists(unsettled)
    return held.filter(Exists(came), is_due).order_by("ends_at", "id")


def unsafe(activities: QuerySet[Activity]) -> QuerySet[Any]:
    """Those in which not enough people felt safe, and about which nobody wrote what was done; with `answers` and `felt_safe`."""
    said = Feedback.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    answers = Coalesce(Subquery(said.annotate(n=Count("pk")).values("n")), 0)
    felt_safe = Coalesce(Subquery(said.filter(safe=Opinion.YES).annotate(n=Count("pk")).values("n")), 0)
    found = activities.filter(thanks__isnull=False, thanks__heeded_at=None).annotate(answers=answers, felt_safe=felt_safe)
    low = found.filter(answers__gte=settings.FEEDBACK_LEAST, felt_safe__lt=F("answers") * settings.FEEDBACK_SAFE_PERCENT / 100.0)
    return low.select_related("unit").order_by("-ends_at", "id")


def absent_lately() -> QuerySet[Signup]:
    """Who did not come and may still say why."""
    since = timezone.now() - timedelta(days=settings.ABSENCE_WORD_DAYS)
    absent = Signup.objects.filter(outcome=Signup.Outcome.ABSENT, excused_at=None, why="", shift__ends_at__gt=since)
    return absent.select_related("person__user", "shift__activity__unit").order_by("id")
