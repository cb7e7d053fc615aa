"""What people type to sign in, and to say how they will."""

import json
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aoxanh.accounts import addresses
from aoxanh.accounts.addresses import NotAnAddressError
from aoxanh.accounts.models import User
from aoxanh.kit.vietnamese import tidy

WITHOUT_PUNCTUATION = str.maketrans("", "", " .-\u00a0\u200b\t\n")
LONGEST_PASSWORD = 200
TYPED = {"autocapitalize": "none", "spellcheck": "false"}
DIGITS = {
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "class": "h-16! text-[2rem]! font-bold num tracking-[0.3em] text-center",
    "maxlength": 40,
    "autofocus": True,
}
PASSWORD_FAULTS = {
    "password_too_short": _("Use at least 10 characters. A sentence of a few words is easy to keep."),
    "password_too_common": _("Many people use this password, so it is tried first. Choose another."),
    "password_entirely_numeric": _("Digits alone are soon guessed. Add words."),
    "password_too_similar": _("This is too close to your address. Choose another."),
}


class AddressField(forms.CharField):
    """An e-mail address or a phone number; clean, it is as it is stored."""

    def clean(self, value: Any) -> str:
        try:
            return addresses.normal(super().clean(value))
        except NotAnAddressError as error:
            raise ValidationError(str(error)) from error


class EnterForm(forms.Form):
    """To whom a code goes."""

    address = AddressField(
        label=_("E-mail or phone number"),
        max_length=400,
        widget=forms.TextInput({**TYPED, "autocomplete": "username", "inputmode": "email", "autofocus": True}),
        error_messages={"required": _("Enter your e-mail address or phone number.")},
    )


class PasswordForm(forms.Form):
    """A password that has been set."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )


class EnterByPasswordForm(PasswordForm):
    """Whose password it is."""

    address = AddressField(
        label=_("E-mail or phone number"),
        max_length=400,
        widget=forms.TextInput({**TYPED, "autocomplete": "username", "inputmode": "email"}),
        error_messages={"required": _("Enter your e-mail address or phone number.")},
    )
    field_order = ["address", "password"]


class NewPasswordForm(forms.Form):
    """A password to be set."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. Should you forget it, a code still lets you in."),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        try:
            validate_password(password, self.user)
        except ValidationError as error:
            raise ValidationError([PASSWORD_FAULTS[str(fault.code)] for fault in error.error_list]) from error
        return password


class CodeForm(forms.Form):
    """Six digits, pasted with spaces or dashes as well."""

    lengths = frozenset({6})
    wrong_length = _("The code has 6 digits.")

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(DIGITS),
        error_messages={"required": _("Enter the 6 digits of the code.")},
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).translate(WITHOUT_PUNCTUATION)
        if not (code.isascii() and code.isdigit() and len(code) in self.lengths):
            raise ValidationError(self.wrong_length)
        return code


class FactorForm(CodeForm):
    """What an app shows, or a recovery code."""

    lengths = frozenset({6, 8})
    wrong_length = _("An app shows 6 digits, a recovery code has 8.")


class NewAddressForm(forms.Form):
    """Another address for the account, of the kind that the page asks for."""

    address = forms.CharField(max_length=400, widget=forms.TextInput({**TYPED, "autofocus": True}))

    TEXTS = {
        "email": (_("E-mail"), _("Enter your e-mail address."), "email", addresses.email),
        "phone": (_("Phone number"), _("Enter your phone number."), "tel", addresses.phone),
    }

    def __init__(self, *args: Any, kind: addresses.Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, missing, mode, self.read = self.TEXTS[kind]
        field = self.fields["address"]
        field.label, field.error_messages["required"] = label, missing
        field.widget.attrs.update(inputmode=mode, autocomplete=mode)

    def clean_address(self) -> str:
        try:
            return self.read(self.cleaned_data["address"])
        except NotAnAddressError as error:
            raise ValidationError(str(error)) from error


class CredentialForm(forms.Form):
    """What the browser says for a passkey, as JSON."""

    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        try:
            said = json.loads(self.cleaned_data["credential"])
        except ValueError as error:
            raise ValidationError("no JSON") from error
        if not isinstance(said, dict):
            raise ValidationError("no object")
        return said


class NewPasskeyForm(CredentialForm):
    """A passkey and what its holder calls it."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it again in the list."),
        max_length=60,
        error_messages={"required": _("Give the passkey a name.")},
    )

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])
