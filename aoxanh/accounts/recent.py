"""How lately, and how well, the person at this device showed who they are: allauth asks passwords only, most of ours have none."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aoxanh.kit.addresses import with_next

KEY = "confirmed_at"
LASTS = 15 * 60

type View = Callable[..., HttpResponse]


def confirm(request: HttpRequest) -> None:
    request.session[KEY] = int(time.time())


def is_recent(request: HttpRequest) -> bool:
    return bool(request.session.get(KEY, 0) > time.time() - LASTS)


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether this session went through an app's code, a recovery code or a passkey; asks the database nothing."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def recent(view: View) -> View:
    """A view for who signed in or confirmed within a quarter of an hour; others confirm first, and send their form again."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_recent(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("accounts:security")
        return redirect(with_next(reverse("accounts:confirm"), back))

    return asked
