"""The photo that the door may see: kept under a consent of its own, gone with it."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from aoxanh.kit.refusals import Refused
from aoxanh.media.encoding import encode
from aoxanh.media.models import Picture
from aoxanh.people.actions import withdraw_consent
from aoxanh.people.actions.erasure import erase
from aoxanh.people.actions.portraits import set_portrait
from aoxanh.people.models import Consent
from aoxanh.people.queries.portraits import portrait_url


@pytest.fixture
def file():
    out = BytesIO()
    Image.new("RGB", (600, 800), "#446688").save(out, "JPEG")
    return SimpleUploadedFile("toi.jpg", out.getvalue(), "image/jpeg")


def test_a_photo_needs_its_own_consent(volunteer, file):
    with pytest.raises(Refused) as caught:
        set_portrait(volunteer.person, picture=encode(file), agrees=False, by=volunteer)
    assert caught.value.code == "consent_missing"
    assert not Picture.objects.exists()


def test_a_photo_goes_with_its_consent_and_its_files_too(volunteer, file, django_capture_on_commit_callbacks):
    person = set_portrait(volunteer.person, picture=encode(file), agrees=True, by=volunteer)
    name = person.portrait.file.name
    assert portrait_url(person).endswith(".jpg")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(person, purpose=Consent.Purpose.PORTRAIT, by=volunteer)
    person.refresh_from_db()
    assert (person.portrait, portrait_url(person), default_storage.exists(name)) == (None, "", False)


def test_a_new_photo_takes_the_place_of_the_old(volunteer, file):
    set_portrait(volunteer.person, picture=encode(file), agrees=True, by=volunteer)
    file.seek(0)
    set_portrait(volunteer.person, picture=encode(file), agrees=False, by=volunteer)
    assert Picture.objects.count() == 1


def test_erasing_takes_the_photo_along(volunteer, file):
    person = set_portrait(volunteer.person, picture=encode(file), agrees=True, by=volunteer)
    erase(person, by=volunteer)
    assert not Picture.objects.exists()


def test_the_page_keeps_a_photo(sign_in, volunteer, file):
    client, address = sign_in(volunteer), reverse("people:portrait")
    assert client.post(address, {"picture": file}).status_code == 409
    file.seek(0)
    assert client.post(address, {"picture": file, "agrees": "on"}).status_code == 302
    assert client.get(address).status_code == 200
    assert client.post(address, {"agrees": "on"}).status_code == 422
