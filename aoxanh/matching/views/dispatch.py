"""Rounds of dispatch: the board of demand and supply, its legs, and the answers of who receives."""

import subprocess
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.matching import sending
from aoxanh.matching.actions import dispatch as actions
from aoxanh.matching.forms.dispatch import AnswerForm, LegForm, ReachForm, RoundForm
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.matching.policies import dispatch as policies
from aoxanh.matching.queries import dispatch as queries

PAGE = 30
FIELD_OF = {
    "need_elsewhere": "need",
    "team_is_away": "team",
    "days_outside": "starts_on",
    "already_there": "sender",
    "nothing_sent": "people",
}


@login_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    found = acting(request).narrow(policies.visible_dispatches(request.user))
    rows = page(queries.with_counts(found), request, by=("-created_at", "-id"), size=PAGE)
    incoming = policies.incoming_legs(request.user).filter(answer="", ends_on__gte=today()).count()
    context = {"page": rows, "incoming": incoming, "may_send": policies.coordinated_units(request.user).exists()}
    return render_page(request, "matching/dispatch/list.html", **context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    units = policies.coordinated_units(request.user)
    unit = acting(request).first_choice(units)
    if unit is None:
        return render_page(request, "matching/dispatch/not_permitted.html", status=403)
    form = RoundForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if request.method == "POST" else 200
        return render_page(request, "matching/dispatch/new.html", status=status, form=form, unit=unit)
    try:
        dispatch = actions.create_dispatch(unit, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("ends_on", str(refusal))
        return render_page(request, "matching/dispatch/new.html", status=CONFLICT, form=form, unit=unit)
    return redirect("dispatch:detail", dispatch.pk)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, get_object_or_404(policies.visible_dispatches(request.user), pk=pk))


def show(request: HttpRequest, dispatch: Dispatch, *, status: int = 200, **more: Any) -> HttpResponse:
    """The board. What lies over a commune: how it stands once everybody of the legs has come."""
    rows = queries.balances(dispatch, on=today())
    legs = list(queries.legs_of(dispatch))
    of_area = queries.by_area(legs)
    is_draft = dispatch.status == Dispatch.Status.DRAFT
    context = {
        "dispatch": dispatch,
        "lines": [(row, of_area.get(row.area.pk, [])) for row in rows if row.is_concerned],
        "quiet": [row for row in rows if not row.is_concerned],
        "legs": legs,
        "missing": sum(row.missing for row in rows),
        "covered": sum(min(row.missing, row.coming) for row in rows),
        "things": sum(len(row.things) for row in rows),
        "free": sum(row.spare for row in rows),
        "people": sum(leg.people for leg in legs),
        "answers": [sum(leg.answer == answer for leg in legs) for answer in ("accepted", "declined", "")],
        "may_change": is_draft and policies.may_dispatch(request.user, dispatch),
        "may_cancel": dispatch.status == Dispatch.Status.SENT and policies.may_dispatch(request.user, dispatch),
        "is_draft": is_draft,
        "reach": ReachForm(initial={"revision": dispatch.revision}),
        "copy_id": uuid7(),
    }
    return render_page(request, "matching/dispatch/board.html", status=status, **(context | more))


@login_required
def leg(request: HttpRequest, pk: UUID, leg_pk: UUID | None = None) -> HttpResponse:
    """A new line, begun at the commune of `xa`, or one to change."""
    dispatch = get_object_or_404(policies.changeable_dispatches(request.user), pk=pk)
    known = get_object_or_404(queries.legs_of(dispatch), pk=leg_pk) if leg_pk else None
    area = queries.communes_under(dispatch.unit, today()).filter(code=request.GET.get("xa", "")).first()
    form = LegForm(dispatch, request.POST or None, leg=known, area=area)
    context = {"dispatch": dispatch, "leg": known, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if request.method == "POST" else 200
        return render_page(request, "matching/dispatch/leg.html", status=status, **context)
    try:
        actions.put_leg(dispatch, plan=form.plan, revision=form.cleaned_data["revision"], leg_id=leg_pk, by=request.user)
    except Refused as refusal:
        form.add_error(FIELD_OF.get(refusal.code), str(refusal))
        response = render_page(request, "matching/dispatch/leg.html", status=CONFLICT, **context)
        response["X-Refusal"] = refusal.code
        return response
    return redirect("dispatch:detail", pk)


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID, leg_pk: UUID) -> HttpResponse:
    dispatch = get_object_or_404(policies.changeable_dispatches(request.user), pk=pk)
    return decided(request, dispatch, lambda: actions.remove_leg(dispatch, leg_id=leg_pk, revision=seen(request), by=request.user))


@login_required
@require_POST
def suggest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a process of its own find who could go where, and write that into the draft. Who lives in a commune helps there first."""
    dispatch = get_object_or_404(policies.changeable_dispatches(request.user), pk=pk)
    form = ReachForm(request.POST)
    if not form.is_valid():
        return show(request, dispatch, status=UNPROCESSABLE, reach=form)
    rows = queries.balances(dispatch, on=today())
    ways = {pair: away for pair, away in queries.distances(rows).items() if away <= form.cleaned_data["reach"] * 1000}
    helping = [row.free * form.cleaned_data["share"] // 100 for row in rows]
    giving = {number: people - row.lacking for number, (row, people) in enumerate(zip(rows, helping, strict=True)) if people > row.lacking}
    lacking = {number: row.lacking - people for number, (row, people) in enumerate(zip(rows, helping, strict=True)) if people < row.lacking}
    try:
        sent = sending.plan(giving, lacking, {pair: away for pair, away in ways.items() if pair[0] in giving and pair[1] in lacking})
    except subprocess.SubprocessError:
        refusal = Refused("not_solved", _("The plan could not be made just now. Try again in a minute, or add lines by hand."))
        return answer_refusal(request, refusal, back=reverse("dispatch:detail", args=[pk]))
    senders = queries.receivers(rows, today())
    facts = {"rows": rows, "sent": sent, "senders": senders, "revision": form.cleaned_data["revision"]}
    return decided(request, dispatch, lambda: told_count(request, actions.put_suggested(dispatch, by=request.user, **facts)))


def told_count(request: HttpRequest, count: int) -> None:
    say(
        request,
        ngettext("%(count)d line added. Nothing is sent yet.", "%(count)d lines added. Nothing is sent yet.", count) % {"count": count},
    )


@login_required
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispatch = get_object_or_404(policies.own_dispatches(request.user), pk=pk)
    return decided(request, dispatch, lambda: actions.send(dispatch, revision=seen(request), by=request.user))


@login_required
@require_POST
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same legs once more, to try something else."""
    dispatch = get_object_or_404(policies.own_dispatches(request.user), pk=pk)
    name = _("%(name)s, another way") % {"name": dispatch.name[:100]}
    try:
        made = actions.copy_dispatch(dispatch, name=name, request_id=as_uuid(request.POST.get("request_id", "")), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, back=reverse("dispatch:detail", args=[pk]))
    return redirect("dispatch:detail", made.pk)


def as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid7()


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispatch = get_object_or_404(policies.own_dispatches(request.user), pk=pk)
    return decided(request, dispatch, lambda: actions.cancel_dispatch(dispatch, reason=request.POST.get("reason", ""), by=request.user))


def seen(request: HttpRequest) -> int:
    """The revision that the page showed; -1, which is none, where it cannot be read."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def decided(request: HttpRequest, dispatch: Dispatch, act: Any) -> HttpResponse:
    """Back to the board; a refusal stands over it, as it is now."""
    try:
        act()
    except Refused as refusal:
        again = get_object_or_404(policies.visible_dispatches(request.user), pk=dispatch.pk)
        response = show(request, again, status=CONFLICT, refusal=refusal)
        response["X-Refusal"] = refusal.code
        return response
    return redirect("dispatch:detail", dispatch.pk)


@login_required
@require_safe
def incoming(request: HttpRequest) -> HttpResponse:
    return show_incoming(request)


def show_incoming(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """What comes to the reader's units, what waits for an answer first."""
    coming = acting(request).narrow(policies.incoming_legs(request.user), "receiver").filter(ends_on__gte=today())
    rows = page(queries.waiting_first(coming), request, by=("is_answered", "starts_on", "id"), size=PAGE)
    waiting = coming.filter(answer="").count()
    return render_page(request, "matching/dispatch/incoming.html", status=status, page=rows, to_answer=waiting, on=today(), **more)


@login_required
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes, or no with a reason."""
    leg: Leg = get_object_or_404(policies.incoming_legs(request.user), pk=pk)
    form = AnswerForm(request.POST)
    accept = form.is_valid() and form.cleaned_data["answer"] == "yes"
    try:
        actions.answer_leg(leg, accept=accept, reason=request.POST.get("reason", ""), by=request.user)
    except Refused as refusal:
        response = show_incoming(request, status=CONFLICT, refusal=refusal)
        response["X-Refusal"] = refusal.code
        return response
    say(request, _("Noted. %(unit)s has been told.") % {"unit": leg.dispatch.unit.short_name})
    return redirect("dispatch:incoming")
