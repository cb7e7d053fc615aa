"""What organisers and approvers say."""

from aoxanh.activities.forms.activity import ActivityForm, first_shift
from aoxanh.activities.forms.decisions import ReasonForm
from aoxanh.activities.forms.shifts import new_row, plans_of, shift_rows

__all__ = ["ActivityForm", "ReasonForm", "first_shift", "new_row", "plans_of", "shift_rows"]
