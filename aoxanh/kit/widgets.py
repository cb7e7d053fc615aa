"""Inputs that let the phone bring its own picker. Their values are ISO, whatever the language of the page."""

from django import forms


class DateInput(forms.DateInput):
    """A day, from the phone's calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """A time of the day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class TelInput(forms.TextInput):
    """A phone number, with the keys for it."""

    input_type = "tel"


class CodeInput(forms.TextInput):
    """A short code: large, no corrections, and the phone offers the one that just came by mail."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", **(attrs or {})})
