"""What an organiser says about an activity: what, where, who, how. Its shifts are in `shifts`."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.actions.contents import APPROVED
from aoxanh.activities.drafts import Details
from aoxanh.activities.models import Activity, Campaign, Front
from aoxanh.activities.queries.campaigns import open_to
from aoxanh.kit.dates import holds, today
from aoxanh.kit.vietnamese import tidy
from aoxanh.media.forms import PictureField
from aoxanh.media.models import Picture
from aoxanh.needs import kinds
from aoxanh.needs.forms import SkillsField, middle_of, with_both
from aoxanh.needs.models import Need
from aoxanh.needs.queries import communes_meant, covers
from aoxanh.org.models import Unit
from aoxanh.people.models import Skill
from aoxanh.places.forms import latitude_field, longitude_field
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import Nearby, belongs, commune_at
from aoxanh.places.templatetags.places import distance
from aoxanh.training.queries import models_on

KIND = _("Choose the kind of work from the list.")
USUAL_OFFER_HOURS = 24
USUAL_START, USUAL_END, USUAL_PLACES = "07:30", "11:00", 20


class SkillField(forms.ModelChoiceField):
    """A skill, called in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name if get_language() == "vi" else obj.english_name)


class FrontField(forms.ModelChoiceField):
    """Fields of campaigns, with the campaign's name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.campaign.name}: {obj.name}"


class ActivityForm(forms.Form):
    """One page. Where the point lies outside the unit's commune the form asks which commune is meant."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Organised by"), empty_label=None)
    need = forms.ModelChoiceField(Need.objects.none(), label=_("Need that it answers"), required=False, empty_label=_("No need on the map"))
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        min_length=8,
        help_text=_("The work and for whom. For example: Repair the kitchen of the Vạn Linh school"),
        error_messages={
            "required": _("Give the activity a title."),
            "min_length": _("Say a little more: the work and for whom."),
            "max_length": _("Shorten the title to 120 characters. Details go into the description."),
        },
    )
    kind = forms.ChoiceField(label=_("Kind of work"), choices=[], error_messages={"required": KIND, "invalid_choice": KIND})
    description = forms.CharField(
        label=_("What people will do"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What is done, what to bring, who guides. Everyone reads this."),
        error_messages={
            "required": _("Say what people will do: they decide by it."),
            "max_length": _("Shorten the description to 4,000 characters; it has %(show_value)d."),
        },
    )
    picture = PictureField(label=_("Picture"), required=False)
    kept_picture = forms.ModelChoiceField(Picture.objects.none(), required=False, widget=forms.HiddenInput)
    remove_picture = forms.BooleanField(label=_("Use the drawing instead of the picture"), required=False)
    place_name = forms.CharField(
        label=_("Name of the place"),
        max_length=160,
        help_text=_("For example: Vạn Linh school, Khun Phang village"),
        error_messages={"required": _("Name the place, so that people find it.")},
    )
    meeting_point = forms.CharField(
        label=_("Where people meet"), max_length=160, required=False, help_text=_("For example: gate of the school")
    )
    latitude = latitude_field()
    longitude = longitude_field()
    centre = forms.BooleanField(label=_("The exact point is not known: take the middle of the commune"), required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Which commune is meant"), required=False, widget=forms.RadioSelect)
    min_age = forms.IntegerField(
        label=_("Minimum age on the day"),
        min_value=6,
        max_value=60,
        error_messages={
            "required": _("Say from which age people may come."),
            "invalid": _("Give the age in figures, like 16."),
            "min_value": _("The minimum age lies between 6 and 60."),
            "max_value": _("The minimum age lies between 6 and 60."),
        },
    )
    skills = SkillsField(Skill.objects.all(), label=_("Skills wanted"), required=False, widget=forms.CheckboxSelectMultiple)
    insured = forms.BooleanField(label=_("Volunteers are insured"), required=False)
    insurance_note = forms.CharField(
        label=_("Insurance: by whom, which policy"),
        max_length=200,
        required=False,
        help_text=_("Volunteers read it on the page of the activity."),
    )
    guided = forms.BooleanField(label=_("Someone guides the work"), required=False)
    training_first = SkillField(
        Skill.objects.all(),
        label=_("Training first"),
        required=False,
        empty_label=_("None"),
        help_text=_("Who has not proved it yet cannot sign up."),
    )
    foreign_partner = forms.CharField(
        label=_("Foreign partner"), max_length=160, required=False, help_text=_("Name and country. One level more may have to agree.")
    )
    offer_hours = forms.IntegerField(
        label=_("Hours for who is next to answer"),
        min_value=0,
        max_value=168,
        required=False,
        help_text=_("A place that becomes free waits so long for the next person of the waiting list; with 0 they get it at once."),
        error_messages={
            "min_value": _("Between 0 and 168 hours."),
            "max_value": _("Between 0 and 168 hours."),
            "invalid": _("Between 0 and 168 hours."),
        },
    )
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("No campaign"))
    front = FrontField(Front.objects.none(), label=_("Field of the campaign"), required=False, empty_label=_("None"))
    model = forms.ModelChoiceField(
        models_on(today()).none(),
        label=_("Coordination model"),
        required=False,
        empty_label=_("None"),
        help_text=_("A model that was taught; it counts for the programme."),
    )
    request_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _("Open the form again."), "invalid": _("Open the form again.")}
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        units: QuerySet[Unit],
        user: Any,
        activity: Activity | None = None,
        need: Need | None = None,
        unit: Unit | None = None,
        start: dict[str, Any] | None = None,
    ) -> None:
        initial = of_activity(activity) if activity else {"unit": unit, **of_need(need), **(start or {})}
        super().__init__(with_both(data), files, initial={"request_id": uuid4(), **initial})
        self.activity = activity
        self.candidates: list[Nearby] = []
        self.offer_choices(units, user, need or (activity.need if activity else None))
        for name in ("latitude", "longitude"):
            self.fields[name].required = False
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        self.fields["latitude"].label, self.fields["longitude"].label = _("Latitude"), _("Longitude")
        for name in self.settled:
            self.fields[name].disabled = True
            if name in APPROVED:
                self.fields[name].help_text = _("Approved as it is, so it stays.")

    @property
    def is_open(self) -> bool:
        return self.activity is not None and self.activity.status == Activity.Status.OPEN

    @property
    def settled(self) -> tuple[str, ...]:
        """What can no longer change: the unit once it is written, and what the approver agreed to once it is open."""
        if self.activity is None:
            return ()
        return ("unit", *APPROVED) if self.is_open else ("unit",)

    def offer_choices(self, units: QuerySet[Unit], user: Any, need: Need | None) -> None:
        """What may be chosen: of units, needs, campaigns and models, those of the day."""
        on, fields = today(), self.fields
        fields["unit"].queryset = units
        mine = Q(unit__in=units) if need is None else Q(unit__in=units) | Q(pk=need.pk)
        fields["need"].queryset = Need.objects.live(on).filter(mine).order_by("ends_on", "id")
        if self.activity and need:
            fields["need"].queryset |= Need.objects.filter(pk=need.pk)
        fields["kind"].choices = [("", _("Choose")), *kinds.choices()]
        own = Q(pk=self.activity.campaign_id) if self.activity else Q(pk=None)
        fields["campaign"].queryset = Campaign.objects.filter(Q(pk__in=open_to(units, on).values("pk")) | own).order_by("name", "id")
        fields["front"].queryset = Front.objects.filter(campaign__in=fields["campaign"].queryset).select_related("campaign")
        fields["model"].queryset = models_on(on)
        fields["area"].queryset = Area.objects.filter(holds(on), level=Level.COMMUNE)
        fields["kept_picture"].queryset = Picture.objects.filter(by=user)

    def clean_title(self) -> str:
        return tidy(self.cleaned_data["title"])

    def clean_place_name(self) -> str:
        return tidy(self.cleaned_data["place_name"])

    def clean_meeting_point(self) -> str:
        return tidy(self.cleaned_data["meeting_point"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("offer_hours") is None:
            given["offer_hours"] = USUAL_OFFER_HOURS
        if given.get("front") and given["front"].campaign_id != getattr(given.get("campaign"), "pk", None):
            self.add_error("front", gettext("This field belongs to another campaign. Choose one of the campaign above."))
        if self.find_point(given) and given.get("unit"):
            self.find_area(given)
        return given

    def find_point(self, given: dict[str, Any]) -> bool:
        """Whether there is a point, typed or taken as the middle of the commune."""
        if given.get("latitude") is not None and given.get("longitude") is not None:
            return True
        if {"latitude", "longitude"} & self.errors.keys():
            return False
        if not (given.get("centre") and given.get("unit")):
            self.add_error("latitude", gettext("Tap the place on the map, type its coordinates, or take the middle of the commune."))
            return False
        given["latitude"], given["longitude"] = middle_of(given["unit"])
        return True

    def find_area(self, given: dict[str, Any]) -> None:
        """The commune that was chosen, else the one of the need or of the unit where the point is, else the form asks."""
        point, unit = (given["latitude"], given["longitude"]), given["unit"]
        if given.get("area"):
            self.offer(communes_meant(unit, *point, on=today()))
            if given["area"].pk not in {nearby.area.pk for nearby in self.candidates}:
                text = gettext("%(area)s is far from this point. Move the pin, or choose another commune.")
                self.add_error("area", text % {"area": given["area"].name})
            return
        given["area"] = self.likely_area(point, unit, given.get("need"))
        if not given["area"]:
            self.offer(communes_meant(unit, *point, on=today()))
            text = gettext("This point lies outside %(area)s. Say which commune is meant.")
            self.add_error("area", text % {"area": unit.area.name if unit.area else unit.name})

    def likely_area(self, point: tuple[float, float], unit: Unit, need: Need | None) -> Area | None:
        before = [thing.area for thing in (self.activity, need) if thing and belongs(thing.area, *point)]
        if before:
            return before[0]
        if unit.area and unit.area.level == Level.COMMUNE:
            return unit.area if covers(unit, *point) else None
        return commune_at(*point, on=today()) if covers(unit, *point) else None

    def offer(self, candidates: list[Nearby]) -> None:
        """Ask which commune is meant, among these."""
        self.candidates = candidates
        self.fields["area"].choices = [(near.area.pk, f"{near.area.name}, {distance(near.metres)}") for near in candidates]

    def details(self, picture: Picture | None) -> Details:
        """What was said, once it is valid, with the picture as it was kept."""
        given = {name: self.cleaned_data[name] for name in Details.__dataclass_fields__ if name not in ("picture", "skills")}
        return Details(**given, picture=picture, skills=tuple(self.cleaned_data["skills"]))

    @property
    def has_more(self) -> bool:
        """Whether the folded part says something, or has a mistake."""
        said = self["offer_hours"].value() not in (None, "", USUAL_OFFER_HOURS, str(USUAL_OFFER_HOURS))
        names = ("insurance_note", "training_first", "foreign_partner")
        return said or any(self[name].value() for name in names) or any(name in self.errors for name in (*names, "offer_hours"))

    @property
    def place_is_wrong(self) -> bool:
        return bool({"latitude", "longitude", "centre"} & self.errors.keys())


def of_need(need: Need | None) -> dict[str, Any]:
    """What a need already says."""
    plain = {"min_age": 16, "guided": True, "offer_hours": USUAL_OFFER_HOURS}
    if need is None:
        return plain
    same = {name: getattr(need, name) for name in ("title", "kind", "description", "latitude", "longitude")}
    return plain | same | {"need": need, "place_name": need.address, "skills": list(need.skills.all())}


def of_activity(activity: Activity) -> dict[str, Any]:
    names = [name for name in Details.__dataclass_fields__ if name not in ("skills", "area", "picture")]
    kept = {name: getattr(activity, name) for name in (*names, "unit", "request_id")}
    return kept | {"skills": list(activity.skills.all())}


def first_shift(need: Need | None) -> dict[str, Any]:
    """A morning on the first day that is left of the need, else in a week; places for those still wanted."""
    tomorrow = today() + timedelta(days=1)
    day = min(max(need.starts_on, tomorrow), max(need.ends_on, tomorrow)) if need else today() + timedelta(days=7)
    places = max(need.people_wanted - need.met_people, 1) if need else USUAL_PLACES
    return {"name": gettext("Morning shift"), "day": day, "starts": USUAL_START, "ends": USUAL_END, "places": places}
