import pytest
from django.db import DatabaseError, transaction

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.audit.models import Line
from aoxanh.org.models import Unit


def test_a_line_says_who_did_what_for_whom(secretary: User, commune_union: Unit) -> None:
    line = record("org.renamed", commune_union, by=secretary, unit_id=commune_union.pk, before="A", after="B")
    assert (line.verb, line.subject_type, line.subject_id, line.details) == (
        "org.renamed",
        "org.unit",
        commune_union.pk,
        {"before": "A", "after": "B"},
    )


def test_the_database_refuses_to_change_a_line(secretary: User, commune_union: Unit) -> None:
    line = record("org.renamed", commune_union, by=secretary)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(verb="org.moved")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        line.delete()
