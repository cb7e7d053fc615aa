"""The shifts of an activity, one row each."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.drafts import ShiftPlan
from aoxanh.activities.models import Shift
from aoxanh.kit.dates import local
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput, TimeInput

PREFIX = "shifts"
MOST_SHIFTS = 30
MOST_PLACES = 5_000
FARTHEST = timedelta(days=2 * 366)
TIME = {"required": _("Say at what time."), "invalid": _("Give the time as hours and minutes, like 07:30.")}


ROW_ERRORS = {
    "missing_management_form": _("The shifts did not arrive whole. Send the form again."),
    "too_many_forms": _("An activity has at most 30 shifts. Make a second activity for the rest."),
}


class ShiftForm(forms.Form):
    """A day, hours and places. `id` names the shift that the row changes."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the shift"),
        max_length=80,
        required=False,
        error_messages={"max_length": _("Name the shift in at most 80 characters.")},
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DateInput,
        error_messages={"required": _("Say on which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    starts = forms.TimeField(label=_("Starts at"), widget=TimeInput, error_messages=TIME)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput, error_messages=TIME)
    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        error_messages={
            "required": _("Say how many places."),
            "invalid": _("Give the places in figures, like 18."),
            "min_value": _("A shift has at least 1 place."),
            "max_value": _("A shift has at most %(limit_value)s places. Split it."),
        },
    )

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"day", "starts", "ends"} <= given.keys():
            self.check_hours(moment(given["day"], given["starts"]), moment(given["day"], given["ends"]))
        return given

    def check_hours(self, start: datetime, end: datetime) -> None:
        if end <= start:
            self.add_error("ends", gettext("The shift ends before it starts. Correct its hours."))
        elif self.has_changed() and not self.initial.get("has_begun") and start <= timezone.now():
            self.add_error("day", gettext("The shift starts in the past. Choose a later day or hour."))
        elif start > timezone.now() + FARTHEST:
            self.add_error("day", gettext("The day is more than two years away. Check the year."))

    @property
    def plan(self) -> ShiftPlan:
        given = self.cleaned_data
        start, end = moment(given["day"], given["starts"]), moment(given["day"], given["ends"])
        return ShiftPlan(self.kept(start, "starts_at"), self.kept(end, "ends_at"), given["places"], given["name"], given["id"])

    def kept(self, typed: datetime, name: str) -> datetime:
        """The hour as it was where the form shows the same one: forms know no seconds."""
        before = self.initial.get(name)
        return before if before and before.replace(second=0, microsecond=0) == typed else typed


class ShiftRows(BaseFormSet):
    """Rows that are left empty, or ticked to go, count for nothing."""

    def clean(self) -> None:
        if self.management_form.is_valid() and not any(self.errors) and not plans_of(self):
            raise forms.ValidationError(gettext("Add at least one shift with its day, hours and places."))


ShiftFormSet = formset_factory(
    ShiftForm, formset=ShiftRows, extra=0, can_delete=True, max_num=MOST_SHIFTS, absolute_max=MOST_SHIFTS + 10, validate_max=True
)


def shift_rows(data: Any = None, *, shifts: list[Shift] | None = None, first: dict[str, Any] | None = None, extra: int = 0) -> Any:
    """The formset over the shifts there are, or one row to begin with. What was sent is matched by id: shifts may change meanwhile."""
    if data is None:
        initial = [initial_of(shift) for shift in shifts or ()] or [first or {}]
    else:
        known = {str(shift.pk): initial_of(shift) for shift in shifts or ()}
        initial = [known.get(data.get(f"{PREFIX}-{number}-id", ""), {}) for number in range(MOST_SHIFTS)]
    rows = ShiftFormSet(data, initial=initial, prefix=PREFIX, error_messages=ROW_ERRORS)
    rows.extra = extra
    return rows


def new_row(number: int) -> ShiftForm:
    """An empty row, numbered from 0 after those that the form has."""
    row = ShiftForm(prefix=f"{PREFIX}-{number}", empty_permitted=True, use_required_attribute=False)
    ShiftFormSet(prefix=PREFIX).add_fields(row, number)
    return row


def initial_of(shift: Shift) -> dict[str, Any]:
    start, end = local(shift.starts_at), local(shift.ends_at)
    return {
        "id": shift.pk,
        "name": shift.name,
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "places": shift.places,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "has_begun": shift.has_begun,
        "taken": shift.taken,
    }


def plans_of(rows: Any) -> list[ShiftPlan]:
    """The shifts as they should be."""
    return [row.plan for row in rows.forms if row.cleaned_data.get("day") and not row.cleaned_data.get("DELETE")]


def moment(day: Any, time: Any) -> datetime:
    """An hour on the clock of Viet Nam."""
    return timezone.make_aware(datetime.combine(day, time))
