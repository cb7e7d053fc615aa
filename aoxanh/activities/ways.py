"""A refusal that also says where to go from here."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from aoxanh.kit.refusals import Refused

WAIT = "signup:wait"


@dataclass(frozen=True)
class Way:
    """Where to go on: a page by its name and keys, with what follows its address."""

    label: str
    name: str
    keys: tuple[Any, ...] = ()
    query: str = ""

    @property
    def url(self) -> str:
        return reverse(self.name, args=self.keys) + self.query

    @property
    def is_waiting(self) -> bool:
        """Whether it is a button that joins a waiting list."""
        return self.name == WAIT


class Barred(Refused):
    """A rule said no, and this is the way on from it."""

    def __init__(self, code: str, message: object, *ways: Way) -> None:
        super().__init__(code, message)
        self.ways = ways


def ways_of(reason: Refused | None) -> tuple[Way, ...]:
    """The ways on from any refusal, none where it names none."""
    return reason.ways if isinstance(reason, Barred) else ()
