"""Rules by which hours count: what holds, what held, and a new one from a day on."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.access.queries import permissions
from aoxanh.attendance import verifying
from aoxanh.attendance.actions.hours_rules import make_rule
from aoxanh.attendance.forms.hours import RuleForm
from aoxanh.attendance.hours import DEFAULT
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, is_htmx, render_page, render_part, say
from aoxanh.kit.paging import page
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused

LIST, NEW = "attendance/rules.html", "attendance/rule_new.html"


def only_for_rulers(request: HttpRequest) -> None:
    if verifying.RULES not in permissions(request.user, on=today()):
        raise Http404


@never_cache
@login_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of the reader's units, the latest first."""
    only_for_rulers(request)
    rows = acting(request).narrow(verifying.visible_rules(request.user))
    return render_page(request, LIST, page=page(rows, request, by=("-made_at", "-id"), size=20), default=DEFAULT, on=today())


@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A rule from a day on; `xem` shows what it would count and writes nothing."""
    only_for_rulers(request)
    units = verifying.ruling_units(request.user)
    begin = {"unit": acting(request).first_choice(units), "since": today() + timedelta(days=1), "basis": "presence", "rounding": "down"}
    form = RuleForm(request.POST or None, units=units, initial={**begin, "step_minutes": 5})
    context: dict[str, Any] = {"form": form, "terms": DEFAULT}
    if request.method != "POST":
        return render_page(request, NEW, **context)
    if form.is_valid():
        context["terms"] = form.terms
    if "xem" in request.POST:
        return render_part(request, NEW, "example", **context) if is_htmx(request) else render_page(request, NEW, **context)
    if not form.is_valid():
        return answer_mistakes(request, NEW, **context)
    given = form.cleaned_data
    try:
        rule = make_rule(given["unit"], kind=given["kind"], since=given["since"], terms=form.terms, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, NEW, **context)
    say(request, _("The rule holds from %(day)s on.") % {"day": fulldate(rule.during.lower)})
    return redirect("hours_desk:rules")
