"""Records entered twice: the list, two records side by side, and what was merged."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.queries import permissions
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.people import policies
from aoxanh.people.actions.merges import keep_apart, merge_people, undo_merge
from aoxanh.people.forms.twins import MergeForm
from aoxanh.people.queries.twins import compare, open_pairs

LIST, PAIR, MERGED = "people/desk/twins.html", "people/desk/twin.html", "people/desk/merged.html"
PAGE = 30


@never_cache
@login_required
@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    refuse_strangers(request)
    found = open_pairs(policies.visible_pairs(request.user, today()))
    return render_page(request, LIST, page=page(found, request, by=("-score", "id"), size=PAGE), total=found.count())


@never_cache
@login_required
@require_safe
def merged(request: HttpRequest) -> HttpResponse:
    refuse_strangers(request)
    found = policies.undoable_merges(request.user, today())
    return render_page(request, MERGED, page=page(found, request, by=("-at", "-id"), size=PAGE))


@never_cache
@login_required
def pair(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two records side by side; a POST makes them one."""
    on = today()
    found = get_object_or_404(open_pairs(policies.visible_pairs(request.user, on)), pk=pk)
    comparison = compare(found, on)
    form = MergeForm(request.POST if request.method == "POST" else None, comparison=comparison)
    context: dict[str, Any] = {"pair": found, "comparison": comparison, "form": form}
    if request.method != "POST":
        return render_page(request, PAIR, **context)
    if not form.is_valid():
        return answer_mistakes(request, PAIR, **context)
    kept, gone = comparison.left.person, comparison.right.person
    try:
        merge = merge_people(kept, gone=gone, take=form.taken, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAIR, **context)
    say(request, _("The two records are one."), undo=reverse("twins:undo", args=[merge.pk]))
    return redirect("twins:list")


@require_POST
@login_required
def apart(request: HttpRequest, pk: UUID) -> HttpResponse:
    on = today()
    found = get_object_or_404(open_pairs(policies.visible_pairs(request.user, on)), pk=pk)
    keep_apart(found, by=request.user)
    say(request, _("Noted: two people. This pair does not come again."))
    return redirect("twins:list")


@require_POST
@login_required
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    merge = get_object_or_404(policies.undoable_merges(request.user, today()), pk=pk)
    try:
        undo_merge(merge, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=reverse("twins:merged"))
    say(request, _("Both records stand again."))
    return redirect("twins:merged")


def refuse_strangers(request: HttpRequest) -> None:
    if policies.DUPLICATES not in permissions(request.user, on=today()):
        raise PermissionDenied
