"""Signed-in pages that span several apps: what waits today, and what is mine."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from aoxanh.access.acting import acting
from aoxanh.access.queries import permissions
from aoxanh.activities.queries import upcoming_signups
from aoxanh.attendance.queries import hours_of
from aoxanh.desk import queries
from aoxanh.desk.worklist import worklist
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.people.queries import person_of
from aoxanh.recognition.queries import certificates_of


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Hôm nay. Who works for no unit has a page of their own."""
    if "desk.enter" not in permissions(request.user, on=today()):
        return redirect("desk:my")
    desk = queries.desk_of(request.user, acting(request))
    return render_page(
        request,
        "desk/home.html",
        desk=desk,
        groups=worklist(desk),
        waiting={"desk:home": desk.tasks, "activities:approvals": desk.to_decide.count},
    )


@never_cache
@login_required
def my(request: HttpRequest) -> HttpResponse:
    """Of a volunteer: the next shift, what comes after, the hours, the certificates."""
    person = person_of(request.user)
    if person is None:
        return redirect("people:profile")
    upcoming = list(upcoming_signups(person)[:10])
    return render_page(
        request,
        "desk/my.html",
        person=person,
        given_name=person.full_name.split()[-1],
        next=upcoming[0] if upcoming else None,
        later=upcoming[1:],
        year=queries.year_of(person, today().year),
        history=page(hours_of(person), request, by=("-on", "-id"), size=10),
        certificates=list(certificates_of(person)[:12]),
    )
