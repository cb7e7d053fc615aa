"""What who signs up without an account is asked: no more than the shift needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.widgets import DateInput, TelInput
from aoxanh.people.consents import ASKED
from aoxanh.people.forms.facts import full_name, phone_number
from aoxanh.people.models import Consent


class GuestForm(forms.Form):
    """Nothing is ticked beforehand; the phone is proven by a code on the next page."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": _("Enter your full name.")},
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Some work is only for people of a certain age."),
        widget=DateInput({"autocomplete": "bday"}),
        error_messages={"required": _("Enter your date of birth."), "invalid": _("This day does not exist. Enter day, month and year.")},
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("A code goes there, then the link to your pass."),
        max_length=30,
        widget=TelInput({"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Enter your mobile phone number.")},
    )
    agrees = forms.BooleanField(error_messages={"required": _("Tick the box if you agree. Without it we may not sign you up.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What is agreed to stands word for word among the texts that are kept."""
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = str(ASKED[Consent.Purpose.VOLUNTEERING].text)

    def clean_full_name(self) -> str:
        return full_name(self.cleaned_data["full_name"])

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])
