"""Who may get a certificate of an activity, what it will look like, issuing, and the papers themselves."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.models import Activity
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, render_part, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import actions, batch, choosing, paper, papers, policies, queries
from aoxanh.recognition.actions.activities import nobody_waits
from aoxanh.recognition.forms import IssueForm
from aoxanh.recognition.models import Certificate, Issue

PAGE = "recognition/activity.html"
PRINTED_AT_ONCE = 100
SHOWN = 100


@login_required
@require_safe
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The people with hours in the activity, their numbers, and the button that issues to those who wait."""
    found = get_object_or_404(batch.with_all(policies.readable_activities(request.user)), pk=pk)
    context = page_of(request, found)
    if request.headers.get("HX-Target") == "paper" and context.get("draft"):
        return render_part(request, PAGE, "paper", **context)
    return render_page(request, PAGE, **context)


@login_required
@require_POST
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(batch.with_all(policies.issuing_activities(request.user)), pk=pk)
    form = form_of(found, request.POST)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **page_of(request, found, form))
    facts = form.facts() | {"kind": form.cleaned_data["kind"]}
    try:
        issued = actions.begin_for_activity(found, by=request.user, **facts)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(request, found, form))
    if issued and issued.done < issued.total:
        return redirect("recognition:one_issue", issued.pk)
    say(request, said(issued))
    return redirect("recognition:activity", pk)


def said(issued: Issue | None) -> str:
    certificates = list(issued.certificates.order_by("number")) if issued else []
    if not certificates:
        return _("Everyone has a certificate already.")
    if len(certificates) == 1:
        return _("Issued certificate %(number)s") % {"number": certificates[0].number_text}
    return _("Issued %(n)s certificates, numbers %(first)s to %(last)s") % {
        "n": len(certificates),
        "first": certificates[0].number,
        "last": certificates[-1].number_text,
    }


def form_of(found: Activity, data: Any = None) -> IssueForm:
    first, last = batch.first_and_last(found)
    return IssueForm(data, unit=found.unit, first=first, last=last)


def page_of(request: HttpRequest, found: Activity, form: IssueForm | None = None) -> dict[str, Any]:
    """What the page shows: people, who waits, who signs, or the sentence that says why nothing can be issued yet."""
    context: dict[str, Any] = {"activity": found, "may_issue": policies.may_issue(request.user, found), "problem": None, "people": []}
    try:
        batch.refuse_unrecorded(found)
        waiting = choosing.who_came(found)
        if not waiting.exists():
            nobody_waits(found)
    except Refused as refusal:
        return context | {"problem": refusal}
    rows = page(queries.people_of(found), request, by=("sort_key", "id"), size=SHOWN)
    people = queries.with_certificates(found, rows)
    bad = set(paper.unprintable([one.person.full_name for one in people if not one.certificate]))
    lacking, issued = waiting.count(), Certificate.objects.filter(activity=found).count()
    context |= {"people": people, "page": rows, "issued": issued, "lacking": lacking, "bad": bad, "sheets": sheets(issued)}
    context["ready"] = lacking - sum(one.person.full_name in bad and not one.certificate for one in people)
    context["at_work"] = Issue.objects.filter(activity=found).exclude(status=Issue.Status.DONE).filter(not_done()).first()
    return context | (issuing(request, found, form or form_of(found)) if lacking and context["may_issue"] else {})


def not_done() -> Q:
    return Q(lines__certificate=None, lines__problem="")


def issuing(request: HttpRequest, found: Activity, form: IssueForm) -> dict[str, Any]:
    """The form, and what the paper will be in the chosen form."""
    try:
        draft = chosen_draft(request, found, form)
    except Refused as refusal:
        return {"problem": refusal, "form": form}
    return {"form": form, "draft": draft, "next_number": draft.number if draft else None, "chosen": chosen_of(request, form)}


def chosen_of(request: HttpRequest, form: IssueForm) -> str:
    asked = request.GET.get("form", "") or str(form.data.get("form", ""))
    return asked or next(iter(dict(form.fields["form"].choices)))


def chosen_draft(request: HttpRequest, found: Activity, form: IssueForm) -> Certificate | None:
    """The paper of the longest name that waits. Refused as `begin_for_activity`."""
    kind, version = form.fields["form"].chosen(chosen_of(request, form), form.kinds)
    return actions.draft_for_activity(found, version=version, kind=kind, by=request.user)


def sheets(issued: int) -> list[tuple[int, int, int]]:
    """Files to print: their number, the first and the last paper in each."""
    starts = range(0, issued, PRINTED_AT_ONCE)
    return [(number, start + 1, min(start + PRINTED_AT_ONCE, issued)) for number, start in enumerate(starts, 1)]


@login_required
@require_safe
def preview(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The paper of the longest name among those who wait, as a picture or a PDF."""
    found = get_object_or_404(batch.with_all(policies.issuing_activities(request.user)), pk=pk)
    try:
        draft = chosen_draft(request, found, form_of(found))
        if draft is None:
            raise Http404
        return preview_of(draft, form)
    except Refused as refusal:
        return answer_refusal(request, refusal)


def preview_of(draft: Certificate, form: str) -> HttpResponse:
    """A draft as a picture or a PDF. Refused: `too_long`."""
    if form == "png":
        return file(papers.preview(draft), "image/png")
    return file(papers.preview_pdf(draft, at=timezone.now()), "application/pdf", name="xem-truoc-giay-chung-nhan.pdf")


@login_required
@require_safe
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One certificate, for the holder and the unit: the file that was kept, made now where there is none; `?tai` saves it."""
    certificate = get_object_or_404(papers.with_all(policies.visible_certificates(request.user)), pk=pk)
    try:
        kept = papers.make_paper(certificate)
    except Refused as refusal:
        return answer_refusal(request, refusal)
    return file(papers.content_of(kept), "application/pdf", name=paper.file_name(certificate), is_saved="tai" in request.GET)


@login_required
@require_safe
def printed(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """The activity's certificates in one file, by number, a hundred at a time: to print, sign and stamp."""
    found = get_object_or_404(policies.readable_activities(request.user), pk=pk)
    return sheet_of(papers.with_all(queries.certificates_for(found)), part, name=f"giay-chung-nhan-{found.slug}")


def sheet_of(certificates: Any, part: int, *, name: str) -> HttpResponse:
    start = (part - 1) * PRINTED_AT_ONCE
    some = certificates[start : start + PRINTED_AT_ONCE] if part else []
    if not some:
        raise Http404
    return file(paper.pdf(some), "application/pdf", name=f"{name}-{part}.pdf")


def file(content: bytes, content_type: str, *, name: str = "", is_saved: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type, headers={"Cache-Control": "private, no-store"})
    if name:
        response["Content-Disposition"] = f'{"attachment" if is_saved else "inline"}; filename="{name}"'
    return response
