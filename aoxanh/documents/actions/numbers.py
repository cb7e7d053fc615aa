"""Taking numbers."""

from django.db import connection, transaction

from aoxanh.org.models import Unit

NEXT = """
INSERT INTO documents_numberseries (id, unit_id, kind, year, last) VALUES (gen_random_uuid(), %s, %s, %s, %s)
ON CONFLICT (unit_id, kind, year) DO UPDATE SET last = documents_numberseries.last + EXCLUDED.last
RETURNING last
"""


@transaction.atomic
def take_numbers(unit: Unit, *, kind: str, year: int, count: int = 1) -> range:
    """The next `count` numbers of the unit's series.

    The row stays locked until the caller's transaction ends, so a roll-back leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [unit.pk, kind, year, count])
        last = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)


def number_text(number: int, *, kind: str, unit: Unit) -> str:
    """The number as it stands on the paper: `12-GCN/ĐTN-VL`, below 10 padded (HD 29-HD/TWĐTN-VP)."""
    return f"{number:02d}-{kind}/{unit.abbreviation}"
