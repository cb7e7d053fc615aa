"""Closing a need, and noting what came for it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.needs.models import Pledge, Step


class CloseForm(forms.Form):
    """Why a need leaves the map."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (Step.Why.NOT_NEEDED, _("It is no longer needed")),
            (Step.Why.MET_ELSEWHERE, _("Others have already helped")),
            (Step.Why.MISTAKE, _("It was published by mistake")),
        ],
        initial=Step.Why.NOT_NEEDED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you close it.")},
    )


class PledgeForm(forms.Form):
    """How much of a material somebody promised or brought."""

    quantity = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        error_messages={
            "required": _("Say how many."),
            "invalid": _("Give the number in figures, like 42."),
            "min_value": _("Say how many: 1 or more."),
        },
    )
    giver = forms.CharField(label=_("From whom"), max_length=120, required=False)
    state = forms.ChoiceField(
        label=_("It is"),
        choices=[(Pledge.State.RECEIVED, _("here")), (Pledge.State.PROMISED, _("promised"))],
        initial=Pledge.State.RECEIVED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is here or promised.")},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, prefix: str = "") -> None:
        super().__init__(data, auto_id=f"id_{prefix}_%s", initial={"request_id": uuid4()})
