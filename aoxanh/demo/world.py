"""What the steps of the demo hand to each other: dice, clock, and what was made so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Field, Model
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Campaign, Shift, ShiftRole, Step
from aoxanh.kit.codes import ALPHABET
from aoxanh.media.models import Picture
from aoxanh.needs.models import Need
from aoxanh.org.country import Country
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Membership, Person, Skill
from aoxanh.places.models import Area
from aoxanh.training.models import CoordinationModel

REORGANISED = date(2025, 7, 1)
NORTH, COAST, HIGHLAND = "20", "54", "66"
REGIONS = {NORTH: "north", COAST: "coast", HIGHLAND: "highland"}
CHI_LANG_DISTRICT = "187"
CHI_LANG = ("06463", "06475", "06481", "06496", "06505", "06517")
VAN_LINH, TUY_HOA = "06505", "22015"


@dataclass
class Work:
    """An activity being made: its plan ("" for none), the region and the code of today's commune whose people come, what is to be told."""

    activity: Activity
    shifts: list[Shift]
    plan: str
    region: str
    home: str
    outcome: str = ""
    picture: str = "team"
    skills: tuple[str, ...] = ()
    taken: tuple[int, ...] = ()
    """How many places of each shift are taken; empty: it is drawn."""
    guests: list[Person] = field(default_factory=list)
    """Who certainly is in the first shift."""
    turns: list[tuple[UUID, int]] = field(default_factory=list)
    """(person, minutes) of everybody who came."""
    is_settled: bool = False
    """Its state was given and is not drawn."""
    opened_at: datetime | None = None
    recorded_at: datetime | None = None

    @property
    def last_day(self) -> date:
        return timezone.localtime(self.shifts[-1].ends_at).date()


@dataclass
class World:
    """Everything made so far, by the names that the next steps use. Communes are known by code, apart for each side of 01/07/2025."""

    random: Random
    now: datetime
    scale: float = 1.0
    whole_country: bool = True
    """Whether the Union of all Viet Nam is there, or that of the three provinces only."""
    country: Country = field(init=False)
    provinces: dict[str, Area] = field(default_factory=dict)
    districts: dict[str, Area] = field(default_factory=dict)
    old: dict[str, Area] = field(default_factory=dict)
    new: dict[str, Area] = field(default_factory=dict)
    heir: dict[str, str] = field(default_factory=dict)
    """Code of an old commune to the code of the one that carries it on."""
    region: dict[str, str] = field(default_factory=dict)
    """Code of a new commune to the province it belonged to before: 20, 54 or 66."""
    provincial: dict[str, Unit] = field(default_factory=dict)
    district_unions: dict[str, Unit] = field(default_factory=dict)
    old_unions: dict[str, Unit] = field(default_factory=dict)
    new_unions: dict[str, Unit] = field(default_factory=dict)
    schools: dict[str, Unit] = field(default_factory=dict)
    agencies: dict[str, Unit] = field(default_factory=dict)
    """Schools and agencies, by code."""
    organisers: dict[str, list[str]] = field(default_factory=dict)
    """Province of old to the codes of today's communes that organise something."""
    holdings: list[Any] = field(default_factory=list)
    """Who holds which post when, on both sides of the day."""
    posts: dict[tuple[UUID, str], Post] = field(default_factory=dict)
    heads: dict[UUID, User] = field(default_factory=dict)
    approvers: dict[str, list[tuple[date, User]]] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    volunteers: dict[str, list[Person]] = field(default_factory=dict)
    joined: dict[UUID, date] = field(default_factory=dict)
    joining: list[Membership] = field(default_factory=list)
    """Of those who joined since the reorganisation."""
    models: list[CoordinationModel] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    seasons: dict[UUID, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    """Of each campaign: its kinds of work, its provinces of old."""
    pictures: dict[str, list[Picture]] = field(default_factory=dict)
    needs: list[Need] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    roles: list[ShiftRole] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def some(self, number: int, least: int = 1) -> int:
        """The number at this scale."""
        return max(least, round(number * self.scale))

    def uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def code(self, length: int = 8) -> str:
        while (code := "".join(self.random.choices(ALPHABET, k=length))) in self.codes:
            pass
        self.codes.add(code)
        return code

    def between(self, first: datetime, last: datetime) -> datetime:
        """A moment in between, on a whole minute."""
        seconds = max((last - first).total_seconds(), 0)
        return (first + timedelta(seconds=self.random.random() * seconds)).replace(second=0, microsecond=0)

    def phone(self) -> str:
        """A number that no network gives out, so that nobody is called by mistake."""
        return f"+84500{self.random.randrange(10**6):06d}"


def moment(on: date, clock: time) -> datetime:
    """A clock time of Viet Nam."""
    return timezone.make_aware(datetime.combine(on, clock))


@contextmanager
def own_times(*models: type[Model]) -> Iterator[None]:
    """Let rows of these models keep the times they are given, where each would otherwise be stamped with now."""
    stamped: list[tuple[Field, str]] = [
        (found, stamp)
        for model in models
        for found in model._meta.fields
        for stamp in ("auto_now", "auto_now_add")
        if getattr(found, stamp, False)
    ]
    for found, stamp in stamped:
        setattr(found, stamp, False)
    try:
        yield
    finally:
        for found, stamp in stamped:
            setattr(found, stamp, True)
