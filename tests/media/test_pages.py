"""Handing out pictures."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client

from aoxanh.accounts.models import User
from aoxanh.media.actions import accept_picture
from tests.media.conftest import Upload

pytestmark = pytest.mark.django_db


def test_a_picture_may_be_kept_for_good_and_is_nothing_but_a_picture(upload: Upload, volunteer: User, client: Client) -> None:
    picture = accept_picture(upload(size=(1000, 800)), by=volunteer)
    response = client.get(picture.url(480))
    headers = [response.headers[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options", "Content-Security-Policy")]
    assert headers == ["image/jpeg", "public, max-age=31536000, immutable", "nosniff", "default-src 'none'; sandbox"]
    assert (b"".join(response.streaming_content)[:3], dict(response.cookies)) == (b"\xff\xd8\xff", {})
    response.close()


@pytest.mark.parametrize(
    "address",
    [
        "/media/../settings.py",
        "/media/pictures/../../secret-key",
        "/media/pictures/2026/11/..%2F..%2Fsecret-key",
        "/media/pictures/2026/11/secret-key",
        "/media/pictures/2026/11/evil.html",
        "/media/pictures/2026/11/01a20204-8956-74bc-bd8a-ca95052480bb.svg",
        "/media/pictures/2026/11/01a20204-8956-74bc-bd8a-ca95052480bb.jpg",
        "/media/",
    ],
)
def test_nothing_else_can_be_asked_for(address: str, own_folder: Path, client: Client) -> None:
    folder = own_folder / "pictures/2026/11"
    folder.mkdir(parents=True)
    (folder / "evil.html").write_text("<script>alert(1)</script>")
    (folder / "secret-key").write_text("secret")
    (own_folder / "secret-key").write_text("secret")
    assert client.get(address).status_code == 404


def test_a_photo_on_a_page_names_its_widths_and_its_size(upload: Upload, volunteer: User) -> None:
    picture = accept_picture(upload(size=(1000, 800)), by=volunteer, alt="Bếp <b>ăn</b>")
    drawn = Template('{% load media %}{% photo picture sizes="50vw" %}').render(Context({"picture": picture}))
    assert drawn.strip() == (
        f'<img src="{picture.url(960)}" srcset="{picture.srcset}" sizes="50vw" alt="Bếp &lt;b&gt;ăn&lt;/b&gt;" width="1000" height="800" '
        'class="w-full h-auto rounded-box" loading="lazy" decoding="async">'
    )
