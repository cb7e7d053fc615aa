"""Work that was never on the portal: declaring it, and what was declared."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.access.acting import acting
from aoxanh.kit.dates import holds, today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.records import actions, policies, queries
from aoxanh.records.forms import DeclareForm, TurnForm

TEMPLATE, TURN = "records/declare.html", "records/turn.html"


@login_required
def declare(request: HttpRequest) -> HttpResponse:
    """The form; a unit that the user does not declare for is not among its choices."""
    units = policies.declaring_units(request.user).filter(holds(today()))
    if request.method != "POST":
        form = DeclareForm(units=units, initial={"unit": acting(request).first_choice(units)})
        return render_page(request, TEMPLATE, form=form, may=units.exists())
    form = DeclareForm(request.POST, units=units)
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATE, form=form, may=True)
    try:
        work = actions.declare_work(form.cleaned_data.pop("unit"), **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATE, form=form, may=True)
    say(request, _("Declared: %(title)s") % {"title": work.title})
    return redirect("records:declared")


@login_required
def works(request: HttpRequest) -> HttpResponse:
    """What the units that the user follows declared, with author and date."""
    units = acting(request).narrow(policies.reading_units(request.user), "pk")
    found = page(queries.declared_works(units), request, by=("-ended_on", "id"))
    since = today() - timedelta(days=settings.DECLARED_TO_RECORD_DAYS)
    mine = policies.turnable_works(request.user).filter(pk__in=[work.pk for work in found], ended_on__gte=since)
    turnable = set(mine.values_list("pk", flat=True))
    return render_page(request, "records/declared.html", page=found, may=policies.declaring_units(request.user).exists(), turnable=turnable)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what was declared by mistake."""
    work = get_object_or_404(policies.withdrawable_works(request.user), pk=pk)
    try:
        actions.withdraw_work(work, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=reverse("records:declared"))
    say(request, _("Withdrawn: %(title)s. It no longer counts.") % {"title": work.title})
    return redirect("records:declared")


@login_required
def turn(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a report needs more than a declaration says; then it is one."""
    work = get_object_or_404(policies.turnable_works(request.user).select_related("unit__area"), pk=pk)
    initial = {"people": work.people or None, "outcome": work.note}
    form = TurnForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST":
        return render_page(request, TURN, form=form, work=work)
    if not form.is_valid():
        return answer_mistakes(request, TURN, form=form, work=work)
    try:
        record = actions.turn_into_record(work, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TURN, form=form, work=work)
    say(request, _("Published. Its page says that the people were declared."))
    return redirect("records:edit", record.activity_id)
