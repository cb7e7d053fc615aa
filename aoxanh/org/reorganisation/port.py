"""The port: what an event is to those who follow it, and how upper floors sign up.

A reorganisation moves rows of floors that `org` does not know. Each registers a follower in `AppConfig.ready`; all run in the one
transaction of the event, after the tree itself. A preview is the same run, rolled back, so that it cannot say anything else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise

from aoxanh.org.models import Step, Succession, Unit

MAIN = ("whole", "part_default")


@dataclass(frozen=True)
class Event:
    """An event as followers see it: its id, its day, whether the day has come, so that rows without dates follow too, and its size."""

    pk: UUID
    on: date
    has_come: bool
    steps: int = 0

    @property
    def ended(self) -> QuerySet[Step, Any]:
        """Ids of the units that end, as a subquery."""
        return Step.objects.filter(event=self.pk, verb=Step.Verb.END).values("subject_id")

    @property
    def founded(self) -> QuerySet[Step, Any]:
        """Ids of the units that begin, as a subquery."""
        return Step.objects.filter(event=self.pk, verb=Step.Verb.FOUND).values("subject_id")

    @property
    def heirs(self) -> QuerySet[Unit]:
        """The units that take something up, with or without an end of the unit it comes from."""
        return Unit.objects.filter(Exists(Succession.objects.filter(event=self.pk, successor=OuterRef("pk"))))


@dataclass(frozen=True)
class Conflict:
    """Something that an event leaves to decide. With `is_blocking`, it cannot be decided as planned; otherwise somebody says "seen"."""

    code: str
    message: str
    unit_id: UUID | None = None
    is_blocking: bool = False


class Follower(Protocol):
    """What an upper floor does when units begin and end. All of it goes through `journal`, which is what an undo reads."""

    @property
    def label(self) -> Promise | str:
        """What follows, as the preview names it ("Memberships")."""

    @property
    def rule(self) -> Promise | str:
        """The rule in a sentence, as the preview says it."""

    def apply(self, event: Event) -> int:
        """Make the rows follow, those with dates for the day of the event, the others only if it has come; how many. Safe to repeat."""
        ...

    def conflicts(self, event: Event) -> list[Conflict]:
        """What is left to decide, asked after everything was applied."""
        ...


_followers: dict[str, Follower] = {}


def follow(name: str, follower: Follower) -> None:
    """Sign up under a name ("people.memberships"). Followers run in the order of the floors, which is that of INSTALLED_APPS."""
    _followers[name] = follower


def followers() -> dict[str, Follower]:
    return dict(_followers)


@contextmanager
def followed_by(**added: Follower) -> Iterator[None]:
    """For a while, with these followers too."""
    before = dict(_followers)
    _followers.update(added)
    try:
        yield
    finally:
        _followers.clear()
        _followers.update(before)
