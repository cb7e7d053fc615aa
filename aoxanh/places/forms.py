"""What people and pages ask of the map of areas."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today

SOUTH, NORTH, WEST, EAST = 6.0, 23.5, 102.0, 118.0
"""Viet Nam with its islands."""


def coordinate(low: float, high: float, missing: Any, outside: Any) -> forms.FloatField:
    messages = {"required": missing, "invalid": missing, "min_value": outside, "max_value": outside}
    return forms.FloatField(min_value=low, max_value=high, error_messages=messages)


def latitude_field() -> forms.FloatField:
    """A latitude within Viet Nam, for any form that takes a place."""
    return coordinate(
        SOUTH,
        NORTH,
        _("Give the latitude as a number, like 21.6099."),
        _("This place is outside Viet Nam. Latitude lies between 6 and 23.5."),
    )


def longitude_field() -> forms.FloatField:
    """A longitude within Viet Nam, for any form that takes a place."""
    return coordinate(
        WEST,
        EAST,
        _("Give the longitude as a number, like 106.546."),
        _("This place is outside Viet Nam. Longitude lies between 102 and 118."),
    )


class AskForm(forms.Form):
    """What both questions take: the day, today unless said, and the name of the radio buttons in the answer."""

    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages={"invalid": _("Give the day as year-month-day.")})
    name = forms.RegexField(r"^[a-z][a-z_]{0,29}$", required=False, error_messages={"invalid": _("This name cannot be used for a field.")})

    def clean_on(self) -> date:
        return self.cleaned_data["on"] or today()

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or "area"


class HereForm(AskForm):
    lat = latitude_field()
    lon = longitude_field()


class SearchForm(AskForm):
    q = forms.CharField(
        min_length=2,
        max_length=60,
        error_messages={
            "required": _("Type at least 2 letters of the commune's name."),
            "min_length": _("Type at least 2 letters of the commune's name."),
            "max_length": _("Type no more than 60 letters."),
        },
    )
    province = forms.RegexField(r"^\d{2}$", required=False, error_messages={"invalid": _("A province has a code of two digits, like 20.")})
