"""Badges, read by an independent verifier (openbadgeslib) that asks a local server; and what they keep to themselves."""

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from openbadgeslib.ob3 import IdentityObject, OB3VerificationError, OB3Verifier, decode_encoded_list, set_indices

from aoxanh.accounts.models import User
from aoxanh.documents import jose
from aoxanh.documents.actions import change_credential_key, revoke_key
from aoxanh.documents.queries import credential_keys
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.recognition import badges, baking, statuses
from aoxanh.recognition.actions.badges import badge_of
from aoxanh.recognition.models import LIST_SIZE, Certificate, Credential, Revocation, StatusList

pytestmark = pytest.mark.django_db
HOST = "aoxanh.example"


def made(certificate: Certificate, *, named: bool = False) -> str:
    row, key = badge_of(certificate)
    return badges.token(row, key, named=named)


def revoke(certificate: Certificate, by: User) -> Revocation:
    return Revocation.objects.create(certificate=certificate, reason="mistake", words="Ghi nhầm người.", by=by)


@pytest.fixture
def abroad(settings: object, client: Client) -> Callable[[str], bytes]:
    """A site at https://aoxanh.example, and how a verifier fetches from it."""
    settings.BASE_URL = f"https://{HOST}"  # type: ignore[attr-defined]

    def fetch(url: str) -> bytes:
        parts = urlsplit(url)
        assert (parts.scheme, parts.netloc) == ("https", HOST)
        answer = client.get(parts.path)
        if answer.status_code != 200:
            raise OSError(answer.status_code)
        return bytes(answer.content)

    return fetch


def verified(token: str, unit: Unit, fetch: Callable[[str], bytes]) -> object:
    verifier = OB3Verifier.for_issuer_did(badges.did(unit.pk), download=fetch)
    return verifier.verify(token, check_status=True, download=fetch)


def test_an_independent_verifier_accepts_the_badge(certificate: Certificate, abroad: Callable[[str], bytes]) -> None:
    found = verified(made(certificate), certificate.unit, abroad)
    assert found.issuer.name == certificate.unit_name  # type: ignore[attr-defined]
    assert found.achievement.name == certificate.activity_title  # type: ignore[attr-defined]
    assert found.evidence_url == f"https://{HOST}/xac-minh/{certificate.code}/"  # type: ignore[attr-defined]
    assert [result.value for result in found.results] == ["4"]  # type: ignore[attr-defined]


def test_it_refuses_a_revoked_one(certificate: Certificate, abroad: Callable[[str], bytes], secretary: User) -> None:
    token = made(certificate)
    verified(token, certificate.unit, abroad)
    revoke(certificate, secretary)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verified(token, certificate.unit, abroad)


def test_it_still_accepts_after_the_key_was_changed(certificate: Certificate, abroad: Callable[[str], bytes], secretary: User) -> None:
    token = made(certificate)
    (old,) = credential_keys()
    new = change_credential_key(old, by=secretary)
    verified(token, certificate.unit, abroad)
    assert jose.parts(made(certificate))[0]["kid"].endswith(f"#{new.key_id}")
    assert [key.pk for key in credential_keys()] == [new.pk, old.pk]
    assert change_credential_key(old, by=secretary) == new


def test_it_refuses_what_a_revoked_key_signed(certificate: Certificate, abroad: Callable[[str], bytes], secretary: User) -> None:
    token = made(certificate)
    (old,) = credential_keys()
    change_credential_key(old, by=secretary)
    revoke_key(old, by=secretary)
    with pytest.raises(OB3VerificationError, match="no verificationMethod"):
        verified(token, certificate.unit, abroad)


def test_it_refuses_a_changed_badge_and_another_unit(
    certificate: Certificate, abroad: Callable[[str], bytes], neighbour_union: Unit
) -> None:
    head, payload, signature = made(certificate).split(".")
    told = json.loads(jose.decoded(payload)) | {"name": "Chiến sĩ xuất sắc"}
    forged = ".".join([head, jose.encoded(jose.compact(told)), signature])
    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        verified(forged, certificate.unit, abroad)
    with pytest.raises(OB3VerificationError):
        verified(made(certificate), neighbour_union, abroad)


def test_nobody_is_named_unless_asked(certificate: Certificate) -> None:
    bare, named = (jose.decoded(made(certificate, named=choice).split(".")[1]).decode() for choice in (False, True))
    assert ("Vi Thị Hạnh" in bare, "hanh@tinhnguyen.example" in bare) == (False, False)
    assert ("Vi Thị Hạnh" in named, "hanh@tinhnguyen.example" in named) == (True, False)


def test_who_knows_the_address_recognises_the_holder(certificate: Certificate, abroad: Callable[[str], bytes]) -> None:
    (found,) = verified(made(certificate), certificate.unit, abroad).identifiers  # type: ignore[attr-defined]
    assert IdentityObject.create("hanh@tinhnguyen.example", salt=found.salt).identity_hash == found.identity_hash


def test_a_revoked_certificate_gives_no_badge(certificate: Certificate, secretary: User) -> None:
    revoke(certificate, secretary)
    with pytest.raises(Refused, check=lambda refusal: refusal.code == "revoked"):
        badge_of(certificate)


def test_bits_are_never_shared(certificate: Certificate) -> None:
    assert len({statuses.bit_of(order) for order in range(LIST_SIZE)}) == LIST_SIZE
    assert badge_of(certificate)[0] == badge_of(certificate)[0]
    assert StatusList.objects.get().taken == Credential.objects.count() == 1


def test_a_full_list_is_followed_by_the_next(certificate: Certificate) -> None:
    StatusList.objects.create(unit=certificate.unit, number=1, taken=LIST_SIZE)
    assert badge_of(certificate)[0].status_list.number == 2


def test_the_list_says_the_bits_as_the_standard_reads_them() -> None:
    bits = [0, 7, 8, 74_207, LIST_SIZE - 1]
    assert sorted(set_indices(decode_encoded_list(statuses.packed(bits)))) == bits


def test_the_list_is_kept_by_caches_until_something_is_revoked(certificate: Certificate, client: Client, secretary: User) -> None:
    row, _key = badge_of(certificate)
    url = urlsplit(badges.status(row)["statusListCredential"]).path
    first = client.get(url)
    assert (first.status_code, first["Cache-Control"]) == (200, "public, max-age=300")
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    revoke(certificate, secretary)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_keys_stand_at_well_known_addresses(certificate: Certificate, client: Client) -> None:
    made(certificate)
    (key,) = credential_keys()
    site = json.loads(client.get("/.well-known/did.json").content)
    assert site["id"] == f"did:web:{urlsplit(settings.BASE_URL).netloc.replace(':', '%3A')}"
    assert [one["publicKeyJwk"] for one in site["verificationMethod"]] == [key.public["jwk"]]
    assert [one["kid"] for one in json.loads(client.get("/.well-known/jwks.json").content)["keys"]] == [key.key_id]
    issuer = client.get(f"/don-vi/{certificate.unit_id}/issuer.json")
    assert (json.loads(issuer.content)["name"], issuer["Access-Control-Allow-Origin"]) == ("Đoàn xã Vạn Linh", "*")


def test_a_picture_carries_the_badge(certificate: Certificate) -> None:
    token = made(certificate)
    picture = baking.png(certificate, token, hours="4 giờ")
    assert OB3Verifier.extract_token_from_png(picture) == token
    assert (baking.credential_in(picture), baking.credential_in(b"\x89PNG\r\n\x1a\n")) == (token, None)
