"""How many levels must agree."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.access.acting import acting
from aoxanh.activities import policies
from aoxanh.activities.actions.rules import drop_rule, set_rule
from aoxanh.activities.forms.decisions import RuleForm
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.needs.kinds import KINDS

PAGE = "activities/rules.html"


@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the units on whose activities the reader decides, and one more."""
    units = policies.ruled_units(request.user)
    if not units.exists():
        raise Http404
    home = acting(request).unit
    form = RuleForm(request.POST or None, units=units, initial={"unit": home.pk if home else None})
    if not form.is_bound:
        return render_page(request, PAGE, **page_of(request, form))
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **page_of(request, form))
    try:
        set_rule(form.cleaned_data.pop("unit"), **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(request, form))
    say(request, _("The rule holds for what is submitted from now on."))
    return redirect("activities:rules")


def page_of(request: HttpRequest, form: RuleForm) -> dict[str, Any]:
    found = policies.visible_rules(request.user).order_by("unit__search_key", "unit", "kind", "case")
    rows = [(rule, KINDS[rule.kind].label if rule.kind in KINDS else _("Every kind")) for rule in found]
    return {"form": form, "rows": rows, "usual": settings.APPROVAL_LEVELS}


@login_required
@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    rule = get_object_or_404(policies.visible_rules(request.user), pk=pk)
    try:
        drop_rule(rule, by=request.user)
    except Refused as refusal:
        form = RuleForm(units=policies.ruled_units(request.user))
        return answer_refusal(request, refusal, PAGE, **page_of(request, form))
    say(request, _("The rule is gone: that of the unit above holds again."))
    return redirect("activities:rules")
