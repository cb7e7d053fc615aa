"""What people type to find their own record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.accounts.forms import AddressField
from aoxanh.kit.widgets import DateInput
from aoxanh.people.consents import ASKED
from aoxanh.people.models import Consent


class OtherAddressForm(forms.Form):
    """The address that the unit noted, where it is not the account's."""

    address = AddressField(
        label=_("E-mail or phone number that your unit noted"),
        help_text=_("A code goes there, to show that it is yours."),
        max_length=400,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter the e-mail address or phone number.")},
    )


class AgreeForm(forms.Form):
    """The same sentence as on the profile page."""

    agrees = forms.BooleanField(error_messages={"required": _("Tick the box if you agree. Without it we may not keep your record.")})

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = str(ASKED[Consent.Purpose.VOLUNTEERING].text)


class BirthForm(AgreeForm):
    """The date that chooses among records of one address."""

    birth_date = forms.DateField(
        label=_("Your date of birth"),
        widget=DateInput({"autocomplete": "bday"}),
        error_messages={"required": _("Enter your date of birth."), "invalid": _("This day does not exist. Enter day, month and year.")},
    )
    field_order = ["birth_date", "agrees"]
