"""Choosing the commune where somebody lives."""

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import today
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import areas_on, search_communes

SHOWN_AT_MOST = 8


class CommuneForm(forms.Form):
    """`q` is what was typed to find the commune, `area` the one chosen, `found` those to choose from when more are called so."""

    q = forms.CharField(
        label=_("Commune where you live"),
        help_text=_("As named since 01/07/2025. Type without tones if you like."),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "spellcheck": "false",
                "hx-get": reverse_lazy("places:search"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#communes",
                "hx-sync": "this:replace",
            }
        ),
    )
    area = forms.UUIDField(required=False)

    def __init__(self, *args: Any, area: Area | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: list[Area] = []
        self.chosen: Area | None = area

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed, area = tidy(data.get("q") or ""), data.get("area")
        if area:
            self.chosen = self.standing(area)
        if typed and not (self.chosen and search_key(typed) in self.chosen.search_key):
            self.chosen = self.only(typed)
        data["area"] = self.chosen
        return data

    def standing(self, pk: UUID) -> Area | None:
        """The commune of that id, when it stands today or is the one that was kept: a record may hold the area of its own day."""
        if self.chosen and self.chosen.pk == pk:
            return self.chosen
        chosen = areas_on(Level.COMMUNE, today()).filter(pk=pk).first()
        if not chosen:
            self.add_error("q", _("Choose a commune from the list."))
        return chosen

    def only(self, typed: str) -> Area | None:
        """The one commune of that name; else a mistake, and in `found` those to choose from."""
        self.found = list(search_communes(typed, today())[:SHOWN_AT_MOST])
        named = [area for area in self.found if typed.lower() in {area.name.lower(), area.short_name.lower()}]
        if len(named) == 1 or len(self.found) == 1:
            return (named or self.found)[0]
        missing = _("No commune is called so today. Type a part of its name.")
        self.add_error("q", _("Several communes are called so. Choose yours.") if self.found else missing)
        return None
