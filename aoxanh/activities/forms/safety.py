"""What organisers write about safety, and what they send to many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.activities import risks
from aoxanh.activities.actions.safety import LONGEST_TEXT
from aoxanh.activities.models import Activity, RiskCheck
from aoxanh.activities.queries.announcements import AUDIENCES


class BriefingForm(forms.Form):
    """What everyone reads before their first shift."""

    text = forms.CharField(
        label=_("What everyone reads before the first shift"),
        help_text=_("One line for each rule. Say what to do, and what never to do."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 14}),
        error_messages={"required": _("Write what people must know before they come.")},
    )


class EquipmentForm(forms.Form):
    """A thing and how many there are."""

    name = forms.CharField(label=_("Thing"), max_length=80, error_messages={"required": _("Name the thing: gloves, vests, helmets.")})
    quantity = forms.IntegerField(
        label=_("How many"), min_value=0, max_value=100_000, error_messages={"required": _("Enter how many there are.")}
    )
    is_protective = forms.BooleanField(label=_("It protects who wears it"), required=False)
    comes_back = forms.BooleanField(label=_("It comes back after the shift"), required=False, initial=True)


class GiveForm(forms.Form):
    """Which thing to whom, with the id that the page gave it."""

    signup = forms.UUIDField()
    equipment = forms.UUIDField()
    request_id = forms.UUIDField()


class TakeForm(forms.Form):
    """What is back; nothing named is everything of the shift."""

    handout = forms.UUIDField(required=False)


class RiskForm(forms.Form):
    """One answer for each question of the activity, and what is done about what is not in order."""

    note = forms.CharField(
        label=_("What you do about what is not in order yet"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, activity: Activity, check: RiskCheck | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = risks.asked(activity)
        answers = check.answers if check else {}
        for question in self.questions:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text,
                choices=list(risks.ANSWERS.items()),
                widget=forms.RadioSelect,
                initial=answers.get(question.code),
                error_messages={"required": _("Answer this question.")},
            )
        self.fields["note"].initial = check.note if check else ""
        self.order_fields([*(question.code for question in self.questions), "note"])

    @property
    def answers(self) -> dict[str, str]:
        return {question.code: self.cleaned_data[question.code] for question in self.questions}


class AnnouncementForm(forms.Form):
    """A message to many, with the id that the page gave it."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(label=_("Who gets it"), choices=[(code, label) for code, (label, _chosen) in AUDIENCES.items()])
    shift = forms.ModelChoiceField(label=_("Shift"), queryset=None, required=False, empty_label=_("All shifts"))
    subject = forms.CharField(
        label=_("Subject line"),
        max_length=120,
        help_text=_("A text message consists of this line alone."),
        error_messages={"required": _("Say in one line what it is about.")},
    )
    body = forms.CharField(
        label=_("Message"),
        max_length=2000,
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": _("Write the message.")},
    )
    with_texts = forms.BooleanField(label=_("Send a text message to who has no e-mail"), required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shift"].queryset = activity.shifts.order_by("starts_at", "id")
