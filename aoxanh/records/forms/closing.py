"""What an organiser says of an activity that is over: what came of it, what was learnt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import holds, today
from aoxanh.records.models import Record
from aoxanh.training.models import CoordinationModel

MOST_PEOPLE = 100_000


def outcome_field() -> forms.CharField:
    return forms.CharField(
        label=_("What came of it"),
        help_text=_("One or two sentences that stand first on the page. What is there now that was not there before?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Say in a sentence what came of it.")},
    )


def number_errors() -> dict[str, Any]:
    return {
        "required": _("Write 0 when nobody counted."),
        "invalid": _("Write a whole number."),
        "min_value": _("Write 0 or more."),
        "max_value": _("Write at most 100,000."),
    }


def beneficiaries_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many people it helped"),
        help_text=_("Counted or known from a list. Leave 0 when nobody counted."),
        min_value=0,
        max_value=MOST_PEOPLE,
        initial=0,
        error_messages=number_errors(),
    )


class OutcomeForm(forms.Form):
    """The words and the one figure that attendance cannot know; of declared work also how many took part."""

    outcome = outcome_field()
    beneficiaries = beneficiaries_field()
    people = forms.IntegerField(
        label=_("How many people took part"),
        help_text=_("A rough number is enough; it is shown as declared."),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages=number_errors(),
    )
    unfinished = forms.CharField(
        label=_("What is still to do"),
        help_text=_("It tells the next ones where to go on."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (record and record.is_declared):
            del self.fields["people"]
        if record and not self.is_bound:
            self.initial = {name: getattr(record, name) for name in self.fields}


class LessonsForm(forms.Form):
    """Which model was applied in fact, and what the next ones should know."""

    model = forms.ModelChoiceField(
        CoordinationModel.objects.none(), label=_("Coordination model applied"), required=False, empty_label=_("None of the catalogue")
    )
    went_well = forms.CharField(
        label=_("What went well"),
        help_text=_("What would you do in the same way again?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    do_differently = forms.CharField(
        label=_("What to do differently next time"),
        help_text=_("Short and concrete: what, who, when."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    lessons_public = forms.BooleanField(
        label=_("Show both on the public page"),
        help_text=_("Otherwise only your unit and those above it read them."),
        required=False,
    )

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models: Any = self.fields["model"]
        models.queryset = CoordinationModel.objects.filter(holds(today()))
        if record and record.model_id:
            models.queryset = models.queryset | CoordinationModel.objects.filter(pk=record.model_id)
        if record and not self.is_bound:
            self.initial = {name: getattr(record, name) for name in self.fields}


class PublishForm(forms.Form):
    """What attendance cannot say for itself."""

    nobody_came = forms.BooleanField(label=_("Nobody came; I record it as it is"), required=False)
    doubts_word = forms.CharField(
        label=_("Why the questions about attendance stay open"),
        help_text=_("Your unit and those above it read this. The figures are frozen as they are."),
        max_length=300,
        required=False,
    )


class ReopenForm(forms.Form):
    """Why what was published has to be put right."""

    reason = forms.CharField(
        label=_("What is wrong, and how you found out"),
        help_text=_("One sentence. Everyone reads it on the public page once the correction is published."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Say what is wrong and how you found out.")},
    )
