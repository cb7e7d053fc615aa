"""What a new activity may begin from: nothing, a template, a former one."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aoxanh.activities import policies
from aoxanh.activities.models import Activity, Template
from aoxanh.activities.outlines import initial_details, initial_shifts, next_first_day, of_template, outline_of
from aoxanh.activities.queries.lists import with_places, with_text
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page

PAGE = 30


@dataclass(frozen=True)
class Start:
    """Where a new activity begins: what the form holds at first, and what it takes over besides."""

    like: Activity | None = None
    template: Template | None = None
    details: dict[str, Any] = field(default_factory=dict)
    shifts: list[dict[str, Any]] = field(default_factory=list)


NOTHING = Start()


def start_of(request: HttpRequest) -> Start:
    """`?chep=` a former activity, `?mau=` a template. Raises Http404 for one that the reader may not use."""
    if (pk := key_in(request, "chep")) is not None:
        like = get_object_or_404(policies.copyable_activities(request.user).select_related("training_first"), pk=pk)
        outline = outline_of(like)
        return Start(like, None, initial_details(outline), initial_shifts(outline, first=next_first_day(like.starts_at)))
    if (pk := key_in(request, "mau")) is not None:
        template = get_object_or_404(policies.usable_templates(request.user), pk=pk)
        outline = of_template(template)
        return Start(None, template, initial_details(outline), initial_shifts(outline, first=next_first_day(None)))
    return NOTHING


def key_in(request: HttpRequest, name: str) -> UUID | None:
    given = request.GET.get(name)
    try:
        return UUID(given) if given else None
    except ValueError as no_key:
        raise Http404 from no_key


@login_required
@require_safe
def former(request: HttpRequest) -> HttpResponse:
    """Activities to copy from, the latest first."""
    if not policies.organising_roots(request.user):
        raise Http404
    text = request.GET.get("tim", "").strip()[:80]
    found = with_places(with_text(policies.copyable_activities(request.user), text)).exclude(starts_at=None).select_related("unit")
    rows = page(found, request, by=("-starts_at", "id"), size=PAGE)
    return render_page(request, "activities/former.html", page=rows, text=text)
