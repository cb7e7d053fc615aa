"""A list of companions, typed or pasted: a name, a phone and a birth date on each line."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.activities.actions.parties import Companion
from aoxanh.people.forms.facts import full_name, phone_number

PARTS = re.compile(r"\t|;|,|\s{2,}")
DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
PHONE = re.compile(r"\+?[\d .]{9,15}")


class PartyForm(forms.Form):
    """How the group is called, who comes beside the team, and whether all or those who can."""

    name = forms.CharField(
        label=gettext_lazy("Name of the group"), max_length=120, error_messages={"required": gettext_lazy("Give the group a name.")}
    )
    people = forms.CharField(
        label=gettext_lazy("People without an account"),
        help_text=gettext_lazy("One a line: full name, phone, birth date. For example: Nông Thị Mơ, 0912345678, 03/02/2001"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 5, "spellcheck": "false"}),
    )
    knows = forms.BooleanField(
        label=gettext_lazy("These people know that I sign them up, and agree that Áo Xanh keeps their name, phone and birth date for it"),
        required=False,
    )
    partial = forms.BooleanField(label=gettext_lazy("If somebody cannot, sign up those who can"), required=False)

    def clean_people(self) -> list[Companion]:
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        found, faults = [], []
        for number, line in enumerate(lines, 1):
            try:
                found.append(companion(line))
            except forms.ValidationError as error:
                faults.append(_("Line %(number)d: %(fault)s") % {"number": number, "fault": error.messages[0]})
        if faults:
            raise forms.ValidationError(faults)
        return found

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("people") and not data.get("knows"):
            self.add_error("knows", _("Tick the box if it is so. Without it nobody can be signed up by you."))
        return data


def companion(line: str) -> Companion:
    """Name, phone and birth date in any order and with any divider. Raises the form's mistake."""
    day, rest = DAY.search(line), DAY.sub(" ", line)
    phone = PHONE.search(rest)
    if not day or not phone:
        raise forms.ValidationError(_("a full name, a phone number and a birth date are needed."))
    name = " ".join(part.strip() for part in PARTS.split(rest.replace(phone.group(), " ")) if part.strip())
    return Companion(full_name(name), phone_number(phone.group().strip()), born(day.group()))


def born(text: str) -> date:
    day, month, year = map(int, re.split(r"[/.-]", text))
    try:
        return date(year, month, day)
    except ValueError:
        raise forms.ValidationError(_("the birth date does not exist.")) from None
