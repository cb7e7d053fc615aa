"""The activities that answer a need. They stand on a floor above, which signs up here, as followers of a reorganisation do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Answer:
    """An activity that answers a need, as the need's pages list it.

    `places` it offers, `people` have one, `came` of them came (None until attendance is settled). `counts` is what it adds to `met_people`.
    `is_off`: cancelled or postponed, so that it adds nothing. `address` leads to its public page, "" while it has none.
    """

    id: UUID
    title: str
    unit_id: UUID
    state: str
    tone: str
    icon: str
    starts_at: datetime | None
    places: int
    people: int
    came: int | None
    counts: int
    is_public: bool
    is_off: bool
    is_over: bool
    address: str
    desk_address: str

    @property
    def helped(self) -> int:
        """How many people it brought, as far as one knows."""
        return self.people if self.came is None else self.came


@dataclass(frozen=True)
class Answered:
    """All of them, the soonest first, and what they came to."""

    rows: list[Answer]
    wanted: int

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def helped(self) -> int:
        """People whom those that are over brought."""
        return sum(row.helped for row in self.rows if row.is_over and not row.is_off)

    @property
    def fell_short(self) -> int:
        """How many people fewer than wanted came, once every activity that answers it is over; 0 before that, and where enough came."""
        standing = [row for row in self.rows if not row.is_off]
        is_done = bool(standing) and all(row.is_over for row in standing)
        return max(self.wanted - self.helped, 0) if is_done else 0


type Reader = Callable[[UUID], list[Answer]]
type Counter = Callable[[], Iterator[tuple[UUID, int]]]


@dataclass(frozen=True)
class Source:
    """What the floor above signs up: `read` lists the answers to a need; `recount` names live needs whose `met_people` is out of date."""

    read: Reader
    recount: Counter


_sources: dict[str, Source] = {}


def answered_by(name: str, source: Source) -> None:
    """Sign up under a name ("activities")."""
    _sources[name] = source


def answers_to(need_id: UUID, wanted: int) -> Answered:
    """Everything that answers the need, also what was called off."""
    return Answered([answer for source in _sources.values() for answer in source.read(need_id)], wanted)


def outdated() -> Iterator[tuple[UUID, int]]:
    """Live needs whose number of people is out of date since an activity is over, with the number as it is now."""
    for source in _sources.values():
        yield from source.recount()
