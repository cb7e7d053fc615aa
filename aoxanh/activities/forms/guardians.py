"""What a guardian answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.widgets import TelInput
from aoxanh.people.consents import GUARDIAN_ASKED
from aoxanh.people.forms.facts import full_name, phone_number
from aoxanh.people.models import Consent, Guardianship


class AnswerForm(forms.Form):
    """A yes: who answers, that they may, and to what. Nothing is ticked beforehand."""

    full_name = forms.CharField(
        label=_("Your full name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": _("Enter your full name.")},
    )
    relation = forms.ChoiceField(label=_("You are the child's"), choices=Guardianship.Relation.choices, widget=forms.RadioSelect)
    phone = forms.CharField(
        label=_("Your phone, for the day itself"),
        help_text=_("The organiser of a shift calls it when something is up with the child."),
        required=False,
        max_length=30,
        widget=TelInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    declares = forms.BooleanField(
        label=_("I declare that I am the child's legal representative, and answer for it"),
        error_messages={"required": _("Tick the box if it is true. Only a legal representative can agree.")},
    )
    agrees = forms.BooleanField(
        error_messages={"required": _("Tick the box if you agree. Without it nothing takes place.")},
    )
    pictures = forms.BooleanField(
        help_text=_("You can leave this open: the child takes part all the same. From 7 years on the child is asked too."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What is agreed to stands word for word among the texts that are kept."""
        super().__init__(*args, **kwargs)
        for name, purpose in (("agrees", Consent.Purpose.VOLUNTEERING), ("pictures", Consent.Purpose.PICTURES)):
            self.fields[name].label = str(GUARDIAN_ASKED[purpose])

    def clean_full_name(self) -> str:
        return full_name(self.cleaned_data["full_name"])

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])


class PicturesForm(forms.Form):
    """The same question alone, asked again."""

    pictures = forms.BooleanField(required=False)
