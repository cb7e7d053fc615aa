"""Decisions: saying why, new hours for what was postponed, how many levels agree."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.drafts import NewHours
from aoxanh.activities.models import ApprovalRule, Shift
from aoxanh.kit.dates import local
from aoxanh.kit.widgets import DateInput, DateTimeInput, TimeInput
from aoxanh.needs import kinds
from aoxanh.org.models import Unit

DAY = {"required": _("Say on which day."), "invalid": _("This day does not exist. Give it as day/month/year.")}
TIME = {"required": _("Say at what time."), "invalid": _("Give the time as hours and minutes, like 07:30.")}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why in a sentence, so that people know what to do."),
            "max_length": _("Say it in at most 500 characters."),
        },
    )


class HoursForm(forms.Form):
    """New hours of one shift; when it is just being postponed they may be left empty."""

    day = forms.DateField(label=_("New day"), widget=DateInput, required=False, error_messages=DAY)
    starts = forms.TimeField(label=_("Starts at"), widget=TimeInput, required=False, error_messages=TIME)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput, required=False, error_messages=TIME)

    def __init__(self, *args: Any, shift: Shift, is_required: bool, **kwargs: Any) -> None:
        start, end = local(shift.starts_at), local(shift.ends_at)
        super().__init__(*args, prefix=str(shift.pk), initial={"starts": start.time(), "ends": end.time()}, **kwargs)
        self.shift = shift
        for each in self.fields.values():
            each.required = is_required

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("day"):
            for name in ("starts", "ends"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, TIME["required"])
            if given.get("starts") and given.get("ends") and given["ends"] <= given["starts"]:
                self.add_error("ends", gettext("The shift ends before it starts. Correct its hours."))
        return given

    @property
    def hours(self) -> NewHours | None:
        given = self.cleaned_data
        if not given.get("day"):
            return None
        start, end = (timezone.make_aware(datetime.combine(given["day"], given[name])) for name in ("starts", "ends"))
        return NewHours(self.shift.pk, start, end)


class AnswerTimeForm(forms.Form):
    """Until when people say whether they still come."""

    answer_until = forms.DateTimeField(
        label=_("Answers until"),
        widget=DateTimeInput,
        required=False,
        help_text=_("Left empty: the usual time, and always before the first shift."),
        error_messages={"invalid": _("Give the day and the time.")},
    )


class RuleForm(forms.Form):
    """How many levels agree to which activities of a unit and those under it."""

    LEVELS = (
        (0, _("none: the unit opens it itself")),
        (1, _("one level")),
        (2, _("two levels")),
        (3, _("three levels")),
    )

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Activities of"),
        empty_label=None,
        help_text=_("And of the units under it that have no rule of their own."),
    )
    kind = forms.ChoiceField(label=_("Kind of work"), required=False)
    case = forms.ChoiceField(label=_("When"), choices=ApprovalRule.Case.choices)
    levels = forms.TypedChoiceField(label=_("Who agrees"), choices=LEVELS, coerce=int, initial=2)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Every kind")), *kinds.choices()]  # type: ignore[attr-defined]
