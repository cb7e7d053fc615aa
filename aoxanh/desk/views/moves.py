"""The work list of split units: members of whom somebody must say where they belong."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from aoxanh.desk import policies
from aoxanh.desk.forms.reorganisations import MovesForm
from aoxanh.desk.views.reorganisations import is_uuid
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Succession, Unit
from aoxanh.people.actions.moves import settle_all
from aoxanh.people.models import UnsettledMove

SHOWN = 100


@never_cache
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """One old unit at a time: tick members, perhaps all of a village, and say to which successor they belong."""
    moves = policies.settleable_moves(request.user)
    olds = counted(moves)
    if not olds:
        return render_page(request, "desk/reorganisations/moves.html", olds=[], old=None)
    slug = request.GET.get("don-vi", "")
    old = get_object_or_404(Unit, pk__in=[row["before__unit"] for row in olds], slug=slug) if slug else olds[0]["unit"]
    listed = narrowed(moves.filter(before__unit=old), request.GET.get("tim", ""))
    taken = Succession.objects.filter(predecessor=old, event__in=moves.filter(before__unit=old).values("event"))
    heirs = Unit.objects.filter(pk__in=taken.values("successor")).order_by("search_key")
    form = MovesForm(heirs, request.POST if request.method == "POST" else None)
    context = {
        "olds": olds,
        "old": old,
        "heirs": heirs,
        "form": form,
        "text": request.GET.get("tim", ""),
        "total": listed.count(),
        "moves": list(listed[:SHOWN]),
        "ticked": set(request.POST.getlist("nguoi")),
    }
    if request.method == "POST":
        return settle(request, form, listed, old, context)
    return render_page(request, "desk/reorganisations/moves.html", **context)


def settle(request: HttpRequest, form: MovesForm, listed: QuerySet[UnsettledMove], old: Unit, context: dict[str, Any]) -> HttpResponse:
    ids = [key for key in request.POST.getlist("nguoi") if is_uuid(key)]
    chosen = list(listed if "tat-ca" in request.POST else listed.filter(pk__in=ids))
    if not chosen:
        form.add_error(None, _("Tick the members first."))
    if not form.is_valid():
        return render_page(request, "desk/reorganisations/moves.html", status=UNPROCESSABLE, **context)
    unit = form.cleaned_data["unit"]
    try:
        count = settle_all(chosen, unit=unit, by=request.user)
    except Refused as refusal:
        return render_page(request, "desk/reorganisations/moves.html", status=CONFLICT, refusal=refusal, **context)
    say(
        request, ngettext("%(n)s member belongs to %(unit)s.", "%(n)s members belong to %(unit)s.", count) % {"n": count, "unit": unit.name}
    )
    return redirect(f"{request.path}?don-vi={old.slug}" if listed.exists() else request.path)


def counted(moves: QuerySet[UnsettledMove]) -> list[dict[str, Any]]:
    """The old units with how many wait, by name."""
    rows = list(moves.order_by("before__unit__search_key").values("before__unit", "before__unit__search_key").annotate(count=Count("id")))
    units = Unit.objects.in_bulk([row["before__unit"] for row in rows])
    return [{**row, "unit": units[row["before__unit"]]} for row in rows]


def narrowed(moves: QuerySet[UnsettledMove], text: str) -> QuerySet[UnsettledMove]:
    """Members whose name or address holds the words; tones may be left out of both."""
    for word in search_key(text).split():
        found = moves.filter(after__person__search_key__contains=word)
        moves = moves.filter(pk__in=found.values("pk")) | moves.filter(after__person__address__unaccent__icontains=word)
    return moves
