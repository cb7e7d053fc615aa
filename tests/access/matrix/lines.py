"""What a line of the matrix says, and the words in which it is written."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What a page answers to whom."""

    who: str
    things: tuple[str, ...]
    others: int = 404
    signed_out: int = 302
    post: bool = False
    answers: int = 0
    query: str = ""
    has_object: bool = True
    data: str = ""
    holder_too: bool = False

    def permits(self, permissions: frozenset[str]) -> bool:
        """Whether one of the permissions that the line names is held."""
        return not permissions.isdisjoint(self.who.split())


def maker(who: str, **usual: object) -> Callable[..., Line]:
    def make(*things: str, **other: object) -> Line:
        return Line(who, things, **(usual | other))  # type: ignore[arg-type]

    return make


public, signed_in, holder = maker("public"), maker("signed_in", has_object=False), maker("holder")


def desk(permission: str, *things: str, **other: object) -> Line:
    return Line(permission, things, has_object=False, **other)  # type: ignore[arg-type]


def own(permission: str, *things: str, **other: object) -> Line:
    return Line(permission, things, **other)  # type: ignore[arg-type]
