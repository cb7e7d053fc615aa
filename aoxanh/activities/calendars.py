"""Shifts as calendar files (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC

from icalendar import Calendar, Event

from aoxanh.activities.models import Shift


def calendar_of(shifts: Iterable[Shift], address: str) -> bytes:
    """A calendar with an event for each shift; `address` is the page it leads back to. Shifts come with their activity and unit."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ao Xanh//vi")
    calendar.add("version", "2.0")
    for shift in shifts:
        calendar.add_component(event_of(shift, address))
    return calendar.to_ical()


def event_of(shift: Shift, address: str) -> Event:
    activity = shift.activity
    event = Event()
    event.add("uid", f"{shift.pk}@aoxanh")
    event.add("dtstamp", activity.created_at.astimezone(UTC))
    event.add("dtstart", shift.starts_at.astimezone(UTC))
    event.add("dtend", shift.ends_at.astimezone(UTC))
    event.add("summary", f"{activity.title} · {shift.name}" if shift.name else activity.title)
    event.add("location", ", ".join(part for part in (activity.meeting_point, activity.place_name, activity.area.name) if part))
    event.add("description", f"{activity.unit.name}\n{address}")
    event.add("url", address)
    return event
