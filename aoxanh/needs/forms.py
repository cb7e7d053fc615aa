"""What the focal point says of a need."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput
from aoxanh.needs import kinds
from aoxanh.needs.actions import MOST_PEOPLE, Facts
from aoxanh.org.models import Unit
from aoxanh.people.models import Skill
from aoxanh.places.forms import latitude_field, longitude_field
from aoxanh.places.maps import label_point
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import Nearby
from aoxanh.places.templatetags.places import distance

PAIR = re.compile(r"^\s*(-?\d+(?:[.]\d+)?)\s*[,; ]\s*(-?\d+(?:[.]\d+)?)\s*$")
USUAL_DAYS = timedelta(days=14)


class SkillsField(forms.ModelMultipleChoiceField):
    """Skills as chips, called in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name if get_language() == "vi" else obj.english_name)


class NeedForm(forms.Form):
    """One page on a phone. The place is a point; where it is not known, the middle of the commune stands for it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that needs people"), empty_label=None)
    title = forms.CharField(
        label=_("What is needed"),
        max_length=120,
        min_length=8,
        help_text=_("Say the work and for whom. For example: Repair the kitchen of the Vạn Linh school, 86 pupils"),
        error_messages={"required": _("Say in a few words what is needed."), "min_length": _("Say a little more: the work and for whom.")},
    )
    kind = forms.ChoiceField(label=_("Kind of work"), choices=[], error_messages={"required": _("Choose the kind of work from the list.")})
    people_wanted = forms.IntegerField(
        label=_("How many people"),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": _("Say how many people are needed."),
            "invalid": _("Give the number of people in figures, like 12."),
            "min_value": _("A need asks for at least 1 person."),
            "max_value": _("A need asks for at most %(limit_value)s people. Split it by place or by day."),
        },
    )
    skills = SkillsField(Skill.objects.all(), label=_("Skills wanted"), required=False, widget=forms.CheckboxSelectMultiple)
    starts_on = forms.DateField(
        label=_("From"),
        widget=DateInput,
        error_messages={"required": _("Say from which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DateInput,
        error_messages={"required": _("Say until which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    urgent = forms.BooleanField(
        label=_("Urgent"), required=False, help_text=_("Only when waiting a week would do harm. It gets a ring on the map.")
    )
    address = forms.CharField(
        label=_("Where people meet"), max_length=200, required=False, help_text=_("For example: gate of the school, Khun Phang village")
    )
    latitude = latitude_field()
    longitude = longitude_field()
    centre = forms.BooleanField(label=_("The exact point is not known: take the middle of the commune"), required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Which commune is meant"), required=False, widget=forms.RadioSelect)
    description = forms.CharField(
        label=_("What people will do"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone reads this. Leave out phone numbers and the names of private people."),
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, units: QuerySet[Unit], data: Any = None, *, unit: Unit | None = None) -> None:
        start = today()
        initial = {"request_id": uuid4(), "unit": unit, "starts_on": start, "ends_on": start + USUAL_DAYS}
        super().__init__(with_both(data), initial=initial)
        self.fields["unit"].queryset = units
        self.fields["kind"].choices = [("", _("Choose")), *kinds.choices()]
        self.fields["area"].queryset = Area.objects.filter(level=Level.COMMUNE, during__contains=start).select_related("parent")
        self.candidates: list[Nearby] = []
        for name in ("latitude", "longitude"):
            self.fields[name].required = False
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        self.fields["latitude"].label, self.fields["longitude"].label = _("Latitude"), _("Longitude")

    def clean_title(self) -> str:
        return tidy(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        has_point = given.get("latitude") is not None and given.get("longitude") is not None
        if has_point or {"latitude", "longitude"} & self.errors.keys():
            return given
        if given.get("centre") and given.get("unit"):
            given["latitude"], given["longitude"] = middle_of(given["unit"])
        else:
            self.add_error("latitude", gettext("Tap the place on the map, type its coordinates, or take the middle of the commune."))
        return given

    @property
    def facts(self) -> Facts:
        """What was said, once it is valid."""
        return Facts(**{name: self.cleaned_data[name] for name in Facts.__dataclass_fields__})

    @property
    def place_is_wrong(self) -> bool:
        return bool({"latitude", "longitude", "centre"} & self.errors.keys())

    def offer(self, candidates: list[Nearby]) -> None:
        """Ask which commune is meant, among these."""
        self.candidates = candidates
        named = [(nearby.area.pk, f"{nearby.area.name}, {distance(nearby.metres)}") for nearby in candidates]
        self.fields["area"].choices, self.fields["area"].required = named, True


class CloseForm(forms.Form):
    """Why a need leaves the map."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            ("not_needed", _("It is no longer needed")),
            ("met_elsewhere", _("Others have already helped")),
            ("mistake", _("It was published by mistake")),
        ],
        initial="not_needed",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you close it.")},
    )


def with_both(data: Any) -> Any:
    """Coordinates pasted as one ("21.6405, 106.485") are taken apart; a decimal comma is one too."""
    if not data:
        return data
    parted = data.copy()
    if (pair := PAIR.match(data.get("latitude", ""))) and not data.get("longitude"):
        parted["latitude"], parted["longitude"] = pair.groups()
    else:
        for name in ("latitude", "longitude"):
            parted[name] = data.get(name, "").replace(",", ".")
    return parted


def middle_of(unit: Unit) -> tuple[float, float]:
    """A point inside the unit's commune; for a larger area its official point."""
    area = unit.area
    if area is None:
        raise forms.ValidationError(gettext("This unit has no area of its own. Tap the place on the map."))
    return label_point(area) if area.level == Level.COMMUNE else (area.latitude, area.longitude)
