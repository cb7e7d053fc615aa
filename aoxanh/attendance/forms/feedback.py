"""Three questions and words, and what an organiser writes about them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.attendance.models import Feedback

Opinion = Feedback.Opinion
CHOICES = [(Opinion.YES, _("Yes")), (Opinion.PARTLY, _("Partly")), (Opinion.NO, _("No"))]
LABELS = {"safe": _("Did you feel safe?"), "useful": _("Was it of use?"), "again": _("Would you come again?")}


def question(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=LABELS[name], choices=CHOICES, widget=forms.RadioSelect, error_messages={"required": _("Choose one of the three.")}
    )


class FeedbackForm(forms.Form):
    """No account, no name."""

    safe = question("safe")
    useful = question("useful")
    again = question("again")
    words = forms.CharField(
        label=_("What should whoever organised it know?"),
        help_text=_("Leave out names, yours too: it is read without knowing who wrote it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
    )


class ThanksForm(forms.Form):
    """The organiser's own words over the thanks."""

    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("They stand first in the letter, before the hours and the three questions."),
    )


class HeedForm(forms.Form):
    """What was done."""

    words = forms.CharField(
        label=_("What was done about it"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say in a sentence what was done, for whoever reads this next.")},
    )
