"""One row of a list: typing cells again, leaving it out, saying whether it is somebody who is here already."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aoxanh.desk.imports.policies import visible_imports
from aoxanh.desk.imports.table import cell_of, draw_row
from aoxanh.desk.views.imports import TABS
from aoxanh.imports import actions
from aoxanh.imports.models import Row
from aoxanh.imports.registry import kind_of
from aoxanh.kit.pages import answer_refusal, render_page
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import search_key

FIX, COMPARE = "desk/imports/fix.html", "desk/imports/compare.html"
CELL = "cell-"


def found_row(request: HttpRequest, pk: UUID, number: int) -> Row:
    batch = get_object_or_404(visible_imports(request.user), pk=pk)
    return get_object_or_404(Row.objects.select_related("batch"), batch=batch, number=number)


def tab_of(request: HttpRequest) -> str:
    """The tab from which one came."""
    return request.POST.get("xem") or request.GET.get("xem") or ""


def back(request: HttpRequest, row: Row) -> str:
    tab = tab_of(request)
    address = reverse("desk:import", args=[row.batch_id])
    return f"{address}?xem={tab}" if tab in TABS else address


@never_cache
@login_required
def fix(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """All cells of the row, to be typed again. A cell that is still wrong brings the page again, with its sentence."""
    row = found_row(request, pk, number)
    if request.method != "POST":
        return render_page(request, FIX, **fix_context(request, row))
    cells = {name.removeprefix(CELL): value for name, value in request.POST.items() if name.startswith(CELL)}
    column, _equals, value = request.POST.get("offer", "").partition("=")
    if column:
        cells[column] = value
    try:
        row = actions.fix(row, cells=cells, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, FIX, **fix_context(request, row))
    if row.faults and "whole" in request.POST:
        return render_page(request, FIX, status=422, **fix_context(request, row))
    return redirect(back(request, row))


def fix_context(request: HttpRequest, row: Row) -> dict[str, Any]:
    kind, letters = kind_of(row.batch.kind), row.batch.facts.get("letters", {})
    columns = [one for one in kind.fields if one.code in letters or one.code in row.faults or one.code in row.cells]
    understood = kind.texts(row)
    cells = [(cell_of(row, one, understood), f"{letters[one.code]}{row.number}" if one.code in letters else "") for one in columns]
    drawn = draw_row(row, kind, columns)
    return {"batch": row.batch, "row": row, "drawn": drawn, "cells": cells, "back": back(request, row), "tab": tab_of(request)}


@login_required
@require_POST
def leave_out(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    return act(request, found_row(request, pk, number), actions.leave_out)


@login_required
@require_POST
def put_back(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    return act(request, found_row(request, pk, number), actions.put_back)


def act(request: HttpRequest, row: Row, action: Any) -> HttpResponse:
    try:
        action(row, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=back(request, row))
    return redirect(back(request, row))


@never_cache
@login_required
def compare(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The row beside the records that it may mean. A POST says which of them it is, or none."""
    row = found_row(request, pk, number)
    if request.method != "POST":
        return render_page(request, COMPARE, **compare_context(request, row))
    chosen = request.POST.get("same_as", "")
    try:
        actions.decide(row, same_as=UUID(chosen) if chosen else None, by=request.user)
    except (Refused, ValueError) as error:
        refusal = error if isinstance(error, Refused) else Refused("unknown_candidate", str(error))
        return answer_refusal(request, refusal, COMPARE, **compare_context(request, row))
    return redirect(back(request, row))


def compare_context(request: HttpRequest, row: Row) -> dict[str, Any]:
    """Each candidate with (label, text of the row, text of the record, whether they differ) by column."""
    kind = kind_of(row.batch.kind)
    said = row.cells | kind.texts(row)
    sides = []
    for candidate in kind.compare(row):
        known = candidate["cells"]
        fields = [one for one in kind.fields if said.get(one.code) or known.get(one.code)]
        lines = [(one.label, said.get(one.code, ""), known.get(one.code, "")) for one in fields if one.code in known or one.shown]
        sides.append(candidate | {"lines": [(label, new, old, differ(new, old)) for label, new, old in lines]})
    where = {"back": back(request, row), "tab": tab_of(request)}
    return {"batch": row.batch, "row": row, "title": said.get(kind.title, ""), "sides": sides, **where}


def differ(new: str, old: str) -> bool:
    """Whether both say something and not the same; "Vạn Linh" and "Xã Vạn Linh" are the same."""
    first, second = search_key(new), search_key(old)
    return bool(first and second and not second.endswith(first) and not first.endswith(second))
