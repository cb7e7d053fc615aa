"""What an officer says of an activity that is over, and of work that was never on the portal."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today
from aoxanh.kit.widgets import DateInput
from aoxanh.media.forms import PicturesField
from aoxanh.org.models import Unit
from aoxanh.records.models import RecordPicture

MOST_PEOPLE = 100_000


class OutcomeForm(forms.Form):
    """The words and the one figure that attendance cannot know."""

    outcome = forms.CharField(
        label=_("What came of it"),
        help_text=_("One or two sentences that stand first on the page. What is there now that was not there before?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Say in a sentence what came of it.")},
    )
    beneficiaries = forms.IntegerField(
        label=_("How many people it helped"),
        help_text=_("Counted or known from a list. Leave 0 when nobody counted."),
        min_value=0,
        max_value=MOST_PEOPLE,
        initial=0,
        error_messages={
            "required": _("Write 0 when nobody counted."),
            "invalid": _("Write a whole number."),
            "min_value": _("Write 0 or more."),
            "max_value": _("Write at most 100,000."),
        },
    )
    unfinished = forms.CharField(
        label=_("What is still to do"),
        help_text=_("It tells the next ones where to go on."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class CaptionField(forms.CharField):
    """Asked for from the start, missed only at the last look: a draft may wait for it."""

    def __init__(self, *, is_last_look: bool, **options: Any) -> None:
        super().__init__(**options)
        self.is_last_look = is_last_look

    def validate(self, value: str) -> None:
        if self.is_last_look:
            super().validate(value)


class PicturesForm(forms.Form):
    """New pictures, and caption and consent of those that are there. `is_last_look`: both are required then."""

    pictures = PicturesField(label=_("Add pictures"), required=False)

    def __init__(self, *args: Any, shown: Iterable[RecordPicture] = (), is_last_look: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown, self.is_last_look = list(shown), is_last_look
        for number, one in enumerate(self.shown, 1):
            self.fields[f"caption_{one.pk}"] = CaptionField(
                label=gettext("Caption of picture %(n)d") % {"n": number},
                initial=one.caption,
                max_length=200,
                is_last_look=is_last_look,
                error_messages={"required": gettext("Say what picture %(n)d shows, or leave it out.") % {"n": number}},
            )
            self.fields[f"consented_{one.pk}"] = forms.BooleanField(
                label=_("The people in the picture, or the parents of the children in it, agreed"),
                initial=one.consented,
                required=is_last_look,
                error_messages={"required": gettext("Tick it when they agreed, or leave picture %(n)d out.") % {"n": number}},
            )

    def rows(self) -> list[tuple[RecordPicture, forms.BoundField, forms.BoundField]]:
        """Each picture with its two fields."""
        return [(one, self[f"caption_{one.pk}"], self[f"consented_{one.pk}"]) for one in self.shown]

    def described(self) -> list[tuple[RecordPicture, str, bool]]:
        """Each picture with what was said of it."""
        said = self.cleaned_data
        return [(one, said.get(f"caption_{one.pk}", ""), bool(said.get(f"consented_{one.pk}"))) for one in self.shown]


class PublishForm(forms.Form):
    """The one thing that attendance cannot say for itself."""

    nobody_came = forms.BooleanField(label=_("Nobody came; I record it as it is"), required=False)


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
    people = forms.IntegerField(
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
    note = forms.CharField(label=_("What else is known"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        self.fields["ended_on"].widget.attrs["max"] = today().isoformat()
