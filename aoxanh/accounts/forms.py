"""What people type to sign in."""

from django import forms
from django.utils.translation import gettext_lazy as _

WITHOUT_PUNCTUATION = str.maketrans("", "", " .-\u00a0\u200b\t\n")


class EnterForm(forms.Form):
    """An address, in lower case."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(
            {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like ten@gmail.com."),
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CodeForm(forms.Form):
    """Six digits, pasted with spaces or dashes as well."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "h-16! text-[2rem]! font-bold num tracking-[0.3em] text-center",
                "maxlength": 40,
                "autofocus": True,
            }
        ),
        error_messages={"required": _("Enter the 6 digits from the mail.")},
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).translate(WITHOUT_PUNCTUATION)
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError(_("The code has 6 digits."))
        return code
