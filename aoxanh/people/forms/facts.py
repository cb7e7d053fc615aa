"""Name, birth, telephone: what everybody is asked, and officers write down about others."""

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput, TelInput
from aoxanh.people.bands import youngest
from aoxanh.people.birthdays import too_young_sentence
from aoxanh.people.forms.commune import CommuneForm
from aoxanh.people.queries import age

OLDEST = 110
NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")


def phone_number(typed: str) -> str:
    """As it is stored; "" for none. Raises the form's mistake."""
    try:
        return e164(typed) if typed.strip() else ""
    except NotAPhoneError as error:
        raise forms.ValidationError(str(error)) from error


def with_capitals(name: str) -> str:
    """A name typed all small or all large, as it stands on a paper; any other way of writing it is its owner's."""
    if name not in {name.lower(), name.upper()}:
        return name
    return " ".join(word[0].upper() + word[1:].lower() for word in name.split(" "))


def full_name(typed: str) -> str:
    """A name as it is kept. Raises the form's mistake."""
    name = tidy(typed)
    if not NAME.fullmatch(name):
        raise forms.ValidationError(_("A name holds letters and spaces only."))
    if len(name) < 2:
        raise forms.ValidationError(_("Enter your full name."))
    return with_capitals(name)


class FactsForm(CommuneForm):
    """`takes_children`: an officer may write down a child, whose guardian agrees apart."""

    takes_children = False
    full_name = forms.CharField(
        label=_("Full name"),
        help_text=_("As on your identity card: certificates carry it."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": _("Enter your full name.")},
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=DateInput({"autocomplete": "bday"}),
        error_messages={"required": _("Enter your date of birth."), "invalid": _("This day does not exist. Enter day, month and year.")},
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("For the organiser of a shift that you signed up for, when something changes."),
        required=False,
        max_length=30,
        widget=TelInput({"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_full_name(self) -> str:
        return full_name(self.cleaned_data["full_name"])

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born is None:
            return None
        if born > today():
            raise forms.ValidationError(_("This day has not come yet. Check the year."))
        years = age(born, on=today())
        if years > OLDEST:
            raise forms.ValidationError(_("Nobody was born so long ago. Check the year."))
        if years < youngest() and not self.takes_children:
            raise forms.ValidationError(too_young_sentence())
        return born

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])


class YearForm(FactsForm):
    """The same where only the year may be known."""

    birth_year = forms.IntegerField(
        label=_("Or the year of birth alone"),
        help_text=_("Some activities ask for the whole date: whoever must be 16 or 18 on the day."),
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={"invalid": _("A year has four digits.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].required = not (self.data if self.is_bound else self.initial).get("birth_year")

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is None:
            return None
        if year > today().year:
            raise forms.ValidationError(_("This year has not come yet."))
        if year < today().year - OLDEST:
            raise forms.ValidationError(_("Nobody was born so long ago. Check the year."))
        if age(date(year, 12, 31), on=today()) < settings.GUARDIAN_UNDER_AGE and not self.takes_children:
            raise forms.ValidationError(_("By the year alone you may be under 16. Enter the whole date of birth."))
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("birth_date"):
            data["birth_year"] = None
        return data
