"""For whom certificates are issued, in which form, and on which day."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.kit.dates import today
from aoxanh.kit.widgets import DateInput
from aoxanh.org.models import Unit
from aoxanh.org.queries import active
from aoxanh.recognition.batch import wrong_day
from aoxanh.recognition.models import Kind, Version
from aoxanh.recognition.queries import first_day_of_issue, forms_for

CHOOSE = gettext_lazy("Choose the day that the papers carry.")
BUILT_IN_NAMES = {
    Kind.PARTICIPATION: gettext_lazy("Built in: taking part"),
    Kind.TRAINING: gettext_lazy("Built in: a training that was completed"),
    Kind.HOURS: gettext_lazy("Built in: hours reached"),
    Kind.CONTRIBUTION: gettext_lazy("Built in: contribution of an organisation"),
}
FIRST_YEAR = 2000
HOURS_AT_MOST = 8784


class FormChoice(forms.ChoiceField):
    """In which form: one of those approved for the unit, the newest version of each, or the one that is built in for the kind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=gettext_lazy("Form"), **options)
        self.versions: dict[str, Version] = {}
        self.first = ""

    def clean(self, value: Any) -> Any:
        """The first is meant where none was sent."""
        return super().clean(value or self.first)

    def offer(self, unit: Unit, kinds: tuple[Kind, ...]) -> None:
        found = [version for kind in kinds for version in forms_for(unit, kind=kind, on=today())]
        self.versions = {str(version.pk): version for version in found}
        own = [(key, version.template.name) for key, version in self.versions.items()]
        choices = [*own, *((kind.value, BUILT_IN_NAMES[kind]) for kind in kinds)]
        self.first, self.choices = choices[0][0], choices

    def chosen(self, value: str, kinds: tuple[Kind, ...]) -> tuple[Kind, Version | None]:
        """The kind and the version that a value means."""
        if version := self.versions.get(value):
            return Kind(version.template.kind), version
        return (Kind(value) if value in kinds else kinds[0]), None


class DayMixin(forms.Form):
    """The day of issue, from `first` to `last`; the form of the papers; what makes a resent request harmless."""

    kinds: tuple[Kind, ...] = ()

    form = FormChoice()
    issued_on = forms.DateField(
        label=gettext_lazy("Day of issue"),
        help_text=gettext_lazy("It stands on the paper, above the signature."),
        widget=DateInput,
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, unit: Unit, first: date, last: date, **options: Any) -> None:
        options["initial"] = {"request_id": uuid4(), "issued_on": last} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.unit, self.first, self.last = unit, first, last
        self.fields["form"].offer(unit, self.kinds)
        self.fields["issued_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_issued_on(self) -> date:
        day: date = self.cleaned_data["issued_on"]
        if not self.first <= day <= self.last:
            raise ValidationError(str(wrong_day(self.first, self.last)))
        return day

    def clean_request_id(self) -> Any:
        return self.cleaned_data["request_id"] or uuid4()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["kind"], given["version"] = self.fields["form"].chosen(given.get("form", ""), self.kinds)
        return given

    def facts(self) -> dict[str, Any]:
        """What every issue takes from the form."""
        return {name: self.cleaned_data[name] for name in ("issued_on", "version", "request_id")}


class IssueForm(DayMixin):
    """To who took part in an activity."""

    kinds = (Kind.PARTICIPATION, Kind.TRAINING)


class HoursForm(DayMixin):
    """To everyone who reached hours in a year."""

    kinds = (Kind.HOURS,)
    field_order = ["hours", "year", "with_tree", "form", "issued_on", "request_id"]

    hours = forms.IntegerField(
        label=gettext_lazy("Hours in the year, at least"),
        min_value=1,
        max_value=HOURS_AT_MOST,
        initial=100,
        error_messages={"required": gettext_lazy("Say how many hours, such as 100.")},
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR)
    with_tree = forms.BooleanField(
        label=gettext_lazy("Count hours in the units below too"),
        help_text=gettext_lazy("Hours of units that were merged into them count as well."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, unit=unit, first=first_day_of_issue(unit.pk), last=today(), **options)
        self.initial.setdefault("year", today().year)
        self.fields["year"].max_value = today().year
        self.fields["year"].widget.attrs["max"] = today().year

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > today().year:
            raise ValidationError(_("This year has not come yet."))
        return year

    def rule(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"minutes": given["hours"] * 60, "year": given["year"], "with_tree": given["with_tree"]}


class ContributionForm(DayMixin):
    """To an organisation: a unit that is here, or one by its name."""

    kinds = (Kind.CONTRIBUTION,)
    field_order = ["holder", "code", "content", "starts_on", "ends_on", "form", "issued_on", "request_id"]

    holder = forms.CharField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Its full name, as it will stand on the paper."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write the name of the organisation.")},
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the unit"),
        help_text=gettext_lazy("Where the organisation is a unit here. The paper then bears the name of that unit."),
        max_length=40,
        required=False,
    )
    content = forms.CharField(
        label=gettext_lazy("What it contributed"),
        help_text=gettext_lazy("One line, such as “120 suất quà cho học sinh điểm trường Khun Phang”."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say what was contributed.")},
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From"), widget=DateInput, error_messages={"required": gettext_lazy("Choose the first day.")}
    )
    ends_on = forms.DateField(label=gettext_lazy("To"), widget=DateInput, error_messages={"required": gettext_lazy("Choose the last day.")})

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, unit=unit, first=first_day_of_issue(unit.pk), last=today(), **options)

    def clean_code(self) -> Unit | None:
        code = self.cleaned_data["code"].strip()
        if not code:
            return None
        found = active(today()).filter(code__iexact=code).first()
        if found is None:
            raise ValidationError(_("No unit has this code today. Leave it empty, or look the code up under Units."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        starts_on, ends_on, issued_on = (given.get(name) for name in ("starts_on", "ends_on", "issued_on"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif ends_on and issued_on and issued_on < ends_on:
            self.add_error("ends_on", _("The contribution ends after the day of issue."))
        return given

    def contribution(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"holder": given["code"] or given["holder"], **{name: given[name] for name in ("content", "starts_on", "ends_on")}}
