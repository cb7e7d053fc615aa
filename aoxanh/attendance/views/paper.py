"""The paper list after the event: typed in, or as an Excel file."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.views.arrivals import Sent
from aoxanh.attendance import policies, queries
from aoxanh.attendance.actions.paper import note_list
from aoxanh.attendance.clock_times import read_clock
from aoxanh.attendance.forms.paper import CAME, LEFT, ListForm, read_grid
from aoxanh.attendance.importing import COLUMNS, Arrivals
from aoxanh.imports.actions import upload
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.parts.when import clock
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.kit.sheets.cells import CellFault
from aoxanh.kit.sheets.writing import Column, xlsx_response

PAGE = "attendance/paper.html"
SHOWN = 200


def shift_of(request: HttpRequest, pk: UUID) -> Shift:
    return get_object_or_404(policies.takeable_shifts(request.user).select_related("activity__unit"), pk=pk)


@never_cache
@login_required
def grid(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """Everybody of the shift with two times; sent, each row answers for itself."""
    shift = shift_of(request, shift_pk)
    if request.method != "POST":
        return render_page(request, PAGE, **page_of(request, shift, usual=usual_times(request)))
    pks = [as_uuid(name) for name in request.POST if name.startswith((CAME, LEFT))]
    typed = read_grid(request.POST, shift, list(dict.fromkeys(filter(None, pks))))
    if typed.mistakes:
        return answer_mistakes(request, PAGE, **page_of(request, shift, whys=typed.mistakes))
    outcomes = note_list(shift, typed.times, request_id=Sent.id_in(request), by=request.user)
    written = sum(1 for one in outcomes if one.check_in or one.check_out)
    text = ngettext("%(count)d person is written down.", "%(count)d people are written down.", written) % {"count": written}
    refused = {f"{CAME}{one.signup.pk}": str(one.refusal) for one in outcomes if one.refusal}
    if not refused:
        say(request, text)
        return redirect(request.get_full_path())
    missed = ngettext("%(count)d row is not: see why beside it.", "%(count)d rows are not: see why beside them.", len(refused))
    refusal = Refused("some_refused", f"{text} {missed % {'count': len(refused)}}")
    return answer_refusal(request, refusal, PAGE, **page_of(request, shift, whys=refused))


def as_uuid(name: str) -> UUID | None:
    try:
        return UUID(name.partition("-")[2])
    except ValueError:
        return None


def usual_times(request: HttpRequest) -> tuple[str, str]:
    """The times with which to fill the empty rows, where the address names some."""
    return shown_clock(request.GET.get("den", "")), shown_clock(request.GET.get("ve", ""))


def shown_clock(text: str) -> str:
    try:
        return f"{read_clock(text):%H:%M}" if text else ""
    except CellFault:
        return ""


def page_of(
    request: HttpRequest,
    shift: Shift,
    *,
    usual: tuple[str, str] = ("", ""),
    whys: dict[str, str] | None = None,
    form: ListForm | None = None,
) -> dict[str, Any]:
    """`usual` stands in rows that have no arrival; what was typed stays where it was not written."""
    roster = queries.roster_with_arrivals(shift).select_related("check_in__by__person", "check_in__check_out__by__person", "person__area")
    rows = page(roster, request, by=("person__sort_key", "id"), size=SHOWN)
    return {
        "shift": shift,
        "activity": shift.activity,
        "page": rows,
        "rows": [line_of(signup, request, usual, whys or {}) for signup in rows.rows],
        "usual": usual if any(usual) else (clock(shift.starts_at), clock(shift.ends_at)),
        "request_id": request.POST.get("request_id") or uuid4(),
        "form": form or ListForm(),
    }


def line_of(signup: Signup, request: HttpRequest, usual: tuple[str, str], whys: dict[str, str]) -> dict[str, Any]:
    names = [f"{CAME}{signup.pk}", f"{LEFT}{signup.pk}"]
    is_new = not hasattr(signup, "check_in")
    values = [request.POST.get(name, "") or (one if is_new else "") for name, one in zip(names, usual, strict=True)]
    return {
        "signup": signup,
        "came": (names[0], values[0]),
        "left": (names[1], values[1]),
        "whys": [whys[name] for name in names if name in whys],
    }


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, shift_pk: UUID) -> HttpResponseBase:
    """The roster as an Excel file with empty times, to be filled and brought back."""
    shift = shift_of(request, shift_pk)
    columns = [Column(one.label, one.width) for one in COLUMNS]
    notes = [
        (_("Column"), _("What goes there"), _("For example")),
        *((one.label, str(_(str(one.hint))) if one.hint else "", one.example) for one in COLUMNS),
    ]
    return xlsx_response(f"diem-danh-{shift.activity.slug}", columns, rows_of(shift), title=shift.activity.title, notes=notes)


def rows_of(shift: Shift) -> Iterator[Sequence[Any]]:
    for signup in queries.roster_with_arrivals(shift):
        arrival = getattr(signup, "check_in", None)
        leaving = getattr(arrival, "check_out", None)
        times = [clock(arrival.at) if arrival else "", clock(leaving.at) if leaving else ""]
        person = signup.person
        yield [signup.code, person.full_name, spoken(person.phone) if person.phone else "", *times, "", "", ""]


@never_cache
@login_required
@require_POST
def bring(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """A filled list: it is looked at before anything of it is written."""
    shift = shift_of(request, shift_pk)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **page_of(request, shift, form=form))
    given = form.cleaned_data
    facts = {"kind": Arrivals.code, "unit_id": shift.activity.unit_id, "subject_id": shift.pk, "request_id": given["request_id"]}
    try:
        batch = upload(given["file"].read(), name=given["file"].name, **facts, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(request, shift, form=form))
    return redirect("desk:import", batch.pk)
