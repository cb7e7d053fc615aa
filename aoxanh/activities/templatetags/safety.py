"""`{% load safety %}`: what other pages say about safety, in one line each."""

from typing import Any

from django.template import Library

from aoxanh.activities import posters, risks
from aoxanh.activities.models import Activity, Signup
from aoxanh.activities.queries.safety import has_to_read, latest_check

register = Library()


@register.inclusion_tag("activities/briefing_due.html")
def briefing_due(signup: Signup) -> dict[str, Any]:
    """That the holder of a place has not read the briefing yet; nothing where they have."""
    is_due = signup.status == Signup.Status.CONFIRMED and not signup.outcome and has_to_read(signup)
    return {"signup": signup, "is_due": is_due}


@register.inclusion_tag("activities/risks_of.html")
def risks_of(activity: Activity) -> dict[str, Any]:
    """What was looked at before, for who decides; nothing once it is over or where nobody asks for it."""
    check = latest_check(activity)
    return {
        "check": check,
        "activity": activity,
        "is_risky": risks.is_risky(activity),
        "is_checked": risks.is_checked(activity, check),
        "open_points": risks.open_points(activity, check) if check else [],
        "is_shown": not activity.is_over,
    }


@register.inclusion_tag("activities/poster_link.html")
def poster_link(activity: Activity) -> dict[str, Any]:
    """The way to the poster of an activity that everyone may see."""
    return {"activity": activity, "is_offered": posters.has_something_to_say(activity) and not activity.is_over}
