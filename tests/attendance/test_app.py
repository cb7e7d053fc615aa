"""The app for the door, as a phone takes it along: its page, its worker, its manifest, and who is signed in."""

import json
import re
from pathlib import Path

from django.test import Client
from django.urls import reverse
from django.utils import translation

from aoxanh.accounts.models import User
from aoxanh.attendance import offline
from aoxanh.attendance.answers import TITLES
from aoxanh.attendance.words import words
from aoxanh.config.settings import PACKAGE
from tests.cast import make_user

SCRIPTS = Path(__file__).resolve().parents[2] / "frontend" / "attendance"
OTHERS_TITLES = {"not_in", "out_before_in", "settled"}
"""Only the server says these: a phone cannot know."""


def test_the_page_is_the_same_for_everyone_and_holds_nobody(client: Client, secretary: User) -> None:
    signed_out = client.get(reverse("attendance:app")).content
    client.force_login(secretary)
    response = client.get(reverse("attendance:app"))
    assert response.content == signed_out
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "Set-Cookie" not in response.headers


def test_the_worker_is_asked_for_anew_and_keeps_every_file_of_the_app(client: Client) -> None:
    response = client.get(reverse("attendance:app_worker"))
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"].startswith("text/javascript")
    kept = facts_of(response.content.decode())["kept"]
    assert {Path(name).suffix for name in kept} == {".js", ".css", ".woff2", ".wasm", ".svg", ".png"}
    files = [PACKAGE / name.lstrip("/") for name in kept if "/dist/" in name]
    assert [file for file in files if not file.is_file()] == []


def test_another_page_is_another_version() -> None:
    assert offline.version("one page") == offline.version("one page") != offline.version("another page")


def test_the_two_languages_have_a_worker_each_with_its_own_cache(client: Client) -> None:
    ours = facts_of(client.get(reverse("attendance:app_worker")).content.decode())
    with translation.override("en"):
        theirs = facts_of(client.get(reverse("attendance:app_worker")).content.decode())
    assert (ours["page"], theirs["page"]) == ("/ban-lam-viec/diem-danh/may/cua/", "/en/ban-lam-viec/diem-danh/may/cua/")
    assert ours["cache"].split("-")[:2] == ["door", "vi"]
    assert theirs["cache"].split("-")[:2] == ["door", "en"]


def test_the_manifest_puts_the_app_on_the_home_screen(client: Client) -> None:
    told = json.loads(client.get(reverse("attendance:app_manifest")).content)
    assert (told["name"], told["display"], told["start_url"]) == ("Điểm danh Áo Xanh", "standalone", reverse("attendance:app"))
    assert [icon["purpose"] for icon in told["icons"]] == ["any", "any", "maskable"]
    assert all((PACKAGE / icon["src"].lstrip("/")).is_file() for icon in told["icons"])


def test_who_is_signed_in_gets_a_token_and_the_others_are_told(client: Client) -> None:
    assert client.get(reverse("attendance:app_who")).status_code == 401
    user = make_user("lan@vanlinh.example", "Hà Thị Lan")
    client.force_login(user)
    said = client.get(reverse("attendance:app_who")).json()
    assert said["user"] == {"id": str(user.pk), "name": "Hà Thị Lan"}
    assert said["token"]


def test_every_refusal_that_a_phone_can_say_has_its_words() -> None:
    known = words()
    said = {name.removeprefix("line.") for name in known if name.startswith("line.")}
    assert set(TITLES) - OTHERS_TITLES <= said
    assert [code for code in said if "." not in code and f"title.{code}" not in known] == []


def test_every_word_that_the_script_asks_for_is_in_the_page() -> None:
    text = "".join(script.read_text() for script in SCRIPTS.glob("*.ts"))
    asked = set(re.findall(r'word\("([a-z_.]+)"', text))
    assert len(asked) > 40
    assert asked <= set(words())


def facts_of(worker: str) -> dict[str, object]:
    line = next(line for line in worker.splitlines() if line.startswith("const {"))
    return json.loads(line.split(" = ", 1)[1].rstrip(";"))  # type: ignore[no-any-return]
