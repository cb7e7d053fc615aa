"""What the holder of a record chooses to put on a paper, and to let others see."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.widgets import DateInput
from aoxanh.org.models import Unit
from aoxanh.recognition.holder.contents import Choices
from aoxanh.recognition.holder.record import Part, PersonRecord
from aoxanh.recognition.models import Certificate, NameForm

STALE = _("Choose from the list. Load the page again if something is missing.")


class ItemsForm(forms.Form):
    """Sections of the record, and each activity and certificate by itself."""

    total = forms.BooleanField(label=_("Hours, turns and activities in all"), required=False)
    years = forms.BooleanField(label=_("The same year by year"), required=False)
    skills = forms.BooleanField(label=_("Skills with papers that an officer saw"), required=False)
    activities = forms.TypedMultipleChoiceField(
        label=_("Activities"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": STALE},
    )
    certificates = forms.TypedMultipleChoiceField(
        label=_("Certificates"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": STALE},
    )

    def __init__(self, *args: Any, record: PersonRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("activities", [(part.activity.pk, called(part)) for part in record.parts])
        self.offer("certificates", [(one.pk, titled(one)) for one in record.certificates])
        if not record.skills:
            del self.fields["skills"]

    def offer(self, name: str, choices: list[tuple[UUID, str]]) -> None:
        """A list to choose from; no field where there is nothing to choose."""
        if choices:
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = [(str(pk), label) for pk, label in choices]
        else:
            del self.fields[name]

    def choices(self) -> Choices:
        given = self.cleaned_data
        facts = {name: bool(given.get(name)) for name in ("born", "total", "years", "reported", "skills")}
        items = {name: set(given.get(name) or ()) for name in ("activities", "certificates")}
        return Choices(name_form=given.get("name_form") or NameForm.FULL, **facts, **items)


class PaperForm(ItemsForm):
    """One is alone with one's own paper, so all is ticked to begin with but the birth date."""

    reported = forms.BooleanField(label=_("Hours that I reported myself, marked as such"), required=False)
    born = forms.BooleanField(label=_("My date of birth"), required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: PersonRecord, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        for name in ("total", "years", "skills", "reported"):
            if name in self.fields:
                self.fields[name].initial = True
        for name in ("activities", "certificates"):
            if name in self.fields:
                self.fields[name].initial = [value for value, _label in self.fields[name].choices]  # type: ignore[attr-defined]
        if not record.reported:
            del self.fields["reported"]
        if not record.person.birth_date:
            del self.fields["born"]


class ShareForm(ItemsForm):
    """Nothing is ticked until the holder ticks it."""

    name_form = forms.ChoiceField(
        label=_("How your name is written"),
        help_text=_("Also on boards of honour, where you agreed to those."),
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Last day of the link"),
        required=False,
        widget=DateInput,
        error_messages={"invalid": _("Choose a day.")},
        help_text=_("Left open, the link works until you close it."),
    )

    def __init__(self, *args: Any, record: PersonRecord, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        person, names = record.person, self.fields["name_form"]
        assert isinstance(names, forms.ChoiceField)
        names.choices = [
            (NameForm.FULL, _("In full: %(name)s") % {"name": person.full_name}),
            (NameForm.GIVEN, _("Only the given name: %(name)s") % {"name": person.given_name}),
        ]


def called(part: Part) -> str:
    """ "Sửa bếp ăn bán trú, 21/11/2026"."""
    return f"{part.activity.title}, {fulldate(part.last_on)}"


def titled(certificate: Certificate) -> str:
    return f"{certificate.activity_title}, {certificate.number_text}"


class BoardForm(forms.Form):
    """A board of honour: of which unit, which days, from how many hours on."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), error_messages={"invalid_choice": STALE})
    first = forms.DateField(label=_("From"), widget=DateInput, error_messages={"invalid": _("Choose a day.")})
    last = forms.DateField(label=_("To"), widget=DateInput, error_messages={"invalid": _("Choose a day.")})
    hours = forms.IntegerField(
        label=_("From how many hours on"),
        min_value=1,
        max_value=5000,
        help_text=_("Hours with check-in, of the unit and those under it. Self-reported hours do not count."),
    )
    words = forms.CharField(label=_("A sentence above the names"), required=False, max_length=300, widget=forms.Textarea({"rows": 2}))
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units.order_by("search_key")
