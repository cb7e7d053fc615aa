"""The demo's keys, its corrected certificate and its revoked one."""

from random import Random

import pytest
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.demo.seals import make_seals
from aoxanh.demo.world import World
from aoxanh.documents.models import SigningKey
from aoxanh.kit.dates import today
from aoxanh.recognition.actions import issue_for_activity
from aoxanh.recognition.models import Certificate, Revocation
from aoxanh.recognition.papers import make_paper
from tests.recognition.conftest import Came

pytestmark = pytest.mark.django_db


def test_units_that_issue_have_keys_and_two_certificates_ended(
    certificate: Certificate, done: Activity, came: Came, outsider: User, secretary: User
) -> None:
    came(outsider)
    issue_for_activity(done, issued_on=today(), by=secretary)
    world = World(Random(1), timezone.localtime(), 1.0, False)
    world.heads[certificate.unit_id] = secretary
    assert make_seals(world) == 1
    key = SigningKey.objects.get(purpose="papers")
    assert (key.unit, key.by, (key.ends_at - world.now).days <= 21) == (certificate.unit, secretary, True)
    assert "BẢN DÙNG THỬ" in key.public["issuer"]
    assert SigningKey.objects.filter(purpose="credentials").count() == 1
    assert sorted(Revocation.objects.values_list("reason", flat=True)) == ["corrected", "mistake"]
    assert make_paper(Certificate.objects.latest("number")).key == key
