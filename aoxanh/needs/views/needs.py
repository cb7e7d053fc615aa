"""Needs at the desk: what is open, what must be asked again, one with all that became of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.access.queries import may, permitted_units
from aoxanh.kit.dates import is_within, today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.needs import policies, queries
from aoxanh.needs.answers import Answered, answers_to
from aoxanh.needs.forms import CloseForm, PledgeForm
from aoxanh.needs.models import Need, Report
from aoxanh.needs.views.chased import with_chases
from aoxanh.places import maps
from aoxanh.places.boundaries import EDITION
from aoxanh.places.queries import province_of

STALE_SHOWN = 20
HISTORY_SHOWN = 40


@login_required
@require_safe
def needs_list(request: HttpRequest) -> HttpResponse:
    on = today()
    needs = acting(request).narrow(policies.visible_needs(request.user))
    is_past = "da-qua" in request.GET
    live = needs.live(on)
    stale = [] if is_past else list(with_chases(needs.stale(on)).order_by("confirmed_at", "id")[:STALE_SHOWN])
    rows = queries.past_needs(on).filter(pk__in=needs.values("pk")) if is_past else live.exclude(pk__in=[need.pk for need in stale])
    by = ("-ends_on", "-id") if is_past else ("-urgent", "ends_on", "id")
    return render_page(
        request,
        "needs/list.html",
        counts=queries.counts(needs, on),
        stale=stale,
        manageable=set(policies.manageable_needs(request.user).filter(pk__in=[need.pk for need in stale]).values_list("pk", flat=True)),
        page=page(queries.with_lacking(rows), request, by=by, size=30),
        is_past=is_past,
        may_publish=policies.publishable_units(request.user).exists(),
        waiting_reports=waiting_reports(request),
        on=on,
    )


def waiting_reports(request: HttpRequest) -> int:
    """How many reports wait for this reader."""
    return acting(request).narrow(policies.moderated_reports(request.user)).filter(state=Report.State.PENDING).count()


@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    need = get_object_or_404(policies.visible_needs(request.user).prefetch_related("skills"), pk=pk)
    return show_need(request, need)


def show_need(
    request: HttpRequest,
    need: Need,
    *,
    status: int = 200,
    form: CloseForm | None = None,
    pledge: tuple[UUID, PledgeForm] | None = None,
) -> HttpResponse:
    may_manage = policies.may_manage(request.user, need)
    answered = answers_to(need.pk, need.people_wanted)
    return render_page(
        request,
        "needs/detail.html",
        status=status,
        need=need,
        form=form or CloseForm(),
        map=map_of(need),
        answered=answered,
        materials=[(material, form_for(material.pk, pledge)) for material in queries.materials_of(need)],
        contact=queries.contact_of(need, on=today()),
        steps=queries.history(need)[:HISTORY_SHOWN],
        chases=need.chases.filter(at__gt=need.confirmed_at).select_related("to__person").order_by("-at", "-id")[:HISTORY_SHOWN],
        reports=need.reports.count(),
        may_manage=may_manage,
        may_organise=may(request.user, "activities.manage", need.unit_id, on=today()),
        readable=readable(request, answered),
        on=today(),
        is_elsewhere=not queries.holds_commune(need.unit, need.area),
    )


def readable(request: HttpRequest, answered: Answered) -> set[UUID]:
    """Units of the activities whose desk pages the reader may open."""
    units = {row.unit_id for row in answered.rows}
    return set(permitted_units(request.user, "activities.read", on=today()).filter(pk__in=units).values_list("pk", flat=True))


def form_for(material: UUID, given: tuple[UUID, PledgeForm] | None) -> PledgeForm:
    """The form under a material: the one that came back with a mistake, else an empty one."""
    return given[1] if given and given[0] == material else PledgeForm(prefix=str(material))


def map_of(need: Need) -> maps.DrawnMap | None:
    """The surroundings of the place, a few communes wide; none for communes of before the borders."""
    count = need.people_wanted or need.materials_wanted
    pin = maps.Pin(need.latitude, need.longitude, count, kind="urgent" if need.urgent else "need", name=need.area.short_name)
    code = province_of(need.area).code
    if not is_within(EDITION, need.area.during):
        return None
    view = maps.province_map(code).view_around(need.latitude, need.longitude, 360, 240)
    return maps.draw(code, title=str(need.area), view=view, style=maps.NEAR, selected=need.area.code, pins=[pin], fills=True)
