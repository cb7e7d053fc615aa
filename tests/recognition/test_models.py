import pytest
from django.db import DatabaseError, transaction

from aoxanh.accounts.models import User
from aoxanh.recognition.models import Certificate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", [{"holder_name": "Người Khác"}, {"minutes": 6000}, {"number": 99}, {"signer_name": "Người Khác"}])
def test_the_database_refuses_to_change_what_was_printed(certificate: Certificate, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="what a certificate says stays"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)


def test_the_database_refuses_to_remove_one(certificate: Certificate) -> None:
    with pytest.raises(DatabaseError, match="what a certificate says stays"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk)._raw_delete("default")


def test_a_certificate_may_follow_a_merged_person(certificate: Certificate, other_volunteer: User) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(person=other_volunteer.person)
    assert Certificate.objects.get().holder_name == "Vi Thị Hạnh"


def test_the_code_is_read_in_groups_of_four(certificate: Certificate) -> None:
    assert [len(group) for group in certificate.code_text.split(" ")] == [4, 4, 4]
