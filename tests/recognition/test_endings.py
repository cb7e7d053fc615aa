"""Revoking and correcting: what is refused, what verification says then, what the holder is told, and who may."""

import re
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.audit.models import Line
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.people.models import Appointment
from aoxanh.recognition.actions.endings import correct, revoke
from aoxanh.recognition.models import Certificate, Revocation
from aoxanh.recognition.queries import certificate_by_code

pytestmark = pytest.mark.django_db
WORDS = "Ghi sai tên người nhận."


def refused(code: str) -> object:
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def page(client: Client, certificate: Certificate) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(f"/xac-minh/{certificate.code}/").content.decode()).split())


def test_a_revoked_certificate_says_so_to_everyone(client: Client, certificate: Certificate, secretary: User) -> None:
    revocation = revoke(certificate, reason="not_earned", words=WORDS, by=secretary)
    shown = page(client, certificate)
    assert "Giấy chứng nhận này đã bị thu hồi" in shown
    assert f"Đoàn xã Vạn Linh thu hồi ngày {today():%d/%m/%Y}: {WORDS}" in shown
    assert "là thật" not in shown
    assert Line.objects.filter(verb="recognition.revoked", subject_id=certificate.pk).count() == 1
    assert revoke(certificate, reason="not_earned", words=WORDS, by=secretary) == revocation


def test_a_page_that_was_kept_says_so_at_once(
    client: Client, certificate: Certificate, secretary: User, django_capture_on_commit_callbacks: object
) -> None:
    assert "Giấy chứng nhận này là thật" in page(client, certificate)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        revoke(certificate, reason="mistake", words=WORDS, by=secretary)
    assert "Giấy chứng nhận này đã bị thu hồi" in page(client, certificate)


def test_the_holder_is_told_once(certificate: Certificate, secretary: User) -> None:
    before = Message.objects.count()
    revoke(certificate, reason="mistake", words=WORDS, by=secretary)
    revoke(certificate, reason="mistake", words=WORDS, by=secretary)
    assert Message.objects.count() == before + 1
    assert WORDS in Message.objects.latest("id").body


def test_reasons_are_sentences_and_it_ends_once(certificate: Certificate, secretary: User) -> None:
    with refused("words_missing"):
        revoke(certificate, reason="mistake", words="  sai  ", by=secretary)
    revoke(certificate, reason="mistake", words=WORDS, by=secretary)
    with refused("already_revoked"):
        revoke(certificate, reason="asked", words="Người nhận xin thu hồi.", by=secretary)
    with refused("already_revoked"):
        correct(certificate, words=WORDS, by=secretary, holder_name="Vi Thị Hạnh Nguyên")


def test_a_corrected_one_leads_to_the_one_in_its_place(client: Client, certificate: Certificate, secretary: User) -> None:
    newer = correct(certificate, words=WORDS, by=secretary, holder_name="Vi Thị Hạnh Nguyên", minutes=300)
    assert (newer.holder_name, newer.minutes, newer.number, newer.replaces) == ("Vi Thị Hạnh Nguyên", 300, 2, certificate)
    assert newer.code != certificate.code
    old = page(client, certificate)
    assert f"Đã được thay bằng số {newer.number_text}" in old
    assert f"/xac-minh/{newer.code}/" in client.get(f"/xac-minh/{certificate.code}/").content.decode()
    assert f"Giấy này thay cho số {certificate.number_text}" in page(client, newer)
    again = correct(certificate, words=WORDS, by=secretary, holder_name="Vi Thị Hạnh Nguyên", minutes=300)
    assert (again, Certificate.objects.count()) == (newer, 2)


