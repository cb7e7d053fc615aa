"""The page of a plan: how far its indicators are, and what stands behind each figure. One for the desk, one for everyone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from aoxanh.indicators import actions, queries
from aoxanh.indicators.definitions import MEASURED, NAMES
from aoxanh.indicators.policies import may_remind, readable_plans
from aoxanh.kit.dates import during, local
from aoxanh.kit.pages import answer_refusal, public_page, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.planning import queries as plans
from aoxanh.planning.models import Phase, Plan

PAGE = 12


@dataclass(frozen=True)
class Asked:
    """What the address asks to see."""

    phases: list[Phase]
    phase: Phase
    recorded: bool
    after: str

    @classmethod
    def of(cls, request: HttpRequest, plan: Plan, on: date) -> "Asked":
        found = plans.phases(plan)
        current = plans.phase_on(found, on) or found[-1]
        named = next((phase for phase in found if phase.name == request.GET.get("giai-doan")), current)
        return cls(found, named, request.GET.get("bang-chung") == "da-ghi-nhan", request.GET.get("sau", ""))


def plan_page(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """Everything that the page of a plan shows, in a constant number of queries."""
    moment = local(timezone.now())
    asked = Asked.of(request, plan, moment.date())
    targets = queries.targets_of(asked.phases)
    position = asked.phases.index(asked.phase)
    last = targets[asked.phases[position - 1].pk].get("K2") if position else None
    k2 = queries.measure_k2(plan, asked.phase.during, at=moment, target=targets[asked.phase.pk].get("K2"), last_target=last)
    this_year = during(date(moment.year, 1, 1), date(moment.year + 1, 1, 1))
    rows = queries.evidence_k2(plan, asked.phase.during, at=moment, recorded=asked.recorded, after=asked.after, size=PAGE + 1)
    return {
        "plan": plan,
        "asked": asked,
        "at": moment,
        "k2": k2,
        "k2_definition": MEASURED["K2"],
        "k2_year": queries.measure_k2(plan, this_year, at=moment) if asked.phase == plans.phase_on(asked.phases, moment.date()) else None,
        "target_percent": k2.target and 100 * k2.target.numerator / k2.target.denominator,
        "last_percent": last and 100 * last.numerator / last.denominator,
        "quarters": queries.quarters_k2(plan, asked.phase, at=moment),
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].key if len(rows) > PAGE else "",
        "others": [(code, NAMES[code], target) for code, target in targets[asked.phase.pk].items() if code not in MEASURED],
        "carriers": list(plans.carriers(plan)),
        "units": list(plans.scope_on(plan, moment.date())),
    }


@public_page
def public_plans(request: HttpRequest) -> HttpResponse:
    """All plans, each with its figure of the current phase."""
    return render_page(request, "indicators/public_plans.html", rows=overview(local(timezone.now())))


@public_page
def public_plan(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(plans.plans(), slug=slug)
    return render_page(request, "indicators/public_plan.html", **plan_page(request, plan))


@login_required
def desk_plans(request: HttpRequest) -> HttpResponse:
    """The plans that a signed-in officer may read; one alone opens at once."""
    found = list(readable_plans(request.user))
    if len(found) == 1:
        return redirect("indicators:programme", found[0].slug)
    moment = local(timezone.now())
    return render_page(request, "indicators/desk_plans.html", rows=[row for row in overview(moment) if row["plan"] in found])


@login_required
def desk_plan(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(readable_plans(request.user), slug=slug)
    may = may_remind(request.user, plan)
    return render_page(request, "indicators/desk_plan.html", may_remind=may, **reminders(plan, may), **plan_page(request, plan))


@login_required
@require_POST
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the units that are late for their records."""
    plan = get_object_or_404(readable_plans(request.user), slug=slug)
    if not may_remind(request.user, plan):
        raise Http404
    asked = Asked.of(request, plan, timezone.localdate())
    try:
        units = actions.remind_units(plan, phase=asked.phase, at=timezone.now(), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=reverse("indicators:programme", args=[slug]))
    say(request, ngettext("Reminded %(count)d unit", "Reminded %(count)d units", units) % {"count": units})
    return redirect("indicators:programme", slug)


def reminders(plan: Plan, may: bool) -> dict[str, int]:
    """How many units are late in the current phase, where the reader may remind them."""
    moment = local(timezone.now())
    phase = plans.phase_on(plans.phases(plan), moment.date())
    return {"late_units": len(queries.overdue_units(plan, phase.during, at=moment)) if may and phase else 0}


def overview(moment: Any) -> list[dict[str, Any]]:
    """Each plan with its current phase and K2; the plans are few."""
    found = []
    for plan in plans.plans():
        phases = plans.phases(plan)
        phase = plans.phase_on(phases, moment.date()) or phases[-1]
        target = queries.targets_of([phase])[phase.pk].get("K2")
        k2 = queries.measure_k2(plan, phase.during, at=moment, target=target)
        percent = target and 100 * target.numerator / target.denominator
        found.append({"plan": plan, "phase": phase, "k2": k2, "target_percent": percent, "carrier": plans.carrier_on(plan, moment.date())})
    return found
