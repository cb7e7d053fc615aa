"""The data officer's page: what people ask about their data, by what is due."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.queries import permissions
from aoxanh.kit.dates import local, today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.people import actions, copies, policies
from aoxanh.people.forms.data import AnswerForm, CarryOutForm, NoteForm, RefuseForm
from aoxanh.people.models import DataRequest
from aoxanh.people.queries import standing_consents
from aoxanh.people.queries.requests import counts, waiting
from aoxanh.people.views.data import attached

LIST, DETAIL, NOTE = "people/desk/requests.html", "people/desk/request.html", "people/desk/note.html"


@never_cache
@login_required
@require_safe
def requests_list(request: HttpRequest) -> HttpResponse:
    if policies.REQUESTS not in permissions(request.user, on=today()):
        raise PermissionDenied
    mine, on, is_past = policies.visible_requests(request.user), today(), "da-xong" in request.GET
    rows = mine.filter(done_at__isnull=False) if is_past else waiting(mine)
    by = ("-done_at", "-id") if is_past else ("due", "carry_due", "id")
    return render_page(request, LIST, page=page(rows, request, by=by, size=30), counts=counts(mine, on), is_past=is_past, on=on)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render_page(request, DETAIL, **context_of(request, fetched(request, pk)))


def fetched(request: HttpRequest, pk: UUID) -> DataRequest:
    return get_object_or_404(
        policies.visible_requests(request.user).select_related("person__user", "person__area__parent", "done_by"), pk=pk
    )


def context_of(request: HttpRequest, asked: DataRequest, **forms: Any) -> dict[str, Any]:
    standing = [one.purpose for one in standing_consents(asked.person) if one.consent]
    given: dict[str, Any] = {
        "answer": AnswerForm(prefix="a"),
        "carry": CarryOutForm(prefix="c", kind=asked.kind, standing=standing),
        "refusing": RefuseForm(prefix="r"),
    }
    in_sight = policies.visible_people(request.user, today()).filter(pk=asked.person_id).exists()
    return {"asked": asked, "on": today(), "in_sight": in_sight, **given, **forms}


def bound(request: HttpRequest, asked: DataRequest, name: str) -> Any:
    if name == "answer":
        return AnswerForm(request.POST, prefix="a")
    if name == "refusing":
        return RefuseForm(request.POST, prefix="r")
    standing = [one.purpose for one in standing_consents(asked.person) if one.consent]
    return CarryOutForm(request.POST, prefix="c", kind=asked.kind, standing=standing)


def act(request: HttpRequest, pk: UUID, name: str, done: str) -> HttpResponse:
    """One of the three forms was sent."""
    asked = fetched(request, pk)
    form = bound(request, asked, name)
    if not form.is_valid():
        return answer_mistakes(request, DETAIL, **context_of(request, asked, **{name: form}))
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in form.cleaned_data.items()}
    verbs: dict[str, Callable[..., object]] = {"answer": actions.answer, "carry": actions.carry_out, "refusing": actions.refuse}
    try:
        verbs[name](asked, **given, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, DETAIL, **context_of(request, asked, **{name: form}))
    say(request, done)
    if policies.visible_requests(request.user).filter(pk=pk).exists():
        return redirect("data_requests:detail", pk)
    return redirect("data_requests:list")


@never_cache
@login_required
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    return act(request, pk, "answer", _("Answered. The first clock stands still."))


@never_cache
@login_required
@require_POST
def carry_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    return act(request, pk, "carry", _("Carried out. The person is told."))


@never_cache
@login_required
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    return act(request, pk, "refusing", _("Refused. The person is told the ground."))


@never_cache
@login_required
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody asked on paper or at the counter; the clocks run from today."""
    person = get_object_or_404(policies.people_who_ask(request.user, today()), pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "person": person}
    if request.method != "POST":
        return render_page(request, NOTE, **context)
    if not form.is_valid():
        return answer_mistakes(request, NOTE, **context)
    try:
        asked = actions.ask(person, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, NOTE, **context)
    say(request, _("Written down. Both clocks run."))
    return redirect("data_requests:detail", asked.pk)


@login_required
@require_POST
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file for somebody who asked for a copy and has no account."""
    asked = get_object_or_404(policies.visible_requests(request.user).filter(kind=DataRequest.Kind.EXPORT, done_at=None), pk=pk)
    chapters = actions.make_copy(asked.person, form="json", by=request.user)
    return attached(copies.as_json(asked.person, chapters, made_at=local(timezone.now())), "json", "application/json")
