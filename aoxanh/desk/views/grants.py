"""Grants: who holds what, giving, withdrawing, and what the roles permit."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access import policies
from aoxanh.access.acting import Acting, acting
from aoxanh.access.actions import give_to_address, withdraw
from aoxanh.access.models import Grant, Scope
from aoxanh.access.queries import permissions
from aoxanh.access.roles import ROLES
from aoxanh.desk.forms.grants import GiveForm, WithdrawForm
from aoxanh.desk.queries import grants as queries
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, answer_mistakes, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Unit

FORBIDDEN = 403
PAGE = 40
UNITS_SHOWN = 150
ORDER = ("unit__search_key", "unit_id", "id")
FIELD_OF = {
    "empty_period": "last_day",
    "reason_missing": "reason",
    "unit_ended": "unit",
    "yourself": "address",
    "not_yours_to_give": "role",
    "already_given": "address",
    "not_begun": "on",
    "already_ended": "on",
}


@never_cache
@login_required
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Who holds what in the units in which the reader gives grants, on a day."""
    units = policies.giving_units(request.user)
    if not units.exists():
        return render_page(request, "desk/grants/own.html", rows=own_rows(request), on=today())
    sought = sought_by(request)
    mine = acting(request)
    visible = mine.narrow(policies.visible_grants(request.user))
    found = queries.found(visible, sought)
    rows = page(found, request, by=ORDER, size=PAGE)
    return render_page(
        request,
        "desk/grants/held.html",
        page=rows,
        rows=[queries.Held.of(grant, sought.on) for grant in rows],
        sought=sought,
        count=found.count(),
        roles=ROLES.items(),
        on=sought.on,
        is_today=sought.on == today(),
    )


def sought_by(request: HttpRequest) -> queries.Sought:
    given = request.GET
    role = given.get("vai-tro", "")
    return queries.Sought(
        on=day_of(given.get("ngay", "")),
        text=given.get("tim", "").strip()[:80],
        role=role if role in ROLES else "",
        unit=given.get("don-vi", "")[:120],
        with_ended="het" in given,
    )


def day_of(text: str) -> date:
    """The day that is asked for, else today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()


def own_rows(request: HttpRequest) -> list[queries.Held]:
    """The reader's own grants, past ones too: everyone may see what they hold and give it back."""
    mine = Grant.objects.filter(user=request.user).select_related("unit", "user__person", "given_by__person").order_by("-id")
    return [queries.Held.of(grant, today()) for grant in mine]


@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Give a role; who gives none is told so."""
    units = policies.giving_units(request.user)
    if not units.exists():
        return render_page(request, "desk/grants/not_permitted.html", status=FORBIDDEN)
    mine = permissions(request.user, on=today())
    roles = [code for code, role in ROLES.items() if role.permits <= mine]
    if request.method == "POST":
        return give(request, GiveForm(units, roles, request.POST))
    return show_form(request, GiveForm(few(units, request), roles, unit=chosen(units, request, acting(request))))


def few(units: QuerySet[Unit], request: HttpRequest) -> QuerySet[Unit]:
    """At most so many units to choose from: in a large tree those that are called as was typed, else the first and the one acted for."""
    key = search_key(request.GET.get("tim", ""))[:80]
    shown = units.filter(search_key__contains=key) if key else units
    first = list(shown.values_list("pk", flat=True)[:UNITS_SHOWN])
    unit = chosen(units, request, acting(request))
    return units.filter(pk__in=[*first, *([unit.pk] if unit and not key else [])])


def chosen(units: QuerySet[Unit], request: HttpRequest, mine: Acting) -> Unit | None:
    """The unit that the address names, else the one acted for."""
    named = units.filter(slug=request.GET.get("don-vi", "")[:120]).first()
    return named or mine.first_choice(units)


def show_form(request: HttpRequest, form: GiveForm, status: int = 200) -> HttpResponse:
    units = policies.giving_units(request.user)
    text = request.GET.get("tim", "").strip()[:80]
    many = bool(text) or units.count() > UNITS_SHOWN
    return render_page(request, "desk/grants/give.html", status=status, form=form, text=text, many=many, permits=permitted_words(form))


def permitted_words(form: GiveForm) -> list[tuple[Any, list[Any]]]:
    return [(role.label, queries.permits(role)) for _option, role in form.options]


def give(request: HttpRequest, form: GiveForm) -> HttpResponse:
    if not form.is_valid():
        return show_form(request, form, status=422)
    given = form.cleaned_data
    try:
        grant = give_to_address(
            given["address"],
            role=given["role"],
            unit=given["unit"],
            scope=Scope(given["scope"]),
            since=given["since"],
            until=form.until,
            by=request.user,
            reason=given["reason"],
            request_id=given["request_id"],
        )
    except Refused as refusal:
        form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        response = show_form(request, form, status=CONFLICT)
        response["X-Refusal"] = refusal.code
        return response
    say(request, _("Given: %(role)s in %(unit)s.") % {"role": ROLES[grant.role].label, "unit": grant.unit.name})
    return redirect("grants:held")


@never_cache
@login_required
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw a grant with a reason."""
    grant = get_object_or_404(policies.visible_grants(request.user).select_related("unit", "user__person", "given_by__person"), pk=pk)
    row = queries.Held.of(grant, today())
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial={"on": max(today(), grant.during.lower or today())})
    if request.method != "POST":
        return render_page(request, "desk/grants/withdraw.html", form=form, row=row)
    if not form.is_valid():
        return answer_mistakes(request, "desk/grants/withdraw.html", form=form, row=row)
    try:
        withdraw(grant, on=form.cleaned_data["on"], by=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        response = render_page(request, "desk/grants/withdraw.html", status=CONFLICT, form=form, row=row)
        response["X-Refusal"] = refusal.code
        return response
    say(request, _("Withdrawn: %(role)s in %(unit)s.") % {"role": row.role.label, "unit": grant.unit.name})
    return redirect("grants:held")


@login_required
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Role × permission, as code has it."""
    across, rows = queries.table()
    words = [(role, queries.permits(role)) for role in across]
    return render_page(request, "desk/grants/roles.html", roles=across, rows=rows, words=words)
