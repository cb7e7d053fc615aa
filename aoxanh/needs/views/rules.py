"""How a unit's needs are asked after."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.needs import actions, policies
from aoxanh.needs.forms import RuleForm
from aoxanh.needs.queries.chasing import Days, own_rule, rule_of
from aoxanh.org.models import Unit


@login_required
def rule(request: HttpRequest) -> HttpResponse:
    """Of the unit one acts for, or the one that the address names; read, and set anew."""
    units = policies.publishable_units(request.user)
    unit = unit_of(request, units)
    if request.method != "POST":
        return show(request, unit, RuleForm(units, unit=unit, now=now_of(unit)))
    form = RuleForm(units, request.POST, unit=unit, now=now_of(unit))
    if not form.is_valid():
        return show(request, unit, form, status=UNPROCESSABLE)
    try:
        actions.set_rule(unit, days=form.days, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        response = show(request, unit, form, status=CONFLICT)
        response["X-Refusal"] = refusal.code
        return response
    say(request, _("Saved. It holds from today on for %(unit)s and all under it.") % {"unit": unit.short_name})
    return redirect("needs:rule")


def unit_of(request: HttpRequest, units: Any) -> Unit:
    """404 for who keeps the needs of no unit, and for a unit of others."""
    given = request.POST.get("unit") or request.GET.get("don-vi")
    found = units.filter(pk=given).first() if given and is_key(given) else None if given else acting(request).first_choice(units)
    if found is None:
        raise Http404
    return found


def is_key(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True


def now_of(unit: Unit) -> Days:
    """What holds for the unit today: its own rule, one from above, the default."""
    found = rule_of(unit, on=today())
    return Days.of(found) if found else Days.usual()


def show(request: HttpRequest, unit: Unit, form: RuleForm, status: int = 200) -> HttpResponse:
    on = today()
    return render_page(
        request,
        "needs/rule.html",
        status=status,
        form=form,
        unit=unit,
        own=own_rule(unit, on=on),
        holds=rule_of(unit, on=on),
        usual=Days.usual(),
    )


@login_required
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """The unit goes by what holds above it."""
    unit = unit_of(request, policies.publishable_units(request.user))
    actions.take_back_rule(unit, by=request.user)
    say(request, _("From today on %(unit)s goes by the rule above it.") % {"unit": unit.short_name})
    return redirect("needs:rule")
