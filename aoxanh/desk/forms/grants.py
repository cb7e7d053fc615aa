"""What an administrator says when giving and withdrawing a grant."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from aoxanh.access.models import Scope
from aoxanh.access.roles import ROLES
from aoxanh.accounts.addresses import NotAnAddressError, normal
from aoxanh.kit.dates import today
from aoxanh.kit.widgets import DateInput
from aoxanh.org.models import Unit

NO_SUCH_DAY = _("This day does not exist. Give it as day/month/year.")


class ReasonField(forms.CharField):
    """Why, for the log."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Reason"),
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            help_text=_("It stands in the log beside your name. For example: decision 12-QĐ/ĐTN of 03/11/2026"),
            error_messages={"required": _("Say why: it stands in the log beside your name.")},
        )


class GiveForm(forms.Form):
    """A role in a unit for a person, who need not have an account yet."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("To whom"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        help_text=_("The e-mail address or phone number with which this person signs in. Who never did gets an account."),
        error_messages={"required": _("Give the e-mail address or the phone number.")},
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("In which unit"), empty_label=None)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")})
    scope = forms.ChoiceField(label=_("How far"), choices=Scope, initial=Scope.UNIT, widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("From"), widget=DateInput, error_messages={"required": _("Say from which day."), "invalid": NO_SUCH_DAY}
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        required=False,
        help_text=_("It ends by itself after this day. Leave it empty where nobody knows yet."),
        error_messages={"invalid": NO_SUCH_DAY},
    )
    reason = ReasonField()

    def __init__(self, units: QuerySet[Unit], roles: Iterable[str], data: Any = None, *, unit: Unit | None = None) -> None:
        super().__init__(data, initial={"request_id": uuid7(), "unit": unit, "since": today()})
        field: Any = self.fields["unit"]
        field.queryset = units
        self.fields["role"].choices = [(code, ROLES[code].label) for code in roles]  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        try:
            return normal(self.cleaned_data["address"])
        except NotAnAddressError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def until(self) -> date | None:
        """The first day on which it no longer holds."""
        last: date | None = self.cleaned_data["last_day"]
        return last + timedelta(days=1) if last else None

    @property
    def options(self) -> list[tuple[Any, Any]]:
        """Each role's radio button with the role."""
        return [(option, ROLES[option.data["value"]]) for option in self["role"]]


class WithdrawForm(forms.Form):
    """From which day on, and why."""

    on = forms.DateField(
        label=_("It no longer holds from"),
        widget=DateInput,
        help_text=_("A day ahead lets it end by itself."),
        error_messages={"required": _("Say from which day."), "invalid": NO_SUCH_DAY},
    )
    reason = ReasonField()

    def clean_on(self) -> date:
        """What is past has happened: a grant is withdrawn from today on at the earliest."""
        on: date = self.cleaned_data["on"]
        if on < today():
            raise forms.ValidationError(_("Choose today or a later day: what was done by then stays done."))
        return on
