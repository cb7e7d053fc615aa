"""What the organiser switches on, and what a phone sends that checks its holder in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.attendance.models import SelfCheckIn
from aoxanh.attendance.positions import Position

NEAREST, FARTHEST, USUAL = 50, 5000, 300


class WaysForm(forms.Form):
    by_poster = forms.BooleanField(
        label=_("By the code on the notice board"),
        required=False,
        help_text=_("The poster gets a second page with a code to hang up at the meeting point."),
    )
    asks_place = forms.BooleanField(
        label=_("Ask where the phone is"),
        required=False,
        help_text=_("Whoever agrees sends the position once. Only whether it was near is kept. Whoever does not is checked in by you."),
    )
    within_metres = forms.IntegerField(
        label=_("At most so many metres away"),
        required=False,
        min_value=NEAREST,
        max_value=FARTHEST,
        initial=USUAL,
        error_messages={
            "invalid": _("Give the metres as a number, like 300."),
            "min_value": _("A phone does not know its place better than 50 metres."),
            "max_value": _("At most 5,000 metres: further away it would say nothing."),
        },
    )
    by_screen = forms.BooleanField(
        label=_("By a screen with a changing code"),
        required=False,
        help_text=_("A tablet or television at the door shows a code that changes every half minute."),
    )

    @classmethod
    def of(cls, ways: SelfCheckIn | None) -> "WaysForm":
        """The form as it stands for the activity."""
        if ways is None:
            return cls()
        metres = ways.within_metres
        return cls(
            initial={
                "by_poster": ways.by_poster,
                "by_screen": ways.by_screen,
                "asks_place": metres is not None,
                "within_metres": metres or USUAL,
            }
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("asks_place") and given.get("within_metres") is None and "within_metres" not in self.errors:
            self.add_error("within_metres", _("Say how many metres away a phone may be."))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "by_poster": given["by_poster"],
            "by_screen": given["by_screen"],
            "within_metres": given["within_metres"] if given["asks_place"] else None,
        }


class OneselfForm(forms.Form):
    """One press of "I have come" or "I leave": which place, the press's own id, and the position where it was given."""

    signup = forms.UUIDField()
    scan_id = forms.UUIDField()
    leaves = forms.BooleanField(required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)
    accuracy = forms.FloatField(required=False, min_value=0)

    @property
    def position(self) -> Position | None:
        given = self.cleaned_data
        if given.get("latitude") is None or given.get("longitude") is None:
            return None
        return Position(given["latitude"], given["longitude"], given.get("accuracy") or 0)
