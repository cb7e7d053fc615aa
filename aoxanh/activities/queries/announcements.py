"""Whom a message of the organiser reaches, and how."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Activity, Announcement, Shift, Signup, Waiting
from aoxanh.activities.queries.safety import unread
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import standing

CHUNK = 1000


def places(signups: QuerySet[Signup]) -> QuerySet[Signup]:
    return signups.filter(status=Signup.Status.CONFIRMED)


AUDIENCES: dict[str, tuple[Promise, Callable[[QuerySet[Signup]], QuerySet[Signup]]]] = {
    "all": (_("Everyone with a place"), places),
    "unread": (_("Who has not read the safety briefing"), unread),
    "unanswered": (
        _("Who has not said whether they come on the new day"),
        lambda signups: places(signups).filter(asked_at__isnull=False, answered_at=None),
    ),
    "waiting": (_("Who waits for a place"), QuerySet.none),
    "came": (_("Those who came"), lambda signups: places(signups).filter(outcome=Signup.Outcome.CAME)),
    "absent": (_("Those who did not come"), lambda signups: places(signups).filter(outcome=Signup.Outcome.ABSENT)),
}


def people_meant(activity: Activity, shift: Shift | None, audience: str) -> QuerySet[Person]:
    """Each person once, in the order of their ids; of one shift, or of all of the activity."""
    of: dict[str, Any] = {"shift": shift} if shift else {"shift__activity": activity}
    chosen: QuerySet[Any, Any] = AUDIENCES[audience][1](Signup.objects.filter(**of)).values("person")
    if audience == "waiting":
        chosen = Waiting.objects.filter(**of, status__in=Waiting.OPEN).values("person")
    return Person.objects.filter(pk__in=chosen, erased_at=None).select_related("user").order_by("pk")


@dataclass(frozen=True)
class Recipient:
    """A person, or the guardian who stands for a child without an address, and how they are reached; "" where they cannot be."""

    person_id: UUID
    name: str
    to: str
    user_id: UUID | None
    language: str

    @property
    def is_mail(self) -> bool:
        return "@" in self.to


def recipients(people: QuerySet[Person]) -> Iterator[Recipient]:
    """A few queries for each thousand people. An e-mail address comes first; who has none is reached by phone."""
    for some in batched(people.iterator(CHUNK), CHUNK):
        lacking = [person.pk for person in some if not addresses_of(person)]
        guardians = {one.child_id: one for one in standing().filter(child__in=lacking).select_related("user").order_by("id")}
        for person in some:
            yield recipient(person, guardians.get(person.pk))


def recipient(person: Person, guardian: object | None) -> Recipient:
    who = guardian or person
    user = who.user  # type: ignore[attr-defined]
    mails, phones = [who.email, user.email if user else ""], [who.phone, user.phone if user else ""]  # type: ignore[attr-defined]
    to = next(filter(None, [*mails, *phones]), "")
    return Recipient(person.pk, person.full_name, to, user.pk if user else None, user.language if user else "vi")


def addresses_of(person: Person) -> list[str]:
    user = person.user
    return list(filter(None, [person.email, person.phone, user.address if user else ""]))


@dataclass(frozen=True)
class Reach:
    """How many people are meant, how many of them by mail, by text message only, and not at all."""

    people: int
    mails: int
    texts: int
    unreachable: int

    def sent(self, *, with_texts: bool) -> int:
        """How many get it."""
        return self.mails + self.texts if with_texts else self.mails


def reach(people: QuerySet[Person]) -> Reach:
    found = list(recipients(people))
    mails, texts = sum(one.is_mail for one in found), sum(bool(one.to) and not one.is_mail for one in found)
    return Reach(len(found), mails, texts, len(found) - mails - texts)


def sent_of(activity: Activity) -> QuerySet[Announcement]:
    """What was sent, the latest first."""
    return activity.announcements.select_related("shift", "by__person").order_by("-at", "-id")
