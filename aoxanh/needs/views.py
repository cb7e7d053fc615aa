"""Needs at the desk: what is open, what must be asked again, a new one."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.access.queries import may
from aoxanh.kit.dates import is_within, today
from aoxanh.kit.pages import CONFLICT, answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.needs import actions, policies, queries
from aoxanh.needs.forms import CloseForm, NeedForm
from aoxanh.needs.models import Need
from aoxanh.places import maps
from aoxanh.places.boundaries import EDITION
from aoxanh.places.queries import province_of

FORBIDDEN = 403
STALE_SHOWN = 20
FIELD_OF = {
    "not_permitted": "unit",
    "people_not_positive": "people_wanted",
    "too_many_people": "people_wanted",
    "ends_before_starts": "ends_on",
    "in_the_past": "ends_on",
    "too_far_ahead": "ends_on",
    "unknown_kind": "kind",
    "outside_vietnam": "latitude",
    "outside_commune": "area",
    "far_from_commune": "area",
}


@login_required
@require_safe
def needs_list(request: HttpRequest) -> HttpResponse:
    on = today()
    needs = acting(request).narrow(policies.visible_needs(request.user))
    is_past = "da-qua" in request.GET
    live = needs.live(on)
    stale = [] if is_past else list(needs.stale(on).order_by("confirmed_at", "id")[:STALE_SHOWN])
    rows = queries.past_needs(on).filter(pk__in=needs.values("pk")) if is_past else live.exclude(pk__in=[need.pk for need in stale])
    by = ("-ends_on", "-id") if is_past else ("-urgent", "ends_on", "id")
    return render_page(
        request,
        "needs/list.html",
        counts=queries.counts(needs, on),
        stale=stale,
        page=page(rows, request, by=by, size=30),
        is_past=is_past,
        may_publish=policies.publishable_units(request.user).exists(),
        on=on,
        stale_days=settings.NEED_STALE_DAYS,
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    units = policies.publishable_units(request.user)
    if not units.exists():
        return render_page(request, "needs/not_permitted.html", status=FORBIDDEN)
    if request.method == "POST":
        return publish(request, NeedForm(units, request.POST))
    return show_form(request, NeedForm(units, unit=acting(request).first_choice(units)))


def publish(request: HttpRequest, form: NeedForm) -> HttpResponse:
    if not form.is_valid():
        if form.data.get("area"):
            offer_communes(form)
        return answer_mistakes(request, "needs/new.html", form=form, **place_of(form))
    given = form.cleaned_data
    try:
        need = actions.publish_need(
            given["unit"], facts=form.facts, skills=given["skills"], request_id=given["request_id"], by=request.user
        )
    except Refused as refusal:
        return refuse(request, form, refusal)
    say(request, _("Published. Everyone sees it on the map."))
    return redirect("needs:detail", need.pk)


def refuse(request: HttpRequest, form: NeedForm, refusal: Refused) -> HttpResponse:
    """The same page with the sentence at its field; a point outside the commune brings the communes to choose from."""
    if form.data.get("area") or FIELD_OF.get(refusal.code) == "area":
        offer_communes(form)
    form.add_error(FIELD_OF.get(refusal.code), str(refusal))
    response = show_form(request, form, status=CONFLICT)
    response["X-Refusal"] = refusal.code
    return response


def offer_communes(form: NeedForm) -> None:
    given = form.cleaned_data
    if given.get("unit") and given.get("latitude") is not None and given.get("longitude") is not None:
        form.offer(queries.communes_meant(given["unit"], given["latitude"], given["longitude"], on=today()))


def show_form(request: HttpRequest, form: NeedForm, status: int = 200) -> HttpResponse:
    return render_page(request, "needs/new.html", status=status, form=form, **place_of(form))


def place_of(form: NeedForm) -> dict[str, object]:
    """Where the map of the form begins: at the unit that is chosen."""
    unit = (form.cleaned_data.get("unit") if form.is_bound else form.initial["unit"]) or form.fields["unit"].queryset.first()
    area = unit.area if unit else None
    return {
        "unit": unit,
        "units": form.fields["unit"].queryset.count(),
        "province": province_of(area).code if area else "",
        "centre": f"{area.latitude},{area.longitude}" if area else "",
    }


@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    need = get_object_or_404(policies.visible_needs(request.user).prefetch_related("skills"), pk=pk)
    return show_need(request, need)


def show_need(request: HttpRequest, need: Need, *, status: int = 200, form: CloseForm | None = None) -> HttpResponse:
    return render_page(
        request,
        "needs/detail.html",
        status=status,
        need=need,
        form=form or CloseForm(),
        map=map_of(need),
        may_manage=policies.may_manage(request.user, need),
        may_organise=may(request.user, "activities.manage", need.unit_id, on=today()),
        is_elsewhere=not queries.holds_commune(need.unit, need.area),
    )


def map_of(need: Need) -> maps.DrawnMap | None:
    """The surroundings of the place, a few communes wide; none for communes of before the borders."""
    pin = maps.Pin(need.latitude, need.longitude, need.people_wanted, kind="urgent" if need.urgent else "need", name=need.area.short_name)
    code = province_of(need.area).code
    if not is_within(EDITION, need.area.during):
        return None
    view = maps.province_map(code).view_around(need.latitude, need.longitude, 360, 240)
    return maps.draw(code, title=str(need.area), view=view, style=maps.NEAR, selected=need.area.code, pins=[pin], fills=True)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    need = get_object_or_404(policies.manageable_needs(request.user), pk=pk)
    try:
        actions.confirm_need(need, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=request.path.removesuffix("xac-nhan/"))
    say(request, _("Noted: still needed as of today."))
    return redirect("needs:detail", need.pk)


@login_required
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    need = get_object_or_404(policies.manageable_needs(request.user).prefetch_related("skills"), pk=pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show_need(request, need, status=422, form=form)
    actions.close_need(need, reason=form.cleaned_data["reason"], by=request.user)
    say(request, _("Closed. It is no longer on the map."))
    return redirect("needs:list")
