"""Pictures of a report: what they show, who can be recognised in them, and whether they agreed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.vietnamese import search_key
from aoxanh.media.blurring import COLUMNS, ROWS
from aoxanh.media.forms import PicturesField
from aoxanh.people.models import Person
from aoxanh.records.models import RecordPicture
from aoxanh.records.queries.faces import Candidate


class CaptionField(forms.CharField):
    """Asked for from the start, missed only at the last look: a draft may wait for it."""

    def __init__(self, *, is_last_look: bool, **options: Any) -> None:
        super().__init__(**options)
        self.is_last_look = is_last_look

    def validate(self, value: str) -> None:
        if self.is_last_look:
            super().validate(value)


class PicturesForm(forms.Form):
    """New pictures, and of those that are there what they show and who is in them. `is_last_look`: all of that is required then.

    Pictures that are refused stand in `refused`, each with its sentence; the others are taken all the same.
    """

    pictures = PicturesField(label=_("Add pictures"), required=False, keeps_good=True)

    def __init__(
        self,
        *args: Any,
        shown: Iterable[RecordPicture] = (),
        came: Sequence[Candidate] = (),
        is_last_look: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shown, self.came, self.is_last_look = list(shown), list(came), is_last_look
        self.by_label = {search_key(one.label): one.person for one in self.came}
        for number, one in enumerate(self.shown, 1):
            self.ask_about(number, one)

    def ask_about(self, number: int, one: RecordPicture) -> None:
        self.fields[f"caption_{one.pk}"] = CaptionField(
            label=gettext("Caption of picture %(n)d") % {"n": number},
            initial=one.caption,
            max_length=200,
            is_last_look=self.is_last_look,
            error_messages={"required": gettext("Say what picture %(n)d shows, or leave it out.") % {"n": number}},
        )
        self.fields[f"children_{one.pk}"] = forms.ChoiceField(
            label=_("Can the face of a child under 16 be recognised in it?"),
            choices=RecordPicture.Children.choices,
            widget=forms.RadioSelect,
            initial=one.children,
            required=self.is_last_look,
            error_messages={"required": gettext("Say of picture %(n)d whether a child can be recognised in it.") % {"n": number}},
        )
        self.fields[f"people_{one.pk}"] = forms.MultipleChoiceField(
            label=_("Who of those who came can be recognised"),
            choices=[(str(who.person.pk), who.label) for who in self.offered(one)],
            widget=forms.CheckboxSelectMultiple,
            initial=[str(face.person_id) for face in one.faces.all()],
            required=False,
        )
        self.fields[f"more_{one.pk}"] = forms.CharField(
            label=_("Somebody else who came"),
            help_text=_("Begin to type the name, choose it, save."),
            widget=forms.TextInput(attrs={"list": "came", "autocomplete": "off"}),
            max_length=140,
            required=False,
        )
        self.fields[f"others_{one.pk}"] = forms.CharField(
            label=_("Children who are not on the list: who agreed for them"),
            help_text=_("For example: the school and the parents, on paper of 20/11"),
            initial=one.others_agreed,
            max_length=200,
            required=False,
        )
        self.fields[f"consented_{one.pk}"] = forms.BooleanField(
            label=_("The people in the picture, or the parents of the children in it, agreed"),
            initial=one.consented,
            required=self.is_last_look,
            error_messages={"required": gettext("Tick it when they agreed, or leave picture %(n)d out.") % {"n": number}},
        )

    def offered(self, one: RecordPicture) -> list[Candidate]:
        """Children, who does not want to be shown, and who is named already."""
        named = {face.person_id for face in one.faces.all()}
        return [who for who in self.came if who.is_child or who.problem or who.person.pk in named]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for number, one in enumerate(self.shown, 1):
            self.find_more(one, said)
            nobody = not (said.get(f"people_{one.pk}") or said.get(f"others_{one.pk}"))
            if self.is_last_look and said.get(f"children_{one.pk}") == RecordPicture.Children.YES and nobody:
                text = gettext("Name the children in picture %(n)d who came, or say who agreed for the others.")
                self.add_error(f"others_{one.pk}", text % {"n": number})
        return said

    def find_more(self, one: RecordPicture, said: dict[str, Any]) -> None:
        """Add who was typed to those who were ticked."""
        typed = said.get(f"more_{one.pk}", "")
        found = self.by_label.get(search_key(typed)) if typed else None
        if typed and found is None:
            text = gettext("Nobody called “%(name)s” came. Choose a name of the list.")
            self.add_error(f"more_{one.pk}", text % {"name": typed})
        elif found:
            said[f"people_{one.pk}"] = [*said.get(f"people_{one.pk}", []), str(found.pk)]

    def rows(self) -> list[dict[str, Any]]:
        """Each picture with its fields, and of those offered why they may not be shown."""
        names = ("caption", "children", "people", "more", "others", "consented")
        return [
            {
                "one": one,
                "why": {str(who.person.pk): who.why for who in self.offered(one)},
                **{name: self[f"{name}_{one.pk}"] for name in names},
            }
            for one in self.shown
        ]

    def described(self) -> list[tuple[RecordPicture, dict[str, Any]]]:
        """Each picture with what was said of it, as `describe_picture` takes it."""
        known: dict[str, Person] = {str(who.person.pk): who.person for who in self.came}
        return [(one, self.said_of(one, known)) for one in self.shown]

    def said_of(self, one: RecordPicture, known: dict[str, Person]) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "caption": said.get(f"caption_{one.pk}", ""),
            "consented": bool(said.get(f"consented_{one.pk}")),
            "children": said.get(f"children_{one.pk}", ""),
            "others_agreed": said.get(f"others_{one.pk}", ""),
            "people": [known[pk] for pk in dict.fromkeys(said.get(f"people_{one.pk}", [])) if pk in known],
        }

    @property
    def refused(self) -> list[str]:
        """What is wrong with the files that were not taken."""
        return [str(text) for text in getattr(self.cleaned_data.get("pictures"), "refused", [])]


class BlurForm(forms.Form):
    """Squares of a grid over a picture."""

    squares = forms.MultipleChoiceField(
        choices=[(f"{column}-{row}", "") for row in range(ROWS) for column in range(COLUMNS)],
        error_messages={"required": _("Choose at least one square to blur."), "invalid_choice": _("Choose squares of the picture.")},
    )

    def chosen(self) -> list[tuple[int, int]]:
        pairs = (square.split("-") for square in self.cleaned_data["squares"])
        return [(int(column), int(row)) for column, row in pairs]
