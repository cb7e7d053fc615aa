"""What is given to enter a key."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.org.models import Unit

LARGEST = 256 * 1024
PASSWORD = _("Type the password of the key.")


class KeyForm(forms.Form):
    """A PKCS#12 file with its password."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit whose papers it signs"), empty_label=None)
    file = forms.FileField(
        label=_("Key file (.p12 or .pfx)"),
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
        help_text=_("As the authority gave it, with the certificate and its chain."),
        error_messages={"required": _("Choose the key file.")},
    )
    password = forms.CharField(
        label=_("Password of the key"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("File and password are kept sealed and used for signing alone; nobody can take them out of here again."),
        error_messages={"required": PASSWORD},
    )

    def __init__(self, units: QuerySet[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("A key file is smaller than 256 KB. Choose the .p12 or .pfx file."))
        return bytes(given.read())


class DeviceForm(forms.Form):
    """A key in a device (PKCS#11), behind one of the modules that this server knows."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit whose papers it signs"), empty_label=None)
    module = forms.ChoiceField(label=_("Device"))
    token = forms.CharField(label=_("Name of the token"), max_length=32, error_messages={"required": _("Give the name of the token.")})
    label = forms.CharField(label=_("Name of the key"), max_length=100, error_messages={"required": _("Give the name of the key.")})
    pin = forms.CharField(
        label=_("PIN"),
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the PIN.")},
    )

    def __init__(self, units: QuerySet[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["module"].choices = [(module, module.rsplit("/", 1)[-1]) for module in settings.PKCS11_MODULES]  # type: ignore[attr-defined]
