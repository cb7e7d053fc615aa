"""What is asked of hours: a correction, a report, a decision, a rule, a period."""

from dataclasses import fields
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.attendance.hours import Terms
from aoxanh.kit.dates import today
from aoxanh.kit.widgets import DateInput
from aoxanh.media.forms import PictureField
from aoxanh.needs.kinds import KINDS
from aoxanh.org.models import Unit

INCOMPLETE = _("This form is incomplete. Load the page again.")
REASON_MISSING = _("Say why, in a sentence.")


class HoursField(forms.IntegerField):
    """Whole hours; the minutes stand beside."""

    def __init__(self, **options: Any) -> None:
        wrong = {"invalid": _("Write a whole number."), "min_value": _("Write 0 or more."), "max_value": _("A day has 24 hours.")}
        super().__init__(**{"min_value": 0, "max_value": 24, "error_messages": wrong | {"required": _("Write a whole number.")}} | options)


class TimeSpentForm(forms.Form):
    """Hours and minutes; `total` is the minutes of both."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE})
    hours = HoursField(label=_("Hours"))
    minutes = HoursField(label=_("Minutes"), max_value=59, initial=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].error_messages["max_value"] = gettext("60 minutes are an hour: write at most 59.")
        self.initial.setdefault("request_id", uuid4())

    @property
    def total(self) -> int:
        given = self.cleaned_data
        return given["hours"] * 60 + (given.get("minutes") or 0)


class UnitField(forms.ModelChoiceField):
    """Units by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class CorrectionForm(TimeSpentForm):
    """What a turn should count in all, and why."""

    reason = forms.CharField(
        label=_("Why the hours are wrong"),
        help_text=_("For example: forgot to check out, left at 11:00."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": REASON_MISSING},
    )
    witness = forms.CharField(
        label=_("Who can confirm it"), help_text=_("Name, and a phone number if you know it."), max_length=200, required=False
    )


class ReportForm(TimeSpentForm):
    """Hours that no door took: what, where, when, how long, who saw it."""

    title = forms.CharField(label=_("The work you did"), max_length=160, error_messages={"required": _("Say in a few words what you did.")})
    place = forms.CharField(label=_("Where"), max_length=160, error_messages={"required": _("Say where it was.")})
    on = forms.DateField(
        label=_("Day"), widget=DateInput, error_messages={"required": _("Choose the day."), "invalid": _("Choose the day.")}
    )
    unit = UnitField(
        Unit.objects.none(),
        label=_("Which unit verifies it"),
        help_text=_("Your units, and those with which you worked."),
        empty_label=None,
        error_messages={"required": _("Choose the unit."), "invalid_choice": _("Choose the unit.")},
    )
    witness = forms.CharField(
        label=_("Who can confirm it"),
        help_text=_("Name, and a phone number if you know it. The unit may ask them."),
        max_length=200,
        error_messages={"required": _("Name somebody who saw it.")},
    )
    reason = forms.CharField(
        label=_("Why it was not taken at the door"),
        help_text=_("For example: helped a family after the flood, nobody was taking attendance."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": REASON_MISSING},
    )
    picture = PictureField(label=_("Picture"), required=False)

    field_order = ("title", "place", "on", "hours", "minutes", "unit", "witness", "reason", "picture")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["unit"]
        assert isinstance(choice, UnitField)
        choice.queryset = units
        self.fields["on"].widget.attrs["max"] = today().isoformat()


class DecisionForm(forms.Form):
    """A word with a decision; a refusal needs one."""

    why = forms.CharField(label=_("Your word to the volunteer"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500, required=False)


class RuleForm(forms.Form):
    """Terms by which hours count in a unit, from a day on."""

    unit = UnitField(Unit.objects.none(), label=_("Unit"), empty_label=None, error_messages={"required": _("Choose the unit.")})
    kind = forms.ChoiceField(label=_("Kind of activity"), required=False)
    since = forms.DateField(
        label=_("From"),
        help_text=_("Tomorrow at the earliest: what was counted stays."),
        widget=DateInput,
        error_messages={"required": _("Choose the day."), "invalid": _("Choose the day.")},
    )
    basis = forms.ChoiceField(
        label=_("What counts"),
        choices=[("presence", _("From check-in to check-out, inside the shift")), ("shift", _("The whole shift, for whoever came"))],
        widget=forms.RadioSelect,
    )
    step_minutes = forms.TypedChoiceField(
        label=_("Round to"),
        coerce=int,
        choices=[(1, _("whole minutes")), (5, _("5 minutes")), (10, _("10 minutes")), (15, _("15 minutes")), (30, _("30 minutes"))],
    )
    rounding = forms.ChoiceField(
        label=_("Rounding"), choices=[("down", _("Down")), ("nearest", _("To the nearest"))], widget=forms.RadioSelect
    )
    break_minutes = HoursField(
        label=_("Minutes of a break that are taken off"), help_text=_("0: none."), max_value=120, required=False, initial=0
    )
    break_after_hours = HoursField(label=_("From how many hours of a turn on"), required=False)
    night_percent = forms.IntegerField(
        label=_("Hours of the night (22:00–06:00), in per cent"),
        min_value=100,
        max_value=300,
        initial=100,
        error_messages={
            "invalid": _("Write a whole number."),
            "required": _("Write 100 where the night counts like the day."),
            "min_value": _("Write 100 where the night counts like the day."),
            "max_value": _("Write at most 300."),
        },
    )
    cap_hours = HoursField(label=_("Hours of a person a day, at most"), help_text=_("Empty: no limit."), min_value=1, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice, kind = self.fields["unit"], self.fields["kind"]
        assert isinstance(choice, UnitField)
        assert isinstance(kind, forms.ChoiceField)
        choice.queryset = units
        kind.choices = [("", gettext("All kinds")), *((one.code, one.label) for one in KINDS.values())]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("break_minutes") and given.get("break_after_hours") is None and "break_after_hours" not in self.errors:
            self.add_error("break_after_hours", gettext("Say from how many hours on the break is taken off."))
        return given

    @property
    def terms(self) -> Terms:
        given = self.cleaned_data
        cap, after, break_ = given["cap_hours"], given["break_after_hours"], given["break_minutes"] or 0
        hours = {"cap_minutes": cap and cap * 60, "break_minutes": break_, "break_after_minutes": after * 60 if break_ else None}
        return Terms(**{field.name: given[field.name] for field in fields(Terms) if field.name in given} | hours)


class PeriodForm(forms.Form):
    """From a day to a day, both within; what cannot be read is taken for open."""

    tu = forms.DateField(label=_("From"), widget=DateInput, required=False)
    den = forms.DateField(label=_("To"), widget=DateInput, required=False)

    @property
    def days(self) -> dict[str, Any]:
        self.is_valid()
        return {"first": self.cleaned_data.get("tu"), "last": self.cleaned_data.get("den")}
