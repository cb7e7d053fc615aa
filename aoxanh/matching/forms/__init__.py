"""What a coordinator says of a proposal."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Shift
from aoxanh.kit.dates import today
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput
from aoxanh.matching.actions.proposals import Terms
from aoxanh.matching.models import Move
from aoxanh.matching.weights import MOST, WEIGHTS, weights_of
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

NO_DAY = _("This day does not exist. Give it as day/month/year.")


def coming_weekend() -> tuple[Any, Any]:
    """The next Saturday and Sunday; on a weekend the one after it."""
    on = today()
    saturday = on + timedelta(days=(5 - on.weekday()) % 7 or 7)
    if on.weekday() == 6:
        saturday = on + timedelta(days=6)
    return saturday, saturday + timedelta(days=1)


class WeightsForm(forms.Form):
    """What counts how much: one slider for each weight."""

    def __init__(self, data: Any = None, *, weights: dict[str, int]) -> None:
        super().__init__(data, initial=weights_of(weights), prefix="w")
        for weight in WEIGHTS:
            self.fields[weight.code] = forms.IntegerField(
                label=weight.label, min_value=0, max_value=MOST, widget=forms.NumberInput, help_text=weight.meaning
            )

    @property
    def sliders(self) -> list[tuple[Any, int]]:
        """Each field with its number as it stands."""
        return [(bound, int(bound.value() or 0)) for bound in self]


class ProposalForm(forms.Form):
    """A new proposal: for whom, when, how far, how much of one person."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that coordinates"), empty_label=None)
    starts_on = forms.DateField(label=_("From"), widget=DateInput, error_messages={"required": _("Say from which day."), "invalid": NO_DAY})
    ends_on = forms.DateField(label=_("Until"), widget=DateInput, error_messages={"required": _("Say until which day."), "invalid": NO_DAY})
    among = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Only these units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all unmarked to take every unit below."),
    )
    reach_km = forms.IntegerField(
        label=_("How far people may be asked to go, in km"), min_value=1, max_value=200, initial=25, widget=forms.NumberInput
    )
    most_a_day = forms.IntegerField(label=_("Hours a day for one person at most"), min_value=1, max_value=14, initial=8)
    most_a_week = forms.IntegerField(label=_("Hours a week for one person at most"), min_value=1, max_value=60, initial=24)
    answer_hours = forms.IntegerField(
        label=_("Hours to answer"),
        min_value=1,
        max_value=168,
        initial=24,
        help_text=_("So long a place is kept for who was invited; then it is free again."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Without one it is called by its days, for example Điều phối 21–22/11."),
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, units: QuerySet[Unit], below: QuerySet[Unit], data: Any = None, *, unit: Unit | None = None) -> None:
        first, last = coming_weekend()
        super().__init__(data, initial={"unit": unit, "starts_on": first, "ends_on": last, "request_id": uuid4()})
        self.fields["unit"].queryset = units
        self.fields["among"].queryset = below

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def terms(self, weights: dict[str, int]) -> Terms:
        """What was said, once it is valid."""
        names = Terms.__dataclass_fields__.keys() - {"weights"}
        return Terms(weights=weights, **{name: self.cleaned_data[name] for name in names})


class MoveForm(forms.Form):
    """One change. `next`: where the page without script goes on."""

    kind = forms.ChoiceField(choices=Move.Kind.choices)
    person = forms.ModelChoiceField(Person.objects.all())
    before = forms.ModelChoiceField(Shift.objects.select_related("activity"), required=False)
    after = forms.ModelChoiceField(Shift.objects.select_related("activity"), required=False)
    reason = forms.CharField(max_length=200, required=False)
    revision = forms.IntegerField(min_value=0)
    request_id = forms.UUIDField()

    @property
    def change(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class RevisionForm(forms.Form):
    """A step that must know the present state, such as taking back or sending."""

    revision = forms.IntegerField(min_value=0)
    request_id = forms.UUIDField()


class InviteForm(forms.Form):
    """Chosen people who are asked to come to a shift."""

    people = forms.ModelMultipleChoiceField(Person.objects.none(), error_messages={"required": _("Mark at least one person to invite.")})
    request_id = forms.UUIDField()

    def __init__(self, people: QuerySet[Person], data: Any = None) -> None:
        super().__init__(data)
        self.fields["people"].queryset = people
