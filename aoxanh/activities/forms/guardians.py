"""What a guardian answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.people.forms.facts import full_name
from aoxanh.people.models import Guardianship


class AnswerForm(forms.Form):
    """A yes: who answers, that they may, and to what. Nothing is ticked beforehand."""

    full_name = forms.CharField(
        label=_("Your full name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": _("Enter your full name.")},
    )
    relation = forms.ChoiceField(label=_("You are the child's"), choices=Guardianship.Relation.choices, widget=forms.RadioSelect)
    declares = forms.BooleanField(
        label=_("I declare that I am the child's legal representative, and answer for it"),
        error_messages={"required": _("Tick the box if it is true. Only a legal representative can agree.")},
    )
    agrees = forms.BooleanField(
        label=_("I agree that the child takes part in volunteering, and that the data named above are kept for it"),
        error_messages={"required": _("Tick the box if you agree. Without it nothing takes place.")},
    )
    pictures = forms.BooleanField(
        label=_("I also agree that pictures of the child are shown in reports of activities"),
        help_text=_("You can leave this open: the child takes part all the same. From 7 years on the child is asked too."),
        required=False,
    )

    def clean_full_name(self) -> str:
        return full_name(self.cleaned_data["full_name"])


class PicturesForm(forms.Form):
    """The same question alone, asked again."""

    pictures = forms.BooleanField(required=False)
