"""Phones without signal: which shifts, what to take along, what they bring back. The words between the two: docs/algorithms/check-in.md."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh import __version__
from aoxanh.access.acting import acting
from aoxanh.accounts.models import User
from aoxanh.attendance import policies, queries
from aoxanh.attendance.actions.devices import prepare_device
from aoxanh.attendance.actions.handing_in import Answered, hand_in
from aoxanh.attendance.batches.reading import moment, read_batch, uuid_or_none
from aoxanh.attendance.doubt_words import sentence_of, title_of
from aoxanh.attendance.models import Device
from aoxanh.attendance.queries import preparing
from aoxanh.attendance.rules import name_of
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused

CONTRACT = 1
DAYS_AHEAD = 1
SHIFTS_MOST = 20
UNAUTHORISED, BAD, TOO_MUCH = 401, 400, 413

type View = Callable[..., HttpResponseBase]


def for_phones(view: View) -> View:
    """Answers in JSON who is signed out, and tells the time."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            response = view(request, *args, **kwargs)
        else:
            response = JsonResponse({"code": "signed_out", "message": _("Sign in again, then send.")}, status=UNAUTHORISED)
        response["X-Server-Time"] = preparing.moment(timezone.now())
        return response

    return never_cache(answered)


@require_safe
@for_phones
def shifts(request: HttpRequest) -> HttpResponse:
    """The shifts of today and tomorrow that can be prepared."""
    units = acting(request).narrow(policies.taking_units(request.user), "pk")
    found = queries.shifts_between(units, today(), today() + timedelta(days=DAYS_AHEAD))
    return JsonResponse(about(request) | {"shifts": [preparing.facts_of(shift) for shift in found]})


def about(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    return {
        "server_time": preparing.moment(timezone.now()),
        "version": __version__,
        "user": {"id": str(user.pk), "name": name_of(user)},  # type: ignore[arg-type]
    }


@require_safe
@for_phones
def prepare(request: HttpRequest) -> HttpResponse:
    """Everything for the chosen shifts; 304 where the phone has it already."""
    wanted = chosen(request.GET)
    found = list(preparing.with_arrivals(policies.takeable_shifts(request.user).filter(pk__in=wanted)))
    if not found or len(found) != len(wanted):
        raise Http404
    device = noted_device(request)
    body = {"contract": CONTRACT, "device": facts_of(device), **preparing.prepared(found)}
    etag = f'"{sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]}"'
    is_known = request.headers.get("If-None-Match") == etag
    response = HttpResponse(status=304) if is_known else JsonResponse(body | about(request))
    response["ETag"] = etag
    return response


def chosen(query: MultiValueDict[str, str]) -> set[UUID]:
    """The ids of the shifts; 404 for what is none, or too many."""
    found = [uuid_or_none(name) for name in query.getlist("ca")]
    if None in found or len(found) > SHIFTS_MOST:
        raise Http404
    return {pk for pk in found if pk}


def noted_device(request: HttpRequest) -> Device | None:
    """The phone that asks, if it says which."""
    if not (pk := uuid_or_none(request.GET.get("may"))):
        return None
    try:
        device_at = moment(request.GET.get("dong_ho"))
    except (TypeError, ValueError):
        device_at = None
    waiting = request.GET.get("con", "")
    facts = {"name": request.GET.get("ten", ""), "version": request.GET.get("phien_ban", ""), "device_at": device_at}
    kept = min(int(waiting), 1_000_000) if waiting.isascii() and waiting.isdigit() else 0
    return prepare_device(pk, at=timezone.now(), waiting=kept, by=signed_in(request), **facts)  # type: ignore[arg-type]


def facts_of(device: Device | None) -> dict[str, Any] | None:
    return {"id": str(device.pk), "name": device.name} if device else None


@require_POST
@for_phones
def send(request: HttpRequest) -> HttpResponse:
    """Scans that a phone kept, thousands at once, each answered."""
    received = timezone.now()
    try:
        batch = read_batch(request.body)
    except RequestDataTooBig:
        return refusal("too_large", _("That is too much for one request. Nothing was taken; send it in parts."), TOO_MUCH)
    except Refused as refused:
        return refusal(refused.code, str(refused), TOO_MUCH if refused.code == "too_many_scans" else BAD)
    receipt = hand_in(batch, at=received, by=signed_in(request))
    words = words_of(receipt.answers)
    answers = [answer.as_json() | words[answer.verdict] for answer in receipt.answers]
    now = preparing.moment(timezone.now())
    return JsonResponse({"answers": answers, "server_time": now, "offset_ms": receipt.offset_ms, "waiting": batch.waiting})


def words_of(answers: list[Answered]) -> dict[str, dict[str, str]]:
    """Title and sentence of each verdict that occurs."""
    verdicts = {answer.verdict for answer in answers}
    return {verdict: {"title": str(title_of(verdict)), "line": str(sentence_of(verdict))} for verdict in verdicts}


def refusal(code: str, message: str, status: int) -> HttpResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
