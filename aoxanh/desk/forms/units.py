"""Corrections of what is written of a unit."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.phones import NotAPhoneError, e164, spoken
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import TelInput
from aoxanh.org.actions.units import UnitFacts
from aoxanh.org.models import Unit

LINE = re.compile(r"\(?0?2[\d\s.)-]{8,14}")


class UnitForm(forms.Form):
    """Spelling, signature, contact. Another name or another place is a reorganisation."""

    name = forms.CharField(
        label=_("Official name"), max_length=200, help_text=_("Correct the spelling only. A new name needs a decision with its day.")
    )
    short_name = forms.CharField(label=_("Short name"), max_length=120)
    english_name = forms.CharField(label=_("English name"), max_length=200, required=False)
    abbreviation = forms.CharField(
        label=_("In document numbers"), max_length=40, required=False, help_text=_("For example ĐTN-VL, as in 12-KH/ĐTN-VL")
    )
    signing_name = forms.CharField(
        label=_("Signs as"), max_length=200, required=False, help_text=_("Stands over the signature. Empty: the official name in capitals.")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, widget=TelInput)
    email = forms.EmailField(label=_("E-mail"), required=False)

    @classmethod
    def of(cls, unit: Unit) -> "UnitForm":
        facts = {name: getattr(unit, name) for name in cls.base_fields}
        return cls(initial={**facts, "phone": spoken(unit.phone)})

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        return {name: tidy(value) if isinstance(value, str) else value for name, value in given.items()}

    def clean_phone(self) -> str:
        """A mobile number as E.164; an office's line stays as it was typed."""
        typed = str(self.cleaned_data["phone"]).strip()
        try:
            return e164(typed) if typed else ""
        except NotAPhoneError as mistake:
            if not LINE.fullmatch(typed):
                raise forms.ValidationError(str(mistake)) from mistake
            return typed

    @property
    def facts(self) -> UnitFacts:
        return UnitFacts(**self.cleaned_data)
