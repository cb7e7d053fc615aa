"""Whether a certificate is genuine: for anyone who holds the paper, and for nobody who only guesses."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aoxanh.kit import limits
from aoxanh.kit.addresses import visitor_ip
from aoxanh.kit.codes import spaced, typed
from aoxanh.kit.pages import UNPROCESSABLE, answer_refusal, public_page, render_page
from aoxanh.kit.refusals import Refused
from aoxanh.recognition.holder.papers import paper_by_code
from aoxanh.recognition.queries import certificate_by_code
from aoxanh.recognition.views import record_papers

FORM, GENUINE, WRONG = "recognition/verify.html", "recognition/genuine.html", "recognition/wrong.html"
WRONG_TRIES, SECONDS = 20, 10 * 60
ADDRESS = re.compile(r"xac-minh/([^/?#]+)")
LONGEST = 40


@require_safe
@public_page
def form(request: HttpRequest) -> HttpResponse:
    """The field for the code; an address copied from a QR reader does as well."""
    if "ma" not in request.GET:
        return render_page(request, FORM)
    given = request.GET["ma"]
    address = ADDRESS.search(given)
    if code := typed(address[1] if address else given)[:LONGEST]:
        return redirect("verify:show", code)
    return render_page(request, FORM, status=UNPROCESSABLE, error=_("Type the code that stands beside the QR code."))


@require_safe
@public_page
def show(request: HttpRequest, code: str) -> HttpResponse:
    """What the genuine certificate says; a wrong code is counted against the address that asks, a right one never is."""
    bare = typed(code)[:LONGEST]
    if bare and bare != code:
        return redirect("verify:show", bare)
    key = f"verify {visitor_ip(request)}"
    try:
        limits.refuse_spent(key, times=WRONG_TRIES, seconds=SECONDS)
    except Refused as refusal:
        return kept_nowhere(answer_refusal(request, refusal, FORM, code=spaced(code)))
    if certificate := certificate_by_code(code):
        return render_page(request, GENUINE, certificate=certificate, is_demo=settings.DEMO)
    if paper := paper_by_code(code):
        return record_papers.answer(request, paper)
    limits.tries(key, seconds=SECONDS)
    return kept_nowhere(render_page(request, WRONG, status=404, code=spaced(code)))


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
