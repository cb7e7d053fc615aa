"""What leaves as a file: templates, lists with their filter, the rows of an import that are still wrong."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.activities import queries as activity_queries
from aoxanh.activities.policies import readable_activities
from aoxanh.audit.actions import record
from aoxanh.desk.imports.exports import EXPORTS, exports_of
from aoxanh.desk.imports.policies import kinds_of, visible_imports
from aoxanh.imports.models import TO_SEE, Import, Verdict
from aoxanh.imports.registry import ListKind, kind_of
from aoxanh.kit.dates import today
from aoxanh.kit.phones import spoken
from aoxanh.kit.sheets.writing import Column, list_response, xlsx_response
from aoxanh.kit.vietnamese import search_key

ON_LISTS_OF_OTHERS = {"family_name", "given_name", "birth_male", "birth_female"}


@never_cache
@login_required
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponseBase:
    """An empty list with its headings, and a second sheet that says what goes where."""
    kind = next((kind for kind in kinds_of(request.user) if kind.code == code), None)
    if kind is None:
        raise Http404
    fields = [one for one in kind.fields if one.code not in ON_LISTS_OF_OTHERS]
    needed = {group[0] for group in kind.essential}
    notes = [(_("Column"), _("What goes there"), _("For example"))]
    for one in fields:
        hint = _(str(one.hint)) if one.hint else ""
        notes.append((one.label, f"{_('Always filled.')} {hint}".strip() if one.code in needed else hint, one.example))
    columns = [Column(one.label, one.width, one.code in needed) for one in fields]
    return xlsx_response(f"mau-{slugify(search_key(str(kind.label)))}", columns, [], title=str(kind.label), notes=notes)


@never_cache
@login_required
@require_safe
def export(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """A list as XLSX or CSV, with the filter in the address."""
    one = next((found for found in exports_of(request.user) if found.code == code), None)
    if one is None:
        raise Http404
    unit = acting(request).unit
    if unit:
        record("desk.exported", unit, by=request.user, unit_id=unit.pk, list=code, form=form, narrowed=sorted(request.GET))
    name = f"{slugify(search_key(str(EXPORTS[code].label)))}-{today():%Y-%m-%d}"
    return list_response(form, name, one.columns, one.rows(request), title=str(one.label))


@never_cache
@login_required
@require_safe
def roster(request: HttpRequest, pk: UUID, form: str) -> HttpResponseBase:
    """Who signed up for an activity, shift by shift."""
    activity = get_object_or_404(readable_activities(request.user), pk=pk)
    record("desk.exported", activity, by=request.user, unit_id=activity.unit_id, list="roster", form=form)
    columns = [Column(label, width) for label, width in (("Ca", 20), ("Giờ", 24), ("Họ và tên", 26), ("Điện thoại", 16), ("Mã", 12))]
    return list_response(form, f"dang-ky-{activity.slug}", columns, roster_rows(activity), title=activity.title)


def roster_rows(activity: Any) -> Iterator[Sequence[Any]]:
    for one in activity_queries.rosters(activity):
        for signup in one.signups:
            phone = signup.person.phone
            yield [one.shift.name, one.shift.hours, signup.person.full_name, spoken(phone) if phone else "", signup.code]


@never_cache
@login_required
@require_safe
def wrong_rows(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The rows that were not written, as they stand in the file, with the reason in the last column; put right, they can be brought."""
    batch = get_object_or_404(visible_imports(request.user), pk=pk)
    kind = kind_of(batch.kind)
    fields = [one for one in kind.fields if one.code in batch.facts.get("letters", {})]
    columns = [*(Column(one.label, one.width) for one in fields), Column("Lý do", 60)]
    return xlsx_response(
        f"can-sua-{slugify(search_key(batch.file_name.rsplit('.', 1)[0]))}", columns, reasons(batch, kind), title=_("To look at")
    )


def reasons(batch: Import, kind: ListKind) -> Iterator[Sequence[Any]]:
    codes = [one.code for one in kind.fields if one.code in batch.facts.get("letters", {})]
    labels = {one.code: one.label for one in kind.fields}
    rows = batch.rows.filter(verdict__in=[Verdict.SKIPPED, *TO_SEE], is_written=False).order_by("number")
    for row in rows.iterator(2000):
        said = " ".join(f"{labels.get(code, code)}: {fault['text']}" for code, fault in row.faults.items())
        yield [*(row.cells.get(code, "") for code in codes), said]
