"""After how many days a unit's needs are asked after."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.needs.actions.chasing import LONGEST_WAIT
from aoxanh.needs.queries.chasing import Days
from aoxanh.org.models import Unit

ERRORS = {
    "required": _("Say how many days."),
    "invalid": _("Give the days in figures, like 30."),
    "min_value": _("Wait at least 1 day."),
    "max_value": _("Wait at most 365 days."),
}


def days(label: Any, hint: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=1, max_value=LONGEST_WAIT, error_messages=ERRORS)


class RuleForm(forms.Form):
    """Three numbers of days for a unit and all under it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), widget=forms.HiddenInput)
    after_days = days(_("Ask the focal point after"), _("Days without a confirmation. From then on the need is shown as old."))
    again_days = days(_("Ask again every"), _("Days between one question and the next."))
    escalate_days = days(_("Ask the unit above after"), _("Days without an answer to the first question."))

    def __init__(self, units: QuerySet[Unit], data: Any = None, *, unit: Unit, now: Days) -> None:
        super().__init__(data, initial={"unit": unit, "after_days": now.after, "again_days": now.again, "escalate_days": now.escalate})
        self.fields["unit"].queryset = units

    @property
    def days(self) -> Days:
        return Days(self.cleaned_data["after_days"], self.cleaned_data["again_days"], self.cleaned_data["escalate_days"])
