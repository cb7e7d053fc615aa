"""Bringing a list, looking at what it would do, writing it, taking it back."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.desk.imports.exports import exports_of
from aoxanh.desk.imports.forms import UploadForm
from aoxanh.desk.imports.policies import kinds_to_bring, visible_imports
from aoxanh.desk.imports.table import draw
from aoxanh.imports import actions
from aoxanh.imports.models import TO_SEE, Import, Row, Verdict
from aoxanh.imports.registry import HOMES, kind_of
from aoxanh.imports.wording import facts_told, font
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, render_part, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit

LIST, NEW, PREVIEW = "desk/imports/list.html", "desk/imports/new.html", "desk/imports/preview.html"
SHOWN, PAGE = 30, 40
TABS: dict[str, tuple[Verdict, ...]] = {
    "can-xem": TO_SEE,
    "moi": (Verdict.NEW,),
    "thay-doi": (Verdict.CHANGED,),
    "giong": (Verdict.SAME,),
    "bo-qua": (Verdict.SKIPPED,),
    "tat-ca": (),
}


@never_cache
@login_required
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """What was brought, what can be taken away, and the templates."""
    kinds = kinds_to_bring(request.user)
    exports = exports_of(request.user)
    if not kinds and not exports:
        raise PermissionDenied
    found = page(visible_imports(request.user).select_related("by__person"), request, by=("-at", "-id"), size=SHOWN)
    units = Unit.objects.in_bulk([batch.unit_id for batch in found])
    rows = [(batch, units.get(batch.unit_id), kind_of(batch.kind).label) for batch in found]
    return render_page(request, LIST, page=found, rows=rows, kinds=kinds, exports=exports)


@never_cache
@login_required
def import_new(request: HttpRequest) -> HttpResponse:
    """The form; a file that is no list comes back with its sentence."""
    if not kinds_to_bring(request.user):
        raise PermissionDenied
    if request.method != "POST":
        initial = {"kind": request.GET.get("loai", ""), "unit": acting(request).unit}
        return render_page(request, NEW, form=UploadForm(request.user, initial={name: value for name, value in initial.items() if value}))
    form = UploadForm(request.user, request.POST, request.FILES)
    if not form.is_valid():
        return answer_mistakes(request, NEW, form=form)
    given = form.cleaned_data
    facts = {"kind": given["kind"], "unit_id": given["unit"].pk, "request_id": given["request_id"]}
    try:
        batch = actions.upload(given["file"].read(), name=given["file"].name, **facts, by=request.user)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        response = render_page(request, NEW, status=409, form=form)
        response["X-Refusal"] = refusal.code
        return response
    return redirect("desk:import", batch.pk)


def found_import(request: HttpRequest, pk: UUID) -> Import:
    return get_object_or_404(visible_imports(request.user).select_related("by__person"), pk=pk)


@never_cache
@login_required
@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rows as they would be written; while a job runs, how far it is."""
    return show(request, found_import(request, pk))


def show(request: HttpRequest, batch: Import, *, refusal: Refused | None = None) -> HttpResponse:
    context = context_of(request, batch)
    return answer_refusal(request, refusal, PREVIEW, **context) if refusal else render_page(request, PREVIEW, **context)


def context_of(request: HttpRequest, batch: Import) -> dict[str, Any]:
    unit = Unit.objects.filter(pk=batch.unit_id).first()
    context: dict[str, Any] = {"batch": batch, "unit": unit, "kind": kind_of(batch.kind), "font": font(batch), "heading": heading(batch)}
    context["home"] = HOMES[batch.kind](batch.subject_id) if batch.subject_id else ""
    if batch.is_busy or batch.state == Import.State.REFUSED:
        return context
    tab = tab_asked(request, batch)
    rows = page(rows_of(batch, tab), request, by=("-verdict", "number") if tab == "can-xem" else ("number",), size=PAGE)
    columns, drawn = draw(batch, rows.rows)
    stays = batch.rows.exclude(stays="").order_by("number")
    return context | {
        "tab": tab,
        "tabs": tabs_of(batch),
        "page": rows,
        "columns": columns,
        "drawn": drawn,
        "facts": list(facts_told(batch)),
        "summary": summary(batch),
        "stays": list(stays[:PAGE]) if batch.state == Import.State.UNDONE else [],
        "here": f"{reverse('desk:import', args=[batch.pk])}?xem={tab}",
    }


