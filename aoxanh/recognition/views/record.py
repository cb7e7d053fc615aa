"""My record of volunteering: what it says, papers of it, and what I let others see."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries import agrees
from aoxanh.people.views.own import with_person
from aoxanh.recognition.holder import actions, papers
from aoxanh.recognition.holder.contents import choices_of
from aoxanh.recognition.holder.forms import PaperForm, ShareForm
from aoxanh.recognition.holder.record import PersonRecord, record_of
from aoxanh.recognition.holder.shown import has_run_out, lacks_guardian, link_of, seen, share_of
from aoxanh.recognition.models import RecordPaper, Share

RECORD, PAPER, SHARE, SEEN = (
    "recognition/record.html",
    "recognition/record_paper_new.html",
    "recognition/share.html",
    "recognition/shared.html",
)


@require_safe
@with_person
def own(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything that stands to one's name."""
    share = share_of(person)
    made = list(RecordPaper.objects.filter(person=person).order_by("-made_at", "-id")[:20])
    return render_page(request, RECORD, record=record_of(person), person=person, papers=made, share=share, link=link_of(share))


@with_person
def new_paper(request: HttpRequest, person: Person) -> HttpResponse:
    """What is to stand on it, then the file."""
    record = record_of(person)
    form = PaperForm(request.POST if request.method == "POST" else None, record=record, initial={"request_id": uuid4()})
    if not form.is_bound:
        return render_page(request, PAPER, form=form, record=record)
    if not form.is_valid():
        return answer_mistakes(request, PAPER, form=form, record=record)
    try:
        paper = actions.make_paper(person, choices=form.choices(), request_id=form.cleaned_data["request_id"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAPER, form=form, record=record)
    say(request, _("The paper is made. Its code is %(code)s.") % {"code": paper.code_text})
    return redirect("record:own")


@require_safe
@with_person
def paper(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """The file, for its holder; `?tai` saves it instead of showing it."""
    found = get_object_or_404(RecordPaper, pk=pk, person=person)
    form = "attachment" if "tai" in request.GET else "inline"
    headers = {"Content-Disposition": f'{form}; filename="{papers.file_name(found)}"', "Cache-Control": "private, no-store"}
    return HttpResponse(papers.pdf(found), content_type="application/pdf", headers=headers)


@require_POST
@with_person
def withdraw_paper(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    actions.withdraw_paper(get_object_or_404(RecordPaper, pk=pk, person=person), by=request.user)
    say(request, _("Withdrawn. Whoever verifies the code is told so."))
    return redirect("record:own")


@with_person
def share(request: HttpRequest, person: Person) -> HttpResponse:
    """What others see behind the link, item by item."""
    record, row = record_of(person), share_of(person)
    form = ShareForm(request.POST if request.method == "POST" else None, record=record, initial=initial_of(row))
    if not form.is_bound:
        return render_page(request, SHARE, **share_page(record, row, form))
    if not form.is_valid():
        return answer_mistakes(request, SHARE, **share_page(record, row, form))
    try:
        actions.choose(person, choices=form.choices(), until=form.cleaned_data["until"], by=request.user)
        if "open" in request.POST:
            actions.open_link(person, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, SHARE, **share_page(record, share_of(person), form))
    say(request, _("The link is open.") if "open" in request.POST else _("Saved."))
    return redirect("record:share")


@require_POST
@with_person
def link(request: HttpRequest, person: Person) -> HttpResponse:
    """A new link, or none any more."""
    if "close" in request.POST:
        actions.close_link(person, by=request.user)
        say(request, _("Closed. The link leads nowhere now."))
        return redirect("record:share")
    try:
        actions.open_link(person, by=request.user)
    except Refused as refusal:
        record, row = record_of(person), share_of(person)
        return answer_refusal(request, refusal, SHARE, **share_page(record, row, ShareForm(record=record, initial=initial_of(row))))
    say(request, _("Here is a new link. The old one leads nowhere now."))
    return redirect("record:share")


def initial_of(row: Share) -> dict[str, Any]:
    if row._state.adding:
        return {"name_form": row.name_form}
    chosen = choices_of(row)
    items = {name: [str(pk) for pk in getattr(chosen, name)] for name in ("activities", "certificates")}
    return {**items, "total": chosen.total, "years": chosen.years, "skills": chosen.skills, "name_form": row.name_form, "until": row.until}


def share_page(record: PersonRecord, row: Share, form: ShareForm) -> dict[str, Any]:
    person = record.person
    return {
        "record": record,
        "share": row,
        "form": form,
        "link": link_of(row),
        "has_run_out": has_run_out(row),
        "lacks_guardian": lacks_guardian(person),
        "honoured": agrees(person, Consent.Purpose.HONOUR),
    }


@require_safe
@with_person
def preview(request: HttpRequest, person: Person) -> HttpResponse:
    """The very page that others get, with a line above it that says so."""
    row = share_of(person)
    if row._state.adding:
        return redirect("record:share")
    return render_page(request, SEEN, **vars(seen(row)), is_preview=True)
