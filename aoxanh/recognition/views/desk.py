"""Who may get a certificate of an activity, what it will look like, issuing, and the papers themselves."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.models import Activity
from aoxanh.documents.queries import next_number
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import actions, paper, policies, queries
from aoxanh.recognition.batch import KIND, batch, came, with_all
from aoxanh.recognition.forms import IssueForm
from aoxanh.recognition.models import CODE_LENGTH, Certificate

PAGE = "recognition/activity.html"
PRINTED_AT_ONCE = 100


@login_required
@require_safe
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The people with hours in the activity, their numbers, and the button that issues to those who wait."""
    found = get_object_or_404(with_all(policies.readable_activities(request.user)), pk=pk)
    return render_page(request, PAGE, **page_of(request, found))


@login_required
@require_POST
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(with_all(policies.issuing_activities(request.user)), pk=pk)
    form = form_of(found, request.POST)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, **page_of(request, found, form))
    try:
        issued = actions.issue_for_activity(found, by=request.user, issued_on=form.cleaned_data["issued_on"])
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(request, found, form))
    say(request, said(issued))
    return redirect("recognition:activity", pk)


def said(issued: list[Certificate]) -> str:
    if not issued:
        return _("Everyone has a certificate already.")
    if len(issued) == 1:
        return _("Issued certificate %(number)s") % {"number": issued[0].number_text}
    return _("Issued %(n)s certificates, numbers %(first)s to %(last)s") % {
        "n": len(issued),
        "first": issued[0].number,
        "last": issued[-1].number_text,
    }


def form_of(found: Activity, data: Any = None) -> IssueForm:
    return IssueForm(data, first=queries.first_day_of_issue(found), last=today())


def page_of(request: HttpRequest, found: Activity, form: IssueForm | None = None) -> dict[str, Any]:
    """What the page shows: people, who waits, who signs, or the sentence that says why nothing can be issued yet."""
    context: dict[str, Any] = {"activity": found, "may_issue": policies.may_issue(request.user, found), "problem": None}
    try:
        people = came(found)
    except Refused as refusal:
        return context | {"problem": refusal, "people": []}
    waiting = [one for one in people if not one.certificate]
    bad = set(paper.unprintable([one.person.full_name for one in waiting]))
    context |= {"people": people, "issued": len(people) - len(waiting), "lacking": len(waiting), "bad": bad}
    context["ready"] = sum(one.person.full_name not in bad for one in waiting)
    context["sheets"] = sheets(context["issued"])
    if waiting and context["may_issue"]:
        context |= issuing(found, form or form_of(found))
    return context


def issuing(found: Activity, form: IssueForm) -> dict[str, Any]:
    try:
        papers = batch(found, issued_on=today())
    except Refused as refusal:
        return {"problem": refusal, "form": form}
    return {"form": form, "papers": papers, "next_number": next_number(found.unit, kind=KIND, year=today().year)}


def sheets(issued: int) -> list[tuple[int, int, int]]:
    """Files to print: their number, the first and the last paper in each."""
    starts = range(0, issued, PRINTED_AT_ONCE)
    return [(number, start + 1, min(start + PRINTED_AT_ONCE, issued)) for number, start in enumerate(starts, 1)]


@login_required
@require_safe
def preview(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The paper of the longest name among those who wait, as a picture or a PDF."""
    found = get_object_or_404(with_all(policies.issuing_activities(request.user)), pk=pk)
    try:
        draft = draft_of(found)
    except Refused as refusal:
        return answer_refusal(request, refusal)
    if form == "png":
        return file(paper.preview_png(draft), "image/png")
    return file(paper.preview_pdf(draft, at=timezone.now()), "application/pdf", name="xem-truoc-giay-chung-nhan.pdf")


def draft_of(found: Activity) -> Certificate:
    waiting = [one for one in came(found) if not one.certificate]
    papers = batch(found, issued_on=today())
    bad = set(paper.unprintable([one.person.full_name for one in waiting]))
    longest = max((one for one in waiting if one.person.full_name not in bad), key=lambda one: len(one.person.full_name), default=None)
    if longest is None:
        raise Http404
    number = next_number(found.unit, kind=KIND, year=today().year)
    return papers.certificate(longest, number=number, code="X" * CODE_LENGTH)


@login_required
@require_safe
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One certificate, for the holder and the unit; `?tai` saves it instead of showing it."""
    certificate = get_object_or_404(policies.visible_certificates(request.user), pk=pk)
    return file(paper.pdf([certificate]), "application/pdf", name=paper.file_name(certificate), is_saved="tai" in request.GET)


@login_required
@require_safe
def printed(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """The activity's certificates in one file, by number, a hundred at a time: to print, sign and stamp."""
    found = get_object_or_404(policies.readable_activities(request.user), pk=pk)
    start = (part - 1) * PRINTED_AT_ONCE
    certificates = queries.certificates_for(found)[start : start + PRINTED_AT_ONCE] if part else []
    if not certificates:
        raise Http404
    return file(paper.pdf(certificates), "application/pdf", name=f"giay-chung-nhan-{found.slug}-{part}.pdf")


def file(content: bytes, content_type: str, *, name: str = "", is_saved: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type, headers={"Cache-Control": "private, no-store"})
    if name:
        response["Content-Disposition"] = f'{"attachment" if is_saved else "inline"}; filename="{name}"'
    return response
