"""The log: for who administers a unit, and for the person concerned."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access import policies
from aoxanh.access.acting import acting
from aoxanh.access.queries import permissions
from aoxanh.audit.actions import record
from aoxanh.audit.models import Line
from aoxanh.audit.words import verbs
from aoxanh.desk.queries import log as queries
from aoxanh.kit.dates import local, today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.kit.sheets.writing import Column, list_response
from aoxanh.people.queries import person_of

PAGE = 50
FORMATS = ("xlsx", "csv")


def readable(request: HttpRequest) -> QuerySet[Line]:
    """Lines of the unit that the reader acts for and of those under it; 404 for who reads no log."""
    if "audit.read" not in permissions(request.user, on=today()):
        raise Http404
    mine = acting(request)
    return policies.visible_lines(request.user).filter(mine.within("unit_id") | (mine.within("acting_for")))


@never_cache
@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    sought = sought_by(request)
    lines = queries.found(readable(request), sought)
    rows = page(lines, request, by=("-id",), size=PAGE)
    return render_page(
        request,
        "desk/audit/log.html",
        page=rows,
        entries=queries.entries(rows),
        sought=sought,
        is_filtered=sought != queries.Sought(),
        kinds=queries.kinds(),
        query=rows.query,
    )


def sought_by(request: HttpRequest) -> queries.Sought:
    given = request.GET
    kind = given.get("viec", "")
    known = kind in verbs() or any(verb.startswith(f"{kind}.") for verb in verbs())
    return queries.Sought(
        day=parsed(date.fromisoformat, given.get("ngay", "")),
        text=given.get("tim", "").strip()[:80],
        kind=kind if kind and known else "",
        subject=parsed(UUID, given.get("ve", "")),
    )


def parsed(read: Any, text: str) -> Any:
    """What the text says, None where it says nothing of the kind."""
    try:
        return read(text)
    except ValueError:
        return None


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same lines as a list, with the present filters. That somebody took them along is itself a line."""
    if kind not in FORMATS:
        raise Http404
    lines = queries.found(readable(request), sought_by(request))
    unit = acting(request).unit
    record("audit.exported", request.user, by=request.user, unit_id=unit.pk if unit else None, kind=kind)
    return list_response(kind, f"nhat-ky-{today():%Y%m%d}", columns(), cells(lines), title=_("Log"))


def columns() -> list[Column]:
    labels = [_("Time"), _("Done by"), _("Acting for"), _("Unit"), _("Act"), _("On what"), _("Details"), _("From where")]
    return [Column(label, width) for label, width in zip(labels, (20, 28, 28, 28, 32, 40, 48, 24), strict=True)]


def cells(lines: QuerySet[Line]) -> Iterator[list[str]]:
    for entry in queries.all_entries(lines):
        details = "; ".join(f"{label}: {value}" if label else value for label, value in entry.details)
        at = f"{local(entry.line.at):%d/%m/%Y %H:%M:%S}"
        who = entry.who or _("The system")
        yield [at, who, entry.acting_for or entry.unit, entry.unit, entry.what, entry.subject, details, entry.origin]


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Who did what with my data: my account, my record, my sign-ups."""
    lines = queries.about(request.user, person_of(request.user))
    rows = page(lines, request, by=("-id",), size=PAGE)
    return render_page(request, "desk/audit/mine.html", page=rows, entries=queries.entries(rows))
