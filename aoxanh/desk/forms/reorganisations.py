"""What an officer says of a reorganisation: its decision, the entries of its plan, the day of its reversal."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import FileExtensionValidator
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.desk.drafting import Said
from aoxanh.desk.forms.officers import day_field
from aoxanh.kit.vietnamese import tidy
from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Unit
from aoxanh.org.reorganisation.plans import NewUnit

MOST_BYTES = 15 * 1024 * 1024
PAPERS = ["pdf", "doc", "docx", "jpg", "jpeg", "png"]
NEW = "moi"
VERBS = {
    "nhap": (_("Merge"), _("Several units become one, new or standing.")),
    "chia": (_("Split"), _("One unit goes to several; or it goes on and gives a part away.")),
    "lap": (_("Found"), _("A new unit that nobody was before.")),
    "doi-ten": (_("Rename"), _("A unit goes on under another name.")),
    "chuyen": (_("Move under another unit"), _("Units come under another one.")),
    "giai-the": (_("Dissolve"), _("Units end and nobody carries them on.")),
}


class EventForm(forms.Form):
    """The decision and its day."""

    root = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Within"), empty_label=None, help_text=_("Only this unit and what stands under it can be changed.")
    )
    title = forms.CharField(label=_("What it is called"), max_length=200, help_text=_("For example: Merging three communes in Chi Lăng"))
    on = day_field(_("In effect from"), help_text=_("The first day on which the new tree holds"))
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=80, required=False)
    decision_date = day_field(_("Date of the decision"), required=False)
    decision_issuer = forms.CharField(label=_("Who decided"), max_length=160, required=False)
    document = forms.FileField(
        label=_("The document"),
        required=False,
        help_text=_("PDF, Word or photo, up to 15 MB"),
        validators=[FileExtensionValidator(PAPERS)],
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, roots: QuerySet[Unit], *args: Any, **options: Any) -> None:
        options["initial"] = {"request_id": uuid4(), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.fields["root"].queryset = roots

    def clean_document(self) -> Any:
        paper = self.cleaned_data.get("document")
        if paper and paper.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is larger than 15 MB. Scan it with less detail."))
        return paper

    @property
    def decision(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[f"decision_{name}"] for name in ("number", "date", "issuer")}


class EntryForm(forms.Form):
    """One entry of a plan. Which fields there are depends on the verb; units are chosen beside it."""

    target = forms.ChoiceField(label=_("Into"), required=False, help_text=_("Units that you ticked and took above stand here too."))
    divided = forms.ChoiceField(label=_("Which one is divided"), required=False, widget=forms.RadioSelect)
    goes_on = forms.BooleanField(label=_("It goes on, and gives only a part away"), required=False)
    new_names = forms.CharField(
        label=_("New units that take a part"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("A name on each line")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    name = forms.CharField(label=_("Name, of a new unit"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=120, required=False)
    english_name = forms.CharField(label=_("English name"), max_length=200, required=False)
    abbreviation = forms.CharField(label=_("In document numbers"), max_length=40, required=False)
    signing_name = forms.CharField(label=_("Signs as"), max_length=200, required=False)
    area = forms.ChoiceField(label=_("Place"), required=False)

    FIELDS = {
        "nhap": ("target", "name", "short_name", "abbreviation", "area"),
        "chia": ("divided", "target", "goes_on", "new_names"),
        "lap": ("name", "kind", "target", "short_name", "abbreviation"),
        "doi-ten": ("name", "short_name", "english_name", "abbreviation", "signing_name"),
        "chuyen": ("target",),
        "giai-the": (),
    }
    NAMES = {"lap": _("Name"), "doi-ten": _("New name")}
    LABELS = {"chia": _("Main heir"), "lap": _("Under"), "chuyen": _("Under")}

    def __init__(
        self, verb: str, chosen: list[Unit], founded: list[tuple[UUID, str]], root: Unit | None, *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.verb, self.chosen, self.founded = verb, chosen, founded
        self.fields = {name: self.fields[name] for name in self.FIELDS[verb]}
        if verb in self.NAMES:
            self.fields["name"].label, self.fields["name"].required = self.NAMES[verb], True
        if verb in {"nhap", "chuyen"}:
            self.fields["target"].required = True
        units = [(str(unit.pk), unit.name) for unit in chosen]
        made = [(str(key), gettext("%(name)s (new)") % {"name": name}) for key, name in founded]
        above = [(str(root.pk), root.name)] if root and verb in {"lap", "chuyen"} else []
        first = {"nhap": [(NEW, gettext("A new unit"))], "chia": [("", gettext("The first new one, else the first other"))]}.get(verb, [])
        if "target" in self.fields:
            self.fields["target"].choices = [*first, *above, *made, *units]
            self.fields["target"].label = self.LABELS.get(verb, self.fields["target"].label)
        if "divided" in self.fields:
            self.fields["divided"].choices = units
        if "kind" in self.fields:
            self.fields["kind"].choices = [(code, kind.label) for code, kind in KINDS.items()]
        if "area" in self.fields:
            places = {unit.area_id: unit.area for unit in chosen if unit.area}
            self.fields["area"].choices = [("", gettext("Not said")), *((str(key), area.name) for key, area in places.items() if area)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if message := self.fault(given):
            raise forms.ValidationError(message)
        for name in ("name", "new_names"):
            if name in self.fields and not given.get(name) and name not in self.errors and self.is_needed(name, given):
                self.add_error(name, gettext("Write the name."))
        return given

    def fault(self, given: dict[str, Any]) -> str:
        """What is missing among the chosen units."""
        least = {"nhap": 1 if self.founded or given.get("target") == NEW else 2, "chia": 1, "doi-ten": 1, "chuyen": 1, "giai-the": 1}
        if len(self.chosen) < least.get(self.verb, 0):
            return gettext("Choose the units first: find them by name and tick them.")
        if self.verb == "doi-ten" and len(self.chosen) > 1:
            return gettext("One unit is renamed at a time. Leave one ticked.")
        if self.verb == "chia" and not given.get("divided"):
            return gettext("Say which of the ticked units is divided.")
        if self.verb == "nhap" and given.get("target") == NEW and len(self.chosen) < 2:
            return gettext("Tick at least two units that become one.")
        return ""

    def is_needed(self, name: str, given: dict[str, Any]) -> bool:
        if name == "new_names":
            return self.verb == "chia" and len(self.chosen) < 2
        return self.verb == "nhap" and given.get("target") == NEW

    @property
    def said(self) -> Said:
        """What the valid form says."""
        given = self.cleaned_data
        target = given.get("target") or ""
        units = sorted(self.chosen, key=lambda unit: str(unit.pk) != given.get("divided"))
        return Said(
            self.verb,
            units,
            target=UUID(target) if target not in {"", NEW} else None,
            new=self.new_units(given, units),
            names={name: given[name] for name in self.FIELDS["doi-ten"] if given.get(name)} if self.verb == "doi-ten" else {},
            goes_on=bool(given.get("goes_on")),
        )

    def new_units(self, given: dict[str, Any], units: list[Unit]) -> list[NewUnit]:
        if self.verb == "chia":
            return [NewUnit(units[0].kind, tidy(line)) for line in given["new_names"].splitlines() if tidy(line)]
        names = {name: tidy(given.get(name) or "") for name in ("name", "short_name", "abbreviation")}
        if self.verb == "lap":
            return [NewUnit(given["kind"], under=UUID(given["target"]) if given.get("target") else None, **names)]
        if self.verb == "nhap" and given.get("target") == NEW:
            area = next((unit.area for unit in units if str(unit.area_id) == given.get("area")), None)
            return [NewUnit(units[0].kind, area=area, **names)]
        return []


class ReversalForm(forms.Form):
    """From when a later event takes this one back."""

    on = day_field(_("In effect from"))


class MovesForm(forms.Form):
    """Where the ticked members belong."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Belong to"), empty_label=None, error_messages={"required": _("Choose the unit to which they belong.")}
    )

    def __init__(self, heirs: QuerySet[Unit], data: Any = None) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = heirs
