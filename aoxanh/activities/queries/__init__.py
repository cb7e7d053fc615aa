"""Reading activities, shifts and sign-ups."""

from aoxanh.activities.queries.desk import approvers_of, desk_activities, pending_approvals, shifts_around, short_of_people, unit_counts
from aoxanh.activities.queries.lists import (
    Filters,
    Related,
    public_activities,
    related,
    reports,
    upcoming,
    week_strip,
    with_places,
)
from aoxanh.activities.queries.pages import ActivityPage, activity_page, free_places, shifts_of, steps_of
from aoxanh.activities.queries.signups import RosterShift, next_signup, places_taken_by, roster, rosters, upcoming_signups

__all__ = [
    "ActivityPage",
    "Filters",
    "Related",
    "RosterShift",
    "activity_page",
    "approvers_of",
    "desk_activities",
    "free_places",
    "next_signup",
    "pending_approvals",
    "places_taken_by",
    "public_activities",
    "related",
    "reports",
    "roster",
    "rosters",
    "shifts_around",
    "shifts_of",
    "short_of_people",
    "steps_of",
    "unit_counts",
    "upcoming",
    "upcoming_signups",
    "week_strip",
    "with_places",
]
