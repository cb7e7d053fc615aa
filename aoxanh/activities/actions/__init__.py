"""Writing activities, their shifts and sign-ups."""

from aoxanh.activities.actions.contents import create_activity, revise
from aoxanh.activities.actions.decisions import approve, cancel, close, mark_recorded, return_with_reason, submit
from aoxanh.activities.actions.placing import cancel_until
from aoxanh.activities.actions.postponing import postpone, resume
from aoxanh.activities.actions.returns import cancel_signup
from aoxanh.activities.actions.series import repeat, revise_following, stop_series
from aoxanh.activities.actions.signups import set_outcome, sign_up

__all__ = [
    "approve",
    "cancel",
    "cancel_signup",
    "cancel_until",
    "close",
    "create_activity",
    "mark_recorded",
    "postpone",
    "repeat",
    "resume",
    "return_with_reason",
    "revise",
    "revise_following",
    "set_outcome",
    "sign_up",
    "stop_series",
    "submit",
]
