"""The copy of one's data on paper and as JSON."""

import json
from datetime import datetime
from pathlib import Path

from aoxanh.kit.typesetting import pdf
from aoxanh.people.dossier import Chapter
from aoxanh.people.models import Person

TEMPLATE = Path(__file__).resolve().parent / "templates" / "people" / "copy.typ"


def as_json(person: Person, chapters: list[Chapter], *, made_at: datetime) -> bytes:
    """Every section with its title and its rows; UTF-8, indented for people."""
    told = {
        "made_at": made_at.isoformat(timespec="seconds"),
        "person": str(person.pk),
        "sections": {chapter.code: {"title": chapter.title, "rows": chapter.rows} for chapter in chapters},
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=str).encode()


def as_pdf(person: Person, chapters: list[Chapter], *, made_at: datetime, words: dict[str, str]) -> bytes:
    """The same to be read: a table a section. Raises TypesettingError for signs that no font has."""
    data = {
        "name": person.full_name,
        "words": words,
        "chapters": [
            {
                "title": chapter.title,
                "columns": list(chapter.columns.values()),
                "rows": [[str(row.get(key, "") or "") for key in chapter.columns] for row in chapter.rows],
            }
            for chapter in chapters
        ],
    }
    return pdf(TEMPLATE, data, made_at=made_at)
