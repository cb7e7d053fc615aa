"""What saves writing: days that come back, templates."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.widgets import DateInput
from aoxanh.org.models import Unit


class RepeatForm(forms.Form):
    """On which weekdays, every how many weeks, until when; `without` are days that are left out."""

    WEEKDAYS = (
        (0, _("Monday")),
        (1, _("Tuesday")),
        (2, _("Wednesday")),
        (3, _("Thursday")),
        (4, _("Friday")),
        (5, _("Saturday")),
        (6, _("Sunday")),
    )
    EVERY = ((1, _("every week")), (2, _("every second week")), (3, _("every third week")), (4, _("every fourth week")))

    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one weekday.")},
    )
    every = forms.TypedChoiceField(label=_("How often"), choices=EVERY, coerce=int)
    until = forms.DateField(
        label=_("Until"),
        widget=DateInput,
        error_messages={"required": _("Say until which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )


class TemplateNameForm(forms.Form):
    """Saving an activity as a template of a unit."""

    name = forms.CharField(
        label=_("Name of the template"),
        max_length=80,
        help_text=_("For example: Green Sunday, clean the village road"),
        error_messages={
            "required": _("Give the template a name by which others find it."),
            "max_length": _("Name it in at most 80 characters."),
        },
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("For"), empty_label=None, help_text=_("This unit and all under it can begin from the template.")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """What one may change about a template without making it anew."""

    name = TemplateNameForm.base_fields["name"]
    briefing = forms.CharField(
        label=_("Safety briefing"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Every activity from this template begins with it."),
    )
