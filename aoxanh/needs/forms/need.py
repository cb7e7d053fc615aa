"""What the focal point says of a need."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.dates import holds, today
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput, TelInput
from aoxanh.needs import kinds
from aoxanh.needs.actions import MOST_PEOPLE, ContactPlan, Facts
from aoxanh.needs.forms.materials import material_rows, plans_of
from aoxanh.needs.forms.places import dress, has_point, middle_of, with_both
from aoxanh.needs.models import Contact, Need
from aoxanh.org.models import Post, Unit
from aoxanh.people.models import Skill
from aoxanh.places.forms import latitude_field, longitude_field
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import Nearby
from aoxanh.places.templatetags.places import distance

USUAL_DAYS = timedelta(days=14)
SAID = (
    "title",
    "kind",
    "people_wanted",
    "starts_on",
    "ends_on",
    "latitude",
    "longitude",
    "area",
    "description",
    "address",
    "urgent",
    "source_name",
)


class SkillsField(forms.ModelMultipleChoiceField):
    """Skills as chips, called in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name if get_language() == "vi" else obj.english_name)


class PostField(forms.ModelChoiceField):
    """Posts by their title and unit."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.unit.short_name}"


def posts_of(units: QuerySet[Unit]) -> QuerySet[Post]:
    """Posts of these units in which one answers for needs: focal points, heads and deputies."""
    answers = Q(focal_point=True) | Q(rank__in=(Post.Rank.HEAD, Post.Rank.DEPUTY))
    posts = Post.objects.filter(answers, holds(today()), unit__in=units.order_by().values("pk"))
    return posts.select_related("unit").order_by("unit__search_key", "-focal_point", "title", "id")


class NeedForm(forms.Form):
    """One page on a phone. The place is a point; where it is not known, the middle of the commune stands for it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that needs people"), empty_label=None)
    title = forms.CharField(
        label=_("What is needed"),
        max_length=120,
        min_length=8,
        help_text=_("Say the work and for whom. For example: Repair the kitchen of the Vạn Linh school, 86 pupils"),
        error_messages={"required": _("Say in a few words what is needed."), "min_length": _("Say a little more: the work and for whom.")},
    )
    kind = forms.ChoiceField(label=_("Kind of work"), choices=[], error_messages={"required": _("Choose the kind of work from the list.")})
    people_wanted = forms.IntegerField(
        label=_("How many people"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages={
            "invalid": _("Give the number of people in figures, like 12."),
            "min_value": _("A need asks for at least 1 person, or for materials."),
            "max_value": _("A need asks for at most %(limit_value)s people. Split it by place or by day."),
        },
    )
    skills = SkillsField(Skill.objects.all(), label=_("Skills wanted"), required=False, widget=forms.CheckboxSelectMultiple)
    starts_on = forms.DateField(
        label=_("From"),
        widget=DateInput,
        error_messages={"required": _("Say from which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DateInput,
        error_messages={"required": _("Say until which day."), "invalid": _("This day does not exist. Give it as day/month/year.")},
    )
    urgent = forms.BooleanField(
        label=_("Urgent"), required=False, help_text=_("Only when waiting a week would do harm. It gets a ring on the map.")
    )
    address = forms.CharField(
        label=_("Where people meet"), max_length=200, required=False, help_text=_("For example: gate of the school, Khun Phang village")
    )
    latitude = latitude_field()
    longitude = longitude_field()
    centre = forms.BooleanField(label=_("The exact point is not known: take the middle of the commune"), required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Which commune is meant"), required=False, widget=forms.RadioSelect)
    description = forms.CharField(
        label=_("What people will do"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone reads this. Leave out phone numbers and the names of private people."),
    )
    contact_post = PostField(Post.objects.none(), label=_("Whom to call"), required=False, empty_label=_("Somebody else, named below"))
    contact_name = forms.CharField(label=_("Name of the contact"), max_length=120, required=False)
    contact_phone = forms.CharField(label=_("Phone of the contact"), max_length=30, required=False, widget=TelInput)
    contact_shown_to = forms.ChoiceField(
        label=_("Who sees the contact"), choices=Contact.Shown, initial=Contact.Shown.PLACED, required=False, widget=forms.RadioSelect
    )
    source_name = forms.CharField(
        label=_("Which agency or organisation asks"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty where you know of the need yourself. For example: health station of Vạn Linh"),
    )
    report = forms.UUIDField(required=False, widget=forms.HiddenInput)
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        units: QuerySet[Unit],
        data: Any = None,
        *,
        unit: Unit | None = None,
        initial: dict[str, Any] | None = None,
        rows: list[dict[str, Any]] | None = None,
    ) -> None:
        start = today()
        usual = {"request_id": uuid4(), "unit": unit, "starts_on": start, "ends_on": start + USUAL_DAYS}
        super().__init__(with_both(data), initial=usual | (initial or {}))
        self.materials = material_rows(data, initial=rows)
        self.fields["unit"].queryset = units
        self.fields["contact_post"].queryset = posts_of(units)
        self.fields["kind"].choices = [("", _("Choose")), *kinds.choices()]
        self.fields["area"].queryset = Area.objects.filter(level=Level.COMMUNE, during__contains=start).select_related("parent")
        self.candidates: list[Nearby] = []
        dress(self.fields)

    def clean_title(self) -> str:
        return tidy(self.cleaned_data["title"])

    def clean_people_wanted(self) -> int:
        return self.cleaned_data["people_wanted"] or 0

    def clean_contact_phone(self) -> str:
        typed = self.cleaned_data["contact_phone"].strip()
        try:
            return e164(typed) if typed else ""
        except NotAPhoneError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_contact_shown_to(self) -> str:
        return self.cleaned_data["contact_shown_to"] or Contact.Shown.PLACED

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        self.clean_wishes(given)
        self.clean_contact(given)
        if has_point(given) or {"latitude", "longitude"} & self.errors.keys():
            return given
        if given.get("centre") and given.get("unit"):
            given["latitude"], given["longitude"] = middle_of(given["unit"])
        else:
            self.add_error("latitude", gettext("Tap the place on the map, type its coordinates, or take the middle of the commune."))
        return given

    def clean_wishes(self, given: dict[str, Any]) -> None:
        """People or materials, or both."""
        if "people_wanted" in self.errors or not self.materials.is_valid():
            return
        if not given["people_wanted"] and not plans_of(self.materials):
            self.add_error("people_wanted", gettext("Say how many people are needed, or add a material."))

    def clean_contact(self, given: dict[str, Any]) -> None:
        if given.get("contact_post") or {"contact_name", "contact_phone"} & self.errors.keys():
            return
        name, phone = given.get("contact_name"), given.get("contact_phone")
        if phone and not name:
            self.add_error("contact_name", gettext("Give the contact's name too, or leave out the number."))
        elif name and not phone:
            self.add_error("contact_phone", gettext("Give the contact's number too, or leave out the name."))

    def is_valid(self) -> bool:
        return super().is_valid() and bool(self.materials.is_valid())

    @property
    def facts(self) -> Facts:
        """What was said, once it is valid."""
        given = self.cleaned_data
        said = {name: given[name] for name in SAID}
        source = Need.Source.AGENCY if given["source_name"] else Need.Source.FOCAL_POINT
        return Facts(**said, materials=plans_of(self.materials), contact=self.contact, source=source)

    @property
    def contact(self) -> ContactPlan:
        given = self.cleaned_data
        name, phone, post = given["contact_name"], given["contact_phone"], given["contact_post"]
        return ContactPlan(name, phone, post, given["contact_shown_to"]) if post or phone else ContactPlan()

    @property
    def place_is_wrong(self) -> bool:
        return bool({"latitude", "longitude", "centre"} & self.errors.keys())

    def offer(self, candidates: list[Nearby]) -> None:
        """Ask which commune is meant, among these."""
        self.candidates = candidates
        named = [(nearby.area.pk, f"{nearby.area.name}, {distance(nearby.metres)}") for nearby in candidates]
        self.fields["area"].choices, self.fields["area"].required = named, True
