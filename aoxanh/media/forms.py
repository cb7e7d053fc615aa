"""Picture fields for any form. Their clean values are encoded pictures, which `actions.accept_picture` keeps."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.kit.refusals import Refused
from aoxanh.media.encoding import Encoded, encode

ACCEPTED = "image/jpeg,image/png,image/webp"
"""What a phone offers for choosing; an iPhone turns its own format into JPEG for it."""

HINT = gettext_lazy("JPEG, PNG or WebP, up to 15 MB each. The place where it was taken is removed.")


class PicturesInput(forms.FileInput):
    """Several pictures, from the camera or the album."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPTED, "multiple": True, **(attrs or {})})


class PictureField(forms.FileField):
    """One picture: an Encoded, or None when there is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.FileInput({"accept": ACCEPTED}), "help_text": HINT, "max_length": 200} | options)

    def clean(self, data: UploadedFile | None, initial: Any = None) -> Encoded | None:
        file = super().clean(data, None)
        return encoded(file) if file else None


class Uploaded(list[Encoded]):
    """Pictures that were taken, and in `refused` what is wrong with each of the others."""

    def __init__(self, pictures: Iterable[Encoded] = (), refused: Iterable[forms.ValidationError] = ()) -> None:
        super().__init__(pictures)
        self.mistakes = list(refused)

    @property
    def refused(self) -> list[str]:
        return [text for mistake in self.mistakes for text in mistake.messages]


class PicturesField(forms.FileField):
    """Up to `at_most` pictures: an Uploaded. Every file that is refused is named, with what is wrong with it.

    With `keeps_good` the others of the same choice are taken all the same; else none is.
    """

    def __init__(self, *, at_most: int = 12, keeps_good: bool = False, **options: Any) -> None:
        super().__init__(**{"widget": PicturesInput, "help_text": HINT, "max_length": 200} | options)
        self.at_most, self.keeps_good = at_most, keeps_good

    def clean(self, data: Sequence[UploadedFile] | UploadedFile | None, initial: Any = None) -> Uploaded:
        files = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None)
            return Uploaded()
        if len(files) > self.at_most:
            text = ngettext("Choose %(most)d picture at most.", "Choose %(most)d pictures at most.", self.at_most)
            raise forms.ValidationError(text % {"most": self.at_most})
        results = [self.tried(file) for file in files]
        mistakes = [result for result in results if isinstance(result, forms.ValidationError)]
        if mistakes and not self.keeps_good:
            raise forms.ValidationError(mistakes)
        return Uploaded((result for result in results if isinstance(result, Encoded)), mistakes)

    def tried(self, file: UploadedFile) -> Encoded | forms.ValidationError:
        try:
            return encoded(super().clean(file))
        except forms.ValidationError as mistake:
            return mistake


def encoded(file: UploadedFile) -> Encoded:
    try:
        return encode(file)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal), code=refusal.code) from refusal


class PicturesMixin(forms.Form):
    """A form with pictures: `cleaned_data["pictures"]` is an Uploaded, `cleaned_data["alt"]` says what they show."""

    pictures = PicturesField(label=gettext_lazy("Pictures"), required=False)
    alt = forms.CharField(
        label=gettext_lazy("What the pictures show"),
        help_text=gettext_lazy("One sentence for those who cannot see them."),
        max_length=200,
        required=False,
    )

    def clean_alt(self) -> str:
        alt = str(self.cleaned_data["alt"]).strip()
        if self.cleaned_data.get("pictures") and not alt:
            raise forms.ValidationError(_("Say in one sentence what the pictures show."))
        return alt
