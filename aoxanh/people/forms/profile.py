"""What people say about themselves: four questions on the first visit, the rest when they like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.countries import countries
from aoxanh.kit.parts.when import WEEKDAYS
from aoxanh.kit.phones import spoken
from aoxanh.kit.widgets import TelInput
from aoxanh.people.forms.facts import FactsForm, YearForm, phone_number
from aoxanh.people.models import Availability, Person, SensitiveFact, Skill


class ProfileForm(FactsForm):
    """The first visit."""

    skills = forms.ModelMultipleChoiceField(
        label=_("What you can do"),
        help_text=_("Organisers see it when they look for someone. You can sign up without choosing any."),
        queryset=Skill.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list."), "invalid_pk_value": _("Choose from the list.")},
    )
    agrees = forms.BooleanField(
        label=_("I agree that Áo Xanh keeps my name, date of birth, commune, phone number and skills to organise my volunteering"),
        help_text=_(
            "The units whose activities I sign up for see them; the public does not. I may ask to see, correct or delete them at any time."
        ),
        error_messages={"required": _("Tick the box if you agree. Without it we may not keep your profile, nor sign you up.")},
    )


class BasicsForm(YearForm):
    """The same four, of somebody who is known."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        initial = {
            "full_name": person.full_name,
            "birth_date": person.birth_date,
            "birth_year": person.birth_year,
            "phone": spoken(person.phone),
        }
        super().__init__(*args, area=person.area, initial=initial, **kwargs)


class ContactForm(forms.Form):
    """Where letters and helpers reach somebody."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. It looks like ten@gmail.com.")},
    )
    address = forms.CharField(
        label=_("House number, street or village"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    overseas_country = forms.ChoiceField(
        label=_("If you live abroad: the country"), required=False, error_messages={"invalid_choice": _("Choose from the list.")}
    )
    emergency_name = forms.CharField(
        label=_("Whom to call in an emergency"),
        help_text=_("Ask them first. Officers of your units see it."),
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
    )
    emergency_phone = forms.CharField(
        label=_("Their phone"), required=False, max_length=30, widget=TelInput({"autocomplete": "off", "inputmode": "tel"})
    )

    FACTS = ("email", "address", "overseas_country", "emergency_name", "emergency_phone")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        initial = {name: getattr(person, name) for name in self.FACTS} | {"emergency_phone": spoken(person.emergency_phone)}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["overseas_country"].choices = [("", _("In Viet Nam")), *countries()]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_emergency_phone(self) -> str:
        return phone_number(self.cleaned_data["emergency_phone"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("emergency_name") and not data.get("emergency_phone") and "emergency_phone" not in self.errors:
            self.add_error("emergency_phone", _("Enter the phone of the person to call."))
        return data


class AvailabilityForm(forms.Form):
    """A grid of seven weekdays and three parts of the day; and how one gets there."""

    parts = forms.MultipleChoiceField(
        label=_("When you can usually come"), required=False, error_messages={"invalid_choice": _("Choose from the list.")}
    )
    transport = forms.ChoiceField(
        label=_("How you get there"),
        required=False,
        choices=Person.Transport,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.held = {f"{row.weekday}-{row.part}" for row in person.availabilities.all()}
        super().__init__(*args, initial={"transport": person.transport}, **kwargs)
        self.fields["parts"].choices = [(f"{day}-{part}", "") for day in range(7) for part in Availability.Part.values]

    def rows(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Each weekday with its cells: value, what a reader hears, whether it is ticked."""
        ticked = set(self.data.getlist("parts")) if self.is_bound else self.held
        return [
            (str(name), [(f"{day}-{part}", f"{name}: {label}", f"{day}-{part}" in ticked) for part, label in Availability.Part.choices])
            for day, name in enumerate(WEEKDAYS)
        ]

    def columns(self) -> list[str]:
        return [str(label) for label in Availability.Part.labels]

    def clean_parts(self) -> list[tuple[int, str]]:
        return [(int(value[0]), value[2:]) for value in self.cleaned_data["parts"]]


class SensitiveForm(forms.Form):
    """Facts that are kept under a consent of their own; the box is never ticked beforehand."""

    ethnicity = forms.CharField(label=SensitiveFact.Kind.ETHNICITY.label, required=False, max_length=200)
    religion = forms.CharField(label=SensitiveFact.Kind.RELIGION.label, required=False, max_length=200)
    health = forms.CharField(
        label=SensitiveFact.Kind.HEALTH.label,
        help_text=_("For example an allergy, or what you must not lift."),
        required=False,
        max_length=200,
    )
    agrees = forms.BooleanField(required=False)

    def __init__(self, *args: Any, facts: list[SensitiveFact], **kwargs: Any) -> None:
        super().__init__(*args, initial={fact.kind: fact.value for fact in facts}, **kwargs)

    def facts(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in SensitiveFact.Kind.values}
