"""Forms of certificates, their approval, and issuing."""

from aoxanh.recognition.actions.activities import begin_for_activity, draft_for_activity, issue_for_activity
from aoxanh.recognition.actions.issues import begin_contribution, begin_hours, resume, stop
from aoxanh.recognition.actions.templates import (
    approve_version,
    make_template,
    next_version,
    retire,
    return_version,
    submit_version,
    write_version,
)

__all__ = [
    "approve_version",
    "begin_contribution",
    "begin_for_activity",
    "begin_hours",
    "draft_for_activity",
    "issue_for_activity",
    "make_template",
    "next_version",
    "resume",
    "retire",
    "return_version",
    "stop",
    "submit_version",
    "write_version",
]
