"""The register of a unit and year: every number that was given, whose paper it is, and what became of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aoxanh.documents.models import NumberSeries
from aoxanh.kit.sheets.writing import Column
from aoxanh.org.models import Unit
from aoxanh.recognition.batch import KIND
from aoxanh.recognition.models import Certificate, Revocation

MISSING = """
SELECT n FROM generate_series(1, %s) AS n
WHERE NOT EXISTS (SELECT FROM recognition_certificate WHERE unit_id = %s AND year = %s AND number = n) ORDER BY n LIMIT 100
"""


def register(unit: Unit, year: int) -> QuerySet[Certificate]:
    """The certificates of the unit's series by number, with what became of them."""
    found = Certificate.objects.filter(unit=unit, year=year).select_related("revocation", "replaced_by", "replaces", "issue")
    return found.order_by("number")


def last_number(unit: Unit, year: int) -> int:
    return NumberSeries.objects.filter(unit=unit, kind=KIND, year=year).values_list("last", flat=True).first() or 0


def missing(unit: Unit, year: int) -> list[int]:
    """Numbers that were taken and have no paper, a hundred at most; there should be none."""
    with connection.cursor() as cursor:
        cursor.execute(MISSING, [last_number(unit, year), unit.pk, year])
        return [row[0] for row in cursor.fetchall()]


def years(units: list[UUID]) -> list[int]:
    """Years in which these units gave numbers, the newest first."""
    found = NumberSeries.objects.filter(unit__in=units, kind=KIND)
    return sorted(set(found.values_list("year", flat=True)), reverse=True)


def state_of(certificate: Certificate) -> str:
    """`valid`, `revoked`, or `corrected` where another paper took its place."""
    revocation: Revocation | None = getattr(certificate, "revocation", None)
    if revocation is None:
        return "valid"
    return "corrected" if getattr(certificate, "replaced_by", None) else "revoked"


def said(certificate: Certificate) -> str:
    """The state as the register prints it, with the reason or the other paper."""
    state = state_of(certificate)
    if state == "corrected":
        return _("Corrected by %(number)s") % {"number": certificate.replaced_by.number_text}
    if state == "revoked":
        return _("Revoked: %(why)s") % {"why": certificate.revocation.words}
    if certificate.replaces:
        return _("Valid, in place of %(number)s") % {"number": certificate.replaces.number_text}
    return _("Valid")


def columns() -> list[Column]:
    return [
        Column(_("Number"), 20),
        Column(_("Day of issue"), 14),
        Column(_("Holder"), 32),
        Column(_("What for"), 44),
        Column(_("Code"), 18),
        Column(_("State"), 36),
    ]


def lines(unit: Unit, year: int) -> Iterator[tuple[Any, ...]]:
    for one in register(unit, year).iterator(chunk_size=2000):
        yield one.number_text, one.issued_on, one.holder_name, one.activity_title or one.get_kind_display(), one.code_text, said(one)
