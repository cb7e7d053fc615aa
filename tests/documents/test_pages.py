"""The pages of keys: who sees them, entering with what is refused, and what a key's page says."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.documents.actions import ensure_credential_key
from aoxanh.documents.models import SigningKey
from aoxanh.documents.queries import credential_keys
from aoxanh.documents.trial_authority import Authority
from aoxanh.kit.dates import local
from aoxanh.org.models import Unit
from tests.cast import grant
from tests.documents.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "/ban-lam-viec/khoa/them/"


def enter(client: Client, unit: Unit, content: bytes, password: str = PASSWORD) -> HttpResponse:
    return client.post(NEW, {"unit": str(unit.pk), "file": SimpleUploadedFile("khoa.p12", content), "password": password})


def test_an_administrator_enters_a_key_and_reads_what_it_says(
    client: Client, authority: Authority, commune_union: Unit, secretary: User
) -> None:
    client.force_login(secretary)
    answer = enter(client, commune_union, authority.unit_key("Đoàn xã Vạn Linh", PASSWORD))
    key = SigningKey.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("keys:one", args=[key.pk]))
    page = client.get(answer["Location"]).content.decode()
    said = ["Đoàn xã Vạn Linh", "Áo Xanh Issuing CA (BẢN DÙNG THỬ)", "ECDSA secp256r1", key.key_id[:8], f"{local(key.ends_at):%d/%m/%Y}"]
    assert [one for one in said if one not in page] == []
    assert PASSWORD not in page
    assert "Đang ký" in client.get(reverse("keys:list")).content.decode()


def test_what_is_refused_says_so_beside_the_field(client: Client, authority: Authority, commune_union: Unit, secretary: User) -> None:
    client.force_login(secretary)
    content = authority.unit_key("Đoàn xã Vạn Linh", PASSWORD)
    codes = [enter(client, commune_union, *given)["X-Refusal"] for given in [(content, "sai"), (b"khong phai khoa",)]]
    assert codes == ["wrong_password", "key_unreadable"]
    assert enter(client, commune_union, b"").status_code == 422
    assert enter(client, commune_union, bytes(300_000)).status_code == 422
    assert SigningKey.objects.count() == 0


def test_nobody_enters_a_key_for_another_unit(
    client: Client, authority: Authority, neighbour_union: Unit, secretary: User, volunteer: User
) -> None:
    client.force_login(secretary)
    assert enter(client, neighbour_union, authority.unit_key("Láng giềng", PASSWORD)).status_code == 422
    client.force_login(volunteer)
    assert [client.get(address).status_code for address in (NEW, "/ban-lam-viec/khoa/")] == [403, 403]


def test_a_key_is_retired_and_revoked_by_a_tap(client: Client, unit_key: SigningKey, secretary: User, outsider: User) -> None:
    for user, status in [(outsider, 404), (secretary, 302)]:
        client.force_login(user)
        assert [client.post(reverse(f"keys:{name}", args=[unit_key.pk])).status_code for name in ("retire", "revoke")] == [status] * 2
    unit_key.refresh_from_db()
    assert None not in (unit_key.retired_at, unit_key.revoked_at)


def test_the_key_of_badges_is_changed(client: Client, commune_union: Unit, provincial_union: Unit, coordinator: User) -> None:
    key = ensure_credential_key(commune_union)
    assert key.unit == provincial_union
    grant(coordinator, "system_administrator", provincial_union)
    client.force_login(coordinator)
    assert client.post(reverse("keys:change", args=[key.pk])).status_code == 302
    newer, old = credential_keys()
    assert (old.pk, newer.retired_at) == (key.pk, None)


def test_a_page_warns_before_the_end(client: Client, unit_key: SigningKey, secretary: User) -> None:
    SigningKey.objects.filter(pk=unit_key.pk).update(ends_at=timezone.now() + timedelta(days=12, hours=1))
    client.force_login(secretary)
    assert "Còn 12 ngày" in client.get(reverse("keys:list")).content.decode()
    assert "Cần khóa mới" in client.get(reverse("keys:one", args=[unit_key.pk])).content.decode()
    assert "Khóa ký giấy sắp hết hạn" in client.get(reverse("desk:home")).content.decode()


def test_the_list_asks_as_much_for_many_as_for_one(client: Client, unit_key: SigningKey, secretary: User) -> None:
    client.force_login(secretary)
    client.get(reverse("keys:list"))
    with_one = asked(client)
    copied(unit_key)
    assert asked(client) == with_one


def asked(client: Client) -> int:
    """How many queries the list makes."""
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("keys:list"))
    return len(queries)


def copied(key: SigningKey) -> None:
    """Five more keys of the unit."""
    for number in range(5):
        SigningKey.objects.create(
            unit=key.unit,
            purpose="papers",
            store="pkcs12",
            key_id=f"{number:064d}",
            subject=key.subject,
            starts_at=key.starts_at,
            ends_at=key.ends_at,
        )
