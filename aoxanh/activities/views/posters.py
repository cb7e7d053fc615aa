"""The poster of an activity: how it looks, and as PDF to print."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aoxanh.activities import posters
from aoxanh.activities.models import Activity
from aoxanh.activities.policies import readable_activities
from aoxanh.activities.states import state_of
from aoxanh.activities.views.desk import whole
from aoxanh.kit.pages import render_page


def shown(request: HttpRequest, pk: UUID) -> Activity:
    """One that everyone may see: a poster leads there."""
    found = get_object_or_404(whole(readable_activities(request.user)), pk=pk)
    if not posters.has_something_to_say(found):
        raise Http404
    return found


@login_required
@require_safe
def poster(request: HttpRequest, pk: UUID) -> HttpResponse:
    activity = shown(request, pk)
    return render_page(request, "activities/poster.html", activity=activity, state=state_of(activity), address=posters.address(activity))


@login_required
@require_safe
def poster_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    activity = shown(request, pk)
    name = f"ap-phich-{activity.slug}.pdf"
    return HttpResponse(
        posters.pdf(activity), content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@login_required
@require_safe
def poster_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(posters.preview(shown(request, pk)), content_type="image/png", headers={"Cache-Control": "private, max-age=60"})
