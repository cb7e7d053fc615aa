"""Reading activities, shifts and sign-ups."""

from aoxanh.activities.queries.approvals import approvers_of, deciders_of, levels_for, overseen, pending_approvals
from aoxanh.activities.queries.desk import desk_activities, shifts_around, short_of_people, unit_counts
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
from aoxanh.activities.queries.pages import (
    ActivityPage,
    activity_page,
    agreed_levels,
    days_of_series,
    free_places,
    shifts_of,
    steps_of,
    told_steps,
    unanswered,
)
from aoxanh.activities.queries.signups import RosterShift, next_signup, places_taken_by, roster, rosters, upcoming_signups

__all__ = [
    "ActivityPage",
    "Filters",
    "Related",
    "RosterShift",
    "activity_page",
    "agreed_levels",
    "approvers_of",
    "days_of_series",
    "deciders_of",
    "desk_activities",
    "free_places",
    "levels_for",
    "next_signup",
    "overseen",
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
    "told_steps",
    "unanswered",
    "unit_counts",
    "upcoming",
    "upcoming_signups",
    "week_strip",
    "with_places",
]
