"""Requests about personal data: what people ask, what the data officer answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.vietnamese import search_key
from aoxanh.people.grounds import GROUNDS
from aoxanh.people.models import Consent, DataRequest

BY_ONESELF = {DataRequest.Kind.EXPORT, DataRequest.Kind.ERASE}
"""Done at once on the page; nobody has to be asked."""


class AskForm(forms.Form):
    """A correction, a restriction, a withdrawal that needs the hands of an officer."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=[(kind.value, kind.label) for kind in DataRequest.Kind if kind not in BY_ONESELF],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask for."), "invalid_choice": _("Choose from the list.")},
    )
    text = forms.CharField(
        label=_("What should the data officer know?"),
        help_text=_("For a correction: what is wrong, and how it should read."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == DataRequest.Kind.CORRECT and not data.get("text", "").strip():
            self.add_error("text", _("Say what is wrong and how it should read."))
        return data


class NoteForm(forms.Form):
    """What somebody without an account asked: by letter, by phone, at the counter."""

    kind = forms.ChoiceField(
        label=_("What is asked for?"),
        choices=DataRequest.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is asked for."), "invalid_choice": _("Choose from the list.")},
    )
    text = forms.CharField(
        label=_("In their words, and how you know who they are"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write down what was said, and how you know who it was.")},
    )


class ErasureForm(forms.Form):
    """A word that nobody types by accident."""

    word = forms.CharField(max_length=20, error_messages={"required": _("Type the word to confirm.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].label = _("Type “%(word)s” to confirm") % {"word": _("ERASE")}
        self.fields["word"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if search_key(word) != search_key(str(_("ERASE"))):
            raise forms.ValidationError(_("This is another word. Nothing was erased."))
        return word


class AnswerForm(forms.Form):
    """A letter to the person."""

    text = forms.CharField(
        label=_("What the person should know"),
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write what the person should know.")},
    )


class CarryOutForm(forms.Form):
    """What was done; of a withdrawal, which consents."""

    purposes = forms.MultipleChoiceField(
        label=_("Consents to withdraw"),
        choices=Consent.Purpose,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    outcome = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what was done.")},
    )

    def __init__(self, *args: Any, kind: str, standing: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == DataRequest.Kind.WITHDRAW:
            self.fields["purposes"].choices = [(value, label) for value, label in Consent.Purpose.choices if value in standing]
        else:
            del self.fields["purposes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "purposes" in self.fields and not data.get("purposes") and "purposes" not in self.errors:
            self.add_error("purposes", _("Choose which consents are withdrawn."))
        return data


class RefuseForm(forms.Form):
    """On which ground, and why here."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=list(GROUNDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground on which the law lets you refuse."), "invalid_choice": _("Choose from the list.")},
    )
    text = forms.CharField(
        label=_("Why it applies here"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Explain it in a sentence: the person may complain about it.")},
    )
