"""Whether needs are still there: the pages to which a question leads, one tap each."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.needs import policies, queries
from aoxanh.needs.models import Chase, NeedQuerySet


def with_chases(needs: NeedQuerySet) -> NeedQuerySet:
    """Needs with on how many days they were `asked` after since they were last confirmed, and whether the unit `above` was."""
    since = Q(chases__at__gt=F("confirmed_at"))
    return needs.annotate(
        asked=Count("chases__on", filter=since, distinct=True),
        above=Max("chases__on", filter=since & Q(chases__level=Chase.Level.ABOVE)),
    )


@login_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Every stale need that the reader may answer for, those asked longest ago first."""
    needs = acting(request).narrow(policies.manageable_needs(request.user)).stale(today())
    return render_page(
        request,
        "needs/asked.html",
        page=page(queries.with_lacking(with_chases(needs)), request, by=("confirmed_at", "id"), size=30),
        total=needs.count(),
    )


@login_required
@require_safe
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One need with three large answers."""
    need = get_object_or_404(queries.with_lacking(policies.manageable_needs(request.user)), pk=pk)
    others = acting(request).narrow(policies.manageable_needs(request.user)).stale(today()).exclude(pk=need.pk).count()
    return render_page(request, "needs/ask.html", need=need, others=others)
