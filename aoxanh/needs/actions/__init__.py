"""Publishing a need, keeping it fresh, noting what was brought, ending it; asking after it; reports of citizens."""

from aoxanh.needs.actions.chasing import chase, set_rule, take_back_rule
from aoxanh.needs.actions.life import close_need, confirm_need, count_places, lapse_needs, recount_needs, reopen_need, status_with
from aoxanh.needs.actions.materials import note_pledge, receive_pledge, withdraw_pledge
from aoxanh.needs.actions.publishing import MOST_PEOPLE, publish_need
from aoxanh.needs.actions.reports import decline_report, forget_reporters, merge_report, reroute_reports, send_report
from aoxanh.needs.drafts import ContactPlan, Facts, MaterialPlan, Told

__all__ = [
    "MOST_PEOPLE",
    "ContactPlan",
    "Facts",
    "MaterialPlan",
    "Told",
    "chase",
    "close_need",
    "confirm_need",
    "count_places",
    "decline_report",
    "forget_reporters",
    "lapse_needs",
    "merge_report",
    "note_pledge",
    "publish_need",
    "receive_pledge",
    "recount_needs",
    "reopen_need",
    "reroute_reports",
    "send_report",
    "set_rule",
    "status_with",
    "take_back_rule",
    "withdraw_pledge",
]
