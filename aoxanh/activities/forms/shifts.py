"""The shifts of an activity, one row each, with rows of roles and waves inside."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.drafts import RolePlan, ShiftPlan, WavePlan
from aoxanh.activities.forms.roles import role_rows, roles_of, wave_rows, waves_of
from aoxanh.activities.models import Shift, ShiftRole
from aoxanh.activities.overbooking import Absence
from aoxanh.kit.dates import local
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput, TimeInput
from aoxanh.people.models import Skill

PREFIX = "shifts"
MOST_SHIFTS = 30
MOST_PLACES = 5_000
FARTHEST = timedelta(days=2 * 366)
TIME = {"required": _("Say at what time."), "invalid": _("Give the time as hours and minutes, like 07:30.")}


ROW_ERRORS = {
    "missing_management_form": _("The shifts did not arrive whole. Send the form again."),
    "too_many_forms": _("An activity has at most 30 shifts. Make a second activity for the rest."),
}


class ShiftForm(forms.Form):
    """A day, hours and places. `id` names the shift that the row changes."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the shift"),
        max_length=80,
        required=False,
        error_messages={"max_length": _("Name the shift in at most 80 characters.")},
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DateInput,
        error_messages={"required": _("Say on which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    starts = forms.TimeField(label=_("Starts at"), widget=TimeInput, error_messages=TIME)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput, error_messages=TIME)
    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        error_messages={
            "required": _("Say how many places."),
            "invalid": _("Give the places in figures, like 18."),
            "min_value": _("A shift has at least 1 place."),
            "max_value": _("A shift has at most %(limit_value)s places. Split it."),
        },
    )
    least = forms.IntegerField(
        label=_("Fewest people"),
        min_value=0,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Below so many the shift cannot run."),
        error_messages={"invalid": _("Give the people in figures, like 8."), "min_value": _("Give the people in figures, like 8.")},
    )
    overbook = forms.BooleanField(label=_("Take a few more, because some stay away"), required=False)
    meeting_point = forms.CharField(label=_("Where this shift meets"), max_length=160, required=False)
    transport = forms.CharField(
        label=_("How one gets there"), max_length=160, required=False, help_text=_("For example: bus at 06:15 from the union's house")
    )

    def __init__(self, *args: Any, skills: list[Skill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data if self.is_bound else None
        self.roles = role_rows(f"{self.prefix}-roles", self.rows_in(sent, "roles"), self.initial.get("roles", []), skills)
        self.waves = wave_rows(f"{self.prefix}-waves", self.rows_in(sent, "waves"), self.initial.get("waves", []))

    def rows_in(self, sent: Any, name: str) -> Any:
        """What was sent, where it speaks of roles (or waves) at all; else those that there are stay."""
        return sent if sent is not None and f"{self.prefix}-{name}-TOTAL_FORMS" in sent else None

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in (self.roles, self.waves) if rows.is_bound)])

    @property
    def has_more(self) -> bool:
        """Whether the folded part says something, or has a mistake."""
        names = ("least", "overbook", "meeting_point", "transport")
        wrong = any(name in self.errors for name in names) or any(
            rows.total_error_count() for rows in (self.roles, self.waves) if rows.is_bound
        )
        return bool(wrong or self.roles.forms or self.waves.forms or any(self[name].value() for name in names))

    def clean_meeting_point(self) -> str:
        return tidy(self.cleaned_data["meeting_point"])

    def clean_transport(self) -> str:
        return tidy(self.cleaned_data["transport"])

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"day", "starts", "ends"} <= given.keys():
            self.check_hours(moment(given["day"], given["starts"]), moment(given["day"], given["ends"]))
        if (given.get("least") or 0) > given.get("places", MOST_PLACES):
            self.add_error("least", gettext("The shift cannot need more people than it has places."))
        return given

    def check_hours(self, start: datetime, end: datetime) -> None:
        if end <= start:
            self.add_error("ends", gettext("The shift ends before it starts. Correct its hours."))
        elif self.has_changed() and not self.initial.get("has_begun") and start <= timezone.now():
            self.add_error("day", gettext("The shift starts in the past. Choose a later day or hour."))
        elif start > timezone.now() + FARTHEST:
            self.add_error("day", gettext("The day is more than two years away. Check the year."))

    def plan(self, absence: Absence | None = None) -> ShiftPlan:
        """The shift as it should be; `absence` says how many more are taken where that was ticked."""
        given = self.cleaned_data
        start, end = moment(given["day"], given["starts"]), moment(given["day"], given["ends"])
        return ShiftPlan(
            self.kept(start, "starts_at"),
            self.kept(end, "ends_at"),
            given["places"],
            given["name"],
            given["id"],
            least=given["least"] or 0,
            extra=self.beyond(absence),
            meeting_point=given["meeting_point"],
            transport=given["transport"],
            roles=self.role_plans,
            waves=self.wave_plans,
        )

    def beyond(self, absence: Absence | None) -> int:
        """How many are taken beyond the places: what was given stays while the places stay."""
        given, before = self.cleaned_data, self.initial.get("extra", 0)
        if not given["overbook"]:
            return 0
        if before and given["places"] == self.initial.get("places"):
            return int(before)
        return absence.expected(given["places"]) if absence else 0

    @property
    def role_plans(self) -> tuple[RolePlan, ...]:
        return self.roles.plans if self.roles.is_bound else self.initial.get("role_plans", ())

    @property
    def wave_plans(self) -> tuple[WavePlan, ...]:
        return self.waves.plans if self.waves.is_bound else self.initial.get("wave_plans", ())

    def kept(self, typed: datetime, name: str) -> datetime:
        """The hour as it was where the form shows the same one: forms know no seconds."""
        before = self.initial.get(name)
        return before if before and before.replace(second=0, microsecond=0) == typed else typed


