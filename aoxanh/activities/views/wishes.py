"""A child remembers a shift until a guardian agrees."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.activities.actions import minors as actions
from aoxanh.activities.models import Activity, Shift
from aoxanh.activities.policies import wishes_at_hand
from aoxanh.activities.views.arrivals import Sent, refuse
from aoxanh.kit.addresses import with_next
from aoxanh.kit.pages import say
from aoxanh.kit.refusals import Refused
from aoxanh.people.queries import person_of
from aoxanh.people.queries.guardians import is_asking


@require_POST
@login_required
def wish(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """Remembered; who has not named a guardian yet is led there."""
    shift = get_object_or_404(Shift.objects.filter(activity__status__in=Activity.PUBLIC).select_related("activity"), pk=shift_pk)
    if not (person := person_of(request.user)):
        raise Http404
    here = reverse("signup:new", args=[shift.pk])
    try:
        actions.wish(shift, person=person, request_id=Sent.id_in(request), by=request.user)
    except Refused as reason:
        if reason.code == "nothing_missing":
            return redirect(here)
        return refuse(request, reason, shift, person)
    say(request, _("Remembered. It takes no place until a guardian agrees."))
    return redirect(here if is_asking(person) else with_next(reverse("people:guardians"), here))


@require_POST
@login_required
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """No longer wanted."""
    made = get_object_or_404(wishes_at_hand(request.user), pk=pk)
    actions.drop_wish(made, by=request.user)
    say(request, _("Forgotten."))
    return redirect("signup:new", made.shift_id)
