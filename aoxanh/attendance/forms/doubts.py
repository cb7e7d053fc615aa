"""What an organiser says of a scan in doubt."""

from datetime import datetime, timedelta

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Shift
from aoxanh.attendance.rules import EARLY
from aoxanh.kit.dates import local


class TimeForm(forms.Form):
    """A clock time of the shift's day, or of the day after for a shift over midnight."""

    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time", "class": "input num"}, format="%H:%M"))
    word = forms.CharField(label=_("Why"), max_length=300, required=False, widget=forms.TextInput({"class": "input w-full"}))

    def moment_at(self, shift: Shift) -> datetime:
        """The first moment with this clock time that belongs to the shift."""
        found = make_aware(datetime.combine(local(shift.starts_at).date(), self.cleaned_data["time"]))
        return found if found >= shift.starts_at - EARLY else found + timedelta(days=1)