def test_the_old_one_stays_as_it_was_printed(certificate: Certificate, secretary: User) -> None:
    before = {field.attname: getattr(certificate, field.attname) for field in Certificate._meta.concrete_fields}
    correct(certificate, words=WORDS, by=secretary, holder_name="Vi Thị Hạnh Nguyên")
    kept = Certificate.objects.get(pk=certificate.pk)
    assert {name: getattr(kept, name) for name in before} == before
    with pytest.raises(ProgrammingError, match="stays"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(holder_name="Vi Thị Hạnh Nguyên")


def test_a_chain_of_corrections(certificate: Certificate, secretary: User) -> None:
    second = correct(certificate, words=WORDS, by=secretary, minutes=120)
    third = correct(second, words=WORDS, by=secretary, minutes=180)
    assert [one.minutes for one in Certificate.objects.order_by("number")] == [240, 120, 180]
    assert Revocation.objects.filter(certificate__in=[certificate, second], reason="corrected").count() == 2
    assert not hasattr(certificate_by_code(third.code), "revocation")


def test_what_cannot_be_corrected(certificate: Certificate, secretary: User, signing: Appointment) -> None:
    with refused("nothing_changed"):
        correct(certificate, words=WORDS, by=secretary, holder_name=certificate.holder_name)
    with refused("name_not_printable"):
        correct(certificate, words=WORDS, by=secretary, holder_name="山田")
    with refused("wrong_days"):
        correct(certificate, words=WORDS, by=secretary, ends_on=today() + timedelta(days=1))
    with refused("words_missing"):
        correct(certificate, words="", by=secretary, minutes=10)
    signing.delete()
    with refused("no_signer"):
        correct(certificate, words=WORDS, by=secretary, minutes=10)
    assert (Certificate.objects.count(), Revocation.objects.count()) == (1, 0)


def test_after_erasure_only_first_letters_are_shown(client: Client, certificate: Certificate, volunteer: User) -> None:
    type(volunteer.person).objects.filter(pk=volunteer.person.pk).update(erased_at=timezone.now())
    shown = page(client, certificate)
    assert ("V. T. H." in shown, "Vi Thị Hạnh" in shown, certificate.number_text in shown) == (True, False, True)


def test_the_desk_revokes_and_corrects(client: Client, certificate: Certificate, secretary: User) -> None:
    client.force_login(secretary)
    one = reverse("endings:one", args=[certificate.pk])
    assert f"{one}thu-hoi/" in client.get(one).content.decode()
    assert client.post(f"{one}thu-hoi/", {"reason": "mistake"}).status_code == 422
    answer = client.post(f"{one}thu-hoi/", {"reason": "mistake", "words": "sai"})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "words_missing")
    facts = {"holder_name": "Vi Thị Hạnh Nguyên", "hours": 4, "minutes": 0, "place_text": certificate.place_text, "words": WORDS}
    days = {"starts_on": certificate.starts_on.isoformat(), "ends_on": certificate.ends_on.isoformat()}
    answer = client.post(f"{one}sua/", facts | days)
    newer = Certificate.objects.get(replaces=certificate)
    assert (answer.status_code, answer["Location"]) == (302, reverse("endings:one", args=[newer.pk]))
    assert f"{one}thu-hoi/" not in client.get(one).content.decode()


def test_only_administrators_end_certificates(client: Client, certificate: Certificate, outsider: User, volunteer: User) -> None:
    for user in (outsider, volunteer):
        client.force_login(user)
        for name in ("endings:one", "endings:revoke", "endings:correct"):
            assert client.get(reverse(name, args=[certificate.pk])).status_code == 404


def test_the_holder_takes_the_badge(client: Client, certificate: Certificate, volunteer: User, secretary: User) -> None:
    client.force_login(volunteer)
    address = reverse("badge:download", args=[certificate.pk])
    assert client.get(reverse("badge:page", args=[certificate.pk])).status_code == 200
    kinds = {kind: client.get(address, {"dang": kind})["Content-Type"] for kind in ("png", "jwt", "json", "exe")}
    assert kinds == {"png": "image/png", "jwt": "application/vc+jwt", "json": "application/vc+ld+json", "exe": "image/png"}
    client.force_login(secretary)
    assert client.get(address).status_code == 404
    revoke(certificate, reason="mistake", words=WORDS, by=secretary)
    client.force_login(volunteer)
    assert client.get(address).status_code == 409
