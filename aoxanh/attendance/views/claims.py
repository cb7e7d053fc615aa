"""The verifier's queue: corrections and reported hours, one tap to agree, a word to refuse."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.access.queries import permissions
from aoxanh.attendance import verifying
from aoxanh.attendance.actions import claims as actions
from aoxanh.attendance.forms.hours import DecisionForm
from aoxanh.attendance.models import HoursClaim
from aoxanh.attendance.queries.statements import same_day, sums_of, waiting_claims
from aoxanh.attendance.views.own_hours import ask_correction
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused

LIST, DETAIL, AT_ONCE = "attendance/claims.html", "attendance/claim.html", 50


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, the oldest first; with `da-xong` what was decided."""
    return render_page(request, LIST, **queue_of(request))


def queue_of(request: HttpRequest) -> dict[str, Any]:
    if verifying.VERIFY not in permissions(request.user, on=today()):
        raise Http404
    mine, is_past = acting(request).narrow(verifying.visible_claims(request.user)), "da-xong" in request.GET
    waiting = verifying.decidable(mine, request.user)
    rows = mine.exclude(status__in=verifying.OPEN) if is_past else waiting_claims(waiting)
    by = ("-decided_at", "-id") if is_past else ("at", "id")
    return {"page": page(rows, request, by=by, size=30), "is_past": is_past, "number": waiting.count()}


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render_page(request, DETAIL, **about(request, fetched(request, pk)))


def fetched(request: HttpRequest, pk: UUID) -> HoursClaim:
    return get_object_or_404(verifying.visible_claims(request.user), pk=pk)


def about(request: HttpRequest, claim: HoursClaim, form: DecisionForm | None = None) -> dict[str, Any]:
    day = list(same_day(claim))
    may = verifying.decidable(verifying.visible_claims(request.user), request.user).filter(pk=claim.pk).exists()
    counted = sums_of(same_day(claim)).all_minutes
    is_open = claim.status in verifying.OPEN
    return {"claim": claim, "day": day, "counted": counted, "may": may, "is_open": is_open, "form": form or DecisionForm()}


@never_cache
@login_required
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree, from the list or the page of the claim."""
    claim, form = fetched(request, pk), DecisionForm(request.POST)
    try:
        claim = actions.approve(claim, by=request.user, why=word(form))
    except Refused as refusal:
        return answer_refusal(request, refusal, DETAIL, **about(request, claim, form))
    is_done = claim.status == HoursClaim.Status.APPROVED
    say(request, _("Counted. The volunteer is told.") if is_done else _("You agreed. Somebody else agrees too before it counts."))
    return redirect("hours_desk:claims")


@never_cache
@login_required
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    claim, form = fetched(request, pk), DecisionForm(request.POST)
    try:
        actions.refuse(claim, why=word(form), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, DETAIL, **about(request, claim, form))
    say(request, _("Not counted. The volunteer is told why."))
    return redirect("hours_desk:claims")


def word(form: DecisionForm) -> str:
    return str(form.cleaned_data["why"]) if form.is_valid() else ""


@never_cache
@login_required
@require_POST
def approve_many(request: HttpRequest) -> HttpResponse:
    """Agree to the ticked ones; those that need four eyes are left."""
    queue_of(request)
    ticked = [pk for pk in request.POST.getlist("claim") if is_id(pk)][:AT_ONCE]
    chosen = verifying.decidable(verifying.visible_claims(request.user), request.user).filter(pk__in=ticked).order_by("at", "id")
    agreed, left = actions.approve_each(chosen, by=request.user)
    text = ngettext("Counted %(count)d claim.", "Counted %(count)d claims.", agreed) % {"count": agreed}
    if left:
        text += " " + ngettext("%(count)d was left: open it.", "%(count)d were left: open them.", left) % {"count": left}
    say(request, text)
    return redirect("hours_desk:claims")


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@never_cache
@login_required
def correct(request: HttpRequest, signup_pk: UUID) -> HttpResponse:
    """The organiser asks that a turn be corrected; somebody else verifies it."""
    signup = get_object_or_404(verifying.correctable_turns(request.user), pk=signup_pk)
    activity = signup.shift.activity_id
    return ask_correction(
        request, signup, back="attendance:activity", then="attendance:activity", frame="kit/desk.html", back_to=(activity,)
    )
