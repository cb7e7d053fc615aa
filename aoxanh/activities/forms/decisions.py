"""A decision that must say why."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why in a sentence, so that people know what to do."),
            "max_length": _("Say it in at most 500 characters."),
        },
    )
