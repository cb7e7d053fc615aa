"""What is said when a certificate is revoked or corrected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.widgets import DateInput
from aoxanh.recognition.models import Certificate, Revocation

WORDS = _("Say in a sentence why: the verification page shows it.")
NO_SUCH_DAY = _("This day does not exist. Give it as day/month/year.")
REASONS = [
    (Revocation.Reason.MISTAKE.value, _("Issued by mistake")),
    (Revocation.Reason.NOT_EARNED.value, _("What it certifies did not happen")),
    (Revocation.Reason.ASKED.value, _("The holder asked for it")),
]


def words_field() -> forms.CharField:
    return forms.CharField(
        label=_("Explanation for everyone"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Anyone who verifies the certificate reads this. Name nobody in it."),
        error_messages={"required": WORDS},
    )


class RevokeForm(forms.Form):
    """The reason, and its words for everyone."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=REASONS, widget=forms.RadioSelect, error_messages={"required": _("Choose a reason.")}
    )
    words = words_field()


class CorrectForm(forms.Form):
    """What the certificate should have said."""

    holder_name = forms.CharField(label=_("Holder"), max_length=200, error_messages={"required": _("Give the name.")})
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=10_000, error_messages={"required": _("Give the hours.")})
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, error_messages={"required": _("Give the minutes.")})
    starts_on = forms.DateField(
        label=_("First day"), widget=DateInput, error_messages={"required": _("Give the first day."), "invalid": NO_SUCH_DAY}
    )
    ends_on = forms.DateField(
        label=_("Last day"), widget=DateInput, error_messages={"required": _("Give the last day."), "invalid": NO_SUCH_DAY}
    )
    place_text = forms.CharField(label=_("Place"), max_length=400, required=False)
    words = words_field()

    @classmethod
    def of(cls, certificate: Certificate) -> "CorrectForm":
        hours, minutes = divmod(certificate.minutes, 60)
        names = ("holder_name", "starts_on", "ends_on", "place_text")
        return cls(initial={name: getattr(certificate, name) for name in names} | {"hours": hours, "minutes": minutes})

    @property
    def facts(self) -> dict[str, Any]:
        """What `actions.correct` takes."""
        given = self.cleaned_data
        facts = {name: given[name] for name in ("starts_on", "ends_on")}
        facts |= {name: " ".join(given[name].split()) for name in ("holder_name", "place_text")}
        return facts | {"minutes": 60 * given["hours"] + given["minutes"]}
