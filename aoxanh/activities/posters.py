"""A poster for the notice board: A4, what, when, where, how many places, and a QR that opens the page."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aoxanh.activities.drawings import drawing
from aoxanh.activities.models import Activity, Shift
from aoxanh.kit import qr, typesetting
from aoxanh.kit.drawings import literal
from aoxanh.kit.parts.when import day
from aoxanh.kit.phones import spoken

TEMPLATE = Path(__file__).resolve().parent / "templates" / "activities" / "poster.typ"
SHIFTS = 4


def address(activity: Activity) -> str:
    """What the QR opens."""
    return settings.BASE_URL + reverse("portal:activity", args=[activity.slug])


def data(activity: Activity) -> dict[str, Any]:
    """What the poster says; of more than four shifts the first ones and how many more."""
    shifts = list(activity.shifts.order_by("starts_at", "id"))
    places = sum(shift.places for shift in shifts)
    person = getattr(activity.created_by, "person", None)
    phone = activity.unit.phone or (person.phone if person else "")
    more = len(shifts) - SHIFTS
    return {
        "lang": get_language() or "vi",
        "title": activity.title,
        "unit": activity.unit.name,
        "call": _("We need you"),
        "shifts": [{"day": day(shift.starts_at), "hours": shift.hours, "name": shift.name} for shift in shifts[:SHIFTS]],
        "more": ngettext("and %(count)d more shift", "and %(count)d more shifts", more) % {"count": more} if more > 0 else "",
        "place": activity.place_name,
        "area": f"{activity.meeting_point} · {activity.area.name}" if activity.meeting_point else activity.area.name,
        "places": ngettext("%(count)d place", "%(count)d places", places) % {"count": places},
        "age": _("From %(age)d years") % {"age": activity.min_age},
        "scan": _("Scan to sign up"),
        "no_account": _("No account is needed"),
        "address": address(activity).partition("://")[2],
        "ask": _("Questions: %(phone)s") % {"phone": spoken(phone)} if phone else "",
        "qr": qr.svg(address(activity)),
        "drawing": literal(drawing(activity.kind)),
        "labels": {"when": _("When"), "where": _("Where"), "who": _("Who")},
    }


def arrival(activity: Activity) -> dict[str, str] | None:
    """The second page, to hang up at the meeting point: the code by which people check themselves in, where that is switched on."""
    ways = getattr(activity, "self_check_in", None)
    if ways is None or not ways.by_poster:
        return None
    link = settings.BASE_URL + reverse("arrive:poster", args=[ways.poster_key])
    return {
        "qr": qr.svg(link),
        "address": link.partition("://")[2],
        "call": _("Here? Check in"),
        "scan": _("Scan with your phone, then press “I have come”"),
        "leave": _("When you leave, scan again and press “I am leaving”: your hours are counted to that minute."),
        "without": _("No phone? Go to the organiser: they check you in by name."),
    }


def pdf(activity: Activity) -> bytes:
    return typesetting.pdf(TEMPLATE, {**data(activity), "arrival": arrival(activity)})


def preview(activity: Activity) -> bytes:
    """The same as a picture, small enough for a page."""
    return typesetting.png(TEMPLATE, data(activity), scale=1.2)


def has_something_to_say(activity: Activity) -> bool:
    return activity.is_public and Shift.objects.filter(activity=activity).exists()
