"""What a scanner, a typed code or a tap on the roster sends."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.passes import read_pass
from aoxanh.attendance.models import Method
from aoxanh.kit.codes import typed
from aoxanh.kit.widgets import CodeInput

CODE_BOX = {"class": "input h-13 flex-1 min-w-0 uppercase placeholder:normal-case num", "placeholder": _("Code on the pass")}


class ScanForm(forms.Form):
    """One scan: its id, and either the text of a pass, a typed code, or `pick`, "signup scan_id" of a row of the roster."""

    scan_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    pass_text = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    code = forms.CharField(label=_("Code on the pass"), required=False, max_length=20, widget=CodeInput(CODE_BOX))
    pick = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    device_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if pick := given.get("pick"):
            given["signup"], given["scan_id"] = self.read_pick(pick)
        elif not (given.get("pass_text") or given.get("code")):
            raise forms.ValidationError(_("Type the code on the pass, 8 letters and digits."), code="nothing")
        if not given.get("scan_id"):
            raise forms.ValidationError(_("This form is incomplete. Load the page again."), code="no_scan")
        return given

    def read_pick(self, pick: str) -> tuple[UUID, UUID]:
        try:
            signup, scan_id = map(UUID, pick.split(" "))
        except ValueError:
            raise forms.ValidationError(_("This form is incomplete. Load the page again."), code="no_scan") from None
        return signup, scan_id

    def clean_device_at(self) -> datetime | None:
        """The clock of the device, if it says one that can be read; a wrong one must not stop a check-in."""
        try:
            moment = parse_datetime(self.cleaned_data["device_at"])
        except ValueError:
            return None
        return None if moment is None or is_naive(moment) else moment

    @property
    def method(self) -> Method:
        if self.cleaned_data.get("signup"):
            return Method.ROSTER
        return Method.QR if self.cleaned_data["pass_text"] else Method.CODE

    @property
    def sought(self) -> dict[str, object]:
        """What finds the sign-up, for `policies.pass_at`. Refused: what `read_pass` refuses."""
        if signup := self.cleaned_data.get("signup"):
            return {"key": "id", "value": signup}
        if text := self.cleaned_data["pass_text"]:
            return {"key": "code", "value": read_pass(text)}
        return {"key": "code", "value": typed(self.cleaned_data["code"])}
