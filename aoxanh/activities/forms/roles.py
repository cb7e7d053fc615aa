"""Roles and waves of a shift: rows inside its row. Rows that are left empty, or ticked to go, count for nothing."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.drafts import RolePlan, WavePlan
from aoxanh.activities.models import Shift
from aoxanh.activities.outlines import OF_ROLE
from aoxanh.kit.dates import local
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput, TimeInput
from aoxanh.people.models import PersonSkill, Skill

MOST_ROLES, MOST_WAVES = 8, 6
PLACES = {
    "required": _("Say how many places."),
    "invalid": _("Give the places in figures, like 18."),
    "min_value": _("Give at least 1 place."),
    "max_value": _("These are too many places."),
}
AGE = {
    "invalid": _("Give the age in figures, like 16."),
    "min_value": _("Ages lie between 6 and 100."),
    "max_value": _("Ages lie between 6 and 100."),
}


class RoleForm(forms.Form):
    """A task in the shift. `id` names the role that the row changes."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Role"),
        max_length=80,
        error_messages={"required": _("Name the role, or leave the row out."), "max_length": _("Name the role in at most 80 characters.")},
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=5_000, error_messages=PLACES)
    least = forms.IntegerField(label=_("At least"), min_value=0, max_value=5_000, required=False, error_messages=PLACES)
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    degree = forms.TypedChoiceField(
        label=_("Degree"), choices=PersonSkill.Degree.choices, coerce=int, required=False, empty_value=PersonSkill.Degree.BASIC
    )
    must_be_proved = forms.BooleanField(label=_("An officer has seen the paper"), required=False)
    min_age = forms.IntegerField(label=_("From age"), min_value=6, max_value=100, required=False, error_messages=AGE)
    max_age = forms.IntegerField(label=_("To age"), min_value=6, max_value=100, required=False, error_messages=AGE)
    leads = forms.BooleanField(label=_("Leads the shift"), required=False)
    equipment = forms.CharField(label=_("Gets or brings"), max_length=200, required=False)

    def __init__(self, *args: Any, skills: list[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = {str(skill.pk): skill for skill in skills}
        self.fields["skill"].choices = [("", _("No skill needed")), *((pk, str(skill)) for pk, skill in self.skills.items())]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_skill(self) -> Skill | None:
        return self.skills.get(self.cleaned_data["skill"])

    def clean_equipment(self) -> str:
        return tidy(self.cleaned_data["equipment"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if (given.get("least") or 0) > given.get("places", 5_000):
            self.add_error("least", gettext("The role cannot need more people than it has places."))
        if given.get("min_age") and given.get("max_age") and given["min_age"] > given["max_age"]:
            self.add_error("max_age", gettext("The ages are the wrong way round."))
        return given

    @property
    def says_more(self) -> bool:
        """Whether the folded part says something, or has a mistake."""
        names = ("skill", "must_be_proved", "min_age", "max_age", "equipment", "leads")
        return any(self[name].value() or name in self.errors for name in names)

    @property
    def plan(self) -> RolePlan:
        given = {name: self.cleaned_data[name] for name in RolePlan.__dataclass_fields__}
        return RolePlan(**given | {"least": given["least"] or 0})


class WaveForm(forms.Form):
    """So many places that open at a moment."""

    day = forms.DateField(
        label=_("Opens on"),
        widget=DateInput,
        error_messages={"required": _("Say on which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    time = forms.TimeField(
        label=_("At"),
        widget=TimeInput,
        error_messages={"required": _("Say at what time."), "invalid": _("Give the time as hours and minutes, like 07:30.")},
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=5_000, error_messages=PLACES)

    @property
    def plan(self) -> WavePlan:
        typed = timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))
        before = self.initial.get("at")
        same = before and before.replace(second=0, microsecond=0) == typed
        return WavePlan(before if same else typed, self.cleaned_data["places"])


class Rows(BaseFormSet):
    """Rows inside a row; they may be none."""

    @property
    def plans(self) -> tuple[Any, ...]:
        """What the rows say, of those that say something and are not ticked to go."""
        return tuple(row.plan for row in self.forms if row.cleaned_data.get("places") and not row.cleaned_data.get("DELETE"))


RoleRows = formset_factory(RoleForm, formset=Rows, extra=0, can_delete=True, max_num=MOST_ROLES, absolute_max=MOST_ROLES, validate_max=True)
WaveRows = formset_factory(WaveForm, formset=Rows, extra=0, can_delete=True, max_num=MOST_WAVES, absolute_max=MOST_WAVES, validate_max=True)
MISSING = {"missing_management_form": _("The roles did not arrive whole. Send the form again.")}


def role_rows(prefix: str, data: Any, initial: list[dict[str, Any]], skills: list[Skill]) -> Any:
    """The roles of one shift. What was sent is matched by id: roles may change meanwhile."""
    if data is not None:
        known = {str(role["id"]): role for role in initial if role.get("id")}
        initial = [known.get(data.get(f"{prefix}-{number}-id", ""), {}) for number in range(MOST_ROLES)]
    return RoleRows(data, initial=initial, prefix=prefix, form_kwargs={"skills": skills}, error_messages=MISSING)


def wave_rows(prefix: str, data: Any, initial: list[dict[str, Any]]) -> Any:
    return WaveRows(data, initial=initial if data is None else [{}] * MOST_WAVES, prefix=prefix, error_messages=MISSING)


def new_role(prefix: str, number: int) -> RoleForm:
    """An empty row, numbered from 0 after those that the shift has."""
    return empty(RoleRows(prefix=prefix, form_kwargs={"skills": list(Skill.objects.all())}), number)


def new_wave(prefix: str, number: int) -> WaveForm:
    return empty(WaveRows(prefix=prefix), number)


def empty(rows: Any, number: int) -> Any:
    row = rows.form(prefix=rows.add_prefix(number), empty_permitted=True, use_required_attribute=False, **rows.get_form_kwargs(number))
    rows.add_fields(row, number)
    return row


def roles_of(shift: Shift) -> list[dict[str, Any]]:
    """Rows for the roles that a shift has."""
    return [
        {name: getattr(role, name) for name in ("id", *OF_ROLE)} | {"skill": role.skill_id, "filled": role.taken + role.held}
        for role in shift.roles.all()
    ]


def waves_of(shift: Shift) -> list[dict[str, Any]]:
    """Rows for the waves that are still to come."""
    to_come = [wave for wave in shift.waves.all() if wave.released_at is None]
    return [{"day": local(wave.at).date(), "time": local(wave.at).time(), "places": wave.places, "at": wave.at} for wave in to_come]
