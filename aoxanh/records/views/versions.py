"""Opening published results again, and reading what had been published before."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.records import actions, policies, queries
from aoxanh.records.forms import ReopenForm
from aoxanh.records.models import Reopening
from aoxanh.records.queries.reports import version

TEMPLATE = "records/reopen.html"


@login_required
def reopen(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Why, then the guide opens again."""
    activity = get_object_or_404(policies.reopenable_activities(request.user).select_related("unit"), pk=activity_pk)
    form = ReopenForm(request.POST or None)
    if request.method != "POST":
        return render_page(request, TEMPLATE, activity=activity, form=form)
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATE, activity=activity, form=form)
    try:
        actions.reopen(activity, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATE, activity=activity, form=form)
    say(request, _("Open again. Everyone goes on reading the old version until you publish the correction."))
    return redirect("records:edit", activity.pk)


@login_required
@require_safe
def versions(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """What everyone read before each correction, the latest first; one of them in full."""
    activity = get_object_or_404(policies.readable_activities(request.user).select_related("unit"), pk=activity_pk)
    rows = Reopening.objects.filter(record__activity=activity).select_related("by__person", "closed_by__person").order_by("-number")
    asked = request.GET.get("so", "")
    chosen = get_object_or_404(rows.select_related("record__activity__need", "record__model"), number=asked) if asked.isdigit() else None
    context = {"activity": activity, "rows": rows, "chosen": chosen, "report": version(chosen) if chosen else queries.report(activity)}
    return render_page(request, "records/versions.html", **context)
