"""Work that was never on the portal: declared, and turned into a record."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today
from aoxanh.kit.widgets import DateInput
from aoxanh.needs.kinds import KINDS
from aoxanh.org.models import Unit
from aoxanh.records.forms.closing import MOST_PEOPLE, beneficiaries_field, outcome_field


def people_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many people took part"),
        help_text=_("A rough number is enough; it is shown as declared."),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": _("Say how many people took part, roughly."),
            "invalid": _("Write a whole number."),
            "min_value": _("At least 1 person took part."),
            "max_value": _("Write at most 100,000."),
        },
    )


class DeclareForm(forms.Form):
    """Work that was never on the portal."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that did it"), empty_label=None)
    title = forms.CharField(
        label=_("Work done"),
        help_text=_("For example: Cleaned the water source of Khun Phang village"),
        min_length=8,
        max_length=160,
        error_messages={"required": _("Say in a few words what was done."), "min_length": _("Say a little more: what, and where.")},
    )
    ended_on = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        error_messages={"required": _("Say on which day it ended."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    people = people_field()
    note = forms.CharField(label=_("What else is known"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False)
    is_other = forms.BooleanField(label=_("This is other work; I declare it"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        self.fields["ended_on"].widget.attrs["max"] = today().isoformat()


class TurnForm(forms.Form):
    """What a report needs that a declaration does not say."""

    outcome = outcome_field()
    kind = forms.ChoiceField(label=_("Kind of work"), choices=[(kind.code, kind.label) for kind in KINDS.values()])
    place_name = forms.CharField(
        label=_("Where it was"),
        max_length=160,
        required=False,
        help_text=_("For example: Khun Phang village. Left empty, the commune stands there."),
    )
    people = people_field()
    beneficiaries = beneficiaries_field()
