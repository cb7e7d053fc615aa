"""What organisers and approvers say."""

from aoxanh.activities.forms.activity import ActivityForm, first_shift
from aoxanh.activities.forms.decisions import ReasonForm
from aoxanh.activities.forms.shifts import ShiftForm, ShiftFormSet, plans_of, shift_rows

__all__ = ["ActivityForm", "ReasonForm", "ShiftForm", "ShiftFormSet", "first_shift", "plans_of", "shift_rows"]
