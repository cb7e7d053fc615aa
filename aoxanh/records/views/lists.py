"""What waits to be recorded, and what was recorded last."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.records import policies, queries
from aoxanh.records.queries.waiting import being_corrected

CORRECTING = 30


@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """Who has not recorded yet, the oldest first; then what is published."""
    units = acting(request).narrow(policies.reading_units(request.user), "pk")
    overdue = queries.overdue(units, today())
    published = page(queries.published_records(units), request, by=("-published_at", "id"))
    writing = set(policies.writing_units(request.user).values_list("pk", flat=True))
    correcting = list(being_corrected(units)[:CORRECTING])
    return render_page(request, "records/list.html", overdue=overdue, page=published, writing=writing, correcting=correcting, on=today())
