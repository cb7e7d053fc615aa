"""The register of numbers of a unit and year, and the volunteer's own certificates."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.kit.sheets.writing import xlsx_response
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.recognition import policies, series
from aoxanh.recognition.models import Certificate

PAGE, MINE = "recognition/series.html", "recognition/mine.html"
SHOWN, UNITS_SHOWN = 100, 60


def asked(request: HttpRequest) -> tuple[Unit, int]:
    """The unit and the year in the address, else the unit acted for and this year."""
    units = policies.units_for(request.user, policies.READ, policies.ISSUE)
    wanted = request.GET.get("unit", "")
    found = units.filter(code=wanted).first() or acting(request).first_choice(units)
    if found is None:
        raise PermissionDenied
    year = request.GET.get("year", "")
    return found, int(year) if year.isdecimal() and len(year) == 4 else today().year


@never_cache
@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    unit, year = asked(request)
    rows = page(series.register(unit, year), request, by=("number",), size=SHOWN)
    units = policies.units_for(request.user, policies.READ, policies.ISSUE)
    return render_page(
        request,
        PAGE,
        unit=unit,
        year=year,
        page=rows,
        rows=[(one, series.state_of(one), series.said(one)) for one in rows],
        last=series.last_number(unit, year),
        missing=series.missing(unit, year),
        units=units.filter(certificates__isnull=False).distinct()[:UNITS_SHOWN],
        years=sorted({year, today().year, *series.years([unit.pk])}, reverse=True),
    )


@login_required
@require_safe
def register_excel(request: HttpRequest) -> HttpResponseBase:
    unit, year = asked(request)
    name = f"so-cap-giay-{unit.slug}-{year}"
    return xlsx_response(name, series.columns(), series.lines(unit, year), title=f"Sổ cấp giấy {year}")


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that was issued to the reader, the newest first."""
    person = Person.objects.filter(user=request.user).first()
    own = Certificate.objects.filter(person=person) if person else Certificate.objects.none()
    found = own.select_related("revocation", "replaced_by", "replaces", "unit")
    rows = page(found, request, by=("-issued_on", "-id"), size=20)
    return render_page(request, MINE, page=rows, rows=[(one, series.state_of(one), series.said(one)) for one in rows], count=own.count())
