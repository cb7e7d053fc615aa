"""Work that was never on the portal: declaring it, and what was declared."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.access.acting import acting
from aoxanh.kit.dates import holds, today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.records import actions, policies, queries
from aoxanh.records.forms import DeclareForm

TEMPLATE = "records/declare.html"


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
    return render_page(request, "records/declared.html", page=found, may=policies.declaring_units(request.user).exists())


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what was declared by mistake."""
    work = actions.withdraw_work(get_object_or_404(policies.withdrawable_works(request.user), pk=pk), by=request.user)
    say(request, _("Withdrawn: %(title)s. It no longer counts.") % {"title": work.title})
    return redirect("records:declared")
