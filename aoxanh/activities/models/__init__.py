"""Campaigns and teams, activities, shifts, who has a place or waits for one, safety."""

from aoxanh.activities.models.activities import Activity, ActivityQuerySet, Step
from aoxanh.activities.models.campaigns import Campaign, Contract, Front, Goal, Participation, Stage
from aoxanh.activities.models.safety import (
    Announcement,
    Briefing,
    BriefingRead,
    Equipment,
    Handout,
    Incident,
    IncidentStep,
    RiskCheck,
)
from aoxanh.activities.models.series import ApprovalRule, Series, Template
from aoxanh.activities.models.shifts import FREE, OPEN_PLACES, Shift, ShiftRole, Wave
from aoxanh.activities.models.signups import CalendarKey, Party, ReplacedPass, Signup, Swap, Wish
from aoxanh.activities.models.teams import Team, TeamMember
from aoxanh.activities.models.waiting import Offer, Waiting, WaitingStep

__all__ = [
    "FREE",
    "OPEN_PLACES",
    "Activity",
    "ActivityQuerySet",
    "Announcement",
    "ApprovalRule",
    "Briefing",
    "BriefingRead",
    "CalendarKey",
    "Campaign",
    "Contract",
    "Equipment",
    "Front",
    "Goal",
    "Handout",
    "Incident",
    "IncidentStep",
    "Offer",
    "Participation",
    "Party",
    "ReplacedPass",
    "RiskCheck",
    "Series",
    "Shift",
    "ShiftRole",
    "Signup",
    "Stage",
    "Step",
    "Swap",
    "Team",
    "TeamMember",
    "Template",
    "Waiting",
    "WaitingStep",
    "Wave",
    "Wish",
]
