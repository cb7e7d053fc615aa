"""Which of two records is right, fact by fact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.people.queries.twins import Comparison


class MergeForm(forms.Form):
    """A choice for each fact in which the two differ; the rest goes without saying."""

    reason = forms.CharField(
        label=_("How do you know that it is one person?"),
        help_text=_("Stands in the log beside your name. You may leave it empty."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comparison = comparison
        for fact in self.differing:
            choices = [("left", fact.left), ("right", fact.right)]
            self.fields[fact.code] = forms.ChoiceField(label=fact.label, choices=choices, initial=fact.taken, widget=forms.RadioSelect)

    @property
    def differing(self) -> list[Any]:
        return [fact for fact in self.comparison.facts if fact.differs]

    @property
    def agreed(self) -> list[Any]:
        return [fact for fact in self.comparison.facts if not fact.differs]

    @property
    def choices(self) -> list[Any]:
        return [self[fact.code] for fact in self.differing]

    @property
    def taken(self) -> set[str]:
        """Facts in which the record that goes is right."""
        return {fact.code for fact in self.differing if self.cleaned_data[fact.code] == "right"}