def tab_asked(request: HttpRequest, batch: Import) -> str:
    """The tab in the address, or the first that has rows."""
    asked = request.GET.get("xem", "")
    if asked in TABS:
        return asked
    if not batch.is_open:
        return "tat-ca"
    return next((tab for tab, verdicts in TABS.items() if any(batch.counts.get(verdict) for verdict in verdicts)), "tat-ca")


def rows_of(batch: Import, tab: str) -> QuerySet[Row]:
    rows = batch.rows.all()
    return rows.filter(verdict__in=TABS[tab], is_written=False) if TABS[tab] else rows


def tabs_of(batch: Import) -> list[tuple[str, str, int]]:
    """(code, label, count) of each tab; those left out only where there are any."""
    counts = batch.counts
    labels = {
        "can-xem": (_("To look at"), batch.to_see),
        "moi": (pgettext("rows", "New"), counts.get("new", 0)),
        "thay-doi": (_("Changed"), counts.get("changed", 0)),
        "giong": (_("Same"), counts.get("same", 0)),
        "bo-qua": (_("Left out"), counts.get("skipped", 0)),
        "tat-ca": (_("All"), batch.rows_read),
    }
    return [(code, label, count) for code, (label, count) in labels.items() if count or code != "bo-qua"]


def heading(batch: Import) -> str:
    """The answer, as a headline."""
    states = Import.State
    count = batch.rows_read
    texts = {
        states.READING: _("Reading the list, nothing is written"),
        states.READY: ngettext(
            "Preview of %(count)d row, nothing is written yet", "Preview of %(count)d rows, nothing is written yet", count
        ),
        states.WRITING: _("Writing the list"),
        states.WRITTEN: ngettext("%(written)d row is written", "%(written)d rows are written", batch.written),
        states.UNDOING: _("Taking the import back"),
        states.UNDONE: _("The import was taken back"),
        states.REFUSED: _("The list could not be read"),
        states.DROPPED: _("The list was given up"),
    }
    return texts[states(batch.state)] % {"count": count, "written": batch.written}


def summary(batch: Import) -> str:
    """What the button writes and what stays: "86 mới, 23 thay đổi. 12 dòng giống không đổi. 7 dòng cần xem sẽ để lại."."""
    counts = batch.counts
    new, changed = counts.get("new", 0), counts.get("changed", 0)
    parts = [_("%(count)d new") % {"count": new}] if new else []
    parts += [_("%(count)d changed") % {"count": changed}] if changed else []
    sentences = [", ".join(parts) + "."] if parts else []
    if same := counts.get("same", 0):
        sentences.append(ngettext("%(count)d same row does not change.", "%(count)d same rows do not change.", same) % {"count": same})
    if batch.to_see:
        text = ngettext("%(count)d row to look at stays.", "%(count)d rows to look at stay.", batch.to_see)
        sentences.append(text % {"count": batch.to_see})
    return " ".join(sentences)


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the job is; once it is over, the page comes anew."""
    batch = found_import(request, pk)
    response = render_part(request, PREVIEW, "progress", batch=batch)
    if not batch.is_busy:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def commit(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = found_import(request, pk)
    try:
        batch = actions.commit(batch, by=request.user)
    except Refused as refusal:
        return show(request, batch, refusal=refusal)
    if batch.state == Import.State.WRITTEN:
        say(request, ngettext("%(count)d row is written.", "%(count)d rows are written.", batch.written) % {"count": batch.written})
    return redirect("desk:import", batch.pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = found_import(request, pk)
    try:
        actions.undo(batch, by=request.user)
    except Refused as refusal:
        return show(request, batch, refusal=refusal)
    return redirect("desk:import", batch.pk)


@login_required
@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = found_import(request, pk)
    try:
        actions.drop(batch, by=request.user)
    except Refused as refusal:
        return show(request, batch, refusal=refusal)
    say(request, _("Given up: %(name)s. Nothing of it was written.") % {"name": batch.file_name})
    return redirect(HOMES[batch.kind](batch.subject_id) if batch.subject_id else "desk:imports")


@login_required
@require_POST
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another sheet of the same file."""
    batch = found_import(request, pk)
    try:
        actions.read_sheet(batch, sheet=request.POST.get("sheet", ""), by=request.user)
    except Refused as refusal:
        return show(request, batch, refusal=refusal)
    return redirect("desk:import", batch.pk)
