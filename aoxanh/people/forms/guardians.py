"""Naming a guardian, and noting a paper that one signed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.widgets import TelInput
from aoxanh.people.forms.facts import full_name, phone_number
from aoxanh.people.models import Guardianship


class GuardianForm(forms.Form):
    """Who the guardian is, and how to reach them."""

    full_name = forms.CharField(
        label=_("Full name of the guardian"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": _("Enter the guardian's full name.")},
    )
    relation = forms.ChoiceField(
        label=_("Who they are to the child"),
        choices=Guardianship.Relation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who they are to the child.")},
    )
    email = forms.EmailField(
        label=_("E-mail address of the guardian"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "inputmode": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. It looks like ten@gmail.com.")},
    )
    phone = forms.CharField(
        label=_("Mobile phone of the guardian"), required=False, max_length=30, widget=TelInput({"autocomplete": "off", "inputmode": "tel"})
    )

    def clean_full_name(self) -> str:
        return full_name(self.cleaned_data["full_name"])

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("email") or data.get("phone") or {"email", "phone"} & self.errors.keys()):
            self.add_error("email", _("Give an e-mail address or a phone number of the guardian."))
        return data


class InviteForm(GuardianForm):
    """One of the two addresses is enough; where the site sends no text messages, a phone alone reaches nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("A link goes there. The guardian signs in with a code that comes to the same address.")
        if settings.SMS_GATEWAY:
            self.fields["phone"].help_text = _("Without an e-mail address the link goes by text message.")
        else:
            del self.fields["phone"]
            self.fields["email"].required = True
            self.fields["email"].error_messages["required"] = _("Give an e-mail address of the guardian.")

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"]) if "phone" in self.fields else ""


class PaperForm(GuardianForm):
    """What an officer notes who has the signed paper in hand."""

    identity = forms.CharField(
        label=_("How the guardian showed who they are"),
        help_text=_("For example: showed the identity card at the office. Write down no number."),
        max_length=200,
        error_messages={"required": _("Say how the guardian showed who they are.")},
    )
    pictures = forms.BooleanField(
        label=_("The paper also allows pictures of the child in reports"),
        help_text=_("Tick only if it is written there. From 7 years on the child is asked too."),
        required=False,
    )
    signed = forms.BooleanField(
        label=_("I have the paper that the guardian signed, and the unit keeps it"),
        error_messages={"required": _("Tick the box once you have the signed paper.")},
    )
