"""What a focal point or a citizen says of a need, before it is written."""

from dataclasses import dataclass
from datetime import date

from aoxanh.needs.models import Contact, Need
from aoxanh.org.models import Post
from aoxanh.places.models import Area


@dataclass(frozen=True)
class MaterialPlan:
    """A line of what is wanted: 42 blankets, 300 kg of rice."""

    name: str
    quantity: int
    measure: str = ""


@dataclass(frozen=True)
class ContactPlan:
    """Whom to call: whoever holds the post, or the one named; and who may know."""

    name: str = ""
    phone: str = ""
    post: Post | None = None
    shown_to: str = Contact.Shown.PLACED

    def __bool__(self) -> bool:
        return bool(self.post or self.name or self.phone)


@dataclass(frozen=True)
class Facts:
    """What a need says. `area` is the commune that a person chose when the form asked; None takes the one where the point lies."""

    title: str
    kind: str
    people_wanted: int
    starts_on: date
    ends_on: date
    latitude: float
    longitude: float
    area: Area | None = None
    description: str = ""
    address: str = ""
    urgent: bool = False
    materials: tuple[MaterialPlan, ...] = ()
    contact: ContactPlan = ContactPlan()
    source: str = Need.Source.FOCAL_POINT
    source_name: str = ""


@dataclass(frozen=True)
class Told:
    """What a citizen reports, and how the citizen is reached."""

    text: str
    latitude: float
    longitude: float
    name: str
    phone: str
    area: Area | None = None
    address: str = ""
    email: str = ""
