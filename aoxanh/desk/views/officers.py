"""The officers of a unit by year; posts, appointments, ends of terms."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.policies import roles_to_give
from aoxanh.desk import actions, policies
from aoxanh.desk.forms.officers import AppointmentForm, EndForm, PostForm
from aoxanh.desk.forms.units import UnitForm
from aoxanh.desk.queries import officers
from aoxanh.desk.views.units import nearest_day
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.org.actions.units import correct_unit
from aoxanh.org.models import Unit
from aoxanh.people.actions import appointments

SIZE = 50
PEOPLE = 12
FIELD_OF = {
    "renaming": "name",
    "post_exists": "title",
    "not_yours_to_give": "role",
    "empty_period": "last_day",
    "outside_unit": "since",
    "term_outside_post": "since",
    "post_ended": "since",
    "post_taken": "since",
    "holds_it_already": "since",
    "reason_missing": "why",
    "already_ended": "last_day",
    "not_begun": "last_day",
    "held_later": "last_day",
}


@never_cache
@login_required
@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Who held what in a year: in the unit, or in all units of a level under it."""
    year = officers.asked_year(request.GET.get("nam", ""))
    named = get_object_or_404(Unit, slug=slug)
    on = nearest_day(named, year.on)
    unit = get_object_or_404(policies.visible_units(request.user, on=on).select_related("area__parent"), pk=named.pk)
    levels = officers.levels_below(unit, request.user, year)
    level = request.GET.get("cap", "") if request.GET.get("cap") in levels else officers.OWN
    only = request.GET.get("loc", "")
    posts = officers.posts_of(unit, request.user, year, level)
    held, vacant = officers.totals(posts, year)
    found: Any = page(officers.in_order(officers.narrowed(posts, year, only)), request, by=officers.BY, size=SIZE)
    found.rows[:] = officers.lines(found.rows, year)
    return render_page(
        request,
        "desk/units/officers.html",
        unit=unit,
        year=year,
        years=range(today().year, officers.FIRST_YEAR - 1, -1),
        level=level,
        levels=[(code, KIND_LEVELS[code]) for code in levels],
        only=only,
        page=found,
        held=held,
        vacant=vacant,
        staffed=among(policies.staffed_units(request.user), found.rows),
        managed=among(policies.manageable_units(request.user), found.rows),
        may_add=policies.manageable_units(request.user).filter(pk=unit.pk).exists(),
    )


KIND_LEVELS = {
    "province": gettext_lazy("Province level"),
    "district": gettext_lazy("District level"),
    "commune": gettext_lazy("Commune level"),
}


def among(units: Any, lines: list[officers.Line]) -> set[UUID]:
    return set(units.filter(pk__in={line.post.unit_id for line in lines}).values_list("pk", flat=True))


@login_required
def new_post(request: HttpRequest, slug: str) -> HttpResponse:
    unit = get_object_or_404(policies.manageable_units(request.user), slug=slug)
    form = PostForm(roles_to_give(request.user, unit, "unit"), request.POST if request.method == "POST" else None)

    def write() -> None:
        given = form.cleaned_data
        actions.open_post(unit, facts=form.facts, since=given["since"], until=form.until, by=request.user, request_id=given["request_id"])
        say(request, _("The post is open. Appoint who holds it."))

    return answered(request, form, write, "desk/units/post.html", back=unit, unit=unit)


@login_required
def close_post(request: HttpRequest, pk: UUID) -> HttpResponse:
    post = get_object_or_404(policies.manageable_posts(request.user), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)

    def write() -> None:
        appointments.close_post(post, on=form.on, why=form.cleaned_data["why"], by=request.user)
        say(request, _("The post is closed."))

    return answered(request, form, write, "desk/units/end.html", back=post.unit, post=post, unit=post.unit)


@login_required
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """First who, found by name, number or address; then from when and by which decision."""
    post = get_object_or_404(policies.staffed_posts(request.user), pk=pk)
    text = request.GET.get("tim", "").strip()[:80]
    people = policies.appointable_people(request.user, text)
    chosen = get_object_or_404(people, pk=request.GET["nguoi"]) if is_uuid(request.GET.get("nguoi", "")) else None
    form = AppointmentForm(request.POST if request.method == "POST" else None)
    context = {"post": post, "unit": post.unit, "text": text, "chosen": chosen, "people": list(people[:PEOPLE]) if text else []}
    if chosen is None:
        return render_page(request, "desk/units/appoint.html", form=form, **context)

    def write() -> None:
        given = form.cleaned_data
        appointments.appoint(
            chosen,
            post=post,
            since=given["since"],
            until=form.until,
            decision=given["decision"],
            by=request.user,
            request_id=given["request_id"],
        )
        say(request, _("Appointed: %(name)s.") % {"name": chosen.full_name})

    return answered(request, form, write, "desk/units/appoint.html", back=post.unit, **context)


@login_required
def end_appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    appointment = get_object_or_404(policies.endable_appointments(request.user), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)

    def write() -> None:
        appointments.end_appointment(appointment, on=form.on, why=form.cleaned_data["why"], by=request.user)
        say(request, _("The term is ended."))

    unit = appointment.post.unit
    return answered(request, form, write, "desk/units/end.html", back=unit, appointment=appointment, post=appointment.post, unit=unit)


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Corrections of a unit's names, signature and contact."""
    unit = get_object_or_404(policies.manageable_units(request.user).select_related("area__parent"), slug=slug)
    form = UnitForm(request.POST) if request.method == "POST" else UnitForm.of(unit)
    if not form.is_bound:
        return render_page(request, "desk/units/edit.html", form=form, unit=unit)
    if not form.is_valid():
        return render_page(request, "desk/units/edit.html", form=form, unit=unit, status=UNPROCESSABLE)
    try:
        correct_unit(unit, facts=form.facts, by=request.user)
    except Refused as refusal:
        return refuse(request, form, refusal, "desk/units/edit.html", unit=unit)
    say(request, _("Corrected."))
    return redirect("desk:unit", unit.slug)


def answered(request: HttpRequest, form: forms.Form, write: Any, template: str, *, back: Unit, **context: Any) -> HttpResponse:
    """Show the form, or write what it holds and go back to the officers of the unit."""
    if not form.is_bound:
        return render_page(request, template, form=form, **context)
    if not form.is_valid():
        return render_page(request, template, form=form, status=UNPROCESSABLE, **context)
    try:
        write()
    except Refused as refusal:
        return refuse(request, form, refusal, template, **context)
    return redirect("desk:officers", back.slug)


def refuse(request: HttpRequest, form: forms.Form, refusal: Refused, template: str, **context: Any) -> HttpResponse:
    """The same page with the sentence at its field, as 409."""
    field = FIELD_OF.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))
    response = render_page(request, template, form=form, status=CONFLICT, **context)
    response["X-Refusal"] = refusal.code
    return response


def is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
