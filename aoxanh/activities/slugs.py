"""Addresses of activities: words of the title for people, a tail of the id so that none is given twice."""

from uuid import UUID

from django.utils.text import slugify

from aoxanh.kit.vietnamese import search_key

WORDS = 120


def slug_of(title: str, pk: UUID) -> str:
    """ "Sửa bếp ăn bán trú" → "sua-bep-an-ban-tru-3f9c2a". Once an activity was public its slug stays, whatever the title becomes."""
    words = slugify(search_key(title))[:WORDS].strip("-") or "hoat-dong"
    return f"{words}-{pk.hex[-6:]}"
