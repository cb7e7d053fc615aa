"""What an organiser says about an activity, before it is written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aoxanh.activities.models import Campaign
from aoxanh.media.models import Picture
from aoxanh.needs.models import Need
from aoxanh.people.models import Skill
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
    model: CoordinationModel | None = None
    picture: Picture | None = None
    skills: tuple[Skill, ...] = ()
    min_age: int = 16
    insured: bool = False
    guided: bool = True


@dataclass(frozen=True)
class ShiftPlan:
    """A shift as it should be; `id` names the one that it changes."""

    starts_at: datetime
    ends_at: datetime
    places: int
    name: str = ""
    id: UUID | None = None
