"""What officers type about people: lists narrowed, somebody written down, papers seen, memberships begun and ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.countries import countries
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import WEEKDAYS
from aoxanh.kit.phones import spoken
from aoxanh.kit.widgets import DateInput
from aoxanh.org.models import Unit
from aoxanh.people.forms.facts import YearForm
from aoxanh.people.models import Availability, Membership, Person, Skill
from aoxanh.people.queries.lists import BANDS, Filters

BAND_NAMES = {
    "0-15": _("Under 16"),
    "16-18": _("16 to 18"),
    "19-24": _("19 to 24"),
    "25-30": _("25 to 30"),
    "31": _("Over 30"),
}
UNITS_AT_MOST = 150
NO_SUCH_DAY = {"required": _("Enter the day."), "invalid": _("This day does not exist. Enter day, month and year.")}


ANY = ("", _("Any"))


class FilterForm(forms.Form):
    """Filters of the list; whatever an address says that is none narrows nothing."""

    q = forms.CharField(label=_("Name or phone"), required=False, max_length=80)
    loai = forms.ChoiceField(label=_("Member as"), required=False, choices=[("", _("Everybody")), *Membership.Kind.choices])
    don_vi = forms.ChoiceField(label=_("Unit"), required=False)
    ky_nang = forms.ModelChoiceField(
        label=_("Skill"), required=False, queryset=Skill.objects.all(), to_field_name="code", empty_label=ANY[1]
    )
    giay = forms.BooleanField(label=_("Paper seen"), required=False)
    thu = forms.ChoiceField(label=_("Free on"), required=False, choices=[ANY, *((str(n), day) for n, day in enumerate(WEEKDAYS))])
    buoi = forms.ChoiceField(label=_("Part of the day"), required=False, choices=[ANY, *Availability.Part.choices])
    tuoi = forms.ChoiceField(label=_("Age"), required=False, choices=[ANY, *((band, BAND_NAMES[band]) for band in BANDS)])
    sap_xoa = forms.BooleanField(required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(units[: UNITS_AT_MOST + 1])
        self.fields["don_vi"].choices = [("", _("All my units")), *((str(unit.pk), unit.name) for unit in self.units[:UNITS_AT_MOST])]

    def filters(self) -> Filters:
        data = self.cleaned_data if self.is_valid() else {}
        chosen, skill, day = data.get("don_vi"), data.get("ky_nang"), data.get("thu")
        return Filters(
            kind=data.get("loai", ""),
            unit_id=UUID(chosen) if chosen else None,
            skill_id=skill.pk if skill else None,
            proved=bool(data.get("giay")),
            weekday=int(day) if day else None,
            part=data.get("buoi", ""),
            band=data.get("tuoi", ""),
            to_forget=bool(data.get("sap_xoa")),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether more than a name is asked for."""
        return self.filters() != Filters()


class PersonForm(YearForm):
    """The facts of somebody whom an officer writes down or corrects."""

    takes_children = True
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "inputmode": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. It looks like ten@gmail.com.")},
    )
    address = forms.CharField(label=_("House number, street or village"), required=False, max_length=200)
    overseas_country = forms.ChoiceField(
        label=_("Lives abroad: the country"), required=False, error_messages={"invalid_choice": _("Choose from the list.")}
    )

    FACTS = ("full_name", "birth_date", "birth_year", "phone", "email", "area", "address", "overseas_country")

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        initial = {name: getattr(person, name) for name in self.FACTS} | {"phone": spoken(person.phone)} if person else {}
        super().__init__(*args, area=person.area if person else None, initial=initial, **kwargs)
        self.fields["overseas_country"].choices = [("", _("In Viet Nam")), *countries()]
        self.fields["full_name"].help_text = _("As on the identity card: certificates carry it.")
        self.fields["phone"].help_text = _("The person claims the record by a code to this number or to the mail address.")
        self.fields["q"].label = _("Commune where they live")
        for name in ("full_name", "birth_date", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS}


class MembershipForm(forms.Form):
    """Into which unit, as what, since when."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the unit."), "invalid_choice": _("Choose from the list.")},
    )
    kind = forms.ChoiceField(label=_("Member as"), choices=Membership.Kind, error_messages={"invalid_choice": _("Choose from the list.")})
    since = forms.DateField(label=_("Since"), widget=DateInput(), error_messages=NO_SUCH_DAY)

    def __init__(self, *args: Any, units: QuerySet[Unit], first: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"unit": first, "since": today()}, **kwargs)
        self.fields["unit"].queryset = units


class EnterForm(PersonForm):
    """Somebody new, from a paper list."""

    unit = MembershipForm.base_fields["unit"]
    kind = MembershipForm.base_fields["kind"]
    since = MembershipForm.base_fields["since"]
    agreed = forms.BooleanField(
        label=_("They agreed by hand, and the unit keeps the paper"),
        help_text=_("For a child under 16 a parent or guardian signs."),
        error_messages={"required": _("Enter only who has agreed on the paper list that you keep.")},
    )
    somebody_else = forms.BooleanField(label=_("It is another person"), required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: QuerySet[Unit], first: Unit | None = None, request_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(unit=first, since=today(), request_id=request_id)
        self.fields["unit"].queryset = units


class LeaveForm(forms.Form):
    """From which day a membership no longer holds."""

    on = forms.DateField(label=_("First day on which it no longer holds"), widget=DateInput(), error_messages=NO_SUCH_DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today()}, **kwargs)


class PaperForm(forms.Form):
    """Which paper an officer saw."""

    paper = forms.CharField(
        label=_("Paper: its name and number"),
        max_length=200,
        error_messages={"required": _("Write down which paper you saw: its name, number and who issued it.")},
    )
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DateInput(), error_messages=NO_SUCH_DAY)
