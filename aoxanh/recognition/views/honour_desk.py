"""Boards of honour of the units that one coordinates."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.dates import holds, today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.recognition.holder import honouring, policies
from aoxanh.recognition.holder.boards import figures_of, last_day, open_boards, to_ask
from aoxanh.recognition.holder.forms import BoardForm
from aoxanh.recognition.models import HonourBoard

LIST, NEW, BOARD = "recognition/honour_list.html", "recognition/honour_new.html", "recognition/honour_edit.html"
SHOWN = 100


@require_safe
@login_required
def boards(request: HttpRequest) -> HttpResponse:
    units = acting(request).narrow(policies.honouring_units(request.user), "pk")
    found = [(board, last_day(board)) for board in open_boards(units.values("pk"))[:SHOWN]]
    return render_page(request, LIST, boards=found, may=policies.honouring_units(request.user).exists())


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new board; this year and 100 hours to begin with."""
    units = policies.honouring_units(request.user).filter(holds(today()))
    facts = {"first": date(today().year, 1, 1), "last": date(today().year, 12, 31), "hours": 100, "request_id": uuid4()}
    if request.method != "POST":
        form = BoardForm(units=units, initial={"unit": acting(request).first_choice(units), **facts})
        return render_page(request, NEW, form=form, may=units.exists())
    form = BoardForm(request.POST, units=units)
    if not form.is_valid():
        return answer_mistakes(request, NEW, form=form, may=True)
    try:
        board = honouring.hang_board(form.cleaned_data.pop("unit"), **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, NEW, form=form, may=True)
    say(request, _("The board hangs."))
    return redirect("honour_desk:board", board.pk)


def page_of(board: HonourBoard) -> dict[str, Any]:
    return {
        "board": board,
        "last": last_day(board),
        "hours": board.minutes // 60,
        "figures": figures_of(board),
        "to_ask": to_ask(board).count(),
    }


@require_safe
@login_required
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How many reached it and how many of these stand on it; of the others only the number."""
    return render_page(request, BOARD, **page_of(get_object_or_404(policies.honour_boards(request.user), pk=pk)))


@require_POST
@login_required
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(policies.honour_boards(request.user), pk=pk)
    try:
        sent = honouring.ask_silent(found, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, BOARD, **page_of(found))
    say(request, ngettext("%(count)d person is asked.", "%(count)d people are asked.", sent) % {"count": sent})
    return redirect("honour_desk:board", pk)


@require_POST
@login_required
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    honouring.take_down(get_object_or_404(policies.honour_boards(request.user), pk=pk), by=request.user)
    say(request, _("Taken down. Nobody sees it any more."))
    return redirect("honour_desk:list")
