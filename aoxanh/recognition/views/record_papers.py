"""What verification says of a paper of somebody's record."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aoxanh.kit.pages import render_page
from aoxanh.recognition.models import RecordPaper


def answer(request: HttpRequest, paper: RecordPaper) -> HttpResponse:
    """What the paper must say; of one that was withdrawn, or whose holder's data were erased, only that it was made, and when."""
    shown = None if paper.withdrawn_at or paper.is_erased else paper.contents
    return render_page(request, "recognition/record_genuine.html", paper=paper, contents=shown, is_demo=settings.DEMO)
