"""Statements of hours on paper: Excel, and A4 set by Typst."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aoxanh.attendance.hours_letters import signed_hours
from aoxanh.attendance.queries.statements import Period, Sums, UnitStatement, people_in, statement_of, sums_of, unit_entries
from aoxanh.attendance.templatetags.ledger import entry_title, kind_name, presence, source_name, user_name
from aoxanh.kit import typesetting
from aoxanh.kit.dates import local
from aoxanh.kit.parts.figures import count, hours
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.sheets.writing import Column, xlsx_response
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

TEMPLATE = Path(__file__).resolve().parent / "templates" / "attendance" / "statement.typ"
XLSX, PDF = "xlsx", "pdf"


def person_file(person: Person, entries: QuerySet[Any], period: Period, ending: str) -> HttpResponseBase:
    """The entries of a person, the oldest first, with running figures. An ending that is none of ours is not found."""
    rows = running(entries.order_by("on", "id"))
    name = file_name("gio", person.full_name)
    if ending == XLSX:
        return xlsx_response(name, columns(), (cells(entry, so_far) for entry, so_far in rows), title=_("Hours"))
    sums = sums_of(entries)
    tables = [table(_("Entries"), [label for label, _width in headed()], [texts(entry, so_far) for entry, so_far in rows], WIDTHS)]
    return paper(ending, name, _("Statement of hours"), person.full_name, period, sums, tables, is_person=True)


def running(entries: Iterable[Any]) -> Iterable[tuple[Any, int]]:
    so_far = 0
    for entry in entries:
        so_far += entry.minutes
        yield entry, so_far


def headed() -> list[tuple[str, int]]:
    return [
        (_("Day"), 12),
        (_("Work"), 44),
        (_("Unit"), 30),
        (_("Time"), 14),
        (_("Rests on"), 22),
        (_("Hours"), 10),
        (_("In all"), 10),
        (_("Reason"), 44),
        (_("Verified by"), 24),
    ]


WIDTHS = ["auto", "2fr", "1.3fr", "auto", "1.1fr", "auto", "auto", "1.6fr", "1fr"]


def columns() -> list[Column]:
    return [Column(label, width) for label, width in headed()]


def told(entry: Any) -> list[str]:
    return [fulldate(entry.on), entry_title(entry), entry.unit.name, presence(entry), source_name(entry.source)]


def why(entry: Any) -> list[str]:
    late = _("after publication") if entry.is_late else ""
    return ["; ".join(filter(None, [entry.reason, late])), user_name(entry.verified_by)]


def cells(entry: Any, so_far: int) -> Sequence[Any]:
    return [*told(entry), round(entry.minutes / 60, 2), round(so_far / 60, 2), *why(entry)]


def texts(entry: Any, so_far: int) -> list[str]:
    return [*told(entry), signed_hours(entry.minutes) if entry.minutes < 0 else hours(entry.minutes), hours(so_far), *why(entry)]


def unit_file(unit: Unit, period: Period, ending: str, *, with_below: bool) -> HttpResponseBase:
    """The people of a unit as Excel; its figures by kind and month as A4."""
    name = file_name("gio", unit.name)
    if ending == XLSX:
        people = people_in(unit_entries(unit, period, with_below=with_below)).order_by("sort_key", "id")
        headings = [Column(_("Name"), 32), Column(_("Turns"), 10), Column(_("Hours"), 10), Column(_("Self-reported hours"), 14)]
        rows = ([one.full_name, one.turns, round(one.minutes / 60, 2), round(one.reported / 60, 2)] for one in people.iterator(1000))
        return xlsx_response(name, headings, rows, title=_("Hours"))
    figures = statement_of(unit, period, with_below=with_below)
    scope = _("%(unit)s and everything under it") % {"unit": unit.name} if with_below else unit.name
    return paper(ending, name, _("Statement of hours"), scope, period, figures.whole, figure_tables(figures), is_person=False)


def figure_tables(figures: UnitStatement) -> list[dict[str, Any]]:
    def rows(found: Iterable[tuple[str, Sums]]) -> list[list[str]]:
        return [[name, count(one.people), count(one.turns), hours(one.minutes), hours(one.reported)] for name, one in found]

    def headings(first: str) -> list[str]:
        return [first, _("People"), _("Turns"), _("Hours"), _("Self-reported hours")]

    widths = ["2fr", "1fr", "1fr", "1fr", "1fr"]
    kinds = sorted((str(kind_name(kind)), one) for kind, one in figures.kinds.items())
    months = [(f"{month:%m/%Y}", one) for month, one in figures.months.items()]
    return [
        table(_("By kind of activity"), headings(_("Kind")), rows(kinds), widths, first_number=1),
        table(_("By month"), headings(_("Month")), rows(months), widths, first_number=1),
    ]


def table(title: str, headings: list[str], rows: list[list[str]], widths: list[str], first_number: int = 0) -> dict[str, Any]:
    numbers = list(range(first_number, len(headings))) if first_number else [5, 6]
    return {"title": title, "headings": headings, "rows": rows, "widths": widths, "numbers": numbers}


def paper(
    ending: str, name: str, title: str, subject: str, period: Period, sums: Sums, tables: list[dict[str, Any]], *, is_person: bool
) -> HttpResponse:
    if ending != PDF:
        raise Http404
    now = timezone.now()
    people = [] if is_person else [[count(sums.people), _("people")]]
    data = {
        "title": title,
        "subject": subject,
        "period": period_text(period),
        "figures": [
            *people,
            [count(sums.turns), _("turns")],
            [hours(sums.minutes), _("hours counted at activities")],
            [hours(sums.reported), _("hours reported and verified")],
        ],
        "tables": tables,
        "wide": is_person,
        "lang": get_language() or "vi",
        "words": {
            "made": _("Made on %(day)s from the ledger of hours.") % {"day": f"{local(now):%d/%m/%Y %H:%M}"},
            "nothing": _("Nothing in this period."),
        },
    }
    content = typesetting.pdf(TEMPLATE, data, made_at=now)
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'})


def period_text(period: Period) -> str:
    if period.first and period.last:
        return _("From %(first)s to %(last)s") % {"first": fulldate(period.first), "last": fulldate(period.last)}
    if period.first:
        return _("Since %(first)s") % {"first": fulldate(period.first)}
    return _("Until %(last)s") % {"last": fulldate(period.last or timezone.localdate())}


def file_name(kind: str, name: str) -> str:
    return get_valid_filename(f"{kind}-{search_key(name).replace(' ', '-')}-{timezone.localdate():%Y%m%d}")
