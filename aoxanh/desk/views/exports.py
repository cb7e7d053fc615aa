"""What leaves as a file: templates, lists with their filter, the rows of an import that are still wrong."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.activities import queries as activity_queries
from aoxanh.activities.minors import band_for
from aoxanh.activities.models import Activity, Shift
from aoxanh.activities.policies import manageable_activities, readable_activities
from aoxanh.audit.actions import record
from aoxanh.desk.imports.exports import EXPORTS, exports_of
from aoxanh.desk.imports.policies import kinds_to_bring, visible_imports
from aoxanh.imports.models import TO_SEE, Import, Verdict
from aoxanh.imports.registry import ListKind, kind_of
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.phones import spoken
from aoxanh.kit.sheets.writing import Column, list_response, xlsx_response
from aoxanh.kit.vietnamese import search_key
from aoxanh.people.models import Person

ON_LISTS_OF_OTHERS = {"family_name", "given_name", "birth_male", "birth_female"}


@never_cache
@login_required
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponseBase:
    """An empty list with its headings, and a second sheet that says what goes where."""
    kind = next((kind for kind in kinds_to_bring(request.user) if kind.code == code), None)
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
    may_manage = manageable_activities(request.user).filter(pk=activity.pk).exists()
    columns = [Column(label, width) for label, width in ROSTER_COLUMNS[: None if may_manage else -2]]
    rows = roster_rows(activity, with_emergency=may_manage)
    return list_response(form, f"dang-ky-{activity.slug}", columns, rows, title=activity.title)


ROSTER_COLUMNS = (
    ("STT", 6),
    ("Ca", 20),
    ("Ngày, giờ", 24),
    ("Họ và tên", 26),
    ("Nhóm tuổi", 12),
    ("Đơn vị", 26),
    ("Vai trò", 18),
    ("Đội hình, nhóm", 22),
    ("Điện thoại", 16),
    ("Mã", 12),
    ("Phổ biến an toàn", 16),
    ("Kết quả", 12),
    ("Người cần gọi khi khẩn cấp", 26),
    ("Điện thoại khi khẩn cấp", 18),
)
OUTCOMES = {"came": "có mặt", "absent": "vắng"}


def roster_rows(activity: Activity, *, with_emergency: bool) -> Iterator[Sequence[Any]]:
    """As officers keep such lists; of an age only its band. Whom to call in an emergency is for the organiser."""
    for shift in activity.shifts.order_by("starts_at", "id"):
        for number, signup in enumerate(activity_queries.roster(shift).iterator(2000), 1):
            person, party = signup.person, signup.party
            row = [
                number,
                shift.name,
                f"{shift.hours}, {fulldate(shift.starts_at)}",
                person.full_name,
                age_band(signup.person, shift),
                signup.unit_name or "",
                signup.role.name if signup.role else "",
                (party.team.name if party.team else party.name) if party else "",
                spoken(person.phone) if person.phone else "",
                signup.code,
                "đã đọc" if signup.has_read else "chưa" if signup.briefing else "",
                OUTCOMES.get(signup.outcome, ""),
            ]
            emergency = [person.emergency_name, spoken(person.emergency_phone) if person.emergency_phone else ""]
            yield [*row, *emergency] if with_emergency else row


def age_band(person: Person, shift: Shift) -> str:
    """Of who is under age on the day the band, such as "16–17"; of adults only that."""
    if person.birth_date is None:
        return ""
    band = band_for(person, shift)
    return f"{band.since}–{band.last}" if band else f"từ {settings.ADULT_AGE}"


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
