"""Sending a proposal, and the answers that come back."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from aoxanh.kit.pages import CONFLICT, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.matching import policies
from aoxanh.matching.actions.publishing import publish as send_out
from aoxanh.matching.actions.publishing import sample_letter
from aoxanh.matching.forms import RevisionForm
from aoxanh.matching.models import Proposal
from aoxanh.matching.queries import people as people_of
from aoxanh.matching.queries.board import board

ANSWERS_A_PAGE = 50
TABS = [
    ("chua-tra-loi", gettext_lazy("Not answered"), "waiting"),
    ("da-nhan", gettext_lazy("Accepted"), "accepted"),
    ("tu-choi", gettext_lazy("Turned down"), "declined"),
    ("qua-han", gettext_lazy("Out of time"), "lapsed"),
    ("khong-gui-duoc", gettext_lazy("Not sent"), "not_sent"),
]


@login_required
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would be sent to how many, with the letter as they get it; then sending it."""
    proposal = get_object_or_404(policies.manageable_proposals(request.user), pk=pk)
    if request.method == "POST":
        return send(request, proposal)
    if proposal.status == Proposal.Status.PUBLISHED:
        return redirect("matching:answers", pk)
    return show_confirmation(request, proposal)


def send(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    form = RevisionForm(request.POST)
    if not form.is_valid():
        return show_confirmation(request, proposal, status=422)
    try:
        sent = send_out(proposal, revision=form.cleaned_data["revision"], request_id=form.cleaned_data["request_id"], by=request.user)
    except Refused as refusal:
        proposal.refresh_from_db()
        response = show_confirmation(request, proposal, status=CONFLICT, refusal=refusal)
        response["X-Refusal"] = refusal.code
        return response
    text = ngettext("Sent %(n)d invitation.", "Sent %(n)d invitations.", sent.sent) % {"n": sent.sent}
    if sent.refused:
        text += " " + ngettext("%(n)d person could not be asked.", "%(n)d people could not be asked.", sent.refused) % {"n": sent.refused}
    say(request, text)
    return redirect("matching:answers", proposal.pk)


def show_confirmation(request: HttpRequest, proposal: Proposal, *, status: int = 200, refusal: Refused | None = None) -> HttpResponse:
    found = board(proposal)
    return render_page(
        request,
        "matching/publish.html",
        status=status,
        proposal=proposal,
        board=found,
        shifts=sum(1 for row in found.rows if row.answers.proposed),
        letter=sample_letter(proposal),
        request_id=uuid4(),
        refusal=refusal,
    )


@login_required
@require_safe
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who answered what, and who could not be asked, with the reasons."""
    proposal = get_object_or_404(policies.visible_proposals(request.user), pk=pk)
    if proposal.status != Proposal.Status.PUBLISHED:
        return redirect("matching:board", pk)
    found = board(proposal)
    counts = found.answers
    tabs = [(code, label, getattr(counts, name)) for code, label, name in TABS if getattr(counts, name)]
    chosen = request.GET.get("muc", "")
    names = {code: name for code, _label, name in TABS}
    if chosen not in names:
        chosen = tabs[0][0] if tabs else TABS[0][0]
    rows = page(people_of.answered(proposal, names[chosen]), request, by=people_of.BY_NAME, size=ANSWERS_A_PAGE)
    return render_page(
        request,
        "matching/answers.html",
        proposal=proposal,
        board=found,
        counts=counts,
        tabs=tabs,
        chosen=chosen,
        people=rows,
        may_manage=policies.may_coordinate(request.user, proposal),
        request_id=uuid4(),
    )
