"""How views answer: whole pages, htmx parts, refusals, toasts."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from aoxanh.kit.public import public_page
from aoxanh.kit.refusals import Refused

__all__ = ["answer_mistakes", "answer_refusal", "public_page", "render_page", "render_part", "say", "toast"]

CONFLICT = 409
UNPROCESSABLE = 422
TOO_MANY = 429


def render_page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A whole page."""
    return render(request, template, context, status=status)


def render_part(request: HttpRequest, template: str, part: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One `{% partialdef %}` of a page's template."""
    return render(request, f"{template}#{part}", context, status=status)


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def answer_mistakes(request: HttpRequest, template: str, part: str = "", **context: Any) -> HttpResponse:
    """The same form with its mistakes and what was typed, as 422; the part alone for htmx."""
    if part and is_htmx(request):
        return render_part(request, template, part, status=UNPROCESSABLE, **context)
    return render_page(request, template, status=UNPROCESSABLE, **context)


def answer_refusal(
    request: HttpRequest, refusal: Refused, template: str = "", part: str = "", *, back: str = "", **context: Any
) -> HttpResponse:
    """The refusal's sentence, as 409 (429 for `too_many_tries`).

    With `template` the page comes again with `refusal` in its context, which every shell shows at the top; for htmx the `part`, or, with
    none, only a toast that stays. Without `template` a page of its own with a way `back`.
    """
    status = TOO_MANY if refusal.code == "too_many_tries" else CONFLICT
    if is_htmx(request) and not part:
        return toast(HttpResponse(status=status, headers={"HX-Reswap": "none"}), refusal.message, kind="bad")
    name = (f"{template}#{part}" if part and is_htmx(request) else template) or f"{status}.html"
    response = render(request, name, {**context, "refusal": refusal, "back": back}, status=status)
    response["X-Refusal"] = refusal.code
    return response


def toast(response: HttpResponse, text: object, *, kind: str = "ok", undo: str = "") -> HttpResponse:
    """Let an htmx answer also say something in passing; `undo` is the address that takes it back."""
    response["HX-Trigger"] = json.dumps({"toast": {"text": str(text), "kind": kind, "undo": undo}})
    return response


def say(request: HttpRequest, text: object, *, undo: str = "") -> None:
    """Show a toast on the next page; `undo` is the address that takes back what was done."""
    messages.success(request, str(text), extra_tags=undo)
