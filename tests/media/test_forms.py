from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from aoxanh.media.encoding import Encoded
from aoxanh.media.forms import PictureField, PicturesMixin
from tests.media.conftest import Upload


class CoverForm(forms.Form):
    cover = PictureField(label="Ảnh bìa", required=False)


def pictures(files: list[SimpleUploadedFile], alt: str = "Bếp ăn mới") -> PicturesMixin:
    return PicturesMixin({"alt": alt}, MultiValueDict({"pictures": files}))


def test_several_pictures_come_encoded(upload: Upload) -> None:
    form = pictures([upload("1.jpg"), upload("2.png", form="PNG")])
    assert form.is_valid()
    assert [type(picture) for picture in form.cleaned_data["pictures"]] == [Encoded, Encoded]


def test_every_bad_file_is_named(upload: Upload) -> None:
    form = pictures(
        [upload("1.jpg"), SimpleUploadedFile("2.jpg", b"%PDF"), upload("3.jpg", size=(90, 90)), SimpleUploadedFile("4.jpg", b"")]
    )
    assert not form.is_valid()
    assert [(error.code, str(error.message)[:5]) for error in form.errors.as_data()["pictures"]][:2] == [
        ("not_an_image", "2.jpg"),
        ("too_small", "3.jpg"),
    ]
    assert len(form.errors["pictures"]) == 3


def test_too_many_pictures_are_refused(upload: Upload) -> None:
    assert pictures([upload(f"{number}.jpg", size=(200, 200)) for number in range(13)]).errors == {"pictures": ["Chọn tối đa 12 ảnh."]}


def test_pictures_need_a_sentence_for_those_who_cannot_see_them(upload: Upload) -> None:
    assert pictures([upload()], alt=" ").errors == {"alt": ["Viết một câu nói ảnh chụp gì."]}
    assert pictures([], alt="").is_valid()


def test_one_picture_may_be_left_out_or_refused(upload: Upload) -> None:
    assert CoverForm({}, {}).is_valid()
    assert CoverForm({}, {"cover": upload()}).is_valid()
    bad = CoverForm({}, {"cover": SimpleUploadedFile("bia.jpg", b"%PDF")})
    assert bad.errors == {"cover": ["bia.jpg không phải là ảnh. Chọn ảnh JPEG, PNG hoặc WebP."]}


def test_phones_offer_pictures_only() -> None:
    page = str(PicturesMixin())
    assert 'accept="image/jpeg,image/png,image/webp"' in page
    assert "multiple" in page
