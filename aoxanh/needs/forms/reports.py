"""What a citizen types, and what a moderator answers."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import TelInput
from aoxanh.needs.drafts import Told
from aoxanh.needs.forms.places import dress, has_point, middle_of_area, with_both
from aoxanh.needs.models import Need
from aoxanh.people.forms.commune import CommuneForm
from aoxanh.places.forms import latitude_field, longitude_field
from aoxanh.places.models import Area


class ReportForm(CommuneForm):
    """What is needed, where, and how to reach who says so. The place is a point, or else a commune that is chosen by its name."""

    text = forms.CharField(
        label=_("What is needed"),
        max_length=1000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who needs what, how much of it, and until when. For example: the kitchen roof of the school leaks, 86 pupils"),
        error_messages={"required": _("Say in a few words what is needed."), "min_length": _("Say a little more: who needs what.")},
    )
    latitude = latitude_field()
    longitude = longitude_field()
    address = forms.CharField(
        label=_("Where it is"), max_length=200, required=False, help_text=_("For example: gate of the school, Khun Phang village")
    )
    name = forms.CharField(label=_("Your name"), max_length=120, error_messages={"required": _("Say your name.")})
    phone = forms.CharField(
        label=_("Your phone number"),
        max_length=30,
        widget=TelInput,
        help_text=_("The answer comes as a text message."),
        error_messages={"required": _("Give your phone number.")},
    )
    email = forms.CharField(label=_("Your e-mail"), max_length=254, required=False, widget=forms.EmailInput)
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, commune: Area | None = None) -> None:
        super().__init__(with_both(data), initial={"request_id": uuid4()}, area=commune)
        self.fields["q"].label = _("Or the commune, by its name")
        dress(self.fields)

    def clean_phone(self) -> str:
        try:
            return e164(self.cleaned_data["phone"])
        except NotAPhoneError as error:
            raise ValidationError(str(error)) from None

    def clean_email(self) -> str:
        given = str(self.cleaned_data["email"]).strip().lower()
        if given:
            try:
                validate_email(given)
            except ValidationError:
                raise ValidationError(gettext("This is no e-mail address. It looks like ten@gmail.com.")) from None
        return given

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if has_point(given):
            given["area"] = None  # The point says its commune by itself.
        elif given["area"]:
            given["latitude"], given["longitude"] = middle_of_area(given["area"])
        elif not {"latitude", "longitude", "q"} & self.errors.keys():
            self.add_error("latitude", gettext("Tap the place on the map, or choose the commune."))
        return given

    @property
    def told(self) -> Told:
        """What was said, once it is valid."""
        return Told(**{name: self.cleaned_data[name] for name in Told.__dataclass_fields__})


class DeclineForm(forms.Form):
    """Why a report becomes nothing; the reporter reads it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever reported it reads this."),
        error_messages={"required": _("Say why: whoever reported it reads it.")},
    )


class MergeForm(forms.Form):
    """The need that the report is about."""

    need = forms.ModelChoiceField(
        Need.objects.none(), label=_("The need it is about"), empty_label=None, error_messages={"required": _("Choose the need.")}
    )

    def __init__(self, needs: QuerySet[Need], data: Any = None) -> None:
        super().__init__(data)
        self.fields["need"].queryset = needs
