"""Statements at the desk: of a unit in a period, and of a person as far as the reader's units answer for it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.attendance import statements, verifying
from aoxanh.attendance.forms.hours import PeriodForm
from aoxanh.attendance.queries.statements import BY, Period, entries_of, lines, people_in, statement_of, sums_of, unit_entries
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.org.models import Unit
from aoxanh.people.models import Person

PAGE = 30


@never_cache
@login_required
@require_safe
def first_unit(request: HttpRequest) -> HttpResponse:
    """The statement of the unit for which the reader acts."""
    units = verifying.stated_units(request.user)
    chosen = acting(request).first_choice(units)
    return redirect("hours_desk:unit", (chosen or get_object_or_404(units[:1])).pk)


def asked(request: HttpRequest) -> tuple[PeriodForm, Period, bool]:
    """The period of the address, this year without one, and whether what is under the unit counts."""
    is_given = "tu" in request.GET or "den" in request.GET
    form = PeriodForm(request.GET if is_given else {"tu": date(today().year, 1, 1).isoformat(), "den": today().isoformat()})
    return form, Period(**form.days), request.GET.get("pham-vi") != "rieng"


@never_cache
@login_required
@require_safe
def unit(request: HttpRequest, unit_pk: UUID) -> HttpResponse:
    """Figures of the unit, alone or with everything under it, and who served."""
    found = get_object_or_404(verifying.stated_units(request.user), pk=unit_pk)
    form, period, with_below = asked(request)
    entries = unit_entries(found, period, with_below=with_below)
    people = page(people_in(entries), request, by=("sort_key", "id"), size=PAGE)
    told = statement_of(found, period, with_below=with_below)
    units = verifying.stated_units(request.user).order_by("search_key", "id")[:100]
    context: dict[str, Any] = {"period": form, "with_below": with_below, "people": people, "told": told, "units": units}
    return render_page(request, "attendance/unit_hours.html", unit=found, asked=request.GET.urlencode(), **context)


@never_cache
@login_required
@require_safe
def unit_file(request: HttpRequest, unit_pk: UUID, ending: str) -> HttpResponseBase:
    found: Unit = get_object_or_404(verifying.stated_units(request.user), pk=unit_pk)
    _form, period, with_below = asked(request)
    return statements.unit_file(found, period, ending, with_below=with_below)


@never_cache
@login_required
@require_safe
def person(request: HttpRequest, person_pk: UUID) -> HttpResponse:
    """The entries of a person in the reader's units, each leading to its activity or claim."""
    found, form, _period, rows = entries_asked(request, person_pk)
    shown = page(rows, request, by=BY, size=PAGE)
    context = {"lines": lines(rows, shown), "page": shown, "sums": sums_of(rows), "period": form}
    return render_page(request, "attendance/person_hours.html", person=found, asked=request.GET.urlencode(), **context)


@never_cache
@login_required
@require_safe
def person_file(request: HttpRequest, person_pk: UUID, ending: str) -> HttpResponseBase:
    found, _form, period, rows = entries_asked(request, person_pk)
    return statements.person_file(found, rows, period, ending)


def entries_asked(request: HttpRequest, person_pk: UUID) -> tuple[Person, PeriodForm, Period, QuerySet[Any]]:
    found = get_object_or_404(verifying.stated_people(request.user), pk=person_pk)
    form = PeriodForm(request.GET)
    period = Period(**form.days)
    return found, form, period, entries_of(found, period, among=verifying.stated_entries(request.user))
