"""The things that a need asks for, one row each."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.vietnamese import tidy
from aoxanh.needs.actions.publishing import MOST_MATERIALS, MOST_OF_A_MATERIAL
from aoxanh.needs.drafts import MaterialPlan

PREFIX = "materials"
ROW_ERRORS = {
    "missing_management_form": _("The materials did not arrive whole. Send the form again."),
    "too_many_forms": _("A need asks for at most 20 materials. Split it."),
}


class MaterialForm(forms.Form):
    """What, how many, counted in what."""

    name = forms.CharField(
        label=_("What thing"),
        max_length=80,
        error_messages={"required": _("Say what it is."), "max_length": _("Name it in at most 80 characters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    quantity = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=MOST_OF_A_MATERIAL,
        error_messages={
            "required": _("Say how many."),
            "invalid": _("Give the number in figures, like 42."),
            "min_value": _("Ask for at least 1."),
            "max_value": _("Ask for at most 1,000,000 of one thing."),
        },
    )
    measure = forms.CharField(
        label=_("Counted in"),
        max_length=20,
        required=False,
        error_messages={"max_length": _("Use a short word, like kg or thùng.")},
        widget=forms.TextInput(attrs={"list": "measures", "autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_measure(self) -> str:
        return tidy(self.cleaned_data["measure"])


class MaterialRows(BaseFormSet):
    """Rows that are left empty, or ticked to go, count for nothing."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.empty_permitted = True


MaterialFormSet = formset_factory(
    MaterialForm,
    formset=MaterialRows,
    extra=0,
    can_delete=True,
    max_num=MOST_MATERIALS,
    absolute_max=MOST_MATERIALS + 10,
    validate_max=True,
)


def material_rows(data: Any = None, *, initial: list[dict[str, Any]] | None = None) -> Any:
    """The rows as sent, or those to begin with; a form that says nothing of rows has none."""
    if data is not None and f"{PREFIX}-TOTAL_FORMS" not in data:
        data = {f"{PREFIX}-TOTAL_FORMS": "0", f"{PREFIX}-INITIAL_FORMS": "0"}
    return MaterialFormSet(data, initial=initial, prefix=PREFIX, error_messages=ROW_ERRORS)


def new_row(number: int) -> MaterialForm:
    """An empty row, numbered from 0 after those that the form has."""
    row = MaterialForm(prefix=f"{PREFIX}-{number}", empty_permitted=True, use_required_attribute=False)
    MaterialFormSet(prefix=PREFIX).add_fields(row, number)
    return row


def typed_rows(data: Any) -> list[dict[str, Any]]:
    """The rows as they were typed, without those ticked to go: for a page that comes again with one more."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(total), MOST_MATERIALS) if str(total).isdigit() else 0
    names = [f"{PREFIX}-{number}" for number in range(count) if not data.get(f"{PREFIX}-{number}-DELETE")]
    return [{field: data.get(f"{name}-{field}", "") for field in ("name", "quantity", "measure")} for name in names]


def plans_of(rows: Any) -> tuple[MaterialPlan, ...]:
    """The materials that were asked for."""
    kept = [row.cleaned_data for row in rows.forms if not row.cleaned_data.get("DELETE")]
    return tuple(MaterialPlan(given["name"], given["quantity"], given["measure"]) for given in kept if given.get("name"))
