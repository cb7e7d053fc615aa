"""Live figures: what a page asks for when it cannot listen, and the big screen."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.attendance import policies, queries
from aoxanh.attendance.live.figures import figures_of
from aoxanh.attendance.live.tickets import stream_of
from aoxanh.kit.pages import render_page


@never_cache
@login_required
@require_safe
def figures(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """The figures now, and where to listen from now on."""
    activity = get_object_or_404(policies.readable_activities(request.user), pk=activity_pk)
    return JsonResponse({"now": figures_of(activity.pk), "stream": stream_of(activity.pk)})


@never_cache
@login_required
@require_safe
def big_screen(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """How many of a shift are here, in figures that are read from ten metres."""
    shift = get_object_or_404(policies.readable_shifts(request.user).select_related("activity__unit"), pk=shift_pk)
    now = figures_of(shift.activity_id)
    others = [(one, now["shifts"][str(one.pk)]) for one in queries.shifts_of(shift.activity) if one.pk != shift.pk]
    context = {
        "shift": shift,
        "activity": shift.activity,
        "figures": now["shifts"][str(shift.pk)],
        "latest": now["latest"],
        "others": others,
    }
    return render_page(request, "attendance/big_screen.html", **context)
