from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.refusals import Refused
from aoxanh.media.actions import accept_picture
from aoxanh.media.encoding import encode
from aoxanh.media.models import Picture
from tests.media.conftest import Upload

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_under_a_name_of_our_own(upload: Upload, own_folder: Path, volunteer: User) -> None:
    picture = accept_picture(upload("../../etc/nhà tôi.PHP.jpg", size=(2000, 1000)), by=volunteer, alt="  Bếp ăn   mới ")
    kept = sorted(str(path.relative_to(own_folder)) for path in own_folder.rglob("*.jpg"))
    month = f"pictures/{picture.at:%Y/%m}"
    assert kept == sorted(f"{month}/{picture.pk}{width}.jpg" for width in ("", "-480", "-960"))
    assert (picture.alt, picture.width, picture.height, picture.by) == ("Bếp ăn mới", 1600, 800, volunteer)
    assert picture.sha256 == sha256((own_folder / picture.file.name).read_bytes()).hexdigest()
    assert Line.objects.get(subject_id=picture.pk).verb == "media.accepted"


def test_a_page_gets_every_width(upload: Upload, volunteer: User) -> None:
    picture = Picture.objects.get(pk=accept_picture(upload(size=(2000, 1000)), by=volunteer).pk)
    address = picture.file.url.removesuffix(".jpg")
    assert picture.srcset == f"{address}-480.jpg 480w, {address}-960.jpg 960w, {address}.jpg 1600w"
    assert [picture.url(width) for width in (300, 480, 700, 5000)] == [f"{address}{size}.jpg" for size in ("-480", "-480", "-960", "")]


def test_a_picture_that_a_form_encoded_is_kept_as_it_is(upload: Upload, volunteer: User) -> None:
    encoded = encode(upload())
    assert accept_picture(encoded, by=volunteer).sha256 == sha256(encoded.largest).hexdigest()


def test_nothing_is_kept_of_what_is_refused(own_folder: Path, volunteer: User) -> None:
    with pytest.raises(Refused) as refused:
        accept_picture(SimpleUploadedFile("anh.jpg", b"%PDF-1.7"), by=volunteer)
    assert (refused.value.code, Picture.objects.count(), list(own_folder.rglob("*.*"))) == ("not_an_image", 0, [])
