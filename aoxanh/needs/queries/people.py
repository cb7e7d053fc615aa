"""Whom to call about a need."""

from dataclasses import dataclass
from datetime import date

from aoxanh.kit.dates import holds
from aoxanh.kit.phones import spoken
from aoxanh.needs.models import Contact, Need
from aoxanh.people.models import Appointment, Person


@dataclass(frozen=True)
class Called:
    """A contact as one reads it: name, what post they hold, and the number; either may be "" where it is not known."""

    name: str
    title: str
    phone: str
    shown_to: str

    @property
    def spoken(self) -> str:
        return spoken(self.phone) if self.phone else ""


def contact_of(need: Need, *, on: date) -> Called | None:
    """The contact of the need on the day: who holds the post then, else who is named. Whether the reader may know is not asked here."""
    contact = Contact.objects.filter(need=need).select_related("post").first()
    if contact is None:
        return None
    holder = holder_of(contact, on)
    name = holder.full_name if holder else contact.name
    phone = contact.phone or (holder.phone if holder else "")
    return Called(name, contact.post.title if contact.post else "", phone, contact.shown_to)


def holder_of(contact: Contact, on: date) -> Person | None:
    if contact.post_id is None:
        return None
    held = Appointment.objects.filter(holds(on), post=contact.post_id).select_related("person").order_by("seat").first()
    return held.person if held else None
