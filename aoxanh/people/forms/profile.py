"""What people say about themselves."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today
from aoxanh.kit.phones import NotAPhoneError, e164, spoken
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.kit.widgets import DateInput, TelInput
from aoxanh.people.actions import guardian_sentence
from aoxanh.people.models import Person, Skill
from aoxanh.people.queries import age
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import areas_on, search_communes

OLDEST = 110
NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")
SHOWN_AT_MOST = 8


class ProfileForm(forms.Form):
    """A profile. `q` is what was typed to find the commune, `area` the one chosen, `found` those to choose from when more are called so."""

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
    q = forms.CharField(
        label=_("Commune where you live"),
        help_text=_("As named since 01/07/2025. Type without tones if you like."),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "spellcheck": "false",
                "hx-get": reverse_lazy("places:search"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#communes",
                "hx-sync": "this:replace",
            }
        ),
    )
    area = forms.UUIDField(required=False)
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("For the organiser of a shift that you signed up for, when something changes."),
        required=False,
        max_length=30,
        widget=TelInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    skills = forms.ModelMultipleChoiceField(
        label=_("What you can do"),
        help_text=_("Organisers see it when they look for someone. You can sign up without choosing any."),
        queryset=Skill.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list."), "invalid_pk_value": _("Choose from the list.")},
    )
    agrees = forms.BooleanField(
        label=_("I agree that Áo Xanh keeps my name, date of birth, commune, phone number and skills to organise my volunteering"),
        help_text=_(
            "The units whose activities I sign up for see them; the public does not. I may ask to see, correct or delete them at any time."
        ),
        error_messages={"required": _("Tick the box if you agree. Without it we may not keep your profile, nor sign you up.")},
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: list[Area] = []
        self.chosen: Area | None = person.area if person else None
        if person:
            del self.fields["agrees"]
            self.initial = {
                "full_name": person.full_name,
                "birth_date": person.birth_date,
                "phone": spoken(person.phone),
                "skills": [skill.pk for skill in person.skills.all()],
            }

    def clean_full_name(self) -> str:
        name = tidy(self.cleaned_data["full_name"])
        if not NAME.fullmatch(name):
            raise forms.ValidationError(_("A name holds letters and spaces only."))
        if len(name) < 2:
            raise forms.ValidationError(_("Enter your full name."))
        return with_capitals(name)

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        if born > today():
            raise forms.ValidationError(_("This day has not come yet. Check the year."))
        years = age(born, on=today())
        if years > OLDEST:
            raise forms.ValidationError(_("Nobody was born so long ago. Check the year."))
        if years < settings.GUARDIAN_UNDER_AGE:
            raise forms.ValidationError(guardian_sentence())
        return born

    def clean_phone(self) -> str:
        try:
            return e164(self.cleaned_data["phone"]) if self.cleaned_data["phone"].strip() else ""
        except NotAPhoneError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed, area = tidy(data.get("q") or ""), data.get("area")
        if area:
            self.chosen = self.standing(area)
        if typed and not (self.chosen and search_key(typed) in self.chosen.search_key):
            self.chosen = self.only(typed)
        data["area"] = self.chosen
        return data

    def standing(self, pk: UUID) -> Area | None:
        chosen = areas_on(Level.COMMUNE, today()).filter(pk=pk).first()
        if not chosen:
            self.add_error("q", _("Choose a commune from the list."))
        return chosen

    def only(self, typed: str) -> Area | None:
        """The one commune of that name; else a mistake, and in `found` those to choose from."""
        self.found = list(search_communes(typed, today())[:SHOWN_AT_MOST])
        named = [area for area in self.found if typed.lower() in {area.name.lower(), area.short_name.lower()}]
        if len(named) == 1 or len(self.found) == 1:
            return (named or self.found)[0]
        missing = _("No commune is called so today. Type a part of its name.")
        self.add_error("q", _("Several communes are called so. Choose yours.") if self.found else missing)
        return None


def with_capitals(name: str) -> str:
    """A name typed all small or all large, as it stands on a paper; any other way of writing it is its owner's."""
    if name not in {name.lower(), name.upper()}:
        return name
    return " ".join(word[0].upper() + word[1:].lower() for word in name.split(" "))
