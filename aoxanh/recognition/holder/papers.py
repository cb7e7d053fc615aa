"""A paper of a record: an A4 PDF/A in Vietnamese with a code and a QR by which anyone verifies it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from aoxanh.documents.wording import length, official_date, span
from aoxanh.kit import qr, typesetting
from aoxanh.kit.codes import spaced, typed
from aoxanh.kit.dates import local
from aoxanh.kit.parts.figures import figure
from aoxanh.kit.vietnamese import search_key
from aoxanh.recognition.holder.contents import Contents
from aoxanh.recognition.models import CODE_LENGTH, RecordPaper
from aoxanh.recognition.paper import DEMO, MASK, verification_address

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "recognition" / "record.typ"


def paper_by_code(code: str) -> RecordPaper | None:
    """The paper of a record with the code, however it was typed; also one that was withdrawn, and one whose holder was erased: what may
    still be said of these, `RecordPaper.withdrawn_at` and `is_erased` say. Verification asks here after `certificate_by_code`, and
    `recognition.views.record_papers.answer` is the page that it shows."""
    bare = typed(code)
    return RecordPaper.objects.filter(code=bare).first() if len(bare) == CODE_LENGTH else None


def pdf(paper: RecordPaper) -> bytes:
    """A PDF/A-2b, the same bytes every time. Raises TypesettingError for signs that no font has: `make_paper` refuses those."""
    return typesetting.pdf(TEMPLATE, document(paper), made_at=paper.made_at)


def document(paper: RecordPaper) -> dict[str, Any]:
    found: Contents = paper.contents
    return {
        "name": found["name"],
        "born": f"{iso(found['born']):%d/%m/%Y}" if "born" in found else "",
        "code": paper.code_text,
        "site": verification_address().split("://", 1)[-1],
        "qr": qr.svg(verification_address(paper.code), mask=MASK),
        "made": official_date(local(paper.made_at).date()),
        "mark": DEMO if settings.DEMO else "",
        "total": figures(found["total"]) if "total" in found else None,
        "years": [{"year": str(row["year"]), **figures(row)} for row in found.get("years", [])],
        "parts": [part(row) for row in found.get("parts", [])],
        "of_parts": found.get("of_parts", 0),
        "reported": [reported(row) for row in found.get("reported", [])],
        "certificates": [certificate(row) for row in found.get("certificates", [])],
        "skills": [skill(row) for row in found.get("skills", [])],
    }


def iso(day: str) -> date:
    return date.fromisoformat(day)


def figures(row: Contents) -> dict[str, str]:
    counted = {name: figure(row[name]) for name in ("activities", "turns")}
    return {**counted, "hours": length(row["minutes"]), "reported": length(row["reported"]) if row["reported"] else ""}


def part(row: Contents) -> dict[str, str]:
    where = ", ".join(filter(None, [row["unit"], row["place"]]))
    days = span(iso(row["first"]), iso(row["last"]))
    return {**{name: row[name] for name in ("title", "roles")}, "where": where, "days": days, "turns": str(row["turns"]), **hours(row)}


def reported(row: Contents) -> dict[str, str]:
    where = ", ".join(filter(None, [row["unit_name"], row["place"]]))
    return {"title": row["title"], "where": where, "days": f"{iso(row['on']):%d/%m/%Y}", **hours(row)}


def hours(row: Contents) -> dict[str, str]:
    return {"hours": length(row["minutes"]) if row["minutes"] >= 0 else f"–{length(-row['minutes'])}"}


def certificate(row: Contents) -> dict[str, str]:
    said = {name: row[name] for name in ("title", "unit", "number")}
    return {**said, "code": spaced(row["code"]), "issued": f"{iso(row['issued']):%d/%m/%Y}"}


def skill(row: Contents) -> dict[str, str]:
    until = f"{iso(row['until']):%d/%m/%Y}" if row["until"] else ""
    seen = f"{iso(row['seen']):%d/%m/%Y}" if row["seen"] else ""
    return {"name": row["name"], "degree": row["degree"], "paper": row["paper"], "seen": seen, "until": until}


def file_name(paper: RecordPaper) -> str:
    """Without tones: "ho-so-tinh-nguyen-vi-thi-hanh-km4t.pdf"."""
    return f"{slugify(search_key(f'hồ sơ tình nguyện {paper.contents["name"]} {paper.code[:4]}'))}.pdf"
