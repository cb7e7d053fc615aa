"""The day that certificates carry."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.widgets import DateInput
from aoxanh.recognition.batch import wrong_day

CHOOSE = _("Choose the day that the papers carry.")


class IssueForm(forms.Form):
    """The day of issue, from `first` to `last`."""

    issued_on = forms.DateField(
        label=_("Day of issue"),
        help_text=_("It stands on the paper, above the signature."),
        widget=DateInput,
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )

    def __init__(self, *args: object, first: date, last: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.first, self.last = first, last
        self.fields["issued_on"].initial = last
        self.fields["issued_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_issued_on(self) -> date:
        day: date = self.cleaned_data["issued_on"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(str(wrong_day(self.first, self.last)))
        return day
