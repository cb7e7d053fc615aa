"""A roster typed in from paper: two times a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Shift
from aoxanh.attendance.actions.paper import Times
from aoxanh.attendance.clock_times import moment_in, read_clock
from aoxanh.kit.sheets.books import LARGEST_MB
from aoxanh.kit.sheets.cells import CellFault

CAME, LEFT = "den-", "ve-"


@dataclass(frozen=True)
class Typed:
    """What was typed of a shift: the times of each sign-up, and by the name of its field what cannot be read."""

    times: dict[UUID, Times]
    mistakes: dict[str, str]


def read_grid(posted: Mapping[str, Any], shift: Shift, rows: list[UUID]) -> Typed:
    """The times of these rows; a row left empty is not there."""
    found: dict[UUID, Times] = {}
    mistakes: dict[str, str] = {}
    for pk in rows:
        clocks = [read(posted, f"{prefix}{pk}", mistakes) for prefix in (CAME, LEFT)]
        if any(clocks):
            came, left = (moment_in(shift, clock) if clock else None for clock in clocks)
            found[pk] = Times(came, left)
    return Typed(found, mistakes)


def read(posted: Mapping[str, Any], name: str, mistakes: dict[str, str]) -> time | None:
    if not (text := str(posted.get(name, "")).strip()):
        return None
    try:
        return read_clock(text)
    except CellFault as fault:
        mistakes[name] = fault.text
        return None


class ListForm(forms.Form):
    """A filled list as a file."""

    file = forms.FileField(
        label=_("Filled list"),
        max_length=200,
        widget=forms.FileInput({"accept": ".xlsx,.xls,.xlsm,.ods,.csv"}),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size and file.size > LARGEST_MB * 2**20:
            raise forms.ValidationError(_("The file is too large for a roster."), code="file_too_large")
        return file
