"""A leader's page: the people of the group in a shift, each with a tick."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from aoxanh.activities.models import Shift
from aoxanh.attendance.actions.groups import Outcome, take_group
from aoxanh.attendance.queries.groups import group_in, led_shifts
from aoxanh.attendance.rules import arrival_of, leaving_of
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

PAGE = "attendance/group.html"


@never_cache
@login_required
def group(request: HttpRequest, shift_pk: UUID) -> HttpResponse:
    """Who of the group is here; for its leader, while the shift takes check-ins."""
    shift = get_object_or_404(led_shifts(request.user, timezone.now()), pk=shift_pk)
    if request.method != "POST":
        return render_page(request, PAGE, **page_of(request, shift))
    leaves = request.POST.get("luot") == "ve"
    try:
        picks = [read_pick(text) for text in request.POST.getlist("nguoi")]
        if not picks:
            raise Refused("nobody_ticked", _("Tick who is here, then press the button."))
        outcomes = take_group(shift, picks=picks, leaves=leaves, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(request, shift))
    return tell(request, shift, outcomes, leaves=leaves)


def read_pick(text: str) -> tuple[UUID, UUID]:
    try:
        signup, scan_id = map(UUID, text.split(" "))
    except ValueError:
        raise Http404 from None
    return signup, scan_id


def tell(request: HttpRequest, shift: Shift, outcomes: list[Outcome], *, leaves: bool) -> HttpResponse:
    refused = [one for one in outcomes if one.refusal]
    done = len(outcomes) - len(refused)
    if leaves:
        text = ngettext("%(count)d person checked out.", "%(count)d people checked out.", done)
    else:
        text = ngettext("%(count)d person checked in.", "%(count)d people checked in.", done)
    if not refused:
        say(request, text % {"count": done})
        return redirect(f"{request.path}?luot=ve" if leaves else request.path)
    missed = ngettext("%(count)d person was not recorded.", "%(count)d people were not recorded.", len(refused))
    both = " ".join([*([text % {"count": done}] if done else []), missed % {"count": len(refused)}])
    whys = {one.signup.pk: one.refusal for one in refused}
    return answer_refusal(request, Refused("some_refused", both), PAGE, **page_of(request, shift, whys))


def page_of(request: HttpRequest, shift: Shift, whys: dict[UUID, Refused | None] | None = None) -> dict[str, Any]:
    people = list(group_in(request.user, shift))
    leaving = (request.POST.get("luot") or request.GET.get("luot")) == "ve"
    came = [one for one in people if arrival_of(one)]
    open_ones = [one for one in came if not leaving_of(one)] if leaving else [one for one in people if not arrival_of(one)]
    return {
        "shift": shift,
        "activity": shift.activity,
        "leaving": leaving,
        "rows": [(one, f"{one.pk} {uuid4()}" if one in open_ones else "", (whys or {}).get(one.pk)) for one in people],
        "came": len(came),
        "number": len(people),
        "open": len(open_ones),
    }
