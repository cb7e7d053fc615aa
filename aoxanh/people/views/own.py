"""Pages of one's own record: who has none yet says first who they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from aoxanh.kit.addresses import with_next
from aoxanh.people.models import Person
from aoxanh.people.policies import own_person

type View = Callable[..., HttpResponse]


def with_person(view: View) -> View:
    """The view gets the person behind the account after the request."""

    @never_cache
    @login_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person: Person | None = own_person(request.user).select_related("area__parent", "user").first()
        if person is None:
            return redirect(with_next(reverse("people:profile"), request.path if request.method == "GET" else ""))
        return view(request, person, *args, **kwargs)

    return shown
