"""Bringing a file."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.accounts.models import User
from aoxanh.desk.imports.policies import import_units, kinds_to_bring
from aoxanh.imports.registry import KINDS
from aoxanh.kit.sheets.books import LARGEST_MB
from aoxanh.org.models import Unit

ACCEPTED = ".xlsx,.xls,.xlsm,.ods,.csv,.txt"
UNITS_AT_MOST = 150


class UploadForm(forms.Form):
    """A file, what is in it, and for which unit."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in the list"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is in the list.")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Unit of the list"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose the unit."), "invalid_choice": gettext_lazy("Choose a unit from the list.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        widget=forms.FileInput({"accept": ACCEPTED}),
        error_messages={"required": gettext_lazy("Choose the file."), "empty": gettext_lazy("The file is empty.")},
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        options["initial"] = {"request_id": uuid4()} | options.get("initial", {})
        super().__init__(*args, **options)
        self.user, kinds = user, kinds_to_bring(user)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]
        self.initial.setdefault("kind", kinds[0].code if kinds else "")
        allowed = {unit.pk: unit for kind in kinds for unit in import_units(user, kind.permission)[:UNITS_AT_MOST]}
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=allowed)
        self.fields["unit"].choices = [(unit.pk, unit.name) for unit in allowed.values()]
        self.fields["file"].help_text = _("XLSX, XLS or CSV, up to %(size)d MB. Old fonts (.VnTime, VNI) are converted.") % {
            "size": LARGEST_MB
        }

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST_MB * 2**20:
            text = _("The file is larger than %(size)d MB. Split it into several files.") % {"size": LARGEST_MB}
            raise forms.ValidationError(text, code="file_too_large")
        return file

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        kind, unit = KINDS.get(given.get("kind", "")), given.get("unit")
        if kind and unit and not import_units(self.user, kind.permission).filter(pk=unit.pk).exists():
            self.add_error("unit", _("You do not bring such a list for %(unit)s.") % {"unit": unit.name})
        return given
