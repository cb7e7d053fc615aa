"""Signed-in pages that span several apps: what waits today, and what is mine."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from aoxanh.access.acting import acting
from aoxanh.access.queries import permissions
from aoxanh.activities.policies import own_guardianships
from aoxanh.activities.queries import upcoming_signups
from aoxanh.activities.queries.minors import minor_of
from aoxanh.attendance.queries import hours_of
from aoxanh.desk import queries
from aoxanh.desk.worklist import worklist
from aoxanh.kit.dates import today
from aoxanh.kit.pages import render_page
from aoxanh.kit.paging import page
from aoxanh.people.queries import person_of
from aoxanh.people.queries.guardians import needs_guardian, questions_to
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
    """Of a volunteer: the next shift, what comes after, the hours, the certificates; of a child also whether a guardian agrees.

    Who is only a guardian has the page of the children instead.
    """
    person = person_of(request.user)
    is_guardian = own_guardianships(request.user).exists() or questions_to(request.user).exists()
    if person is None:
        return redirect("guardian:children" if is_guardian else "people:profile")
    upcoming = list(upcoming_signups(person)[:10])
    return render_page(
        request,
        "desk/my.html",
        person=person,
        is_guardian=is_guardian,
        minor=minor_of(person) if needs_guardian(person) else None,
        given_name=person.full_name.split()[-1],
        next=upcoming[0] if upcoming else None,
        later=upcoming[1:],
        year=queries.year_of(person, today().year),
        history=page(hours_of(person), request, by=("-on", "-id"), size=10),
        certificates=list(certificates_of(person)[:12]),
    )
