"""What an organiser says about an activity, before it is written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aoxanh.activities.models import Campaign, Front
from aoxanh.media.models import Picture
from aoxanh.needs.models import Need
from aoxanh.people.models import PersonSkill, Skill
from aoxanh.places.models import Area
from aoxanh.training.models import CoordinationModel


@dataclass(frozen=True)
class Details:
    """Everything about an activity but its shifts."""

    title: str
    kind: str
    description: str
    place_name: str
    latitude: float
    longitude: float
    area: Area
    meeting_point: str = ""
    need: Need | None = None
    campaign: Campaign | None = None
    front: Front | None = None
    model: CoordinationModel | None = None
    picture: Picture | None = None
    skills: tuple[Skill, ...] = ()
    min_age: int = 16
    insured: bool = False
    insurance_note: str = ""
    guided: bool = True
    training_first: Skill | None = None
    foreign_partner: str = ""
    offer_hours: int = 24


@dataclass(frozen=True)
class RolePlan:
    """A role of a shift as it should be; `id` names the one that it changes."""

    name: str
    places: int
    least: int = 0
    skill: Skill | None = None
    degree: int = PersonSkill.Degree.BASIC
    must_be_proved: bool = False
    min_age: int | None = None
    max_age: int | None = None
    leads: bool = False
    equipment: str = ""
    id: UUID | None = None


@dataclass(frozen=True)
class WavePlan:
    """Places that open at a moment."""

    at: datetime
    places: int


@dataclass(frozen=True)
class ShiftPlan:
    """A shift as it should be; `id` names the one that it changes. `waves` are those still to come, `extra` places beyond `places`."""

    starts_at: datetime
    ends_at: datetime
    places: int
    name: str = ""
    id: UUID | None = None
    least: int = 0
    extra: int = 0
    meeting_point: str = ""
    transport: str = ""
    roles: tuple[RolePlan, ...] = ()
    waves: tuple[WavePlan, ...] = ()

    @property
    def withheld(self) -> int:
        return sum(wave.places for wave in self.waves)


@dataclass(frozen=True)
class NewHours:
    """When a shift that was postponed takes place now."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
