"""Shifts as calendar files (RFC 5545). Times are in UTC, so that a calendar abroad shows them in its own zone."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from aoxanh.activities.models import Activity, Shift, Signup

REFRESH = timedelta(hours=1)
OFF = (Activity.Status.CANCELLED, Activity.Status.WITHDRAWN)


def calendar_of(shifts: Iterable[Shift], address: str) -> bytes:
    """A calendar with an event for each shift; `address` is the page it leads back to. Shifts come with their activity and unit."""
    calendar = blank()
    for shift in shifts:
        calendar.add_component(event_of(shift, address))
    return calendar.to_ical()


def feed_of(signups: Iterable[tuple[Signup, str]]) -> bytes:
    """A person's calendar to subscribe to: each place with the address of its pass. One given back stays for a while as cancelled, so that
    programs take it off."""
    calendar = blank()
    calendar.add("x-wr-calname", _("Áo Xanh: my shifts"))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for signup, address in signups:
        calendar.add_component(event_of(signup.shift, address, is_off=signup.status == Signup.Status.CANCELLED))
    return calendar.to_ical()


def blank() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Ao Xanh//vi")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def event_of(shift: Shift, address: str, *, is_off: bool = False) -> Event:
    """`SEQUENCE` grows with each move and when it is called off: programs take the higher one."""
    activity = shift.activity
    is_off = is_off or activity.status in OFF
    event = Event()
    event.add("uid", f"{shift.pk}@aoxanh")
    event.add("dtstamp", datetime.now(UTC).replace(microsecond=0))
    event.add("created", activity.created_at.astimezone(UTC))
    event.add("sequence", shift.revision * 2 + is_off)
    event.add("status", "CANCELLED" if is_off else "TENTATIVE" if activity.status == Activity.Status.POSTPONED else "CONFIRMED")
    event.add("dtstart", shift.starts_at.astimezone(UTC))
    event.add("dtend", shift.ends_at.astimezone(UTC))
    event.add("summary", f"{activity.title} · {shift.name}" if shift.name else activity.title)
    meeting_point = shift.meeting_point or activity.meeting_point
    event.add("location", ", ".join(part for part in (meeting_point, activity.place_name, activity.area.name) if part))
    event.add("geo", (activity.latitude, activity.longitude))
    event.add("description", f"{activity.unit.name}\n{address}")
    event.add("url", address)
    return event
