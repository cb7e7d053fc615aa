"""Boards of honour, for everyone: names by the alphabet, of who reached a threshold and consents. Nobody's hours, no order by them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aoxanh.kit.pages import public_page, render_page
from aoxanh.kit.paging import page
from aoxanh.org.models import Unit
from aoxanh.recognition.holder.boards import boards_around, honoured, last_day, names_of, open_boards

SIZE = 300


@require_safe
@public_page
def boards(request: HttpRequest) -> HttpResponse:
    """Every board that hangs, the latest period first."""
    found = [(board, last_day(board)) for board in open_boards()[:SIZE]]
    return render_page(request, "recognition/honour_unit.html", unit=None, boards=found)


@require_safe
@public_page
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """The boards of a unit and of those under it."""
    shown = get_object_or_404(Unit, slug=slug)
    boards = [(board, last_day(board)) for board in boards_around(shown)[:SIZE]]
    return render_page(request, "recognition/honour_unit.html", unit=shown, boards=boards)


@require_safe
@public_page
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The names, asked anew whenever a consent changed."""
    found = get_object_or_404(open_boards(), pk=pk)
    people = page(honoured(found), request, by=("sort_key", "id"), size=SIZE)
    facts = {"board": found, "last": last_day(found), "hours": found.minutes // 60, "names": names_of(people), "page": people}
    return render_page(request, "recognition/honour_board.html", **facts, total=honoured(found).count())
