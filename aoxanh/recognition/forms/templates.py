"""Forms of certificates: what a unit writes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.vietnamese import tidy
from aoxanh.media.forms import PictureField
from aoxanh.org.models import Unit
from aoxanh.recognition.fields import mistakes
from aoxanh.recognition.models import Kind, Version

KIND_NAMES = {
    Kind.PARTICIPATION: _("Taking part in an activity"),
    Kind.HOURS: _("Hours reached in a year"),
    Kind.CONTRIBUTION: _("Contribution of an organisation"),
    Kind.TRAINING: _("A training that was completed"),
}
PICTURES = ("logo", "second_logo", "background")
ROWS = {"rows": 7}


class NewTemplateForm(forms.Form):
    """A form's unit, kind and name; its text begins with the one that is built in."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that issues"), empty_label=None)
    kind = forms.ChoiceField(label=_("What it certifies"), choices=list(KIND_NAMES.items()), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the form"),
        help_text=_("Officers choose it by this name; it is not printed."),
        max_length=120,
        error_messages={"required": _("Give the form a name, such as “Mùa hè xanh 2026”.")},
    )

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units
        self.initial.setdefault("kind", Kind.PARTICIPATION)

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])


class VersionForm(forms.ModelForm):
    """What a version says and how it looks. Pictures that are not chosen anew stay; those ticked go."""

    logo = PictureField(label=_("Logo"), required=False)
    second_logo = PictureField(label=_("Second logo"), required=False)
    background = PictureField(label=_("Background"), required=False)
    without = forms.MultipleChoiceField(
        label=_("Take away"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("logo", _("Logo")), ("second_logo", _("Second logo")), ("background", _("Background"))],
    )

    class Meta:
        model = Version
        fields = ("title", "body", "title_en", "body_en", "signature", "orientation")
        labels = {
            "title": _("Title of the paper"),
            "body": _("Text"),
            "title_en": _("Title in English"),
            "body_en": _("Text in English"),
            "signature": _("Over the signature"),
            "orientation": _("Sheet"),
        }
        help_texts = {
            "body": _("A line that is nothing but a field is set large. An empty line leaves room."),
            "body_en": _("Set small under the Vietnamese text; empty where the paper is in Vietnamese only."),
            "signature": _("Empty: as the unit signs, such as “TM. BAN CHẤP HÀNH”."),
        }
        error_messages = {
            "title": {"required": _("Write the title, such as “Giấy chứng nhận”.")},
            "body": {"required": _("Write what the paper says.")},
        }
        widgets = {
            "body": forms.Textarea(ROWS),
            "body_en": forms.Textarea({"rows": 4}),
            "orientation": forms.RadioSelect(choices=[("landscape", _("Lying")), ("portrait", _("Upright"))]),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = [name for name in PICTURES if getattr(self.instance, f"{name}_id")]
        field = self.fields["without"]
        field.choices = [choice for choice in field.choices if choice[0] in kept]
        if not kept:
            del self.fields["without"]
        self.fields["orientation"].choices = [("landscape", _("Lying")), ("portrait", _("Upright"))]

    @property
    def kind(self) -> str:
        return str(self.instance.template.kind)

    def clean_body(self) -> str:
        return self.checked("body", needs_holder=True)

    def clean_body_en(self) -> str:
        return self.checked("body_en", needs_holder=False)

    def checked(self, name: str, *, needs_holder: bool) -> str:
        text = "\n".join(line.rstrip() for line in self.cleaned_data[name].strip().splitlines())
        if found := mistakes(text, kind=self.kind, needs_holder=needs_holder):
            raise ValidationError([ValidationError(one, code="wrong_field") for one in found])
        return text

    def facts(self) -> dict[str, Any]:
        """The texts as they will stand in the version."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def pictures(self) -> dict[str, Any]:
        """What was chosen anew, as encoded pictures, and None for what goes."""
        chosen = {name: self.cleaned_data[name] for name in PICTURES if self.cleaned_data.get(name)}
        return dict.fromkeys(self.cleaned_data.get("without", [])) | chosen


class WhyForm(forms.Form):
    """Why a form is returned."""

    why = forms.CharField(
        label=_("What is to be changed"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say what is to be changed, so that the writer knows.")},
    )
