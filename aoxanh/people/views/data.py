"""My data: a copy, a request, erasing all of it."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.accounts.recent import recent
from aoxanh.kit.dates import local
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.kit.typesetting import TypesettingError
from aoxanh.people import copies
from aoxanh.people.actions import ask, erase, lift_restriction, make_copy
from aoxanh.people.forms.data import AskForm, ErasureForm
from aoxanh.people.models import Person
from aoxanh.people.queries.requests import requests_of
from aoxanh.people.views.own import with_person

DATA, ERASURE = "people/data.html", "people/erasure.html"


@with_person
def data(request: HttpRequest, person: Person) -> HttpResponse:
    """What there is to ask, and what became of what was asked."""
    form = AskForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "person": person}
    if request.method != "POST":
        return render_page(request, DATA, requests=requests_of(person), **context)
    if not form.is_valid():
        return answer_mistakes(request, DATA, requests=requests_of(person), **context)
    try:
        ask(person, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, DATA, requests=requests_of(person), **context)
    say(request, _("The data officer has your request."))
    return redirect("people:data")


@require_POST
@with_person
def copy(request: HttpRequest, person: Person) -> HttpResponse:
    """The file itself: for machines as JSON, to read as PDF."""
    form = "json" if "json" in request.POST else "pdf"
    chapters, now = make_copy(person, form=form, by=request.user), timezone.now().replace(microsecond=0)
    if form == "json":
        return attached(copies.as_json(person, chapters, made_at=local(now)), "json", "application/json")
    words = {
        "title": _("Your data at Áo Xanh"),
        "intro": _("Everything that is kept about you. The file for machines holds the same, and more detail of the log."),
        "nothing": _("Nothing is kept here."),
        "made": _("Made at %(when)s") % {"when": local(now).strftime("%H:%M, %d/%m/%Y")},
        "lang": get_language() or "vi",
    }
    try:
        return attached(copies.as_pdf(person, chapters, made_at=now, words=words), "pdf", "application/pdf")
    except TypesettingError:
        message = _("Your data hold a sign that no font of the paper has. Take the file for machines: nothing is missing in it.")
        context = {"form": AskForm(), "person": person, "requests": requests_of(person)}
        return answer_refusal(request, Refused("not_on_paper", message), DATA, **context)


def attached(content: bytes, ending: str, kind: str) -> HttpResponse:
    name = f"ao-xanh-{local(timezone.now()):%Y%m%d}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_POST
@with_person
def lift(request: HttpRequest, person: Person) -> HttpResponse:
    """The restriction was asked for by oneself, so one lifts it oneself."""
    try:
        lift_restriction(person, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, DATA, form=AskForm(), person=person, requests=requests_of(person))
    say(request, _("Your record is in use again."))
    return redirect("people:data")


@with_person
@recent
def erasure(request: HttpRequest, person: Person) -> HttpResponse:
    """Never by one tap: a word to type, and a sign-in of this quarter of an hour."""
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render_page(request, ERASURE, form=form)
    if not form.is_valid():
        return answer_mistakes(request, ERASURE, form=form)
    try:
        erase(person, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, ERASURE, form=form)
    logout(request)
    say(request, _("Your data were erased and your account is closed."))
    return redirect("portal:home")