class ShiftRows(BaseFormSet):
    """Rows that are left empty, or ticked to go, count for nothing."""

    def clean(self) -> None:
        if self.management_form.is_valid() and not any(self.errors) and not plans_of(self):
            raise forms.ValidationError(gettext("Add at least one shift with its day, hours and places."))


ShiftFormSet = formset_factory(
    ShiftForm, formset=ShiftRows, extra=0, can_delete=True, max_num=MOST_SHIFTS, absolute_max=MOST_SHIFTS + 10, validate_max=True
)


def shift_rows(data: Any = None, *, shifts: list[Shift] | None = None, firsts: list[dict[str, Any]] | None = None, extra: int = 0) -> Any:
    """The formset over the shifts there are, or rows to begin with. What was sent is matched by id: shifts may change meanwhile."""
    if data is None:
        initial = [initial_of(shift) for shift in shifts or ()] or firsts or [{}]
    else:
        known = {str(shift.pk): initial_of(shift) for shift in shifts or ()}
        initial = [known.get(data.get(f"{PREFIX}-{number}-id", ""), {}) for number in range(MOST_SHIFTS)]
    skills = list(Skill.objects.all())
    rows = ShiftFormSet(data, initial=initial, prefix=PREFIX, error_messages=ROW_ERRORS, form_kwargs={"skills": skills})
    rows.extra = extra
    return rows


def new_row(number: int) -> ShiftForm:
    """An empty row, numbered from 0 after those that the form has."""
    row = ShiftForm(prefix=f"{PREFIX}-{number}", empty_permitted=True, use_required_attribute=False, skills=list(Skill.objects.all()))
    ShiftFormSet(prefix=PREFIX, form_kwargs={"skills": []}).add_fields(row, number)
    return row


def initial_of(shift: Shift) -> dict[str, Any]:
    """A row for a shift, read with its roles and waves."""
    start, end = local(shift.starts_at), local(shift.ends_at)
    kept = {
        name: getattr(shift, name) for name in ("name", "places", "extra", "meeting_point", "transport", "starts_at", "ends_at", "taken")
    }
    return kept | {
        "id": shift.pk,
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "least": shift.least or None,
        "overbook": shift.extra > 0,
        "has_begun": shift.has_begun,
        "is_asked_for": bool(shift.taken or shift.held),
        "roles": roles_of(shift),
        "waves": waves_of(shift),
        "role_plans": tuple(plan_of_role(role) for role in shift.roles.all()),
        "wave_plans": tuple(WavePlan(wave.at, wave.places) for wave in shift.waves.all() if wave.released_at is None),
    }


def plan_of_role(role: ShiftRole) -> RolePlan:
    return RolePlan(**{name: getattr(role, name) for name in RolePlan.__dataclass_fields__})


def plans_of(rows: Any, absence: Absence | None = None) -> list[ShiftPlan]:
    """The shifts as they should be."""
    return [row.plan(absence) for row in rows.forms if row.cleaned_data.get("day") and not row.cleaned_data.get("DELETE")]


def one_more(data: Any, of: str) -> Any:
    """What was sent, with an empty row more of shifts, or of the roles or waves of one; as it was where nobody asked for one."""
    name = f"{of}-TOTAL_FORMS"
    if not data.get(name, "").isdigit():
        return data
    data = data.copy()
    data[name] = str(int(data[name]) + 1)
    return data


def unchecked(form: Any) -> None:
    """Show what was typed without saying what is wrong with it: nobody has sent it yet."""
    form._errors = ErrorDict()


def unchecked_rows(rows: Any) -> None:
    rows._errors, rows._non_form_errors = [{} for _row in rows.forms], rows.error_class()
    for row in rows.forms:
        unchecked(row)
        for inner in (row.roles, row.waves):
            if inner.is_bound:
                inner._errors, inner._non_form_errors = [{} for _row in inner.forms], inner.error_class()
                for one in inner.forms:
                    unchecked(one)


def moment(day: Any, time: Any) -> datetime:
    """An hour on the clock of Viet Nam."""
    return timezone.make_aware(datetime.combine(day, time))
