"""Reorganisations: the list, the decision, the plan entry by entry, its preview, and what undoes it."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.desk import drafting, policies
from aoxanh.desk.forms.reorganisations import NEW, VERBS, EntryForm, EventForm, ReversalForm
from aoxanh.desk.queries import reorganisations as queries
from aoxanh.desk.queries.tree import ranked
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.org.actions import reorganisations as actions
from aoxanh.org.actions.amending import amend
from aoxanh.org.models import Reorganisation, Unit

FORBIDDEN = 403
OFFERED = 40
SHOWN = 10
State = Reorganisation.State
DRAFT_ONLY = {"state": State.DRAFT}


@never_cache
@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    roots = policies.reorganisable_units(request.user)
    events = policies.visible_events(request.user)
    return render_page(
        request,
        "desk/reorganisations/list.html",
        page=page(queries.events(events), request, by=("-on", "-created_at", "id"), size=30),
        above=policies.events_above()[:SHOWN],
        may_draft=roots.exists(),
        undecided=policies.settleable_moves(request.user).count(),
    )


@login_required
def new(request: HttpRequest) -> HttpResponse:
    roots = policies.reorganisable_units(request.user)
    if not roots.exists():
        raise Http404
    form = EventForm(roots, request.POST or None, request.FILES or None, initial={"on": today(), "root": roots.first()})
    if not form.is_bound:
        return render_page(request, "desk/reorganisations/event.html", form=form)
    if not form.is_valid():
        return render_page(request, "desk/reorganisations/event.html", form=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    event = actions.draft(
        given["title"],
        on=given["on"],
        by=request.user,
        root=given["root"],
        decision=form.decision,
        document=given["document"],
        request_id=given["request_id"],
    )
    say(request, _("Drafted. Now say what happens to which units."))
    return redirect("desk:reorganisation", event.pk)


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    event = get_object_or_404(policies.visible_events(request.user), pk=pk)
    facts = {name: getattr(event, name) for name in ("title", "on", "decision_number", "decision_date", "decision_issuer")}
    roots = Unit.objects.filter(pk=event.root_id)
    form = EventForm(roots, request.POST or None, request.FILES or None, initial={**facts, "root": event.root_id})
    context = {"form": form, "event": event}
    if not form.is_bound:
        return render_page(request, "desk/reorganisations/event.html", **context)
    if not form.is_valid():
        return render_page(request, "desk/reorganisations/event.html", status=UNPROCESSABLE, **context)
    given = form.cleaned_data
    try:
        event = amend(event, title=given["title"], on=given["on"], decision=form.decision, document=given["document"], by=request.user)
        actions.plan(event, drafting.kept(event), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, "desk/reorganisations/event.html", **context)
    say(request, _("Changed."))
    return redirect("desk:reorganisation", event.pk)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, get_object_or_404(policies.visible_events(request.user), pk=pk))


def show(
    request: HttpRequest, event: Reorganisation, *, status: int = 200, form: ReversalForm | None = None, **context: Any
) -> HttpResponse:
    return render_page(
        request,
        "desk/reorganisations/detail.html",
        status=status,
        event=event,
        root=Unit.objects.filter(pk=event.root_id).first(),
        parts=queries.parts_of(event),
        verbs=[(code, label, note) for code, (label, note) in VERBS.items()],
        undecided=policies.settleable_moves(request.user).filter(event=event).count(),
        form=form or ReversalForm(),
        is_ahead=event.on > today(),
        **context,
    )


@login_required
@require_safe
def document(request: HttpRequest, pk: UUID) -> FileResponse:
    """The decision's paper, to download."""
    event = get_object_or_404(policies.visible_events(request.user).exclude(document=""), pk=pk)
    return FileResponse(event.document.open(), as_attachment=True, filename=PurePath(event.document.name).name)


