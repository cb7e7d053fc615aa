"""A report from the field: few questions, big answers, one that can wait in the phone and be sent later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.actions.incidents import Report
from aoxanh.activities.models import Incident
from aoxanh.activities.queries.incidents import Spot
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.widgets import DateTimeInput, TelInput


class ReportForm(forms.Form):
    """What happened. Of a phone number that is none, what was typed is kept: a report is never lost over it."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    spot: forms.Field = forms.ChoiceField(label=_("Where you are"), error_messages={"required": _("Choose the activity or the unit.")})
    kind = forms.ChoiceField(
        label=_("What happened"), choices=Incident.Kind.choices, widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    severity = forms.TypedChoiceField(
        label=_("How bad"),
        choices=Incident.Severity.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    text = forms.CharField(
        label=_("Say in a sentence or two what happened"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say in a sentence what happened.")},
    )
    people_hurt = forms.IntegerField(label=_("People hurt"), required=False, min_value=0, max_value=30_000)
    concerns_minors = forms.BooleanField(label=_("Someone under 18 is concerned"), required=False)
    place_name = forms.CharField(label=_("Where exactly"), required=False, max_length=160)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    happened_at = forms.DateTimeField(label=_("When"), required=False, widget=DateTimeInput())
    contact = forms.CharField(label=_("Your phone"), required=False, max_length=30, widget=TelInput({"autocomplete": "tel"}))

    def __init__(self, *args: Any, spots: Sequence[Spot] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spot"].choices = [(spot.value, spot.title) for spot in spots]

    def clean_contact(self) -> str:
        typed: str = self.cleaned_data["contact"].strip()
        try:
            return e164(typed) if typed else ""
        except NotAPhoneError:
            return typed

    def clean_happened_at(self) -> datetime:
        given: datetime | None = self.cleaned_data["happened_at"]
        return given or timezone.now()

    @property
    def report(self) -> Report:
        given = self.cleaned_data
        names = ("kind", "severity", "text", "happened_at", "concerns_minors", "place_name", "latitude", "longitude", "contact")
        return Report(people_hurt=given["people_hurt"] or 0, **{name: given[name] for name in names})


class SentReport(ReportForm):
    """The same from a phone that kept it: the shift may lie too far back to be offered, so the page looks it up."""

    spot = forms.CharField(max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)


class StepForm(forms.Form):
    """What is done about an incident."""

    text = forms.CharField(
        label=_("What was done, or what came of it"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say in a sentence what is done, or what came of it.")},
    )
