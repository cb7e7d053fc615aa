"""Writing down what came of activities, putting it right, asking for it, and work that was never on the portal."""

from aoxanh.records.actions.closing import publish_record, write_lessons, write_record, write_uses
from aoxanh.records.actions.declared import declare_work, turn_into_record, withdraw_work
from aoxanh.records.actions.pictures import (
    MOST_PICTURES,
    add_picture,
    ask_about,
    blur_picture,
    describe_picture,
    move_picture,
    remove_picture,
    watch_consents,
)
from aoxanh.records.actions.reminding import remind
from aoxanh.records.actions.reopening import reopen

__all__ = [
    "MOST_PICTURES",
    "add_picture",
    "ask_about",
    "blur_picture",
    "declare_work",
    "describe_picture",
    "move_picture",
    "publish_record",
    "remind",
    "remove_picture",
    "reopen",
    "turn_into_record",
    "watch_consents",
    "withdraw_work",
    "write_lessons",
    "write_record",
    "write_uses",
]