@login_required
def entry(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """One more entry: units found by name and ticked, and what becomes of them. Works by plain posts."""
    event = get_object_or_404(policies.visible_events(request.user).filter(**DRAFT_ONLY), pk=pk)
    if verb not in VERBS:
        raise Http404
    data = request.POST
    text = data.get("tim", "").strip()[:80]
    ticked = [key for key in data.getlist("don-vi") if is_uuid(key)]
    units = queries.choosable(event)
    chosen = sorted(units.filter(pk__in=ticked), key=lambda unit: ticked.index(str(unit.pk)))
    looking = request.method != "POST" or data.get("do") == "tim"
    kept = {name: data.get(name) for name in EntryForm.base_fields if name in data} or {"target": NEW}
    form = EntryForm(
        verb,
        chosen,
        queries.founded(event),
        Unit.objects.filter(pk=event.root_id).first(),
        None if looking else data,
        initial=kept,
    )
    others = (ranked(units, text, on=event.on) if text else units.order_by("search_key", "id")).exclude(pk__in=ticked)
    context = {
        "event": event,
        "verb": verb,
        "label": VERBS[verb][0],
        "note": VERBS[verb][1],
        "form": form,
        "text": text,
        "chosen": chosen,
        "others": list(others[:OFFERED]),
    }
    if looking:
        return render_page(request, "desk/reorganisations/entry.html", **context)
    if not form.is_valid():
        return render_page(request, "desk/reorganisations/entry.html", status=UNPROCESSABLE, **context)
    try:
        actions.plan(event, drafting.added(event, form.said), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, "desk/reorganisations/entry.html", **context)
    say(request, _("Added to the plan."))
    return redirect("desk:reorganisation", event.pk)


@login_required
@require_POST
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    event = get_object_or_404(policies.visible_events(request.user), pk=pk)
    try:
        actions.plan(event, drafting.kept(event, without=request.POST.get("muc", "")), by=request.user)
    except Refused as refusal:
        return show(request, event, status=CONFLICT, refusal=refusal)
    say(request, _("Taken out of the plan."))
    return redirect("desk:reorganisation", event.pk)


@never_cache
@login_required
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the event would do; the same button decides it."""
    event = get_object_or_404(policies.visible_events(request.user), pk=pk)
    if request.method == "POST":
        return decide(request, event)
    if event.state != State.DRAFT:
        return redirect("desk:reorganisation", event.pk)
    return render_page(request, "desk/reorganisations/preview.html", event=event, seen=actions.preview(event), is_ahead=event.on > today())


def decide(request: HttpRequest, event: Reorganisation) -> HttpResponse:
    try:
        event = actions.decide(event, by=request.user, seen="da-xem" in request.POST)
    except Refused as refusal:
        if event.state != State.DRAFT:
            return show(request, event, status=CONFLICT, refusal=refusal)
        context = {"event": event, "seen": actions.preview(event), "is_ahead": event.on > today()}
        return answer_refusal(request, refusal, "desk/reorganisations/preview.html", **context)
    say(request, _("Decided. It takes effect by itself on its day.") if event.state == State.DECIDED else _("Decided, and in effect."))
    return redirect("desk:reorganisation", event.pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    return taken_back(request, pk, actions.undo, _("Undone. It is a draft again."), lambda event: redirect("desk:reorganisation", event.pk))


@login_required
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    return taken_back(request, pk, actions.discard, _("The draft is thrown away."), lambda event: redirect("desk:reorganisations"))


def taken_back(request: HttpRequest, pk: UUID, act: Any, done: str, onward: Callable[[Reorganisation], HttpResponse]) -> HttpResponse:
    """Do it and say so; a refusal stands on the event's page."""
    event = get_object_or_404(policies.visible_events(request.user), pk=pk)
    try:
        act(event, by=request.user)
    except Refused as refusal:
        return show(request, event, status=CONFLICT, refusal=refusal)
    say(request, done)
    return onward(event)


@login_required
@require_POST
def reverse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft the later event that takes this one back."""
    event = get_object_or_404(policies.visible_events(request.user), pk=pk)
    form = ReversalForm(request.POST)
    if not form.is_valid():
        return show(request, event, status=UNPROCESSABLE, form=form)
    try:
        later = actions.reverse(event, on=form.cleaned_data["on"], by=request.user)
    except Refused as refusal:
        return show(request, event, status=CONFLICT, form=form, refusal=refusal)
    say(request, _("Drafted the reversal. Look at it, then decide."))
    return redirect("desk:reorganisation", later.pk)


def is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
